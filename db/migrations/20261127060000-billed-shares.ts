import { Migration } from '@mikro-orm/migrations';

/** What of each line is on which bill, so that it can be split over payers and is billed once (INV-04). */
export class Migration20261127060000 extends Migration {
  override up(): void {
    this.addSql(`
      create table billed_shares (
        id uuid primary key,
        source_type text not null,
        source_id uuid not null,
        source_line_id uuid not null,
        invoice_id uuid not null references invoices,
        invoice_line_id uuid references invoice_lines,
        payer text not null constraint billed_shares_payer
          check (payer in ('CUSTOMER', 'OEM_WARRANTY', 'INSURER', 'INTERNAL', 'GOODWILL')),
        starts_at bigint not null,
        ends_at bigint not null,
        measure bigint not null,
        quantity numeric(14, 3) not null,
        gross bigint not null,
        discount bigint not null,
        billed_at timestamptz not null,
        released_at timestamptz,
        constraint billed_shares_within check (0 <= starts_at and starts_at < ends_at and ends_at <= measure),
        constraint billed_shares_measure check (measure = greatest(gross - discount, 1)),
        -- Two payers billed at once do not both get the same part of a line.
        constraint billed_shares_once exclude using gist (source_line_id with =, int8range(starts_at, ends_at) with &&)
          where (released_at is null),
        -- And both mean the same whole.
        constraint billed_shares_one_whole exclude using gist (source_line_id with =, measure with <>) where (released_at is null)
      )`);
    this.addSql(`create index billed_shares_source on billed_shares (source_type, source_id)`);
    this.addSql(`create index billed_shares_invoice on billed_shares (invoice_id)`);
    this.addSql(`create index billed_shares_invoice_line on billed_shares (invoice_line_id)`);
    this.addSql(`
      create trigger billed_shares_frozen before update of source_type, source_id, source_line_id, invoice_id, invoice_line_id, payer, starts_at,
        ends_at, measure, quantity, gross, discount, billed_at
      on billed_shares for each row execute function refuse_change()`);
    this.addSql(`
      create trigger billed_shares_released_once before update of released_at
      on billed_shares for each row when (old.released_at is not null) execute function refuse_change()`);
    this.addSql(`create trigger billed_shares_kept before delete on billed_shares for each row execute function refuse_change()`);
    // What is billed by now is billed whole.
    this.addSql(`
      insert into billed_shares (id, source_type, source_id, source_line_id, invoice_id, invoice_line_id, payer, starts_at, ends_at, measure,
        quantity, gross, discount, billed_at, released_at)
      select uuidv7(), i.source_type, i.source_id, coalesce(l.source_line_id, i.source_id), i.id, l.id, i.payer, 0,
        greatest(coalesce(l.gross - l.discount, 0), 1), greatest(coalesce(l.gross - l.discount, 0), 1),
        coalesce(l.quantity, 0), coalesce(l.gross, 0), coalesce(l.discount, 0), i.created_at, i.cancelled_at
      from invoices i left join invoice_lines l on l.invoice_id = i.id
      where i.kind = 'INVOICE' and i.source_type = 'job' and (l.id is null or l.source_line_id is not null)`);

    // A job has a bill for each payer, and more than one where a line is split; a transfer has one.
    this.addSql(`drop index invoices_source_unique`);
    this.addSql(`
      create unique index invoices_transfer_unique on invoices (source_id)
      where kind = 'INVOICE' and source_type = 'transfer' and status <> 'CANCELLED'`);
    this.addSql(`create index invoices_source on invoices (source_type, source_id)`);
  }
}
