import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { type Actor, everywhere } from '@dms/domain/shared/actor';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import type { JobCard } from '@dms/domain/workshop/job-card';
import { billableJob } from '@dms/domain/workshop/use-cases/bill-job';
import type { EstimateLineRequest } from '@dms/domain/workshop/use-cases/draw-up-estimate';
import { desk } from '../../contracts/desk.ts';
import { fixtures } from '../../contracts/fixtures.ts';
import { memoryHarness } from '../../contracts/memory-harness.ts';
import { refusal } from '../shared/refusals.ts';

const begin = async () => {
  const harness = await memoryHarness();
  const basics = await harness.seedBasics();
  const use = desk(harness);
  return { ...harness, basics, use, make: fixtures(harness, basics, use) };
};

type World = Awaited<ReturnType<typeof begin>>;
type Issue = { readonly partId: string; readonly quantity: string };

void describe('what of a job is billed', () => {
  let world: World;
  before(async () => (world = await begin()));

  /** A card with these lines approved and these parts issued; `change` stands for what use cases of later issues do to it. */
  const ready = async (
    lines: readonly EstimateLineRequest[],
    issued: readonly Issue[],
    change: (card: JobCard) => void = () => {},
  ): Promise<string> => {
    const { make, use, basics } = world;
    const { card, engineer } = await make.assignedCard(lines);
    const jobCardId = card.id;
    if (issued.length > 0) {
      const items = issued.map(({ partId, quantity }) => ({ partId, quantity: Quantity.parse(quantity) }));
      await use.issueParts({ jobCardId, items }, basics.actors.staff);
    }
    await changed(jobCardId, change);
    for (const { id: taskId, status } of (await load(jobCardId)).tasks) {
      if (status !== 'open') continue;
      await use.start({ jobCardId, taskId }, engineer);
      await use.finish({ jobCardId, taskId }, engineer);
    }
    await use.move({ jobCardId, to: 'completed' }, basics.actors.advisor);
    await use.check({ jobCardId, result: 'PASS' }, basics.actors.manager);
    return jobCardId;
  };

  const changed = (jobCardId: string, change: (card: JobCard) => void): Promise<void> =>
    world.transact(world.basics.actors.admin, async ({ jobCards, record }) => {
      change(await jobCards.getForChange(jobCardId, everywhere));
      record({ name: 'JobCardMoved', entityId: jobCardId, serviceCenterId: null, data: {} });
    });

  const load = (id: string): Promise<JobCard> => world.transact(world.basics.actors.admin, ({ jobCards }) => jobCards.get(id, everywhere));

  const billed = async (jobCardId: string) => {
    const { lines } = await world.transact(world.basics.actors.admin, (unit) => billableJob(unit, jobCardId, everywhere));
    return lines.map(({ description, quantity }) => `${quantity} ${description}`);
  };

  const part = (quantity: string, more: object = {}): EstimateLineRequest => ({
    kind: 'PART',
    partId: world.basics.parts.pads.id,
    quantity: Quantity.parse(quantity),
    ...more,
  });
  const pads = (quantity: string): Issue => ({ partId: world.basics.parts.pads.id, quantity });
  const optional = (card: JobCard): void => void (card.parts = card.parts.map((line) => Object.assign(line, { required: false })));

  it('JOB-06 approved work that was done and approved parts that were issued, in the order of the estimate', async () => {
    const id = await ready([part('2'), world.make.labour], [pads('2')]);
    assert.deepEqual(await billed(id), ['2.000 Front brake pad set', '2.000 Periodic service']);
  });

  it('JOB-06 a part as far as it was issued', async () => {
    const id = await ready([world.make.labour, part('4')], [pads('1.5')], optional);
    assert.deepEqual(await billed(id), ['2.000 Periodic service', '1.500 Front brake pad set']);
  });

  it('JOB-06 not a part that was approved and not issued at all', async () => {
    const id = await ready([world.make.labour, part('1')], [], optional);
    assert.deepEqual(await billed(id), ['2.000 Periodic service']);
  });

  it('JOB-06 not a part that is on no approved estimate, nor more of one than was approved', async () => {
    const id = await ready([world.make.labour, part('1')], [pads('3'), { partId: world.basics.parts.filter.id, quantity: '1' }]);
    assert.deepEqual(await billed(id), ['2.000 Periodic service', '1.000 Front brake pad set']);
  });

  it('JOB-06 a part on two lines, first the first', async () => {
    const id = await ready([world.make.labour, part('2'), part('2', { description: 'Rear brake pad set' })], [pads('3')], optional);
    assert.deepEqual(await billed(id), ['2.000 Periodic service', '2.000 Front brake pad set', '1.000 Rear brake pad set']);
  });

  it('JOB-06 not work that was declined or cancelled', async () => {
    const { labour } = world.make;
    const lines = ['Wash', 'Polish', 'Wax'].map((description) => ({ ...labour, description }));
    const id = await ready(lines, [], (card) => {
      card.tasks[0]!.status = 'declined';
      card.tasks[1]!.status = 'cancelled';
    });
    assert.deepEqual(await billed(id), ['2.000 Wax']);
  });

  it('an amount off a line goes with the part of it that is billed, a percentage as it is', async () => {
    const off = { discount: { type: 'AMOUNT', value: '100.00' } };
    const percent = { discount: { type: 'PERCENT', value: '5' }, description: 'Rear pads' };
    const id = await ready([world.make.labour, part('3', off), part('2', percent)], [pads('4')], optional);
    const invoice = await world.use.draft({ sourceType: 'job', sourceId: id }, world.basics.actors.advisor);
    assert.deepEqual(
      invoice.lines.map(({ quantity, discount }) => [quantity, discount].map(String)),
      [
        ['2.000', '0.00'],
        ['3.000', '100.00'],
        ['1.000', '92.50'],
      ],
    );
    const partly = await ready([world.make.labour, part('3', off)], [pads('1')], optional);
    const part1 = await world.use.draft({ sourceType: 'job', sourceId: partly }, world.basics.actors.advisor);
    assert.equal(part1.lines[1]!.discount.toString(), '33.33');
  });

  it('at the rate that the estimate was agreed at, whatever the table says today', async () => {
    const id = await ready([world.make.labour, part('1')], [pads('1')]);
    await world.transact(world.basics.actors.admin, async ({ taxRates, record }) => {
      const rate = {
        id: world.ids.next(),
        hsn: '87083000',
        rate: '40',
        treatment: 'TAXABLE',
        description: 'all that changes',
        validFrom: '2026-11-22',
      };
      taxRates.add(rate);
      record({ name: 'TaxRateAdded', entityId: rate.id, serviceCenterId: null, data: {} });
    });
    const invoice = await world.use.draft({ sourceType: 'job', sourceId: id }, world.basics.actors.advisor);
    assert.deepEqual(
      invoice.lines.map(({ taxRate }) => taxRate),
      ['18', '18'],
    );
  });

  it('INV-04 nothing, when it is on a bill already or there is nothing', async () => {
    const { use, basics } = world;
    const id = await ready([world.make.labour], []);
    await use.draft({ sourceType: 'job', sourceId: id }, basics.actors.advisor);
    await assert.rejects(use.draft({ sourceType: 'job', sourceId: id }, basics.actors.advisor), refusal('invoice.nothing_to_bill'));
    const dropped = await ready([world.make.labour], []);
    await changed(dropped, (card) => (card.tasks[0]!.status = 'declined'));
    await assert.rejects(use.draft({ sourceType: 'job', sourceId: dropped }, basics.actors.advisor), refusal('invoice.nothing_to_bill'));
  });

  it('JOB-06 what was issued without approval is used up by the bill too, and paid by nobody', async () => {
    const { use, basics, movementsOf } = world;
    const extra = await world.make.partInStock('5');
    const id = await ready([world.make.labour], [{ partId: extra.id, quantity: '2' }]);
    const draft = await use.draft({ sourceType: 'job', sourceId: id }, basics.actors.advisor);
    assert.equal(draft.lines.length, 1);
    await use.issue({ invoiceId: draft.id }, basics.actors.advisor);
    const last = (await movementsOf(extra.id)).at(-1)!;
    assert.deepEqual([last.from.type, last.to.type, last.quantity, last.value], ['JOB', 'CUSTOMER', '2.000', '200.00']);
    assert.ok((await load(id)).parts.every(({ onJob }) => onJob.isZero()));
  });

  it('JOB-06 of extra work what was accepted, and neither what was declined nor what nobody decided on', async () => {
    const { use, make, basics } = world;
    const { advisor, staff, manager } = basics.actors;
    const { card, engineer } = await make.assignedCard([make.labour]);
    const jobCardId = card.id;
    const named = (description: string) => ({ ...make.labour, description, quantity: Quantity.parse('1') });
    const offered = await use.offerMore({ jobCardId, lines: [named('Polish'), named('Align'), part('2')] }, advisor);
    const [, align, pad] = offered.linesOf(offered.openEstimate!);
    await use.decide(
      { jobCardId, decision: 'ACCEPTED', channel: 'PHONE', note: 'no polish', revision: 2, acceptedLineIds: [align!.id, pad!.id] },
      advisor,
    );
    const overtaken = await use.offerMore({ jobCardId, lines: [named('Wax')] }, advisor);
    await use.revise({ jobCardId, lines: [named('Clean')] }, advisor);
    assert.equal(overtaken.status, 'assigned');
    const declined = await use.decide({ jobCardId, decision: 'DECLINED', channel: 'COUNTER', revision: 4 }, advisor);
    assert.deepEqual(
      declined.tasks.map(({ description, status }) => `${description} ${status}`),
      ['Periodic service open', 'Polish declined', 'Align open', 'Wax cancelled', 'Clean declined'],
    );
    await use.issueParts({ jobCardId, items: [{ partId: basics.parts.pads.id, quantity: Quantity.parse('3') }] }, staff);
    for (const { id: taskId } of declined.tasks.filter(({ status }) => status === 'open')) {
      await use.start({ jobCardId, taskId }, engineer);
      await use.finish({ jobCardId, taskId }, engineer);
    }
    await use.move({ jobCardId, to: 'completed' }, advisor);
    await use.check({ jobCardId, result: 'PASS' }, manager);
    assert.deepEqual(await billed(jobCardId), ['2.000 Periodic service', '1.000 Align', '2.000 Front brake pad set']);
  });

  it('JOB-06 nothing for a free job whose extra work was declined: its bill is the explicit zero bill', async () => {
    const { use, make, basics } = world;
    const { advisor, manager } = basics.actors;
    const { id: vehicleId, customerId } = await make.vehicle();
    const about = { serviceCenterId: basics.branches.blr01.id, customerId, vehicleId, type: 'WASH', odometer: 10 } as const;
    const { id: jobCardId, tasks } = await use.open(about, advisor);
    const { user, actor } = await make.engineer();
    await use.move({ jobCardId, to: 'approved' }, advisor);
    await use.assign({ jobCardId, engineerId: user.id }, advisor);
    await use.offerMore({ jobCardId, lines: [make.labour] }, advisor);
    await use.decide({ jobCardId, decision: 'DECLINED', channel: 'COUNTER' }, advisor);
    await use.start({ jobCardId, taskId: tasks[0]!.id }, actor);
    await use.finish({ jobCardId, taskId: tasks[0]!.id }, actor);
    await use.move({ jobCardId, to: 'completed' }, advisor);
    await use.check({ jobCardId, result: 'PASS' }, manager);
    const { id: invoiceId } = await use.draft({ sourceType: 'job', sourceId: jobCardId }, advisor);
    assert.equal((await use.issue({ invoiceId }, advisor)).totalAmount.toString(), '0.00');
  });

  it('ACC-03 by whoever may bill at the branch, and no engineer', async () => {
    const { use, basics } = world;
    const id = await ready([world.make.labour], []);
    const draft = (actor: Actor) => use.draft({ sourceType: 'job', sourceId: id }, actor);
    await assert.rejects(draft(basics.actors.staff), refusal('access.denied'));
    await assert.rejects(draft(basics.actors.engineer), refusal('entity.absent'));
    assert.equal((await draft(basics.actors.manager)).totalAmount.toString(), Money.parse('1888.00').toString());
  });
});
