import assert from 'node:assert/strict';
import { test } from 'node:test';
import { everywhere } from '@dms/domain/shared/actor';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
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

const partLine = (partId: string, change: object = {}): EstimateLineRequest => ({
  kind: 'PART',
  partId,
  quantity: Quantity.parse('1'),
  ...change,
});

test('a part brings its name, code, unit and price from the catalogue, and its rate from the table', async () => {
  const { make, basics } = await begin();
  const [line] = (await make.openCard([partLine(basics.parts.pads.id)])).estimateLines;
  assert.deepEqual(
    [line!.description, line!.hsn, line!.unit, line!.unitPrice.toString(), line!.taxRate],
    ['Front brake pad set', '87083000', 'PCS', '1850.00', '18'],
  );
});

test('TAX-08 each labour line makes a task with the hours sold, no other line does', async () => {
  const { make, basics } = await begin();
  const sublet = { ...make.labour, kind: 'SERVICE', description: 'Towing' } as EstimateLineRequest;
  const card = await make.openCard([make.labour, partLine(basics.parts.pads.id), sublet]);
  assert.deepEqual(
    card.tasks.map(({ description, position, soldHours }) => [description, position, String(soldHours)]),
    [['Periodic service', 1, '2.000']],
  );
  assert.equal(card.tasks[0]!.estimateLineId, card.estimateLines[0]!.id);
});

test('a price that is with its tax above the MRP is refused, and one that just reaches it is not', async () => {
  const { make, basics } = await begin();
  const oil = (unitPrice: string) => make.openCard([partLine(basics.parts.oil.id, { unitPrice: Money.parse(unitPrice) })]);
  await assert.rejects(oil('695.00'), refusal('price.above_mrp', /₹820.10 with tax is above the printed price of ₹820.00/));
  const discounted = (value: string) =>
    make.openCard([partLine(basics.parts.oil.id, { unitPrice: Money.parse('700.00'), discount: { type: 'AMOUNT', value } })]);
  await assert.rejects(discounted('1.00'), refusal('price.above_mrp'));
  assert.ok(await discounted('30.00'), 'it is judged after the discount');
  assert.equal((await oil('694.91')).estimateLines[0]!.unitPrice.toString(), '694.91');
});

test('STK-10 a part that is discontinued or unknown is not estimated, and one of nothing neither', async () => {
  const { make, ids } = await begin();
  const gone = await make.partInStock('1', { active: false });
  await assert.rejects(make.openCard([partLine(gone.id)]), refusal('part.inactive'));
  await assert.rejects(make.openCard([partLine(ids.next())]), refusal('entity.absent'));
  await assert.rejects(make.openCard([{ ...make.labour, quantity: Quantity.zero }]), refusal('quantity.malformed'));
});

test('a part that is exempt is priced without tax, whatever the table says of its code', async () => {
  const { make } = await begin();
  const exempt = await make.partInStock('1', { taxTreatment: 'EXEMPT' });
  const { estimate } = await make.openCard([partLine(exempt.id, { unitPrice: Money.parse('160.00') })]);
  assert.deepEqual([estimate!.tax, estimate!.total].map(String), ['0.00', '160.00']);
});

test('TAX-07 the table decides on the rate: another one that is sent along is refused', async () => {
  const { make } = await begin();
  const rated = (taxRate: string) => make.openCard([{ ...make.labour, taxRate }]);
  await assert.rejects(rated('0'), refusal('tax_rate.differs', /998714 is taxed at 18 %, not at 0 %/));
  await assert.rejects(rated('17.123'), refusal('tax_rate.differs'));
  assert.equal((await rated('18.00')).estimate!.tax.toString(), '288.00');
});

test('ACC-04 a price below the catalogue is a discount, and has to be given as one', async () => {
  const { make } = await begin();
  const part = await make.partInStock('1');
  await assert.rejects(make.openCard([partLine(part.id, { unitPrice: Money.parse('1.00') })]), refusal('price.undercut', /costs ₹150.00/));
});

test('ACC-04 a discount above the limit of an advisor waits for somebody else; a fraction above it too', async () => {
  const { make } = await begin();
  const off = (value: string) => make.openCard([{ ...make.labour, discount: { type: 'AMOUNT', value } }]);
  assert.equal((await off('80.00')).estimate!.discount.toString(), '80.00'); // 5 % of 1600
  await assert.rejects(off('80.01'), refusal('approval.unavailable'));
});

test('ACC-04 the discounts of one day add up against the limit', async () => {
  const { make, clock } = await begin();
  const off = () => make.openCard([{ ...make.labour, quantity: Quantity.parse('5'), discount: { type: 'AMOUNT', value: '200.00' } }]);
  await off();
  await off();
  await assert.rejects(off(), refusal('approval.unavailable')); // 600 of 500 on one day
  clock.advance(24 * 3_600_000);
  await off();
});

test('JOB-02 VEH-02 a second card and a lower reading need force with a reason, and blanks are none', async () => {
  const { make, use, basics, transact } = await begin();
  const { asha, car } = basics;
  const open = (more: object) =>
    use.open(
      { customerId: asha.id, vehicleId: car.id, serviceCenterId: basics.branches.blr01.id, type: 'WASH', ...more },
      basics.actors.advisor,
    );
  await assert.rejects(open({ odometer: 20_099 }), refusal('job.odometer', /last reading was 20100/));
  await open({ odometer: 20_100 });
  await assert.rejects(open({}), refusal('job.already_open', /JC-BLR01-2627-00001 is open/));
  await assert.rejects(open({ force: true }), refusal('job.already_open'));
  await assert.rejects(open({ force: true, reason: '  ' }), refusal('job.already_open'));
  const forced = await open({ force: true, reason: 'Meter was changed', odometer: 12 });
  assert.deepEqual([forced.forcedReason, forced.odometerIn], ['Meter was changed', 12]);
  const { odometer } = await transact(basics.actors.advisor, ({ vehicles }) => vehicles.get(car.id, everywhere));
  assert.equal(odometer, 12, 'what the new meter shows is the last reading from now on');
  assert.ok(make);
});

test('a card is opened for the owner of the vehicle, at a branch that takes new work', async () => {
  const { use, make, basics, transact } = await begin();
  const vehicle = await make.vehicle();
  const open = (customerId: string) =>
    use.open({ customerId, vehicleId: vehicle.id, serviceCenterId: basics.branches.blr01.id, type: 'WASH' }, basics.actors.advisor);
  await assert.rejects(open(basics.asha.id), refusal('vehicle.not_of_customer'));
  await transact(basics.actors.admin, async ({ serviceCenters, record }) => {
    Object.assign(await serviceCenters.getForChange(basics.branches.blr01.id, everywhere), { status: 'MAINTENANCE' });
    record({ name: 'ServiceCenterCreated', entityId: basics.branches.blr01.id, serviceCenterId: null, data: {} });
  });
  await assert.rejects(open(vehicle.customerId), refusal('service_center.closed'));
});

test('a job whose type needs no estimate has a task to work on', async () => {
  const { use, basics } = await begin();
  const { asha, car } = basics;
  const about = { customerId: asha.id, vehicleId: car.id, serviceCenterId: basics.branches.blr01.id, type: 'WASH' } as const;
  const card = await use.open({ ...about, description: 'Wash and vacuum' }, basics.actors.advisor);
  assert.deepEqual(
    card.tasks.map(({ description, status }) => [description, status]),
    [['Wash and vacuum', 'open']],
  );
});
