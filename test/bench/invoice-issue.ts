import { cloneId } from './clone.ts';
import { advisorOf, type Duel } from './duel.ts';
import { cloneDrafts, draftByWalking } from './jobs.ts';
import type { World } from './world.ts';

type Plan = Pick<World, 'tokens'> & { readonly invoiceId: string };
type Series = {
  readonly prefix: string;
  readonly issued: number;
  readonly distinct: number;
  readonly highest: number;
  readonly next: number;
};

/** INV-01: of every series the numbers are exactly 1 to n. */
const refuseGaps = async ({ client }: World): Promise<void> => {
  const { rows } = await client.query<Series>(`
    select s.prefix, s.next, count(i.*)::int as issued, count(distinct serial)::int as distinct, max(serial) as highest
    from number_series s
    left join (select series_prefix, split_part(invoice_number, '/', 3)::int as serial from invoices where status <> 'DRAFT') i
      on i.series_prefix = s.prefix
    where s.kind = 'INVOICE'
    group by s.prefix, s.next`);
  const gaps = rows.filter(({ issued, distinct, highest, next }) => issued !== distinct || issued !== highest || next !== issued + 1);
  if (rows.length === 0 || gaps.length > 0) throw new Error(`The numbers of a series are not consecutive: ${JSON.stringify(gaps)}`);
};

export const invoiceIssue = (series: number): Duel<Plan> => ({
  name: `invoice-issue-${series}`,
  what: `POST /invoices/:id/issue, ${series === 1 ? 'one series' : `${series} series`}`,
  aim: 0.6,
  clients: 64,
  route: { method: 'POST', url: '/invoices/:id/issue' },
  status: 200,
  repeatable: false,
  prepare: async (world, count) => {
    const range = world.reserve(count);
    const draft = await draftByWalking(world);
    await cloneDrafts(world, draft, range, series);
    return { ...range, plan: { tokens: world.tokens, invoiceId: draft.invoiceId } };
  },
  requests: ({ tokens, invoiceId }) => {
    const tokenOf = advisorOf(tokens, series);
    return (n) => ({ method: 'POST', path: `/invoices/${cloneId(invoiceId, n)}/issue`, token: tokenOf(n) });
  },
  check: refuseGaps,
});
