import assert from 'node:assert/strict';
import { test } from 'node:test';
import { everywhere } from '@dms/domain/shared/actor';
import { eInvoice } from '@dms/domain/billing/e-invoice';
import { Money } from '@dms/domain/shared/money';
import { desk } from '../../contracts/desk.ts';
import { fixtures, noted, somebody } from '../../contracts/fixtures.ts';
import { memoryHarness } from '../../contracts/memory-harness.ts';
import { refusal } from '../shared/refusals.ts';

const begin = async () => {
  const harness = await memoryHarness();
  const basics = await harness.seedBasics();
  const use = desk(harness);
  return { ...harness, basics, use, make: fixtures(harness, basics, use) };
};

test('INV-01 the financial year of a number turns at midnight of 1 April in India', async () => {
  const { make, use, clock, basics } = await begin();
  const issueAt = async (instant: string) => {
    const draft = await make.draft();
    clock.set(instant);
    const { invoiceNumber, documentDate } = await use.issue({ invoiceId: draft.id }, basics.actors.advisor);
    return [invoiceNumber, documentDate];
  };
  assert.deepEqual(await issueAt('2027-03-31T18:29:59.999Z'), ['BLR01/2627/00001', '2027-03-31']);
  assert.deepEqual(await issueAt('2027-03-31T18:30:00.000Z'), ['BLR01/2728/00001', '2027-04-01']);
  assert.deepEqual(await issueAt('2027-04-01T05:00:00.000Z'), ['BLR01/2728/00002', '2027-04-01']);
});

test('INV-06 an invoice is due after the terms of the customer, or those configured', async () => {
  const { make, use, transact, basics } = await begin();
  assert.equal((await make.invoice()).dueDate, '2026-11-29');
  const draft = await make.draft();
  await transact(somebody, async ({ customers, record }) => {
    Object.assign(await customers.getForChange(draft.customerId!, everywhere), { paymentTermsDays: 45 });
    record(noted('CustomerCreated', draft.customerId!));
  });
  assert.equal((await use.issue({ invoiceId: draft.id }, basics.actors.advisor)).dueDate, '2027-01-06');
});

test('INV-01 a branch that is closed issues nothing and takes no number', async () => {
  const { make, use, transact, basics } = await begin();
  const draft = await make.draft();
  const set = (status: string) =>
    transact(somebody, async ({ serviceCenters, record }) => {
      Object.assign(await serviceCenters.getForChange(basics.branches.blr01.id, everywhere), { status });
      record(noted('ServiceCenterCreated', basics.branches.blr01.id));
    });
  await set('INACTIVE');
  await assert.rejects(use.issue({ invoiceId: draft.id }, basics.actors.advisor), refusal('service_center.closed'));
  await set('MAINTENANCE');
  assert.equal((await use.issue({ invoiceId: draft.id }, basics.actors.advisor)).invoiceNumber, 'BLR01/2627/00001');
});

test('JOB-07 an invoice that changed since is not issued on what was seen before', async () => {
  const { make, use, basics } = await begin();
  const draft = await make.draft();
  await assert.rejects(use.issue({ invoiceId: draft.id, version: draft.version + 1 }, basics.actors.advisor), refusal('version.stale'));
  assert.equal((await use.issue({ invoiceId: draft.id, version: draft.version }, basics.actors.advisor)).version, draft.version + 1);
});

test('TAX-06 a customer of another state is billed IGST, a registered one at the state of the GSTIN', async () => {
  const { make, use, transact, basics } = await begin();
  const drawn = async (change: object) => {
    const vehicle = await make.vehicle();
    await transact(somebody, async ({ customers, record }) => {
      Object.assign(await customers.getForChange(vehicle.customerId, everywhere), change);
      record(noted('CustomerCreated', vehicle.customerId));
    });
    const card = await make.openCard([make.labour], vehicle);
    return card.estimate!;
  };
  const elsewhere = await drawn({ stateCode: '27' });
  assert.deepEqual([elsewhere.placeOfSupply, elsewhere.igst.toString(), elsewhere.cgst.toString()], ['27', '288.00', '0.00']);
  const registered = await drawn({ stateCode: '27', gstin: '29AAACR5055K1Z3', gstinConfirmed: true });
  assert.deepEqual([registered.placeOfSupply, registered.cgst.toString(), registered.sgst.toString()], ['29', '144.00', '144.00']);
  const unknown = await drawn({ stateCode: null });
  assert.equal(unknown.placeOfSupply, '29');
  assert.ok(use && basics);
});

test('TAX-06 a registered customer in a special economic zone is billed IGST in the own state too, and its documents say so', async () => {
  const { make, use, transact, basics } = await begin();
  const draft = await make.draft();
  await transact(somebody, async ({ customers, record }) => {
    Object.assign(await customers.getForChange(draft.customerId!, everywhere), { gstin: '29AAACR5055K1Z3', gstCategory: 'SEZ' });
    record(noted('CustomerCreated', draft.customerId!));
  });
  const issued = await use.issue({ invoiceId: draft.id }, basics.actors.advisor);
  assert.deepEqual([issued.placeOfSupply, issued.supplyType, issued.igst.toString()], ['29', 'INTER', '288.00']);
  const document = issued.document!;
  assert.deepEqual([document.buyer.gstCategory, document.stateTaxLabel, document.declarations.length], ['SEZ', undefined, 1]);
  assert.equal(eInvoice({ ...issued, document, kind: 'INVOICE' }).TranDtls.SupTyp, 'SEZWP');
  const elsewhere = { ...document, buyer: { ...document.buyer, gstin: '27AAACR5055K1Z7' } };
  assert.equal(eInvoice({ ...issued, document: elsewhere, placeOfSupply: '27', kind: 'INVOICE' }).TranDtls.SupTyp, 'SEZWP');
});

test('PAY-01 nothing, less than nothing, and money from the future are not received', async () => {
  const { make, use, clock, basics } = await begin();
  const { id: invoiceId } = await make.invoice();
  const pay = (amount: string, receivedAt?: Date) =>
    use.pay({ invoiceId, amount: Money.parse(amount), method: 'CASH', receivedAt }, basics.actors.advisor);
  await assert.rejects(pay('0.00'), refusal('payment.refused', /more than zero/));
  await assert.rejects(pay('-5.00'), refusal('payment.refused', /more than zero/));
  await assert.rejects(pay('1.00', new Date(clock.now().getTime() + 1)), refusal('payment.refused', /in the future/));
  await assert.rejects(pay('1.00', new Date('2026-10-21T18:29:59.000Z')), refusal('payment.refused', /within 31 days/));
  const yesterday = await pay('1.00', new Date('2026-11-21T18:29:59.000Z'));
  assert.equal(yesterday.businessDay, '2026-11-21');
});

test('PAY-01 a payment is allocated to its invoice, and what happened says what is left', async () => {
  const { make, use, memory, basics } = await begin();
  const { id: invoiceId } = await make.invoice();
  const payment = await use.pay({ invoiceId, amount: Money.parse('888.00'), method: 'CHEQUE', reference: '000123' }, basics.actors.advisor);
  assert.deepEqual(
    payment.allocations.map((one) => [one.invoiceId, one.amount.toString()]),
    [[invoiceId, '888.00']],
  );
  const event = memory.events().at(-1)!;
  assert.deepEqual([event.name, event.from, event.to, event.data['balance']], ['PaymentReceived', 'UNPAID', 'PARTIAL', '1000.00']);
  assert.equal(event.actor.userId, basics.people.advisor.id);
});
