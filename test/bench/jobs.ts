import { cloneId, cloneRows, type Original } from './clone.ts';
import { BRANCHES, type Shop } from './shop.ts';
import type { World } from './world.ts';

// One visit is taken through the API as the walkthrough has it; drafts and issued invoices by the thousand are its clones.

/** The estimate of the walkthrough: an hour's work, oil and a filter. */
export const walkthroughEstimate = ({ parts }: Pick<Shop, 'parts'>) => ({
  lines: [
    { kind: 'LABOUR', description: 'Periodic service', hsn: '998714', quantity: '2.000', unitPrice: '800.00', taxRate: '18' },
    { kind: 'PART', partId: parts.oil, quantity: '3.500', unitPrice: '650.00' },
    { kind: 'PART', partId: parts.filter, quantity: '1.000', unitPrice: '420.00' },
  ],
});

export type Draft = { readonly invoiceId: string; readonly jobCardId: string; readonly number: number };

let walked = 0;

/** A draft invoice of a job that went all the way, of the vehicle with a number that no bench uses. */
export const draftByWalking = async (world: World): Promise<Draft> => {
  const { shop, ask } = world;
  const number = walked * BRANCHES; // vehicles of the first branch
  walked += 1;
  const card = (await ask('advisor', 'POST', '/job-cards', {
    customerId: cloneId(shop.customerId, number),
    vehicleId: cloneId(shop.vehicleId, number),
    serviceCenterId: shop.branches[0],
    type: 'PERIODIC_SERVICE',
    description: '20,000 km service',
    odometer: 20150,
    estimate: walkthroughEstimate(shop),
  })) as { id: string; tasks: { id: string }[] };
  const at = `/job-cards/${card.id}`;
  const task = `${at}/tasks/${card.tasks[0]!.id}`;
  await ask('advisor', 'PATCH', `${at}/status`, { to: 'awaiting_approval' });
  await ask('advisor', 'POST', `${at}/customer-approval`, { decision: 'ACCEPTED', channel: 'PHONE', note: 'agreed' });
  await ask('advisor', 'POST', `${at}/assign`, { engineerId: shop.engineerId });
  await ask('staff', 'POST', `${at}/parts/issue`, {
    items: [
      { partId: shop.parts.oil, quantity: '3.500' },
      { partId: shop.parts.filter, quantity: '1.000' },
    ],
  });
  await ask('engineer', 'POST', `${task}/start`);
  await ask('engineer', 'POST', `${task}/finish`);
  await ask('advisor', 'PATCH', `${at}/status`, { to: 'completed' });
  await ask('manager', 'POST', `${at}/qc`, { result: 'PASS' });
  const invoice = (await ask('advisor', 'POST', '/invoices', { sourceType: 'job', sourceId: card.id })) as { id: string };
  return { invoiceId: invoice.id, jobCardId: card.id, number };
};

export const issue = (world: World, { invoiceId }: Draft) => world.ask('advisor', 'POST', `/invoices/${invoiceId}/issue`);

const cardOf = ({ jobCardId }: Draft, columns: Original['columns']): Original[] => [
  { table: 'job_cards', where: `id = '${jobCardId}'`, columns: { job_number: `'JC-BENCH-2627-' || lpad(n::text, 7, '0')`, ...columns } },
  ...['job_estimates', 'job_estimate_lines', 'job_tasks', 'time_logs', 'job_parts', 'job_card_transitions'].map((table) => ({
    table,
    where: `job_card_id = '${jobCardId}'`,
  })),
];

const invoiceOf = ({ invoiceId }: Draft, columns: Original['columns']): Original[] => [
  { table: 'invoices', where: `id = '${invoiceId}'`, ...(columns && { columns }) },
  { table: 'invoice_lines', where: `invoice_id = '${invoiceId}'` },
];

type Range = { readonly from: number; readonly upTo: number };

/** Drafts of ready jobs for a range of vehicles, at the first so many branches in turn. */
export const cloneDrafts = async (world: World, draft: Draft, { from, upTo }: Range, branches: number): Promise<void> => {
  const at = { service_center_id: `(array['${world.shop.branches.slice(0, branches).join("', '")}']::uuid[])[1 + n % ${branches}]` };
  await cloneRows(world.client, { ...cloning(world, draft, from, upTo), originals: [...cardOf(draft, at), ...invoiceOf(draft, at)] });
};

/** Invoices as they are once issued, under numbers of a series of their own. */
export const cloneIssued = async (world: World, draft: Draft, { from, upTo }: Range): Promise<void> => {
  const columns = { series_prefix: `'ISS'`, invoice_number: `'ISS/2627/' || lpad(n::text, 7, '0')` };
  await cloneRows(world.client, { ...cloning(world, draft, from, upTo), originals: invoiceOf(draft, columns) });
};

/** The clone of number n belongs to vehicle and customer n, which are clones themselves. */
const cloning = ({ shop }: World, draft: Draft, from: number, upTo: number) => ({
  from,
  count: upTo - from,
  alongside: [cloneId(shop.customerId, draft.number), cloneId(shop.vehicleId, draft.number), draft.jobCardId],
});
