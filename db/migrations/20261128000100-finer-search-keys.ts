import { Migration } from '@mikro-orm/migrations';

/**
 * What a search looks at has to be few also where words lie dense: VINs that count up, phones of one operator, the same names again and again. ADR 25
 * has the reckoning.
 */
export class Migration20261128000100 extends Migration {
  override up(): void {
    // Of cars of one plant and year only the six last digits differ, and each of them is a part of its own.
    this.addSql(`drop index vehicles_vin_blocks`);
    this.addSql(`
      create or replace function vin_cuts(size int) returns int[] language sql immutable strict parallel safe
      return array[0, greatest(size - 8, 0), greatest(size - 6, 0), greatest(size - 5, 0), greatest(size - 4, 0), greatest(size - 3, 0),
        greatest(size - 2, 0), greatest(size - 1, 0), size]`);
    this.addSql(`create index vehicles_vin_blocks on vehicles using gin (vin_blocks(vin_key)) with (fastupdate = off)`);

    // Half a number is that of thousands. In pairs of digits it has block keys as a plate has, and two mistakes may be anywhere.
    this.addSql(`
      create function phone_cuts(size int) returns int[] language sql immutable strict parallel safe
      return array[0, least(2, size), least(4, size), least(6, size), least(8, size), size]`);
    for (const made of ['blocks', 'probes'])
      this.addSql(`do $$ begin execute replace(pg_get_functiondef('plate_${made}'::regproc), 'plate', 'phone'); end $$`);
    this.addSql(`create index customers_phone_blocks on customers using gin (phone_blocks(right(phone, 10))) with (fastupdate = off)`);
    this.addSql(`drop index customers_phone_begins`);

    // Every eighth customer may be called Ravi, and every fifteenth Rao: who is called both is found by the pair.
    this.addSql(`
      create function name_keys(first_name text, last_name text, legal_name text) returns text[] language sql immutable parallel safe
      return (
        with words as (select word from unnest(name_words(first_name, last_name, legal_name)) word)
        select array(select word from words union all select a.word || ' ' || b.word from words a join words b on a.word < b.word))`);
    this.addSql(
      `create index customers_name_keys on customers using gin (name_keys(first_name, last_name, legal_name)) with (fastupdate = off)`,
    );
    this.addSql(`drop index customers_name_words`);
  }
}
