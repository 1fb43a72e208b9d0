import { Migration } from '@mikro-orm/migrations';

/** A credit note has an e-invoice too: a registration is of an invoice or debit note, or of a credit note (TAX-12). */
export class Migration20261129010000 extends Migration {
  override up(): void {
    this.addSql(`
      alter table e_invoices
        drop constraint e_invoices_pkey,
        drop constraint e_invoices_irn_unique,
        alter column invoice_id drop not null,
        add column credit_note_id uuid references credit_notes`);
    this.addSql(`
      alter table e_invoices
        add column document_id uuid generated always as (coalesce(invoice_id, credit_note_id)) stored,
        add constraint e_invoices_of_one_document check (num_nonnulls(invoice_id, credit_note_id) = 1)`);
    // The key of the document first: who keeps the same one at the same time waits for that, and not for the reference number.
    this.addSql(`alter table e_invoices add constraint e_invoices_pkey primary key (document_id)`);
    this.addSql(`alter table e_invoices add constraint e_invoices_irn_unique unique (irn)`);
    this.addSql(`alter table e_invoices add constraint e_invoices_invoice_unique unique (invoice_id)`);
    this.addSql(`alter table e_invoices add constraint e_invoices_credit_note_unique unique (credit_note_id)`);
  }
}
