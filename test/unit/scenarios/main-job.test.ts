import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { originalOf } from '@dms/domain/files/ports';
import { storePaper } from '@dms/domain/files/use-cases/store-paper';
import { logIn } from '@dms/domain/identity/use-cases/log-in';
import { memoryConfiguration } from '@dms/domain/memory/configuration';
import { memoryFailedLogins } from '@dms/domain/memory/failed-logins';
import { plainPasswords } from '@dms/domain/memory/passwords';
import { memoryStorage } from '@dms/domain/memory/storage';
import { plainTokens } from '@dms/domain/memory/tokens';
import { everywhere } from '@dms/domain/shared/actor';
import { DomainError } from '@dms/domain/shared/errors';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import { actorFor } from '../../contracts/basics.ts';
import { desk } from '../../contracts/desk.ts';
import { memoryHarness } from '../../contracts/memory-harness.ts';
import { refusal } from '../shared/refusals.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const digest = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

const begin = async () => {
  const harness = await memoryHarness();
  const basics = await harness.seedBasics();
  return { ...harness, basics, use: desk(harness) };
};

/** The requests of the main job up to the invoice's draft, by the roles that make them. */
const workedCard = async ({ basics, use, clock }: Awaited<ReturnType<typeof begin>>) => {
  const { actors, parts } = basics;
  const oil = { partId: parts.oil.id, quantity: Quantity.parse('3.500') };
  const filter = { partId: parts.filter.id, quantity: Quantity.parse('1.000') };
  const labour = { kind: 'LABOUR', description: 'Periodic service', hsn: '998714', quantity: Quantity.parse('2.000') } as const;
  const created = await use.open(
    {
      customerId: basics.asha.id,
      vehicleId: basics.car.id,
      serviceCenterId: basics.branches.blr01.id,
      type: 'PERIODIC_SERVICE',
      ...{
        priority: 'NORMAL',
        description: '20,000 km service',
        odometer: 20150,
        promisedAt: new Date('2026-11-22T12:00:00.000Z'),
      },
      estimate: {
        lines: [
          {
            ...labour,
            unitPrice: Money.parse('800.00'),
            taxRate: '18',
          },
          {
            kind: 'PART',
            ...oil,
            unitPrice: Money.parse('650.00'),
          },
          {
            kind: 'PART',
            ...filter,
            unitPrice: Money.parse('420.00'),
          },
        ],
      },
    },
    actors.advisor,
  );
  const jobCardId = created.id;
  const taskId = created.tasks[0]!.id;
  await use.move({ jobCardId, to: 'awaiting_approval' }, actors.advisor);
  const approved = await use.decide({ jobCardId, decision: 'ACCEPTED', channel: 'PHONE', note: 'Go ahead' }, actors.advisor);
  const assigned = await use.assign({ jobCardId, engineerId: basics.people.engineer.id }, actors.advisor);
  await use.issueParts({ jobCardId, items: [oil, filter] }, actors.staff);
  const started = await use.start({ jobCardId, taskId }, actors.engineer);
  clock.advance(90 * 60_000);
  const finished = await use.finish({ jobCardId, taskId }, actors.engineer);
  const completed = await use.move({ jobCardId, to: 'completed' }, actors.advisor);
  const ready = await use.check({ jobCardId, result: 'PASS' }, actors.manager);
  return { jobCardId, created, approved, assigned, started, finished, completed, ready };
};

