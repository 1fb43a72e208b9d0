import assert from 'node:assert/strict';
import { it } from 'node:test';
import { importCustomers } from '@dms/domain/customers/use-cases/import-customers';
import { importVehicles } from '@dms/domain/customers/use-cases/import-vehicles';
import { everywhere, systemActor } from '@dms/domain/shared/actor';
import type { ImportRow } from '@dms/domain/shared/import-batch';
import { gstinOf } from '../../db/seeds/demo/gstins.ts';
import { contract } from './harness.ts';

const actor = systemActor('dms import');

/** IMP-01: rows become customers and vehicles by the rules that the API holds people to. */
export const imports = contract('imports of customers and vehicles', (given) => {
  const bring = (kind: 'customers' | 'vehicles', rows: readonly ImportRow['cells'][], { dryRun = false, branch = 'blr01' } = {}) => {
    const use = { customers: importCustomers, vehicles: importVehicles }[kind](given());
    const serviceCenterId = given().basics.branches[branch as 'blr01'].id;
    return use({ importId: given().ids.next(), rows: rows.map((cells, n) => ({ line: n + 2, cells })), dryRun, serviceCenterId }, actor);
  };
  const customerAt = (phone: string) =>
    given().transact(actor, async ({ customers }) => {
      const [owner] = await customers.ownersByPhone([phone]);
      return owner && customers.get(owner.customerId, everywhere);
    });
  const vehicleAt = (plate: string) => given().transact(actor, async ({ vehicles }) => (await vehicles.lockByKeys([plate], []))[0]);
  const counts = (created: number, changed: number, unchanged: number) => ({ created, changed, unchanged, bad: [] });

  it('IMP-01 a customer is known by the phone, however it is written, and a company whose phone changed by its GSTIN', async () => {
    const gstin = gstinOf('29', 'AABCI7701B');
    const company = {
      type: 'business',
      firstName: 'Indira',
      legalName: 'Indira Motors',
      phone: '98450 77001',
      gstin,
      consents: 'sms;email',
    };
    assert.deepEqual(await bring('customers', [company]), counts(1, 0, 0));
    const kept = await customerAt('+919845077001');
    assert.deepEqual([kept?.type, kept?.stateCode, kept?.consents], ['BUSINESS', '29', ['SMS', 'EMAIL']]);
    assert.deepEqual(await bring('customers', [{ ...company, phone: '+91-98450-77001' }]), counts(0, 0, 1));
    const moved = { ...company, phone: '9845077002', creditLimit: '50000' };
    assert.deepEqual(await bring('customers', [moved], { dryRun: true }), counts(0, 1, 0));
    assert.equal(await customerAt('+919845077002'), undefined);
    assert.deepEqual(await bring('customers', [moved]), counts(0, 1, 0));
    assert.equal((await customerAt('+919845077002'))?.id, kept?.id);
    assert.equal((await customerAt('+919845077002'))?.creditLimit?.toString(), '50000.00');
    assert.deepEqual(await bring('customers', [moved], { branch: 'pun01' }), counts(0, 1, 0));
    assert.deepEqual(await bring('customers', [moved], { branch: 'pun01' }), counts(0, 0, 1));
  });

  it('IMP-01 a row is refused that the API would refuse, and one that would make two of one customer', async () => {
    const gstin = gstinOf('29', 'AABCI7702B');
    await bring('customers', [
      { firstName: 'One', phone: '9845077010', gstin },
      { firstName: 'Two', phone: '9845077011' },
    ]);
    const { bad, ...rest } = await bring('customers', [
      { firstName: 'A', phone: '12345' },
      { firstName: 'B', phone: '9845077012', gstin: '29AABCI7702B1ZA' },
      { firstName: 'C', phone: '9845077013', gstin: gstinOf('29', 'AABCI7703B'), stateCode: '27' },
      { firstName: 'D', phone: '9845077011', gstin },
      { firstName: 'E', phone: '9845077014', dateOfBirth: '2999-01-01' },
      { firstName: 'F', phone: '9845077015', serviceCenter: 'XXX99' },
      { firstName: 'G', phone: '9845077010', lastName: 'G\0' },
      { firstName: 'H', phone: '9845077016', gstin: gstinOf('29', 'AABCI7703B'), stateCode: '27', gstinConfirmed: 'yes' },
      { firstName: 'I', phone: '9845077016' },
    ]);
    assert.deepEqual(rest, { created: 1, changed: 0, unchanged: 0 });
    const reasons = [
      /not an Indian mobile/,
      /check character/,
      /of state 29/,
      /of one customer and the GSTIN/,
      /in the future/,
      /no branch/,
      /NUL/,
      /as line 9/,
    ];
    assert.deepEqual(
      bad.map(({ line }) => line),
      [2, 3, 4, 5, 6, 7, 8, 10],
    );
    bad.forEach(({ reason }, index) => assert.match(reason, reasons[index]!));
  });

  it('IMP-01 a vehicle is known by its plate or its VIN, has an owner there is, and its meter goes forward alone', async () => {
    await bring('customers', [
      { firstName: 'Owner', phone: '9845077020' },
      { firstName: 'Other', phone: '9845077021' },
    ]);
    const about = { ownerPhone: '9845077020', make: 'Tata', model: 'Nexon', vin: 'MAT62500000077001' };
    const car = { ...about, registration: 'ka 05 mn 77', odometer: '1200' };
    assert.deepEqual(await bring('vehicles', [car]), counts(1, 0, 0));
    const kept = await vehicleAt('KA05MN0077');
    const again = { ...car, registration: 'KA-05-MM-77' };
    assert.deepEqual(await bring('vehicles', [again]), counts(0, 1, 0));
    assert.equal(await vehicleAt('KA05MN0077'), undefined);
    assert.deepEqual([(await vehicleAt('KA05MM0077'))?.id, kept?.odometer], [kept?.id, 1200]);
    assert.deepEqual(await bring('vehicles', [{ ...again, registration: 'KA05MM0077', odometer: '1300' }]), counts(0, 1, 0));
    assert.deepEqual(await bring('vehicles', [{ ...again, odometer: '1300' }]), counts(0, 0, 1));
    const { bad } = await bring('vehicles', [
      { ...again, odometer: '1299' },
      { ...again, ownerPhone: '9845077021' },
      { ...again, ownerPhone: '9845077029' },
      { registration: 'nothing', ownerPhone: '9845077020', make: 'Tata', model: 'Nexon' },
      { registration: 'KA01AB1234', ownerPhone: '9845077020', make: 'Tata', model: 'Nexon', vin: car.vin },
    ]);
    const reasons = [
      /last reading was 1300/,
      /another customer/,
      /no customer has the phone/,
      /no known shape/,
      /of one vehicle and the VIN/,
    ];
    assert.equal(bad.length, reasons.length);
    bad.forEach(({ reason }, index) => assert.match(reason, reasons[index]!));
  });
});
