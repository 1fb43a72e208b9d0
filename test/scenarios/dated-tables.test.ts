import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { withSuite } from '../support/endings.ts';
import { freshBranches, type World } from '../support/world.ts';

/** Tables with a day of the books whose rows come only with those of a table that is kept. */
const comesWith: Readonly<Record<string, string>> = {
  invoice_write_offs: 'invoices',
};
/** Instants and days that say nothing of the books. */
const noBooks = ['job_card_transitions', 'stock_transfer_transitions', 'warranty_claim_transitions', 'service_history'];

describe('tables that bear a day of the books', () => {
  const suite = withSuite();
  let world: World;
  before(async () => {
    world = await freshBranches(suite);
  });

  it('PER-01 are kept out of locked months, every one of them', async () => {
    const tables = await world.rows<{ name: string; kept: boolean }>(`
      select c.table_name as name, exists (select from pg_trigger t where t.tgrelid = format('%I', c.table_name)::regclass
        and t.tgname like '%\\_in\\_open\\_month' and t.tgenabled = 'O') as kept
      from information_schema.columns c join information_schema.tables b using (table_schema, table_name)
      where c.table_schema = 'public' and b.table_type = 'BASE TABLE'
        and c.column_name in ('document_date', 'business_day', 'moved_at', 'received_at', 'posted_at', 'applied_at')
      group by 1 order by 1`);
    const kept = tables.filter((table) => table.kept).map(({ name }) => name);
    const open = tables.filter((table) => !table.kept && !noBooks.includes(table.name)).map(({ name }) => name);
    assert.deepEqual(open, Object.keys(comesWith));
    for (const parent of Object.values(comesWith)) assert.ok(kept.includes(parent));
    assert.ok(kept.length >= 10, String(kept));
  });
});
