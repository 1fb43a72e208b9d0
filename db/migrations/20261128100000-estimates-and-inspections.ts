import { Migration } from '@mikro-orm/migrations';

/** Revisions that the customer decides on line by line and by a link (JOB-06), and inspections with what they found. */
export class Migration20261128100000 extends Migration {
  override up(): void {
    this.addSql(`
      alter table job_estimates
        add column declined_line_ids uuid[] not null default '{}',
        add column link_expires_at timestamptz`);
    this.addSql(`alter table job_estimates drop constraint job_estimates_status`);
    this.addSql(`
      alter table job_estimates add constraint job_estimates_status
        check (status in ('open', 'accepted', 'partially_accepted', 'declined', 'superseded')) not valid`);
    this.addSql(`alter table job_estimates validate constraint job_estimates_status`);
    this.addSql(`
      alter table job_estimates add constraint job_estimates_in_part
        check ((status = 'partially_accepted') = (cardinality(declined_line_ids) > 0)) not valid`);
    this.addSql(`alter table job_estimates validate constraint job_estimates_in_part`);
    // One revision at the most waits for the customer's word.
    this.addSql(`create unique index job_estimates_one_open on job_estimates (job_card_id) where status = 'open'`);

    this.addSql(`
      create table job_inspections (
        id uuid primary key,
        job_card_id uuid not null references job_cards,
        service_center_id uuid not null references service_centers,
        revision integer not null,
        status text not null constraint job_inspections_status check (status in ('draft', 'complete')),
        note text,
        inspected_at timestamptz not null,
        inspected_by uuid references users,
        version integer not null,
        created_at timestamptz not null,
        created_by uuid references users,
        updated_at timestamptz not null,
        updated_by uuid references users,
        constraint job_inspections_revision_unique unique (job_card_id, revision)
      )`);
    for (const column of ['service_center_id', 'inspected_by', 'created_by', 'updated_by'])
      this.addSql(`create index job_inspections_${column} on job_inspections (${column})`);
    this.addSql(`
      create table job_inspection_items (
        id uuid primary key,
        inspection_id uuid not null references job_inspections,
        position integer not null,
        key text,
        label text not null,
        result text not null constraint job_inspection_items_result check (result in ('PASS', 'ADVISORY', 'FAIL', 'NOT_CHECKED')),
        note text,
        photo_file_ids uuid[] not null default '{}',
        constraint job_inspection_items_position_unique unique (inspection_id, position)
      )`);
    for (const table of ['job_inspections', 'job_inspection_items']) {
      this.addSql(`create trigger ${table}_frozen before update or delete on ${table} for each row execute function refuse_change()`);
      this.addSql(`create trigger ${table}_never_emptied before truncate on ${table} for each statement execute function refuse_change()`);
    }

    this.addSql(`alter table job_estimate_lines add column inspection_item_id uuid`);
    this.addSql(`
      alter table job_estimate_lines add constraint job_estimate_lines_inspection_item
        foreign key (inspection_item_id) references job_inspection_items not valid`);
    this.addSql(`alter table job_estimate_lines validate constraint job_estimate_lines_inspection_item`);
    this.addSql(`create index job_estimate_lines_inspection_item on job_estimate_lines (inspection_item_id)`);
  }
}
