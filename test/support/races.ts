import assert from 'node:assert/strict';
import type { Answer } from './client.ts';
import type { World } from './world.ts';

/** How often each status and code was answered, as `{ '201': 1, '409 payment.exceeds_balance': 49 }`. */
export const tally = (answers: readonly Answer[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { status, problem } of answers) {
    const name = status < 400 ? String(status) : `${status} ${problem.code}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
};

/** All at once. */
export const together = <Result>(count: number, ask: (index: number) => Promise<Result>): Promise<Result[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => ask(index)));

/** So many at a time, each taking the next one, as so many clients would. */
export async function byClients<Item, Result>(
  clients: number,
  items: readonly Item[],
  ask: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const client = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) results[index] = await ask(items[index]!, index);
  };
  await together(Math.min(clients, items.length), client);
  return results;
}

/**
 * Makes the issue of these invoices fail at the very end of its transaction, when the number is taken: a constraint that is
 * looked at with the commit, as a refusal of the database would be.
 */
export async function doom({ rows }: Pick<World, 'rows'>, invoiceIds: readonly string[]): Promise<void> {
  await rows('create table if not exists doomed (id uuid primary key)');
  await rows('grant select on doomed to dms_app');
  await rows(`create or replace function refuse_doomed() returns trigger language plpgsql as $$
    begin
      if new.invoice_number is not null and exists (select from doomed where id = new.id) then
        raise exception 'doomed' using errcode = 'check_violation';
      end if;
      return null;
    end $$`);
  await rows('drop trigger if exists refuse_doomed_at_commit on invoices');
  await rows(`create constraint trigger refuse_doomed_at_commit after update on invoices deferrable initially deferred
    for each row execute function refuse_doomed()`);
  if (invoiceIds.length > 0) await rows(`insert into doomed select unnest('{${invoiceIds.join(',')}}'::uuid[])`);
}

export const reprieve = ({ rows }: Pick<World, 'rows'>): Promise<unknown> => rows('truncate doomed');

/** The serials that were given under a prefix, in order; they have to be 1 to n (INV-01). */
export async function assertConsecutive({ rows }: Pick<World, 'rows'>, prefix: string, count: number): Promise<void> {
  const found = await rows<{ n: number }>(
    `select split_part(invoice_number, '/', 3)::int as n from invoices where invoice_number like '${prefix}/%' order by n`,
  );
  assert.deepEqual(
    found.map(({ n }) => n),
    Array.from({ length: count }, (_, index) => index + 1),
  );
  const [series] = await rows<{ next: number }>(`select next from number_series where kind = 'INVOICE' and prefix = '${prefix}'`);
  assert.equal(series!.next, count + 1);
}
