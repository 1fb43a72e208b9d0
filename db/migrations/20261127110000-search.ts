import { Migration } from '@mikro-orm/migrations';

/**
 * Search that forgives two typing mistakes (SRC-01, SRC-03). A plate and a VIN have block keys: the word without each two of its parts, so that two
 * wrong, missing, extra or swapped characters leave at least one key whole. ADR 25 has the reckoning.
 */
export class Migration20261127110000 extends Migration {
  override up(): void {
    // Where the parts of a word of so many characters end. Of a plate the last four digits are parts of their own, for a series of
    // plates differs in nothing else; of a VIN the serial number is what tells cars of one model and year apart.
    this.addSql(`
      create function plate_cuts(size int) returns int[] language sql immutable strict parallel safe
      return array[0, least(2, size), least(4, size), greatest(size - 4, least(4, size)), greatest(size - 3, least(4, size)),
        greatest(size - 2, least(4, size)), greatest(size - 1, least(4, size)), size]`);
    this.addSql(`
      create function vin_cuts(size int) returns int[] language sql immutable strict parallel safe
      return array[0, greatest(size - 8, 0), greatest(size - 6, 0), greatest(size - 4, 0), greatest(size - 2, 0), size]`);

    for (const kind of ['plate', 'vin']) {
      // What is kept: of every two parts left out, the rest with its places.
      this.addSql(`
        create function ${kind}_blocks(word text) returns int4[] language plpgsql immutable strict parallel safe as $$
        declare
          size int := length(word);
          cuts int[] := public.${kind}_cuts(size);
          blocks int4[] := '{}';
        begin
          for a in 1 .. cardinality(cuts) - 2 loop
            for b in a + 1 .. cardinality(cuts) - 1 loop
              blocks := blocks || hashtext(concat_ws('|', '${kind}', size, a, b,
                substr(word, 1, cuts[a]), substr(word, cuts[a + 1] + 1, cuts[b] - cuts[a + 1]), substr(word, cuts[b + 1] + 1)));
            end loop;
          end loop;
          return blocks;
        end $$`);
      // What is asked for: the keys of every word that the typed one could have been. What was kept may be up to two characters shorter
      // or longer; what stands between the two parts left out may have been moved by one, what stands behind both by the difference.
      this.addSql(`
        create function ${kind}_probes(typed text) returns int4[] language plpgsql immutable strict parallel safe as $$
        declare
          cuts int[];
          moved int;
          between_moved int;
          probes int4[] := '{}';
        begin
          for size in greatest(length(typed) - 2, 1) .. length(typed) + 2 loop
            cuts := public.${kind}_cuts(size);
            moved := length(typed) - size;
            for a in 1 .. cardinality(cuts) - 2 loop
              for b in a + 1 .. cardinality(cuts) - 1 loop
                continue when cuts[b + 1] + moved < 0;
                foreach between_moved in array case
                  when cuts[a + 1] = cuts[b] then array[0]
                  when moved = 0 then array[0, 1, -1]
                  when abs(moved) = 1 then array[0, moved]
                  else array[sign(moved)::int] end
                loop
                  probes := probes || hashtext(concat_ws('|', '${kind}', size, a, b, substr(typed, 1, cuts[a]),
                    substr(typed, cuts[a + 1] + 1 + between_moved, cuts[b] - cuts[a + 1]), substr(typed, cuts[b + 1] + 1 + moved)));
                end loop;
              end loop;
            end loop;
          end loop;
          return probes;
        end $$`);
    }

    // Written at once and not put off: a search would have to read what is put off from end to end.
    this.addSql(`create index vehicles_plate_blocks on vehicles using gin (plate_blocks(registration_key)) with (fastupdate = off)`);
    this.addSql(`create index vehicles_vin_blocks on vehicles using gin (vin_blocks(vin_key)) with (fastupdate = off)`);
    // Parts of a plate or a VIN: how it begins, and how it ends.
    this.addSql(`create index vehicles_plate_begins on vehicles (registration_key text_pattern_ops)`);
    this.addSql(`create index vehicles_plate_ends on vehicles (reverse(registration_key) text_pattern_ops)`);
    this.addSql(`create index vehicles_vin_ends on vehicles (reverse(vin_key) text_pattern_ops)`);

    // VEH-01: a plate that a vehicle had before finds it for good.
    this.addSql(`
      create table former_plates (
        id uuid primary key,
        vehicle_id uuid not null references vehicles,
        registration text not null,
        registration_key text not null generated always as (normal_form(registration)) stored,
        held_from date,
        held_until date not null,
        created_at timestamptz not null,
        created_by uuid references users,
        constraint former_plates_days check (held_from is null or held_from <= held_until)
      )`);
    this.addSql(`create index former_plates_vehicle on former_plates (vehicle_id)`);
    this.addSql(`create index former_plates_created_by on former_plates (created_by)`);
    this.addSql(`create index former_plates_key on former_plates (registration_key)`);
    this.addSql(`create index former_plates_blocks on former_plates using gin (plate_blocks(registration_key)) with (fastupdate = off)`);
    this.addSql(`create trigger former_plates_kept before update or delete on former_plates for each row execute function refuse_change()`);

    // Phones: one half of the ten digits is whole when the mistakes are in the other.
    this.addSql(`create index customers_phone_begins on customers (left(right(phone, 10), 5))`);
    this.addSql(`create index customers_phone_ends on customers (right(phone, 5))`);

    // Names: a mistake is looked for among the distinct words, which are few, and customers are found by whole words.
    this.addSql(`
      create function name_words(first_name text, last_name text, legal_name text) returns text[] language sql immutable parallel safe
      return array(select distinct word from regexp_split_to_table(lower(concat_ws(' ', first_name, last_name, legal_name)), '[[:space:][:punct:]]+') word
        where length(word) >= 2 order by word)`);
    this.addSql(`create table name_dictionary (word text primary key)`);
    this.addSql(`create index name_dictionary_trgm on name_dictionary using gin (word gin_trgm_ops)`);
    this.addSql(`
      create function learn_name() returns trigger language plpgsql as $$
      begin
        -- In one order, so that two who bring the same new names do not wait for each other.
        insert into name_dictionary select unnest(name_words(new.first_name, new.last_name, new.legal_name)) order by 1 on conflict do nothing;
        return new;
      end $$`);
    this.addSql(`
      create trigger customers_names after insert or update of first_name, last_name, legal_name on customers
      for each row execute function learn_name()`);
    this.addSql(`
      insert into name_dictionary select distinct word from customers, unnest(name_words(first_name, last_name, legal_name)) word order by 1
      on conflict do nothing`);
    this.addSql(
      `create index customers_name_words on customers using gin (name_words(first_name, last_name, legal_name)) with (fastupdate = off)`,
    );
    // The words have taken its place.
    this.addSql(`drop index customers_name_trgm`);
  }
}
