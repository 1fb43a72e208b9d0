import { Migration } from '@mikro-orm/migrations';

/** Months of the books that are locked, and what keeps every dated table out of them (PER-01). */
export class Migration20261127050200 extends Migration {
  override up(): void {
    this.addSql(`
      create table periods (
        id uuid primary key,
        month text not null constraint periods_month check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$') constraint periods_month_unique unique,
        locked boolean not null,
        reason text,
        changed_by uuid references users,
        changed_at timestamptz not null,
        version integer not null,
        created_at timestamptz not null,
        created_by uuid references users,
        updated_at timestamptz not null,
        updated_by uuid references users
      )`);
    this.addSql(`create index periods_changed_by on periods (changed_by)`);
    this.addSql(`create index periods_created_by on periods (created_by)`);
    this.addSql(`create index periods_updated_by on periods (updated_by)`);
    this.addSql(`create function period_lock_class() returns integer language sql immutable as $$ select 3429 $$`);
    this.addSql(`
      create function period_lock_key(month text) returns integer language sql immutable as $$ select replace(month, '-', '')::integer $$`);
    // The lock is shared by all who write a day of the month, and held until they commit: who locks the month waits for them, and they for
    // who locks it. Each statement of this function sees what was committed while it waited.
    this.addSql(`
      create function refuse_locked_day(day date) returns void language plpgsql as $$
      declare of_month text := to_char(day, 'YYYY-MM');
      begin
        if day is null then return; end if;
        perform pg_advisory_xact_lock_shared(period_lock_class(), period_lock_key(of_month));
        if exists (select from periods where month = of_month and locked) then
          raise exception '% is locked', of_month using errcode = 'check_violation', constraint = 'period_locked';
        end if;
      end $$`);
    const tables: readonly (readonly [table: string, name: string, when: string, day: string])[] = [
      ['invoices', 'issued', 'insert or update of document_date', 'new.document_date'],
      ['invoices', 'cancelled', 'update of cancelled_at', 'new.document_date'],
      ['invoices', 'written_off', 'update of written_off_amount', 'new.written_off_on'],
      ['payments', 'received', 'insert', 'new.business_day'],
      ['payments', 'changed', 'update of status', `(new.updated_at at time zone 'Asia/Kolkata')::date`],
      ['payment_allocations', 'used', 'insert', 'new.business_day'],
      ['refunds', 'paid', 'insert or update of business_day', 'new.business_day'],
      ['stock_movements', 'moved', 'insert', `(new.moved_at at time zone 'Asia/Kolkata')::date`],
      ['stock_transfers', 'sent', 'insert or update of document_date', 'new.document_date'],
    ];
    for (const [table, name, when, day] of tables) {
      this.addSql(`
        create function refuse_locked_${table}_${name}() returns trigger language plpgsql as $$
        begin perform refuse_locked_day(${day}); return null; end $$`);
      this.addSql(`
        create trigger ${table}_${name}_in_open_month after ${when} on ${table}
        for each row execute function refuse_locked_${table}_${name}()`);
    }
  }
}
