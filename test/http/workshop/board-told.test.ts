import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { User } from '@dms/domain/identity/user';
import { eventCatalogue } from '@dms/domain/shared/event-catalogue';
import { Quantity } from '@dms/domain/shared/quantity';
import { systemClock } from '../../../adapters/security/system.ts';
import type { InvoiceBody, JobCardBody } from '../../support/bodies.ts';
import { type Answer, freshKey } from '../../support/client.ts';
import { withSuite } from '../../support/endings.ts';
import { listen, type Listening } from '../../support/event-client.ts';
import { until } from '../../support/until.ts';
import { freshBranches, tokenFor, type World } from '../../support/world.ts';

const BEAT_MS = 100;
const labour = {
  kind: 'LABOUR',
  description: 'Periodic service',
  hsn: '998714',
  quantity: '2.000',
  unitPrice: '800.00',
  taxRate: '18',
} as const;

/** A card, whoever has the job, and whoever was given a task of it. */
type Job = { id: string; readonly holder: User; readonly helper: User };

describe('what the stream of the board tells of each event, and to whom', () => {
  const suite = withSuite();
  let world: World;

  before(async () => {
    world = await freshBranches(suite, { clock: systemClock, streams: { beatMs: BEAT_MS } });
    await world.startWorkers('relay');
  });

  const done = <Body>({ status, text, body }: Answer<Body>): Body => {
    assert.ok(status < 300, text);
    return body;
  };
  const opened = async (user: User, lastEventId?: string): Promise<Listening> => {
    const listening = await listen({ url: `${world.url}/job-cards/stream`, token: tokenFor(world.cradle, user), lastEventId });
    await listening.next(({ event }) => event === 'ready');
    return listening;
  };
  /** The place of the last change, once everything was told. */
  const lastPlace = async (): Promise<string> => {
    await until(async () => (await world.rows('select id from outbox where dispatched_at is null')).length === 0);
    const [last] = await world.rows<{ place: string }>(`select max(sequence)::text as place from outbox where entity_type = 'JobCard'`);
    return last!.place;
  };
  const namesOf = ({ told }: Listening, { id }: Pick<Job, 'id'>): string[] =>
    told.filter(({ data }) => data.jobCardId === id).map(({ data }) => String(data.name));
  /** What they were told of the card, once they have come as far as the last change. */
  const heard = async (listening: Listening, job: Pick<Job, 'id'>, from = 0): Promise<string[]> => {
    const place = BigInt(await lastPlace());
    await until(() => BigInt(listening.lastId() ?? -1) >= place, { what: 'the stream as far as the last change' });
    return namesOf(listening, job).slice(from);
  };

  const path = ({ id }: Pick<Job, 'id'>): string => `/job-cards/${id}`;
  const read = async (job: Job): Promise<JobCardBody> => done(await world.as('manager').get<JobCardBody>(path(job)));
  const taskOf = async (job: Job, given: string | null): Promise<string> => {
    const { tasks } = await read(job);
    return `${path(job)}/tasks/${tasks.find(({ engineerId, status }) => status === 'open' && engineerId === given)!.id}`;
  };
  const addTask = async (job: Job) =>
    done(await world.as('manager').post(`${path(job)}/tasks`, { description: 'Look at the lamps', engineerId: job.helper.id }));
  const finish = async (user: User, task: string) => {
    for (const step of ['start', 'finish']) done(await world.as(user).post(`${task}/${step}`));
  };
  const move = async (job: Job, to: string) => done(await world.as('advisor').patch(`${path(job)}/status`, { to }));
  /** A part of which the job waits for one comes in. */
  const fill = async (job: Job) => {
    const part = await world.make.partInStock('1');
    done(await world.as('advisor').post(`${path(job)}/parts-request`, { items: [{ partId: part.id, quantity: '2', required: false }] }));
    const serviceCenterId = world.basics.branches.blr01.id;
    const found = { serviceCenterId, partId: part.id, delta: Quantity.parse('1'), reason: 'Found behind the shelf' };
    await world.desk.stock.adjust(found, world.basics.actors.admin);
    done(
      await world.as('advisor').post(`${path(job)}/parts/cancel`, { items: [{ partId: part.id, quantity: '2' }], reason: 'Not needed' }),
    );
  };

  type Hearers = readonly ('holder' | 'helper')[];
  type Step = {
    readonly what: string;
    readonly does: (job: Job) => Promise<unknown>;
    /** What is told, and to whom beside those who read the board of the branch. */
    readonly tells: readonly (readonly [name: string, hearers: Hearers])[];
  };
  const both: Hearers = ['holder', 'helper'];
  const life: readonly Step[] = [
    {
      what: 'a card is opened',
      does: async (job) => {
        const { id: vehicleId, customerId } = await world.make.vehicle();
        const about = { type: 'PERIODIC_SERVICE', description: '20,000 km service', odometer: 20_150, estimate: { lines: [labour] } };
        const body = { ...about, customerId, vehicleId, serviceCenterId: world.basics.branches.blr01.id };
        job.id = done(await world.as('advisor').post<JobCardBody>('/job-cards', body)).id;
      },
      tells: [['JobCardCreated', []]],
    },
    {
      what: 'the estimate is revised before anybody was asked',
      does: async (job) => done(await world.as('advisor').post(`${path(job)}/estimates`, { lines: [labour] })),
      tells: [['EstimateRevised', []]],
    },
    {
      what: 'the customer is asked',
      does: (job) => move(job, 'awaiting_approval'),
      tells: [
        ['EstimateSent', []],
        ['JobCardMoved', []],
      ],
    },
    {
      what: 'the customer agrees',
      does: async (job) =>
        done(await world.as('advisor').post(`${path(job)}/customer-approval`, { decision: 'ACCEPTED', channel: 'PHONE', revision: 2 })),
      tells: [
        ['CustomerDecided', []],
        ['JobCardMoved', []],
      ],
    },
    {
      what: 'the job is given to its engineer',
      does: async (job) => done(await world.as('advisor').post(`${path(job)}/assign`, { engineerId: job.holder.id })),
      tells: [['JobCardAssigned', ['holder']]],
    },
    { what: 'a task is given to another', does: addTask, tells: [['TaskAssigned', both]] },
    {
      what: 'another priority is given',
      does: async (job) => done(await world.as('advisor').patch(path(job), { priority: 'HIGH' })),
      tells: [['JobCardEdited', both]],
    },
    { what: 'a part that it waits for comes in', does: fill, tells: [['BackorderFilled', both]] },
    {
      what: 'the task is taken away, and nobody has it',
      does: async (job) => done(await world.as('manager').patch(await taskOf(job, job.helper.id), { engineerId: null })),
      tells: [['TaskUnassigned', both]],
    },
    { what: 'another task is given', does: addTask, tells: [['TaskAssigned', both]] },
    {
      what: 'that one is called off',
      does: async (job) => done(await world.as('advisor').post(`${await taskOf(job, job.helper.id)}/cancel`, { reason: 'No need' })),
      tells: [['TaskDropped', both]],
    },
    { what: 'a third is given', does: addTask, tells: [['TaskAssigned', both]] },
    {
      what: 'and finished',
      does: async (job) => finish(job.helper, await taskOf(job, job.helper.id)),
      tells: [
        ['JobCardMoved', both],
        ['TaskFinished', both],
      ],
    },
    {
      what: 'what is left is done',
      does: async (job) => {
        for (const { id, status } of (await read(job)).tasks) if (status === 'open') await finish(job.holder, `${path(job)}/tasks/${id}`);
      },
      tells: [
        ['TaskFinished', ['holder']],
        ['TaskFinished', ['holder']],
      ],
    },
    { what: 'the work is completed', does: (job) => move(job, 'completed'), tells: [['JobCompleted', ['holder']]] },
    {
      what: 'it is checked, billed, paid and handed over',
      does: async (job) => {
        const advisor = world.as('advisor');
        done(await world.as('manager').post(`${path(job)}/qc`, { result: 'PASS' }));
        const { id } = done(await advisor.post<InvoiceBody>('/invoices', { sourceType: 'job', sourceId: job.id }));
        const { totalAmount } = done(await advisor.post<InvoiceBody>(`/invoices/${id}/issue`));
        done(await advisor.post('/payments', { invoiceId: id, amount: totalAmount!, method: 'CASH' }, { key: freshKey() }));
        done(await advisor.post(`${path(job)}/deliver`, { odometerOut: 20_153 }));
      },
      tells: [
        ['JobCardMoved', ['holder']],
        ['JobCardMoved', ['holder']],
        ['JobCardMoved', ['holder']],
        ['JobDelivered', ['holder']],
      ],
    },
  ];

  it('ACC-03 tells each event of a job card to every role that reads it there, to the engineers whose own it is or was, and to nobody else', async () => {
    const { people } = world;
    const job: Job = { id: '', holder: (await world.make.engineer()).user, helper: (await world.make.engineer()).user };
    const watching: Record<string, User> = {
      ...{ superAdmin: people.superAdmin, admin: people.admin, manager: people.manager, advisor: people.advisor, staff: people.staff },
      ...{ callCenter: people.callCenter, holder: job.holder, helper: job.helper, stranger: people.engineer },
      ...{ manager2: people.manager2, staff2: people.staff2, advisor2: people.advisor2, engineerElsewhere: people.engineerElsewhere },
    };
    const nobody = ['stranger', 'manager2', 'staff2', 'advisor2', 'engineerElsewhere'];
    const listening = await Promise.all(Object.entries(watching).map(async ([who, user]) => [who, await opened(user)] as const));
    const seen = new Set<string>();
    for (const { what, does, tells } of life) {
      const from = listening.map(([, each]) => namesOf(each, job).length);
      await does(job);
      for (const [index, [who, each]] of listening.entries()) {
        const told = tells.filter(([, hearers]) => (who === 'holder' || who === 'helper' ? hearers.includes(who) : !nobody.includes(who)));
        assert.deepEqual((await heard(each, job, from[index])).toSorted(), told.map(([name]) => name).toSorted(), `${who}, when ${what}`);
      }
      for (const [name] of tells) seen.add(name);
    }
    for (const [who, each] of listening) {
      for (const { data } of each.told.slice(1)) {
        assert.ok(data.jobNumber && data.vehicleId, `${String(data.name)} says to ${who} which card it is`);
        assert.ok('assignedEngineerId' in data, `${String(data.name)} says to ${who} who has it`);
      }
      each.cut();
    }
    const published = Object.entries(eventCatalogue).flatMap(([name, entry]) =>
      entry.entity === 'JobCard' && 'version' in entry ? [name] : [],
    );
    assert.deepEqual([...seen].toSorted(), published.toSorted(), 'every event that the board shows is among these');
  });

  /** What is told to an engineer with one task of the card, in place of whom nobody comes, and how the board comes to lose or to change it. */
  const missed: Readonly<Record<string, { readonly does: (job: Job) => Promise<unknown>; readonly tells: readonly string[] }>> = {
    'the task was taken away, and nobody has it': {
      does: async (job) => done(await world.as('manager').patch(await taskOf(job, job.helper.id), { engineerId: null })),
      tells: ['TaskUnassigned'],
    },
    'the task was called off': {
      does: async (job) => done(await world.as('advisor').post(`${await taskOf(job, job.helper.id)}/cancel`, { reason: 'No need' })),
      tells: ['TaskDropped'],
    },
    'the customer did not want it': {
      does: async (job) => done(await world.as('advisor').post(`${await taskOf(job, job.helper.id)}/decline`, { reason: 'Not now' })),
      tells: ['TaskDropped'],
    },
    'it was of an estimate that another took the place of': {
      does: async (job) => {
        const advisor = world.as('advisor');
        done(await world.as('manager').patch(await taskOf(job, job.helper.id), { engineerId: null }));
        const extra = { ...labour, description: 'Wheel alignment' };
        done(await advisor.post(`${path(job)}/additional-services`, { lines: [extra] }));
        const { tasks } = await read(job);
        const { id } = tasks.find(({ description }) => description === extra.description)!;
        done(await world.as('manager').patch(`${path(job)}/tasks/${id}`, { engineerId: job.helper.id }));
        done(await advisor.post(`${path(job)}/additional-services`, { lines: [labour] }));
      },
      tells: ['TaskUnassigned', 'TaskAssigned', 'EstimateRevised', 'EstimateSent'],
    },
    'a part came in that the job waited for': { does: fill, tells: ['BackorderFilled'] },
  };

  for (const [what, { does, tells }] of Object.entries(missed))
    it(`ACC-03 tells an engineer with a task of a card, whose connection was broken meanwhile, that ${what}`, async () => {
      const [{ user: helper }, { user: holder, actor }] = [await world.make.engineer(), await world.make.engineer()];
      const job: Job = { id: (await world.make.assignedCard(undefined, actor)).card.id, holder, helper };
      const listening = await opened(helper);
      await addTask(job);
      assert.deepEqual(await heard(listening, job), ['TaskAssigned']);
      const last = listening.lastId();
      listening.cut();
      await does(job);
      const back = await opened(helper, last);
      assert.deepEqual(await heard(back, job), tells);
      back.cut();
    });
});
