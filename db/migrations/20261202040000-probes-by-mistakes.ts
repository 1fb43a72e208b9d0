import { Migration } from '@mikro-orm/migrations';

/**
 * A search asks for one mistake first, by some twelve keys, and for two by all of them only where too little was found (ADR 25). A VIN has
 * seventeen characters and a phone ten, so words of other lengths are not asked for.
 */
export class Migration20261202040000 extends Migration {
  override up(): void {
    this.addSql(
      `delete from probe_shapes where (kind = 'vin' and head not like 'vin|17|%') or (kind = 'phone' and head not like 'phone|10|%')`,
    );
    // One mistake spoils one part, so of the keys that lack two neighbours enough are asked for that each part is lacking once. What
    // stands between the two parts left out is nothing then, and cannot have been moved.
    this.addSql(`alter table probe_shapes add column mistakes int not null default 2`);
    this.addSql(`
      update probe_shapes s set mistakes = 1
      from (
        select kind, typed_length, head, middle_at, split_part(head, '|', 2)::int as size, split_part(head, '|', 3)::int as a,
          split_part(head, '|', 4)::int as b, max(split_part(head, '|', 4)::int) over (partition by kind) as parts
        from probe_shapes
      ) of
      where (s.kind, s.typed_length, s.head, s.middle_at) = (of.kind, of.typed_length, of.head, of.middle_at)
        and abs(of.typed_length - of.size) <= 1 and of.b = of.a + 1 and (of.a % 2 = 1 or of.b = of.parts)`);
    this.addSql(`analyze probe_shapes`);
    this.addSql(`drop function probes(text, text)`);
    this.addSql(`
      create function probes(kind text, typed text, mistakes int) returns setof int4 language sql stable parallel safe rows 165 as $$
        select hashtext(s.head || substr(typed, 1, s.first_length) || '|' || substr(typed, s.middle_at, s.middle_length) || '|' || substr(typed, s.last_at))
        from probe_shapes s where s.kind = probes.kind and s.typed_length = length(typed) and s.mistakes <= probes.mistakes
      $$`);
  }
}
