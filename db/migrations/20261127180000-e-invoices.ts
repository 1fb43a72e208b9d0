import { Migration } from '@mikro-orm/migrations';

/** What the registration portal answered, once for each invoice (TAX-12). */
export class Migration20261127180000 extends Migration {
  override up(): void {
    this.addSql(`
      create table e_invoices (
        invoice_id uuid primary key references invoices,
        irn text not null,
        ack_number text not null,
        ack_date timestamptz not null,
        signed_qr text not null,
        registered_at timestamptz not null,
        registered_by uuid references users,
        constraint e_invoices_irn_unique unique (irn),
        constraint e_invoices_irn_form check (irn ~ '^[0-9a-f]{64}$'),
        constraint e_invoices_ack_given check (ack_number <> '' and signed_qr <> '')
      )`);
    this.addSql(`create index e_invoices_registered_by on e_invoices (registered_by)`);
    this.addSql(`create trigger e_invoices_kept before update or delete on e_invoices for each row execute function refuse_change()`);
    this.addSql(`
      create trigger e_invoices_never_emptied before truncate on e_invoices for each statement execute function refuse_change()`);
  }
}
