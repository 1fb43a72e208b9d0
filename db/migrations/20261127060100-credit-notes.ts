import { Migration } from '@mikro-orm/migrations';

/** Credit notes by line of an invoice, and the invoices whose balance they lower (CRN-01, TAX-10). */
export class Migration20261127060100 extends Migration {
  override up(): void {
    this.addSql(`
      create table credit_notes (
        id uuid primary key,
        note_number text constraint credit_notes_number_form check (note_number ~ '^[a-zA-Z1-9][a-zA-Z0-9/-]{0,15}$'),
        service_center_id uuid not null references service_centers,
        customer_id uuid references customers,
        invoice_id uuid not null references invoices,
        source_type text not null,
        reason text not null,
        status text not null constraint credit_notes_status check (status in ('draft', 'issued', 'partially_applied', 'applied', 'refunded')),
        gstin text,
        series_prefix text,
        financial_year integer,
        place_of_supply text not null,
        supply_type text not null constraint credit_notes_supply_type check (supply_type in ('INTRA', 'INTER')),
        subtotal bigint not null,
        discount bigint not null,
        taxable bigint not null,
        cgst bigint not null,
        sgst bigint not null,
        igst bigint not null,
        tax bigint not null,
        round_off bigint not null,
        total_amount bigint not null,
        applied_amount bigint not null,
        refunded_amount bigint not null,
        document_date date,
        issued_at timestamptz,
        document jsonb,
        version integer not null,
        created_at timestamptz not null,
        created_by uuid references users,
        updated_at timestamptz not null,
        updated_by uuid references users,
        constraint credit_notes_adds_up check (taxable + tax + round_off = total_amount and cgst + sgst + igst = tax
          and subtotal - discount = taxable and least(taxable, cgst, sgst, igst, total_amount) >= 0),
        constraint credit_notes_used_within_total check (least(applied_amount, refunded_amount) >= 0 and
          applied_amount + refunded_amount <= total_amount),
        constraint credit_notes_used_as_it_says check (
          (status in ('applied', 'refunded')) = (status <> 'draft' and applied_amount + refunded_amount = total_amount)
          and (status not in ('draft', 'issued') or applied_amount + refunded_amount = 0)),
        constraint credit_notes_issued_is_complete check (status = 'draft' or
          (note_number is not null and gstin is not null and financial_year is not null and document_date is not null and
           issued_at is not null and document is not null))
      )`);
    // TAX-09: unique under a GSTIN by financial year, without regard to case.
    this.addSql(`
      create unique index credit_notes_number_unique on credit_notes (gstin, financial_year, upper(note_number)) where note_number is not null`);
    this.addSql(`create index credit_notes_list on credit_notes (service_center_id, created_at desc, id desc)`);
    this.addSql(`create index credit_notes_invoice on credit_notes (invoice_id)`);
    this.addSql(`create index credit_notes_customer on credit_notes (customer_id)`);
    this.addSql(`create index credit_notes_created_by on credit_notes (created_by)`);
    this.addSql(`create index credit_notes_updated_by on credit_notes (updated_by)`);
    // INV-02: as fast as the invoice. What of it is used up is not among these columns.
    this.addSql(`
      create trigger credit_notes_frozen before update of note_number, service_center_id, customer_id, invoice_id, source_type, reason, gstin,
        series_prefix, financial_year, place_of_supply, supply_type, subtotal, discount, taxable, cgst, sgst, igst, tax, round_off, total_amount,
        document_date, issued_at, document
      on credit_notes for each row when (old.status <> 'draft') execute function refuse_change()`);
    this.addSql(`
      create trigger credit_notes_never_drafts_again before update of status
      on credit_notes for each row when (old.status <> 'draft' and new.status = 'draft') execute function refuse_change()`);
    this.addSql(`create trigger credit_notes_kept before delete on credit_notes for each row execute function refuse_change()`);

    this.addSql(`
      create table credit_note_lines (
        id uuid primary key,
        credit_note_id uuid not null references credit_notes,
        position integer not null,
        invoice_line_id uuid not null references invoice_lines,
        kind text not null,
        part_id uuid references parts,
        description text not null,
        hsn text not null,
        unit text not null,
        quantity numeric(14, 3) not null,
        unit_price bigint not null,
        gross bigint not null,
        discount bigint not null,
        taxable bigint not null,
        tax_rate numeric not null,
        treatment text not null,
        cgst bigint not null,
        sgst bigint not null,
        igst bigint not null,
        constraint credit_note_lines_position_unique unique (credit_note_id, position),
        constraint credit_note_lines_once unique (credit_note_id, invoice_line_id)
      )`);
    this.addSql(`create index credit_note_lines_invoice_line on credit_note_lines (invoice_line_id)`);
    this.addSql(`create index credit_note_lines_part on credit_note_lines (part_id)`);
    this.addSql(
      `create trigger credit_note_lines_frozen before update or delete on credit_note_lines for each row execute function refuse_change()`,
    );
    // Never more than remains of a line. Whoever adds to it waits for the invoice, and then sees what the other has added.
    this.addSql(`
      create function refuse_credit_beyond_line() returns trigger language plpgsql as $$
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
        select coalesce(sum(quantity), 0) as quantity, coalesce(sum(gross), 0) as gross, coalesce(sum(discount), 0) as discount,
          coalesce(sum(taxable), 0) as taxable, coalesce(sum(cgst), 0) as cgst, coalesce(sum(sgst), 0) as sgst, coalesce(sum(igst), 0) as igst
          into given from credit_note_lines where invoice_line_id = line.id;
        if given.quantity + new.quantity > line.quantity or given.gross + new.gross > line.gross or given.discount + new.discount > line.discount
          or given.taxable + new.taxable > line.taxable or given.cgst + new.cgst > line.cgst or given.sgst + new.sgst > line.sgst
          or given.igst + new.igst > line.igst then
          raise exception 'more than remains of line %', line.id using errcode = 'check_violation', constraint = 'credit_note_lines_within_line';
        end if;
        return new;
      end $$`);
    this.addSql(`
      create trigger credit_note_lines_within before insert on credit_note_lines for each row execute function refuse_credit_beyond_line()`);

    this.addSql(`
      create table credit_note_applications (
        id uuid primary key,
        credit_note_id uuid not null references credit_notes,
        invoice_id uuid not null references invoices,
        amount bigint not null constraint credit_note_applications_amount check (amount > 0),
        applied_at timestamptz not null,
        applied_by uuid references users
      )`);
    this.addSql(`create index credit_note_applications_note on credit_note_applications (credit_note_id)`);
    this.addSql(`create index credit_note_applications_invoice on credit_note_applications (invoice_id)`);
    this.addSql(`create index credit_note_applications_by on credit_note_applications (applied_by)`);
    this.addSql(`
      create trigger credit_note_applications_frozen before update or delete on credit_note_applications
      for each row execute function refuse_change()`);
  }
}
