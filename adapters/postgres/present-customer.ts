import { type RawBuilder, sql } from 'kysely';

/** Who is meant by the id of a customer: of one that was merged the one that is left, one step on (CUS-02). Of an id that is nobody's, nobody. */
export const presentCustomer = (id: string): RawBuilder<unknown> =>
  sql`(select coalesce(a.alias_of, a.id) from customers a where a.id = ${id}::uuid)`;
