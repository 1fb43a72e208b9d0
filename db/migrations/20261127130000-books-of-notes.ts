import { Migration } from '@mikro-orm/migrations';

/** Notes and counts keep out of locked months as well (PER-01); and every step of an account keeps the day on which it happened. */
export class Migration20261127130000 extends Migration {
  override up(): void {
    const inIndia = (instant: string): string => `(new.${instant} at time zone 'Asia/Kolkata')::date`;
    const tables: readonly (readonly [table: string, name: string, when: string, day: string])[] = [
      ['credit_notes', 'issued', 'insert or update of document_date', 'new.document_date'],
      ['credit_note_applications', 'used', 'insert', inIndia('applied_at')],
      ['goods_receipts', 'received', 'insert', inIndia('received_at')],
      ['stock_adjustments', 'posted', 'insert or update of posted_at', inIndia('posted_at')],
      ['stock_counts', 'posted', 'insert or update of posted_at', inIndia('posted_at')],
    ];
    for (const [table, name, when, day] of tables) {
      this.addSql(`
        create function refuse_locked_${table}_${name}() returns trigger language plpgsql as $$
        begin perform refuse_locked_day(${day}); return null; end $$`);
      this.addSql(`
        create trigger ${table}_${name}_in_open_month after ${when} on ${table}
        for each row execute function refuse_locked_${table}_${name}()`);
    }

    // When a payment was reversed or bounced: it can be changed afterwards, and then says another day.
    this.addSql(`alter table payments add column undone_at timestamptz`);
    this.addSql(`update payments set undone_at = updated_at where status in ('reversed', 'bounced')`);
    this.addSql(`
      alter table payments add constraint payments_undone check ((status in ('reversed', 'bounced')) = (undone_at is not null)) not valid`);
    this.addSql(`alter table payments validate constraint payments_undone`);
    this.addSql(`
      create trigger payments_undone_once before update of undone_at on payments
      for each row when (old.undone_at is not null) execute function refuse_change()`);

    // What was written off of an invoice is opened again by a cheque that bounces, and can be written off anew: each time is a row.
    this.addSql(`
      create table invoice_write_offs (
        id uuid primary key default uuidv7(),
        invoice_id uuid not null references invoices,
        amount bigint not null constraint invoice_write_offs_amount check (amount > 0),
        business_day date not null,
        written_off_at timestamptz not null
      )`);
    this.addSql(`create index invoice_write_offs_invoice on invoice_write_offs (invoice_id)`);
    this.addSql(`
      insert into invoice_write_offs (invoice_id, amount, business_day, written_off_at)
      select id, written_off_amount, written_off_on, coalesce(paid_at, updated_at) from invoices where written_off_amount > 0`);
    this.addSql(`
      create function keep_write_off() returns trigger language plpgsql as $$
      begin
        insert into invoice_write_offs (invoice_id, amount, business_day, written_off_at)
        values (new.id, new.written_off_amount - old.written_off_amount, new.written_off_on, new.updated_at);
        return null;
      end $$`);
    this.addSql(`
      create trigger invoices_keep_write_off after update of written_off_amount on invoices
      for each row when (new.written_off_amount <> old.written_off_amount) execute function keep_write_off()`);
    this.addSql(`
      create trigger invoice_write_offs_frozen before update or delete on invoice_write_offs
      for each row execute function refuse_change()`);

    // What a due date was before it was moved, so that the ages of a past day are those of that day.
    this.addSql(`
      create table former_due_dates (
        id uuid primary key default uuidv7(),
        invoice_id uuid not null references invoices,
        due_date date not null,
        until timestamptz not null
      )`);
    this.addSql(`create index former_due_dates_invoice on former_due_dates (invoice_id, until)`);
    this.addSql(`
      create function keep_due_date() returns trigger language plpgsql as $$
      begin
        insert into former_due_dates (invoice_id, due_date, until) values (old.id, old.due_date, new.updated_at);
        return null;
      end $$`);
    this.addSql(`
      create trigger invoices_keep_due_date after update of due_date on invoices
      for each row when (new.due_date <> old.due_date) execute function keep_due_date()`);
    this.addSql(`
      create trigger former_due_dates_frozen before update or delete on former_due_dates
      for each row execute function refuse_change()`);
  }
}
