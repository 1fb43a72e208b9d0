import { Migration } from '@mikro-orm/migrations';

/**
 * A search asks for some 165 block keys, and a loop in PL/pgSQL took longer to write them down than the index to find them. Where the parts of
 * a typed word lie that each of them is made of depends on its length alone, and stands in a table now. ADR 25 has the reckoning.
 */
export class Migration20261201090000 extends Migration {
  override up(): void {
    this.addSql(`
      create table probe_shapes (
        kind text not null,
        typed_length int not null,
        head text not null,
        first_length int not null,
        middle_at int not null,
        middle_length int not null,
        last_at int not null,
        primary key (kind, typed_length, head, middle_at)
      )`);
    // The keys of every word that the typed one could have been. What was kept may be up to two characters shorter or longer; what stands
    // between the two parts left out may have been moved by one, what stands behind both by the difference. A term has at most 40 characters.
    for (const kind of ['plate', 'vin', 'phone'])
      this.addSql(`
        insert into probe_shapes
        select '${kind}', typed_length, concat_ws('|', '${kind}', size, a, b, ''), cuts[a], cuts[a + 1] + 1 + between_moved, cuts[b] - cuts[a + 1],
          cuts[b + 1] + 1 + moved
        from generate_series(1, 40) typed_length
          cross join lateral (
            select size, ${kind}_cuts(size) as cuts, typed_length - size as moved
            from generate_series(greatest(typed_length - 2, 1), typed_length + 2) size
          ) kept
          cross join lateral generate_series(1, cardinality(cuts) - 2) a
          cross join lateral generate_series(a + 1, cardinality(cuts) - 1) b
          cross join lateral unnest(case
            when cuts[a + 1] = cuts[b] then array[0]
            when moved = 0 then array[0, 1, -1]
            when abs(moved) = 1 then array[0, moved]
            else array[sign(moved)::int] end) between_moved
        where cuts[b + 1] + moved >= 0`);
    this.addSql(`analyze probe_shapes`);
    // In the FROM of a query it becomes part of that query's plan.
    this.addSql(`
      create function probes(kind text, typed text) returns setof int4 language sql stable parallel safe rows 165 as $$
        select hashtext(s.head || substr(typed, 1, s.first_length) || '|' || substr(typed, s.middle_at, s.middle_length) || '|' || substr(typed, s.last_at))
        from probe_shapes s where s.kind = probes.kind and s.typed_length = length(typed)
      $$`);
    for (const kind of ['plate', 'vin', 'phone']) {
      this.addSql(`drop function ${kind}_probes(text)`);
      // What it takes to work the keys of a word out: some thousands may not look cheaper than the index that has them.
      this.addSql(`alter function ${kind}_blocks(text) cost 10000`);
    }
    this.addSql(`alter function name_keys(text, text, text) cost 10000`);
  }
}