test('INV-01 PAY-01 HIS-01 the main job, from the log-in to the delivery, to the paisa', async () => {
  const world = await begin();
  const { transact, clock, ids, basics, use, memory } = world;
  const { actors, parts, branches } = basics;
  const [oilBefore] = await transact(actors.staff, ({ stockItems }) => stockItems.lock(branches.blr01.id, [parts.oil.id], everywhere));

  const security = { failedLogins: memoryFailedLogins({ clock }), configuration: memoryConfiguration({ memory, clock }) };
  const enter = logIn({ transact, clock, ids, digest, passwords: plainPasswords, tokens: plainTokens({ ids }), ...security });
  const stranger = { ...actors.advisor, userId: null, role: 'PUBLIC' } as const;
  const { user } = await enter({ username: 'Advisor.BLR01@dms.example', password: 'secret' }, stranger);
  assert.deepEqual(actorFor(user).serviceCenterIds, [branches.blr01.id]);
  await assert.rejects(enter({ username: user.email, password: 'guess' }, stranger), refusal('auth.invalid_credentials'));

  const card = await workedCard(world);
  assert.equal(card.created.status, 'created');
  assert.equal(card.created.jobNumber, 'JC-BLR01-2627-00001');
  const { subtotal, cgst, sgst, igst, tax, roundOff, total } = card.created.estimate!;
  assert.deepEqual([subtotal, cgst, sgst, igst, tax, roundOff, total].map(String), [
    '4295.00',
    '386.55',
    '386.55',
    '0.00',
    '773.10',
    '-0.10',
    '5068.00',
  ]);
  assert.deepEqual(
    [card.approved, card.assigned, card.started, card.finished, card.completed, card.ready].map(({ status }) => status),
    ['approved', 'assigned', 'in_progress', 'in_progress', 'completed', 'ready'],
  );
  assert.equal(card.finished.tasks[0]?.status, 'done');
  const [oil] = await transact(actors.staff, ({ stockItems }) => stockItems.lock(branches.blr01.id, [parts.oil.id], everywhere));
  assert.equal(oil!.onHand.toString(), oilBefore!.onHand.minus(Quantity.parse('3.500')).toString());

  const { id: invoiceId, status } = await use.draft({ sourceType: 'job', sourceId: card.jobCardId }, actors.advisor);
  assert.equal(status, 'DRAFT');
  const issued = await use.issue({ invoiceId }, actors.advisor);
  assert.deepEqual(
    [issued.invoiceNumber, issued.status, issued.documentDate, issued.dueDate],
    ['BLR01/2627/00001', 'UNPAID', '2026-11-22', '2026-11-29'],
  );
  const figures = [issued.subtotal, issued.discount, issued.taxable, issued.cgst, issued.sgst, issued.igst, issued.tax, issued.roundOff];
  assert.deepEqual(figures.map(String), ['4295.00', '0.00', '4295.00', '386.55', '386.55', '0.00', '773.10', '-0.10']);
  assert.deepEqual([issued.totalAmount, issued.paidAmount, issued.balance].map(String), ['5068.00', '0.00', '5068.00']);
  assert.deepEqual(
    issued.lines.map(({ hsn, quantity, taxable, taxRate }) => [hsn, String(quantity), String(taxable), taxRate]),
    [
      ['998714', '2.000', '1600.00', '18'],
      ['27101980', '3.500', '2275.00', '18'],
      ['84212300', '1.000', '420.00', '18'],
    ],
  );

  const store = storePaper({
    transact,
    ids,
    storage: memoryStorage({ sha256, clock }),
    drawPaper: async (paper) => Uint8Array.from(paper.document.number, (c) => c.charCodeAt(0)),
  });
  const pdf = await store(originalOf('INVOICE', invoiceId), actors.admin);
  assert.equal(pdf.name, 'BLR01-2627-00001.pdf');
  assert.deepEqual((await store(originalOf('INVOICE', invoiceId), actors.admin)).key, pdf.key);

  const pay = (amount: string) => use.pay({ invoiceId, amount: Money.parse(amount), method: 'UPI', reference: 'UPI-1' }, actors.advisor);
  await assert.rejects(pay('5068.01'), (error) => error instanceof DomainError && error.details.balance === '5068.00');
  const payment = await pay('5068.00');
  assert.deepEqual([payment.status, payment.businessDay], ['captured', '2026-11-22']);
  const paid = await transact(actors.advisor, ({ invoices }) => invoices.get(invoiceId, everywhere));
  assert.deepEqual([paid.status, paid.balance.toString(), paid.paidAt], ['PAID', '0.00', clock.now()]);

  clock.advance(3_600_000);
  const delivered = await use.deliver({ jobCardId: card.jobCardId, odometerOut: 20_153 }, actors.advisor);
  assert.equal(delivered.status, 'delivered');

  const [first, second] = memory.historyOf(basics.car.id);
  assert.deepEqual(
    [first?.kind, first?.sourceId, first?.at, first?.odometer, first?.totalAmount?.toString()],
    ['JOB', card.jobCardId, clock.now(), 20_153, '5068.00'],
  );
  assert.deepEqual([second?.kind, second?.number], ['INVOICE', 'BLR01/2627/00001']);
  const car = await transact(actors.advisor, ({ vehicles }) => vehicles.get(basics.car.id, everywhere));
  assert.equal(car.odometer, 20_153);

  const told = memory.events().flatMap(({ name, entityId }) => (entityId === card.jobCardId ? name : []));
  assert.deepEqual(told, [
    'JobCardCreated',
    'JobCardMoved',
    'EstimateSent',
    'CustomerDecided',
    'JobCardMoved',
    'JobCardAssigned',
    'PartsIssued',
    'TaskStarted',
    'JobCardMoved',
    'TaskFinished',
    'JobCompleted',
    'JobCardMoved',
    'JobCardMoved',
    'PartsConsumed',
    'JobCardMoved',
    'JobDelivered',
  ]);
  for (const event of memory.events()) assert.doesNotMatch(JSON.stringify(event.data), /\+91|Asha/, `${event.name} carries contact data`);
});

