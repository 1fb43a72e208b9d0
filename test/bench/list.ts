import { cloneRows } from './clone.ts';
import type { Duel } from './duel.ts';
import type { World } from './world.ts';

type Plan = { readonly token: string; readonly cursor: string | undefined };

const ROWS = 100_000;
const PAGE = 50;

let filled = false;

/** So many balances of the first branch, each of a part of its own, in the order of their ids. */
const fillInventory = async ({ client, shop }: World): Promise<void> => {
  if (filled) return;
  filled = true;
  const { filter } = shop.parts;
  await cloneRows(client, {
    ...{ from: 1_000_000, count: ROWS },
    originals: [
      { table: 'parts', where: `id = '${filter}'`, columns: { sku: `'FLT-LIST-' || n` } },
      { table: 'inventory', where: `part_id = '${filter}' and service_center_id = '${shop.branches[0]}'` },
    ],
  });
};

/** What the answer before the page names as the next one. */
const cursorOf = async ({ client, shop }: World, page: number): Promise<string | undefined> => {
  if (page === 1) return undefined;
  const { rows } = await client.query<{ id: string }>(
    'select id from inventory where service_center_id = $1 order by id offset $2 limit 1',
    [shop.branches[0], (page - 1) * PAGE - 1],
  );
  const { id } = rows[0]!;
  return Buffer.from(JSON.stringify([id, id])).toString('base64url');
};

export const inventoryList = (page: number): Duel<Plan> => ({
  name: `list-${page}`,
  what: `GET /inventory, page ${page.toLocaleString('en-IN')} of ${ROWS.toLocaleString('en-IN')} rows`,
  aim: 0.6,
  clients: 50,
  route: { method: 'GET', url: '/inventory' },
  status: 200,
  repeatable: true,
  answersRows: true,
  prepare: async (world) => {
    await fillInventory(world);
    return { from: 0, upTo: 1_000, plan: { token: world.staff, cursor: await cursorOf(world, page) } };
  },
  requests: ({ token, cursor }) => {
    const path = `/inventory?limit=${PAGE}${cursor === undefined ? '' : `&cursor=${cursor}`}`;
    return () => ({ method: 'GET', path, token });
  },
});
