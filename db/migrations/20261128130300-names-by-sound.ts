import { Migration } from '@mikro-orm/migrations';

/** SRC-01: a name that is typed by ear is found under the other ways of writing it. */
export class Migration20261128130300 extends Migration {
  override up(): void {
    // What a name of India sounds like in Latin letters, by its consonants: aspirates and doubles are written or not, vowels and y as one
    // likes, x is ks, ph is f, z is j, w is v or part of a vowel. Of what is left fewer than two letters tell nothing.
    this.addSql(`
      create function name_sound(word text) returns text language sql immutable strict parallel safe
      return case when word ~ '^[a-z]{2,}$' then (
        select case when length(sound) >= 2 then sound end from (
          select regexp_replace(
            substr(begun, 1, 1) || regexp_replace(substr(begun, 2), '[aeiouyh]', '', 'g'),
            '(.)\\1+', '\\1', 'g') as sound
          from (select regexp_replace(spelt, '^[aeiou]', 'a') as begun from (
            select translate(
              replace(replace(replace(regexp_replace(word, '([aou])w(?![aeiouy])', '\\1', 'g'), 'x', 'ks'), 'ph', 'f'), 'ch', '1'),
              'cqzw', 'kkjv') as spelt) as one) as two) as three) end`);
    this.addSql(`alter table name_dictionary add column sound text generated always as (name_sound(word)) stored`);
    this.addSql(`create index name_dictionary_sound on name_dictionary (sound) where sound is not null`);
  }
}
