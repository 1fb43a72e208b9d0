import { Migration } from '@mikro-orm/migrations';

/** What returns ask of notes and advances: the notes of a month, and the day on which an advance was taken back (GST-01). */
export class Migration20261127170000 extends Migration {
  override up(): void {
    this.addSql(`create index credit_notes_document_date on credit_notes (document_date, gstin) where document_date is not null`);
    this.addSql(`alter table payments add column undone_on date`);
    // Nothing changes on a payment after it was undone, so that is the day.
    this.addSql(`
      update payments set undone_on = (updated_at at time zone 'Asia/Kolkata')::date where status in ('reversed', 'bounced')`);
    this.addSql(`
      alter table payments add constraint payments_undone_on check ((undone_on is not null) = (status in ('reversed', 'bounced')))`);
    this.addSql(`create index payments_advances on payments (gstin, business_day) where advance_for = 'SERVICE'`);
  }
}
