import { Migration } from '@mikro-orm/migrations';

/** What returns ask of notes and advances: those of a GSTIN and month (GST-01). */
export class Migration20261127170000 extends Migration {
  override up(): void {
    this.addSql(`create index credit_notes_document_date on credit_notes (document_date, gstin) where document_date is not null`);
    this.addSql(`create index payments_advances on payments (gstin, business_day) where advance_for = 'SERVICE'`);
  }
}
