import { Migration } from '@mikro-orm/migrations';

/** What is credited and written off beside what is paid, an invoice that is cancelled, and one that stands in its place. */
export class Migration20261127050000 extends Migration {
  override up(): void {
    this.addSql(`
      alter table invoices
        add column credited_amount bigint not null default 0,
        add column written_off_amount bigint not null default 0,
        add column cancelled_at timestamptz,
        add column replaces_id uuid references invoices`);
    this.addSql(`create index invoices_replaces on invoices (replaces_id)`);
    // Each rule is there before the one it takes the place of goes, so that no moment is without.
    for (const [name, rule] of [
      ['invoices_known_status', `status in ('DRAFT', 'UNPAID', 'PARTIAL', 'PAID', 'CANCELLED', 'WRITTEN_OFF')`],
      [
        'invoices_settled_within_total',
        `least(paid_amount, credited_amount, written_off_amount) >= 0 and paid_amount + credited_amount + written_off_amount <= total_amount`,
      ],
      [
        'invoices_settled_means_nothing_due',
        `(status in ('PAID', 'WRITTEN_OFF')) =
          (status not in ('DRAFT', 'CANCELLED') and paid_amount + credited_amount + written_off_amount = total_amount)`,
      ],
      ['invoices_written_off', `status <> 'WRITTEN_OFF' or written_off_amount > 0`],
      [
        'invoices_cancelled_untouched',
        `status <> 'CANCELLED' or (paid_amount + credited_amount + written_off_amount = 0 and cancelled_at is not null)`,
      ],
    ] as const) {
      this.addSql(`alter table invoices add constraint ${name} check (${rule}) not valid`);
      this.addSql(`alter table invoices validate constraint ${name}`);
    }
    for (const name of ['invoices_status', 'invoices_paid_within_total', 'invoices_paid_means_nothing_due'])
      this.addSql(`alter table invoices drop constraint ${name}`);
    // INV-04: one source is billed once to each payer, and again when that bill was cancelled.
    this.addSql(`drop index invoices_source_unique`);
    this.addSql(`
      create unique index invoices_source_unique on invoices (source_type, source_id, payer)
      where kind = 'INVOICE' and status <> 'CANCELLED'`);
    this.addSql(`
      create trigger invoices_cancelled_for_good before update of status
      on invoices for each row when (old.status = 'CANCELLED') execute function refuse_change()`);
  }
}
