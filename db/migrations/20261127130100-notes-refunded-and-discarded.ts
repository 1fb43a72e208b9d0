import { Migration } from '@mikro-orm/migrations';

/** Money of a credit note goes back by the way its invoice was paid; and drafts that nobody wants end, without a number. */
export class Migration20261127130100 extends Migration {
  override up(): void {
    const exchange = (table: string, name: string, rule: string, old = name): void => {
      // Each rule is there before the one it takes the place of goes, so that no moment is without.
      this.addSql(`alter table ${table} add constraint ${name}_2 check (${rule}) not valid`);
      this.addSql(`alter table ${table} validate constraint ${name}_2`);
      this.addSql(`alter table ${table} drop constraint ${old}`);
      this.addSql(`alter table ${table} rename constraint ${name}_2 to ${name}`);
    };

    this.addSql(`alter table credit_notes add column refund_amount bigint not null default 0`);
    exchange(
      'credit_notes',
      'credit_notes_used_within_total',
      `least(applied_amount, refund_amount, refunded_amount) >= 0 and applied_amount + refund_amount <= total_amount
        and refunded_amount <= refund_amount`,
    );
    exchange(
      'credit_notes',
      'credit_notes_status',
      `status in ('draft', 'issued', 'partially_applied', 'applied', 'refunded', 'discarded')`,
    );
    exchange(
      'credit_notes',
      'credit_notes_used_as_it_says',
      `(status in ('applied', 'refunded')) = (status not in ('draft', 'discarded') and applied_amount + refunded_amount = total_amount)
        and (status not in ('draft', 'issued', 'discarded') or applied_amount + refunded_amount = 0)
        and (status not in ('draft', 'discarded') or refund_amount = 0)`,
    );
    exchange(
      'credit_notes',
      'credit_notes_issued_is_complete',
      `status in ('draft', 'discarded') or (note_number is not null and gstin is not null and financial_year is not null and
        document_date is not null and issued_at is not null and document is not null)`,
    );
    this.addSql(`
      alter table credit_notes add constraint credit_notes_discarded_unnumbered
        check (status <> 'discarded' or (note_number is null and document_date is null))`);

    this.addSql(`
      alter table payments
        add column note_refund_amount bigint not null default 0 constraint payments_note_refunds check (note_refund_amount >= 0),
        add constraint payments_given_back_within_amount check (refund_amount + note_refund_amount <= amount)`);
    this.addSql(`alter table refunds add column credit_note_id uuid references credit_notes`);
    this.addSql(`create index refunds_credit_note on refunds (credit_note_id)`);
    this.addSql(`
      create trigger refunds_of_one_note before update of credit_note_id on refunds for each row execute function refuse_change()`);

    exchange(
      'invoices',
      'invoices_known_status',
      `status in ('DRAFT', 'UNPAID', 'PARTIAL', 'PAID', 'CANCELLED', 'WRITTEN_OFF', 'DISCARDED')`,
    );
    exchange(
      'invoices',
      'invoices_settled_means_nothing_due',
      `(status in ('PAID', 'WRITTEN_OFF')) =
        (status not in ('DRAFT', 'CANCELLED', 'DISCARDED') and paid_amount + credited_amount + written_off_amount = total_amount)`,
    );
    exchange(
      'invoices',
      'invoices_issued_is_complete',
      `status in ('DRAFT', 'DISCARDED') or (invoice_number is not null and gstin is not null and financial_year is not null and
        document_date is not null and issued_at is not null and document is not null)`,
    );
    this.addSql(`
      alter table invoices add constraint invoices_discarded_unnumbered check (status <> 'DISCARDED' or
        (invoice_number is null and document_date is null and paid_amount + credited_amount + written_off_amount = 0))`);
    this.addSql(`
      create trigger invoices_discarded_for_good before update of status
      on invoices for each row when (old.status = 'DISCARDED') execute function refuse_change()`);
    this.addSql(`
      create trigger credit_notes_discarded_for_good before update of status
      on credit_notes for each row when (old.status = 'discarded') execute function refuse_change()`);

    // What a discarded note would have given back remains.
    this.addSql(`
      create or replace function refuse_credit_beyond_line() returns trigger language plpgsql as $$
      declare
        line invoice_lines;
        note credit_notes;
        given record;
      begin
        select * into line from invoice_lines where id = new.invoice_line_id;
        select * into note from credit_notes where id = new.credit_note_id;
        if line.invoice_id <> note.invoice_id or line.hsn <> new.hsn or line.tax_rate <> new.tax_rate then
          raise exception 'a credit note has the lines, codes and rates of its invoice' using errcode = 'check_violation';
        end if;
        if note.status <> 'draft' then
          raise exception 'credit note % is issued: no line is added to it', note.id using errcode = 'restrict_violation';
        end if;
        perform from invoices where id = line.invoice_id for no key update;
        select coalesce(sum(l.quantity), 0) as quantity, coalesce(sum(l.gross), 0) as gross, coalesce(sum(l.discount), 0) as discount,
          coalesce(sum(l.taxable), 0) as taxable, coalesce(sum(l.cgst), 0) as cgst, coalesce(sum(l.sgst), 0) as sgst,
          coalesce(sum(l.igst), 0) as igst
          into given from credit_note_lines l join credit_notes n on n.id = l.credit_note_id
          where l.invoice_line_id = line.id and n.status <> 'discarded';
        if given.quantity + new.quantity > line.quantity or given.gross + new.gross > line.gross or given.discount + new.discount > line.discount
          or given.taxable + new.taxable > line.taxable or given.cgst + new.cgst > line.cgst or given.sgst + new.sgst > line.sgst
          or given.igst + new.igst > line.igst then
          raise exception 'more than remains of line %', line.id using errcode = 'check_violation', constraint = 'credit_note_lines_within_line';
        end if;
        return new;
      end $$`);
  }
}
