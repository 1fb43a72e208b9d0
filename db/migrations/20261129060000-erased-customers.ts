import { Migration } from '@mikro-orm/migrations';

/** What begins business with a customer. Money that is still to move, and notes to what was issued, may come after (CGST Act s. 34). */
const newBusiness = ['vehicles', 'job_cards', 'customer_contacts'];

/** What of a command says who somebody is, as `approvable.ts` has it at this time. */
const personal: Readonly<Record<string, readonly string[]>> = {
  openJobCard: ['newCustomer', 'newVehicle', 'description'],
  editCustomer: ['gstin'],
  transferVehicle: ['note'],
  recordPayment: ['reference', 'notes'],
  recordAdvance: ['reference', 'notes'],
};

/** Customers who are forgotten stay so (CUS-02). */
export class Migration20261129060000 extends Migration {
  override up(): void {
    // The row is locked as a foreign key locks it, so that whoever comes during the erasure waits for its end.
    this.addSql(`
      create function refuse_erased_customer() returns trigger language plpgsql as $$
      begin
        if new.customer_id is not null and (select erased_at from customers where id = new.customer_id for key share) is not null then
          raise exception 'customer % was erased', new.customer_id using errcode = 'check_violation', constraint = 'customers_not_erased';
        end if;
        return new;
      end $$`);
    for (const table of newBusiness)
      this.addSql(`
        create trigger ${table}_not_of_erased before insert or update of customer_id on ${table}
        for each row execute function refuse_erased_customer()`);

    // Words of a name that nobody has any more are unlearnt. Whoever is learning words now is waited for, and learns after this.
    this.addSql(`
      create function unlearn_name() returns trigger language plpgsql as $$
      begin
        lock table name_dictionary in share row exclusive mode;
        delete from name_dictionary d
        where d.word = any(name_words(old.first_name, old.last_name, old.legal_name))
          and not exists (select from customers c where name_keys(c.first_name, c.last_name, c.legal_name) @> array[d.word]);
        return null;
      end $$`);
    this.addSql(`
      create trigger customers_names_unlearnt after update of erased_at on customers
      for each row when (old.erased_at is null and new.erased_at is not null) execute function unlearn_name()`);

    for (const [command, fields] of Object.entries(personal))
      this.addSql(`
        update approvals set payload = payload - array[${fields.map((field) => `'${field}'`).join(', ')}]
        where command = '${command}' and status <> 'PENDING'`);
  }
}
