import { Migration } from '@mikro-orm/migrations';

/** What lets a vehicle out, who had done what came back, and when it is to come again (JOB-10, JOB-11). */
export class Migration20261128110100 extends Migration {
  override up(): void {
    this.addSql(`
      create table gate_passes (
        id uuid primary key,
        job_card_id uuid not null references job_cards,
        service_center_id uuid not null references service_centers,
        number text not null constraint gate_passes_number_unique unique,
        transition_id uuid not null references job_card_transitions constraint gate_passes_one_for_a_delivery unique,
        document jsonb not null,
        issued_at timestamptz not null,
        issued_by uuid references users
      )`);
    this.addSql(`create index gate_passes_job_card on gate_passes (job_card_id)`);
    this.addSql(`create index gate_passes_branch on gate_passes (service_center_id)`);
    this.addSql(`create index gate_passes_issued_by on gate_passes (issued_by)`);

    this.addSql(`
      create table job_attributions (
        id uuid primary key,
        job_card_id uuid not null references job_cards,
        kind text not null constraint job_attributions_kind check (kind in ('REWORK', 'COMEBACK')),
        engineer_id uuid not null references users,
        reason text,
        attributed_at timestamptz not null,
        attributed_by uuid references users
      )`);
    this.addSql(`create index job_attributions_job_card on job_attributions (job_card_id)`);
    this.addSql(`create index job_attributions_engineer on job_attributions (engineer_id, attributed_at)`);
    this.addSql(`create index job_attributions_by on job_attributions (attributed_by)`);

    for (const table of ['gate_passes', 'job_attributions']) {
      this.addSql(`create trigger ${table}_kept before update or delete on ${table} for each row execute function refuse_change()`);
      this.addSql(`
        create trigger ${table}_never_emptied before truncate on ${table} for each statement execute function refuse_change()`);
    }

    this.addSql(`alter table vehicles add column next_service_on date`);
    this.addSql(`alter table vehicles add column next_service_odometer integer`);
    this.addSql(`
      create table service_reminders (
        id uuid primary key,
        vehicle_id uuid not null references vehicles,
        service_center_id uuid not null references service_centers,
        job_card_id uuid not null references job_cards,
        due_on date not null,
        due_odometer integer,
        status text not null constraint service_reminders_status check (status in ('planned', 'reminded', 'replaced')),
        planned_at timestamptz not null,
        reminded_at timestamptz,
        constraint service_reminders_reminded check ((status = 'reminded') = (reminded_at is not null))
      )`);
    this.addSql(`create unique index service_reminders_one_planned on service_reminders (vehicle_id) where status = 'planned'`);
    this.addSql(`create index service_reminders_due on service_reminders (due_on) where status = 'planned'`);
    this.addSql(`create index service_reminders_vehicle on service_reminders (vehicle_id)`);
    this.addSql(`create index service_reminders_branch on service_reminders (service_center_id)`);
    this.addSql(`create index service_reminders_job_card on service_reminders (job_card_id)`);

    this.addSql(`create index job_cards_delivered on job_cards (delivered_at) where status = 'delivered'`);
  }
}
