import assert from 'node:assert/strict';
import type { Vehicle } from '@dms/domain/customers/vehicle';
import type { InvoiceBody, JobCardBody, PaymentBody } from './bodies.ts';
import { type Answer, freshKey } from './client.ts';
import type { World } from './world.ts';

/** What a visit has come to: the ids that its next steps need. */
export type Visit = { readonly vehicle: Vehicle; card: JobCardBody; invoice: InvoiceBody | undefined; payment: PaymentBody | undefined };

type Step = (world: World, visit: Visit) => Promise<Answer<never>>;

export const estimateOf = ({ basics: { parts } }: World) => ({
  lines: [
    { kind: 'LABOUR', description: 'Periodic service', hsn: '998714', quantity: '2.000', unitPrice: '800.00', taxRate: '18' },
    { kind: 'PART', partId: parts.oil.id, quantity: '3.500', unitPrice: '650.00' },
    { kind: 'PART', partId: parts.filter.id, quantity: '1.000', unitPrice: '420.00' },
  ],
});

/** The body that opens a card for this vehicle. */
export const cardFor = (world: World, { id, customerId }: Pick<Vehicle, 'id' | 'customerId'>) => ({
  customerId,
  vehicleId: id,
  serviceCenterId: world.basics.branches.blr01.id,
  type: 'PERIODIC_SERVICE',
  priority: 'NORMAL',
  description: '20,000 km service',
  odometer: 20_150,
  promisedAt: '2026-11-23T12:30:00.000Z',
  estimate: estimateOf(world),
});

const pathOf = ({ card }: Visit): string => `/job-cards/${card.id}`;
const taskOf = (visit: Visit): string => `${pathOf(visit)}/tasks/${visit.card.tasks[0]!.id}`;

/** The main job step by step, each by the role that the walkthrough names. */
export const steps = {
  open: (world, { vehicle }) => world.as('advisor').post('/job-cards', cardFor(world, vehicle)),
  submit: (world, visit) => world.as('advisor').patch(`${pathOf(visit)}/status`, { to: 'awaiting_approval' }),
  accept: (world, visit) =>
    world.as('advisor').post(`${pathOf(visit)}/customer-approval`, { decision: 'ACCEPTED', channel: 'PHONE', note: 'Agreed' }),
  assign: (world, visit) => world.as('advisor').post(`${pathOf(visit)}/assign`, { engineerId: world.people.engineer.id }),
  parts: (world, visit) => {
    const { oil, filter } = world.basics.parts;
    const items = [
      { partId: oil.id, quantity: '3.500' },
      { partId: filter.id, quantity: '1.000' },
    ];
    return world.as('staff').post(`${pathOf(visit)}/parts/issue`, { items }, { key: freshKey() });
  },
  start: (world, visit) => world.as('engineer').post(`${taskOf(visit)}/start`),
  finish: (world, visit) => world.as('engineer').post(`${taskOf(visit)}/finish`),
  complete: (world, visit) => world.as('advisor').patch(`${pathOf(visit)}/status`, { to: 'completed' }),
  qc: (world, visit) => world.as('manager').post(`${pathOf(visit)}/qc`, { result: 'PASS' }),
  draft: (world, visit) => world.as('advisor').post('/invoices', { sourceType: 'job', sourceId: visit.card.id }),
  issue: (world, visit) => world.as('advisor').post(`/invoices/${visit.invoice?.id}/issue`),
  pay: (world, visit) =>
    world
      .as('advisor')
      .post('/payments', { invoiceId: visit.invoice?.id, amount: '5068.00', method: 'UPI', reference: 'UPI-1' }, { key: freshKey() }),
  deliver: (world, visit) => world.as('advisor').post(`${pathOf(visit)}/deliver`, { odometerOut: 20_153 }),
} as const satisfies Record<string, Step>;

export type StepName = keyof typeof steps;
export const stepNames = Object.keys(steps) as StepName[];

/** Where the answer of a step is kept. */
const keep: Readonly<Partial<Record<StepName, keyof Visit>>> = { draft: 'invoice', issue: 'invoice', pay: 'payment' };

/** Makes the next step, which has to succeed. */
export async function advance(world: World, visit: Visit, name: StepName): Promise<Answer<never>> {
  const answer = await steps[name](world, visit);
  assert.ok(answer.status < 300, `${name}: ${answer.text}`);
  remember(visit, name, answer);
  return answer;
}

export const remember = (visit: Visit, name: StepName, { body }: Answer): void =>
  void Object.assign(visit, { [keep[name] ?? 'card']: body });

/** A vehicle of nobody else's, and the first steps of its visit up to the one named. */
export async function walkTo(world: World, last: StepName | 'nothing'): Promise<Visit> {
  const visit: Visit = { vehicle: await world.make.vehicle(), card: undefined as never, invoice: undefined, payment: undefined };
  for (const name of stepNames.slice(0, last === 'nothing' ? 0 : stepNames.indexOf(last) + 1)) await advance(world, visit, name);
  return visit;
}
