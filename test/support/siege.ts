import assert from 'node:assert/strict';
import type { Client } from './client.ts';
import { formOf, picture } from './forms.ts';
import { type Description, faultIn, hostileRequests, randomFrom, sendHostile } from './hostile.ts';
import { byClients } from './races.ts';
import { cardFor } from './visit.ts';
import { PASSWORD, type World } from './world.ts';

/** Records of every kind and in many states, by the name of the field or the path that asks for them. */
const idsOf = async ({ make, basics, people, rows, as }: World): Promise<Record<string, string[]>> => {
  const [open, { card: assigned }, ready] = [
    await make.openCard(make.mainLines),
    await make.assignedCard(make.mainLines),
    await make.readyCard(),
  ];
  const [draft, issued] = [await make.draft(), await make.invoice(make.mainLines)];
  const cards = [open, assigned, ready].map(({ id }) => id);
  for (const id of cards) await as('manager').post(`/job-cards/${id}/attachments`, formOf({}, { name: 'a.png', bytes: picture() }));
  const of = async (table: string, column = 'id') =>
    (await rows<{ id: string }>(`select distinct ${column} as id from ${table} limit 20`)).map(({ id }) => id);
  return {
    'job-cards.id': cards,
    'job-cards.taskId': await of('job_tasks'),
    'invoices.id': [draft.id, issued.id],
    'vehicles.id': await of('vehicles'),
    'payments.id': await of('payments'),
    'advances.id': await of('payments'),
    'refunds.id': await of('refunds'),
    'files.id': await of('files'),
    entityId: cards,
    'problems.code': ['stock.insufficient', 'nonsense'],
    serviceCenterId: Object.values(basics.branches).map(({ id }) => id),
    customerId: await of('customers'),
    vehicleId: await of('vehicles'),
    partId: Object.values(basics.parts).map(({ id }) => id),
    engineerId: [people.engineer.id, people.engineer2.id],
    sourceId: cards,
    invoiceId: [draft.id, issued.id],
  };
};

/** Right bodies, so that what is spoiled in them is met further in than at the door. */
const bodiesOf = (world: World): Record<string, unknown[]> => {
  const moves = ['awaiting_approval', 'inspecting', 'on_hold', 'parts_pending', 'in_progress', 'completed', 'qc', 'cancelled', 'approved'];
  const line = { kind: 'SERVICE', description: 'Wash', hsn: '998714', quantity: '1.000', unitPrice: '350.00', taxRate: '18' };
  const card = cardFor(world, world.basics.car);
  return {
    logIn: [{ username: 'advisor.blr01@dms.example', password: PASSWORD }],
    openJobCard: [
      card,
      { ...card, force: true, reason: 'second visit' },
      { ...card, estimate: { lines: [{ ...line, discount: { type: 'PERCENT', value: '5' } }] } },
    ],
    moveJobCard: moves.map((to) => ({ to, reason: 'as agreed' })),
    recordCustomerApproval: ['ACCEPTED', 'DECLINED'].map((decision) => ({ decision, channel: 'PHONE', note: 'Agreed' })),
    checkQuality: [{ result: 'PASS' }, { result: 'FAIL', reason: 'it leaks' }],
    recordPayment: [
      { invoiceId: '', amount: '1.00', method: 'UPI', reference: 'UPI-1', notes: 'at the counter', receivedAt: '2026-11-22T04:00:00.000Z' },
    ],
  };
};

/** Sends so many hostile requests by all kinds of people, and asserts that each was borne well. Answers how often which status came. */
export async function besiege(world: World, { requests, clients, seed }: { requests: number; clients: number; seed: number }) {
  const ids = await idsOf(world);
  const { body: description } = await world.anybody.get<Description>('/openapi.json');
  const random = randomFrom(seed);
  const generated = hostileRequests(
    description,
    Object.fromEntries(Object.entries(ids).filter(([, list]) => list.length > 0)),
    bodiesOf(world),
    random,
  );
  const people: readonly Client[] = [
    ...(['superAdmin', 'admin', 'callCenter', 'advisor', 'manager', 'staff', 'engineer', 'elsewhere', 'superAdmin'] as const).map((who) =>
      world.as(who),
    ),
    world.anybody,
  ];
  const asked = Array.from({ length: requests }, () => ({
    request: generated.next().value,
    client: people[Math.floor(random() * people.length)]!,
  }));
  const statuses: Record<string, number> = {};
  const operations = new Set<string>();
  const faults: string[] = [];
  await byClients(clients, asked, async ({ request, client }) => {
    const answer = await sendHostile(client, request);
    statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
    operations.add(request.operationId);
    const fault = faultIn(answer);
    if (fault !== undefined)
      faults.push(`${fault}: ${JSON.stringify(request).slice(0, 1_500)} → ${answer.status} ${answer.text.slice(0, 500)}`);
  });
  assert.deepEqual(faults.slice(0, 10), [], `${faults.length} of ${requests} requests of seed ${seed} were not borne well`);
  const all = Object.values(description.paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId));
  assert.deepEqual(
    all.filter((name) => !operations.has(name)),
    [],
    'an operation was not tried',
  );
  const { status } = await world.anybody.get('/ready');
  assert.equal(status, 200);
  return statuses;
}
