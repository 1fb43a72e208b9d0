import { Migration } from '@mikro-orm/migrations';

/** Who was reminded of which invoice: once for each offset from each day it was due on (REM-01). */
export class Migration20261127140000 extends Migration {
  override up(): void {
    this.addSql(`
      create table payment_reminders (
        id uuid primary key,
        invoice_id uuid not null references invoices,
        due_date date not null,
        day_offset integer not null,
        reminded_at timestamptz not null,
        constraint payment_reminders_once unique (invoice_id, due_date, day_offset)
      )`);
    this.addSql(
      `create trigger payment_reminders_kept before update or delete on payment_reminders for each row execute function refuse_change()`,
    );
    this.addSql(`
      create trigger payment_reminders_never_emptied before truncate on payment_reminders for each statement execute function refuse_change()`);
    this.addSql(`create index invoices_due on invoices (due_date) where kind = 'INVOICE' and status in ('UNPAID', 'PARTIAL')`);
  }
}
