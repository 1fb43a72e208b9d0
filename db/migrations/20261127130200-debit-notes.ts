import { Migration } from '@mikro-orm/migrations';

/** A debit note is a receivable like an invoice, and names the one whose value it raises (CGST Act s. 34(3)). */
export class Migration20261127130200 extends Migration {
  override up(): void {
    this.addSql(`alter table invoices add column original_id uuid references invoices, add column reason text`);
    this.addSql(`
      alter table invoices add constraint invoices_debit_note_says_why check (
        case when kind = 'DEBIT_NOTE' then reason is not null and (original_id is null) = (source_type = 'payment')
          else reason is null and original_id is null and source_type <> 'payment' end) not valid`);
    this.addSql(`alter table invoices validate constraint invoices_debit_note_says_why`);
    this.addSql(`alter table payments add column charge_id uuid references invoices`);
    this.addSql(`create index payments_charge on payments (charge_id)`);
    this.addSql(`create index invoices_original on invoices (original_id)`);
    this.addSql(`
      create index invoices_debit_notes on invoices (service_center_id, created_at desc, id desc) where kind = 'DEBIT_NOTE'`);
    this.addSql(`
      create unique index invoices_charge_once on invoices (source_id)
      where kind = 'DEBIT_NOTE' and source_type = 'payment' and status not in ('CANCELLED', 'DISCARDED')`);
    this.addSql(`
      create trigger invoices_note_frozen before update of original_id, reason
      on invoices for each row when (old.status <> 'DRAFT') execute function refuse_change()`);
  }
}
