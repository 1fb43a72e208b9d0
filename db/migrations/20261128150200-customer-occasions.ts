import { Migration } from '@mikro-orm/migrations';

/** Which birthdays and which ends of warranties customers were told of, each once (NOT-05). */
export class Migration20261128150200 extends Migration {
  override up(): void {
    this.addSql(`
      create table customer_occasions (
        kind text not null constraint customer_occasions_kind check (kind in ('BIRTHDAY', 'WARRANTY')),
        subject_id uuid not null,
        day date not null,
        told_at timestamptz not null,
        constraint customer_occasions_once primary key (kind, subject_id, day)
      )`);
    this.addSql(
      'create index customers_birthday on customers ((extract(month from date_of_birth) * 100 + extract(day from date_of_birth))) where date_of_birth is not null',
    );
    this.addSql('create index warranties_ending on warranties (ends_on, invoice_id) where replaced_on is null and customer_id is not null');
  }
}
