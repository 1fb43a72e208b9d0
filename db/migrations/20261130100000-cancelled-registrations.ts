import { Migration } from '@mikro-orm/migrations';

/** What the registration portal is asked to cancel, and the invoices that wait for its answer (TAX-12). */
export class Migration20261130100000 extends Migration {
  override up(): void {
    this.addSql(`
      create table e_invoice_cancellations (
        document_id uuid primary key references e_invoices,
        code text not null constraint e_invoice_cancellations_known_code
          check (code in ('DUPLICATE', 'DATA_ENTRY', 'ORDER_CANCELLED', 'OTHER')),
        reason text not null,
        asked_at timestamptz not null,
        asked_by uuid references users,
        cancelled_at timestamptz
      )`);
    this.addSql(`create index e_invoice_cancellations_asked_by on e_invoice_cancellations (asked_by)`);
    // What the portal has done stays; what it was only asked may be dropped, and is never changed.
    this.addSql(`
      create trigger e_invoice_cancellations_kept before delete on e_invoice_cancellations
      for each row when (old.cancelled_at is not null) execute function refuse_change()`);
    this.addSql(`
      create trigger e_invoice_cancellations_done_once before update on e_invoice_cancellations for each row
      when (old.cancelled_at is not null or (new.document_id, new.code, new.reason, new.asked_at, new.asked_by)
        is distinct from (old.document_id, old.code, old.reason, old.asked_at, old.asked_by))
      execute function refuse_change()`);
    this.addSql(`
      alter table invoices
        add column cancellation_asked_at timestamptz,
        add column cancellation_refusal text,
        add constraint invoices_cancellation_of_issued check (cancellation_asked_at is null or invoice_number is not null),
        add constraint invoices_left_alone_while_cancelling check (cancellation_asked_at is null
          or paid_amount + credited_amount + written_off_amount = 0)`);
    // A locked month takes no request either: once the portal has done it, it has to be written down (PER-01).
    this.addSql(`
      create trigger invoices_cancellation_asked_in_open_month after update of cancellation_asked_at on invoices
      for each row when (new.cancellation_asked_at is not null) execute function refuse_locked_invoices_cancelled()`);
  }
}
