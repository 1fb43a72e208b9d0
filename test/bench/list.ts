import { jobCardStatuses } from '@dms/domain/workshop/job-card.states';
import { cloneRows, type Original } from './clone.ts';
import type { Duel } from './duel.ts';
import { draftByWalking } from './jobs.ts';
import type { World } from './world.ts';

type Plan = { readonly token: string; readonly cursor: string | undefined };

/** A list of the first branch, long enough to have a page 1,000. */
type List = {
  /** As it is asked for, the size of a page left out. */
  readonly path: string;
  readonly what: string;
  readonly who: (world: World) => string;
  /** Rows that are cloned to fill it, as SQL over the number `n`. */
  readonly originals: (world: World) => Promise<readonly Original[]>;
  /** The rows in the order of the list: their key as the cursor has it, and their id. */
  readonly rows: (branch: string) => string;
};

const ROWS = 100_000;
const FROM = 1_000_000;
const PAGE = 50;
export const FAR_PAGE = 1_000;

const ADVISOR = ({ tokens }: World): string => tokens[0]![0]!;
const earlier = `now() - n * interval '1 minute'`;
const vehicleOf = ({ shop, vehicles }: World): string =>
  `overlay('${shop.vehicleId}' placing lpad(to_hex(n % ${vehicles}), 8, '0') from 29)::uuid`;
/** Nine of ten are over, as after some years. */
const STATUS = `case when n % 10 > 0 then 'closed' else ('{${jobCardStatuses.join(',')}}'::text[])[1 + (n / 10) % ${jobCardStatuses.length}] end`;

export const lists = {
  inventory: {
    path: '/inventory',
    what: 'GET /inventory',
    who: ({ staff }) => staff,
    originals: async ({ shop }) => [
      { table: 'parts', where: `id = '${shop.parts.filter}'`, columns: { sku: `'FLT-LIST-' || n` } },
      { table: 'inventory', where: `part_id = '${shop.parts.filter}' and service_center_id = '${shop.branches[0]}'` },
    ],
    rows: (branch) => `select id::text as key, id from inventory where service_center_id = '${branch}' order by id`,
  },
  'job-cards': {
    path: '/job-cards?status=closed',
    what: 'GET /job-cards, a column of the board',
    who: ADVISOR,
    originals: async (world) => {
      const { jobCardId } = await draftByWalking(world);
      const times = { opened_at: earlier, promised_at: `now() + (n % 400) * interval '1 hour'` };
      const number = `'JC-LIST-2627-' || lpad(n::text, 7, '0')`;
      const columns = { job_number: number, vehicle_id: vehicleOf(world), forced_reason: `'one of many'`, status: STATUS, ...times };
      return [{ table: 'job_cards', where: `id = '${jobCardId}'`, columns }];
    },
    rows: (branch) =>
      `select opened_at::text as key, id from job_cards where service_center_id = '${branch}' and status = 'closed' order by opened_at desc, id desc`,
  },
  invoices: {
    path: '/invoices',
    what: 'GET /invoices',
    who: ADVISOR,
    originals: async (world) => {
      const { invoiceId } = await draftByWalking(world);
      const columns = { series_prefix: `'LST'`, invoice_number: `'LST/2627/' || lpad(n::text, 7, '0')`, created_at: earlier };
      return [{ table: 'invoices', where: `id = '${invoiceId}'`, columns: { ...columns, source_id: `gen_random_uuid()` } }];
    },
    rows: (branch) =>
      `select created_at::text as key, id from invoices where service_center_id = '${branch}' order by created_at desc, id desc`,
  },
} as const satisfies Record<string, List>;
export type ListName = keyof typeof lists;
export const listNames = Object.keys(lists) as ListName[];

const filled = new Map<ListName, Promise<void>>();
const fill = (world: World, name: ListName): Promise<void> => {
  const filling = filled.get(name) ?? fillNow(world, lists[name]);
  filled.set(name, filling);
  return filling;
};
const fillNow = async (world: World, { originals }: List): Promise<void> =>
  cloneRows(world.client, { from: FROM, count: ROWS, originals: await originals(world) });

/** What the answer before the page names as the next one. */
const cursorOf = async ({ client, shop }: World, { rows }: List, page: number): Promise<string | undefined> => {
  if (page === 1) return undefined;
  const found = await client.query<{ key: string; id: string }>(`${rows(shop.branches[0]!)} offset $1 limit 1`, [(page - 1) * PAGE - 1]);
  const { key, id } = found.rows[0]!;
  return Buffer.from(JSON.stringify([key, id])).toString('base64url');
};

const read = (name: string, what: string, list: ListName, path: string, page: number): Duel<Plan> => ({
  ...{ name, what, aim: 0.6, clients: 50, status: 200, repeatable: true, answersRows: true },
  route: { method: 'GET', url: path.split('?')[0]! },
  prepare: async (world) => {
    await fill(world, list);
    return { from: 0, upTo: 1_000, plan: { token: lists[list].who(world), cursor: await cursorOf(world, lists[list], page) } };
  },
  requests: ({ token, cursor }) => {
    const asked = cursor === undefined ? path : `${path}&cursor=${cursor}`;
    return () => ({ method: 'GET', path: asked, token });
  },
});

const of = `of ${ROWS.toLocaleString('en-IN')} rows`;

export const listDuel = (list: ListName, page: number): Duel<Plan> => {
  const { path, what } = lists[list];
  const sized = `${path}${path.includes('?') ? '&' : '?'}limit=${PAGE}`;
  return read(`list-${list}-${page}`, `${what}, page ${page.toLocaleString('en-IN')} ${of}`, list, sized, page);
};

/** The board itself: the first cards of every column, and how many there are. */
export const boardDuel = read('list-board', `GET /job-cards?view=kanban, ${of}`, 'job-cards', '/job-cards?view=kanban', 1);
