import { Migration } from '@mikro-orm/migrations';

/** Job cards and what hangs on them. */
export class Migration20261122000500 extends Migration {
  override up(): void {
    this.addSql(`
      create table job_cards (
        id uuid primary key,
        job_number text not null constraint job_cards_number_unique unique,
        service_center_id uuid not null references service_centers,
        customer_id uuid not null references customers,
        vehicle_id uuid not null references vehicles,
        service_type text not null,
        priority text not null constraint job_cards_priority check (priority in ('LOW', 'NORMAL', 'HIGH', 'URGENT')),
        description text,
        status text not null constraint job_cards_status check (status in
          ('created', 'inspecting', 'awaiting_approval', 'approved', 'assigned', 'in_progress', 'parts_pending', 'on_hold', 'completed',
           'qc', 'ready', 'invoiced', 'delivered', 'closed', 'reopened', 'cancelled')),
        assigned_engineer_id uuid references users,
        odometer_in integer constraint job_cards_odometer_in check (odometer_in >= 0),
        odometer_out integer constraint job_cards_odometer_out check (odometer_out >= odometer_in),
        promised_at timestamptz,
        opened_at timestamptz not null,
        completed_at timestamptz,
        delivered_at timestamptz,
        closed_at timestamptz,
        rework boolean not null,
        comeback boolean not null,
        forced_reason text,
        estimated_cost bigint,
        actual_cost bigint,
        version integer not null,
        created_at timestamptz not null,
        created_by uuid references users,
        updated_at timestamptz not null,
        updated_by uuid references users
      )`);
    this.addSql(`create index job_cards_branch on job_cards (service_center_id, status, opened_at desc)`);
    this.addSql(`create index job_cards_list on job_cards (service_center_id, opened_at desc, id desc)`);
    this.addSql(`create index job_cards_all on job_cards (opened_at desc, id desc)`);
    this.addSql(`create index job_cards_engineer on job_cards (assigned_engineer_id)`);
    this.addSql(`create index job_cards_vehicle on job_cards (vehicle_id)`);
    this.addSql(`create index job_cards_customer on job_cards (customer_id)`);
    this.addSql(`create index job_cards_created_by on job_cards (created_by)`);
    this.addSql(`create index job_cards_updated_by on job_cards (updated_by)`);
    // JOB-02: one open card per vehicle and branch, unless forced with a reason.
    this.addSql(`
      create unique index job_cards_one_open on job_cards (vehicle_id, service_center_id)
      where forced_reason is null and not comeback and status not in ('delivered', 'closed', 'cancelled')`);

    this.addSql(`
      create table job_estimates (
        id uuid primary key,
        job_card_id uuid not null references job_cards,
        revision integer not null,
        status text not null constraint job_estimates_status check (status in ('open', 'accepted', 'declined', 'superseded')),
        place_of_supply text not null,
        subtotal bigint not null,
        discount bigint not null,
        taxable bigint not null,
        cgst bigint not null,
        sgst bigint not null,
        igst bigint not null,
        tax bigint not null,
        round_off bigint not null,
        total bigint not null,
        drawn_up_at timestamptz not null,
        drawn_up_by uuid references users,
        decided_at timestamptz,
        decision_channel text,
        decision_note text,
        decided_by uuid references users,
        constraint job_estimates_revision_unique unique (job_card_id, revision),
        constraint job_estimates_adds_up check (taxable + tax + round_off = total and cgst + sgst + igst = tax)
      )`);
    this.addSql(`create index job_estimates_drawn_up_by on job_estimates (drawn_up_by, drawn_up_at)`);
    this.addSql(`create index job_estimates_decided_by on job_estimates (decided_by)`);

    this.addSql(`
      create table job_estimate_lines (
        id uuid primary key,
        job_card_id uuid not null references job_cards,
        estimate_id uuid not null references job_estimates,
        position integer not null,
        kind text not null constraint job_estimate_lines_kind check (kind in ('PART', 'LABOUR', 'SERVICE')),
        part_id uuid references parts,
        description text not null,
        hsn text not null,
        unit text not null,
        quantity numeric(14, 3) not null constraint job_estimate_lines_quantity check (quantity > 0),
        unit_price bigint not null,
        discount_type text,
        discount_value text,
        tax_rate numeric not null,
        treatment text not null,
        gross bigint not null,
        discount bigint not null,
        taxable bigint not null,
        cgst bigint not null,
        sgst bigint not null,
        igst bigint not null,
        constraint job_estimate_lines_position_unique unique (job_card_id, position),
        constraint job_estimate_lines_part check ((kind = 'PART') = (part_id is not null))
      )`);
    this.addSql(`create index job_estimate_lines_estimate on job_estimate_lines (estimate_id)`);
    this.addSql(`create index job_estimate_lines_part on job_estimate_lines (part_id)`);
    this.addSql(
      `create trigger job_estimate_lines_frozen before update or delete on job_estimate_lines for each row execute function refuse_change()`,
    );

    this.addSql(`
      create table job_tasks (
        id uuid primary key,
        job_card_id uuid not null references job_cards,
        position integer not null,
        description text not null,
        status text not null constraint job_tasks_status check (status in ('open', 'in_progress', 'done', 'declined', 'cancelled')),
        estimate_line_id uuid references job_estimate_lines,
        sold_hours numeric(14, 3),
        engineer_id uuid references users,
        started_at timestamptz,
        finished_at timestamptz,
        constraint job_tasks_position_unique unique (job_card_id, position)
      )`);
    this.addSql(`create index job_tasks_estimate_line on job_tasks (estimate_line_id)`);
    this.addSql(`create index job_tasks_engineer on job_tasks (engineer_id)`);

    this.addSql(`
      create table time_logs (
        id uuid primary key,
        job_card_id uuid not null references job_cards,
        task_id uuid not null references job_tasks,
        engineer_id uuid not null references users,
        status text not null constraint time_logs_status check (status in ('running', 'paused', 'stopped')),
        spans jsonb not null,
        pause_reason text
      )`);
    this.addSql(`create index time_logs_job_card on time_logs (job_card_id)`);
    this.addSql(`create index time_logs_task on time_logs (task_id)`);
    this.addSql(`create index time_logs_engineer on time_logs (engineer_id)`);
    // JOB-04
    this.addSql(`create unique index time_logs_one_running on time_logs (engineer_id) where status = 'running'`);

    this.addSql(`
      create table job_parts (
        id uuid primary key,
        job_card_id uuid not null references job_cards,
        part_id uuid not null references parts,
        description text not null,
        status text not null constraint job_parts_status check (status in
          ('requested', 'reserved', 'backordered', 'issued', 'consumed', 'returned', 'cancelled')),
        required boolean not null,
        requested numeric(14, 3) not null check (requested >= 0),
        issued numeric(14, 3) not null check (issued >= 0),
        consumed numeric(14, 3) not null check (consumed >= 0),
        returned numeric(14, 3) not null check (returned >= 0),
        issued_value bigint not null check (issued_value >= 0),
        constraint job_parts_unique unique (job_card_id, part_id),
        constraint job_parts_not_more_than_issued check (consumed + returned <= issued)
      )`);
    this.addSql(`create index job_parts_part on job_parts (part_id)`);

    this.addSql(`
      create table job_card_transitions (
        id uuid primary key,
        job_card_id uuid not null references job_cards,
        event text not null,
        from_status text not null,
        to_status text not null,
        reason text,
        moved_by uuid references users,
        moved_at timestamptz not null
      )`);
    this.addSql(`create index job_card_transitions_card on job_card_transitions (job_card_id, moved_at)`);
    this.addSql(`create index job_card_transitions_by on job_card_transitions (moved_by)`);
    this.addSql(
      `create trigger job_card_transitions_append_only before update or delete on job_card_transitions for each row execute function refuse_change()`,
    );
  }
}