test('JOB-01 steps in the wrong order are refused with everything that is missing', async () => {
  const world = await begin();
  const { use, basics } = world;
  const { actors } = basics;
  const missing = (expected: readonly RegExp[]) => (error: unknown) => {
    assert.ok(error instanceof DomainError && error.code === 'job.transition', String(error));
    assert.equal(error.details.missing?.length, expected.length, error.message);
    expected.forEach((sentence, index) => assert.match(error.details.missing![index]!, sentence));
    return true;
  };
  const { id: jobCardId } = await use.open(
    { customerId: basics.asha.id, vehicleId: basics.car.id, serviceCenterId: basics.branches.blr01.id, type: 'PERIODIC_SERVICE' },
    actors.advisor,
  );
  await assert.rejects(use.move({ jobCardId, to: 'awaiting_approval' }, actors.advisor), missing([/no estimate/]));
  await assert.rejects(use.move({ jobCardId, to: 'approved' }, actors.advisor), missing([/needs an estimate/]));
  await assert.rejects(use.move({ jobCardId, to: 'completed' }, actors.advisor), missing([/"created" does not go to "completed"/]));
  await assert.rejects(use.check({ jobCardId, result: 'PASS' }, actors.manager), missing([/this job card is "created"/]));
  await assert.rejects(use.deliver({ jobCardId, odometerOut: 1 }, actors.advisor), missing([/possible from "invoiced"/]));
  await assert.rejects(use.draft({ sourceType: 'job', sourceId: jobCardId }, actors.advisor), missing([/billed when it is "ready"/]));
  const items = [{ partId: basics.parts.oil.id, quantity: Quantity.parse('1') }];
  await assert.rejects(use.issueParts({ jobCardId, items }, actors.staff), refusal('parts.refused', /from "assigned" until "completed"/));
});

test('JOB-01 a state that something else brings about cannot be named, and the refusal says what does', async () => {
  const world = await begin();
  const { use, basics } = world;
  const { jobCardId } = await workedCard(world);
  await assert.rejects(use.move({ jobCardId, to: 'invoiced' }, basics.actors.admin), refusal('job.transition', /Issue the invoice/));
});

test('PAY-03 a vehicle is not delivered while its bill is due, and a paid bill takes no more', async () => {
  const world = await begin();
  const { use, basics } = world;
  const { advisor } = basics.actors;
  const { jobCardId } = await workedCard(world);
  const { id: invoiceId } = await use.draft({ sourceType: 'job', sourceId: jobCardId }, advisor);
  await assert.rejects(use.deliver({ jobCardId, odometerOut: 20_153 }, advisor), refusal('job.transition'));
  await assert.rejects(use.pay({ invoiceId, amount: Money.parse('1.00'), method: 'CASH' }, advisor), refusal('invoice.transition'));
  await use.issue({ invoiceId }, advisor);
  await use.pay({ invoiceId, amount: Money.parse('5067.99'), method: 'CASH' }, advisor);
  await assert.rejects(use.deliver({ jobCardId, odometerOut: 20_153 }, advisor), refusal('job.transition', /₹0.01 is still due/));
  await use.pay({ invoiceId, amount: Money.parse('0.01'), method: 'CASH' }, advisor);
  await assert.rejects(use.pay({ invoiceId, amount: Money.parse('0.01'), method: 'CASH' }, advisor), refusal('payment.exceeds_balance'));
  await assert.rejects(use.deliver({ jobCardId, odometerOut: 20_149 }, advisor), refusal('job.transition', /cannot read less/));
  assert.equal((await use.deliver({ jobCardId, odometerOut: 20_150 }, advisor)).status, 'delivered');
});

test('HIS-01 what the history tells of a job is what is to be told of it at each of its steps', async () => {
  const world = await begin();
  const { use, basics, memory } = world;
  const told = () => memory.historyOf(basics.car.id).find(({ kind }) => kind === 'JOB');
  const { jobCardId } = await workedCard(world);
  assert.deepEqual([told()?.number, told()?.totalAmount], ['JC-BLR01-2627-00001', null]);
  const { id: invoiceId } = await use.draft({ sourceType: 'job', sourceId: jobCardId }, basics.actors.advisor);
  await use.issue({ invoiceId }, basics.actors.advisor);
  assert.equal(told()?.totalAmount?.toString(), '5068.00');
  await use.cancel({ invoiceId, reason: 'Wrong name' }, basics.actors.manager);
  assert.deepEqual(
    memory.historyOf(basics.car.id).map(({ kind, totalAmount }) => [kind, totalAmount]),
    [['JOB', null]],
  );
});

test('ACC-03 the main job is not there for who works at another branch', async () => {
  const world = await begin();
  const { use, basics } = world;
  const { elsewhere } = basics.actors;
  const { jobCardId } = await workedCard(world);
  const { id: invoiceId } = await use.draft({ sourceType: 'job', sourceId: jobCardId }, basics.actors.advisor);
  for (const tried of [
    () => use.move({ jobCardId, to: 'cancelled' }, elsewhere),
    () => use.draft({ sourceType: 'job', sourceId: jobCardId }, elsewhere),
    () => use.issue({ invoiceId }, elsewhere),
    () => use.pay({ invoiceId, amount: Money.parse('1.00'), method: 'CASH' }, elsewhere),
    () => use.deliver({ jobCardId, odometerOut: 20_153 }, elsewhere),
  ])
    await assert.rejects(tried(), refusal('entity.absent'));
});
