import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Payment } from '@dms/domain/billing/payment';
import { PaymentAllocation } from '@dms/domain/billing/payment-allocation';
import { Customer } from '@dms/domain/customers/customer';
import { Vehicle } from '@dms/domain/customers/vehicle';
import { StoredFile } from '@dms/domain/files/stored-file';
import { Session } from '@dms/domain/identity/session';
import { ServiceCenterAssignment } from '@dms/domain/identity/user';
import { Part } from '@dms/domain/inventory/part';
import { ServiceCenter } from '@dms/domain/service-centers/service-center';
import { everywhere } from '@dms/domain/shared/actor';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import type { Repository } from '@dms/domain/shared/repository';
import { noted, somebody } from './fixtures.ts';
import { contract, type Given } from './harness.ts';

type Kept = { readonly id: string; readonly version: number };
type Kind =
  | 'users'
  | 'sessions'
  | 'serviceCenters'
  | 'customers'
  | 'vehicles'
  | 'parts'
  | 'jobCards'
  | 'stockTransfers'
  | 'invoices'
  | 'payments';
type RootOf<Name extends Kind> = Given['transact'] extends (actor: never, work: (unit: infer Unit) => Promise<unknown>) => unknown
  ? Name extends keyof Unit
    ? Unit[Name] extends Repository<infer Root>
      ? Root
      : never
    : never
  : never;

/** All that is in an entity, its children and amounts alike, whatever its class makes of it as JSON. */
const inWords = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Money || value instanceof Quantity) return value.toString();
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(inWords);
  return Object.fromEntries(Object.entries(value).map(([field, held]) => [field, inWords(held)]));
};
const withoutVersion = (root: object): unknown => ({ ...(inWords(root) as object), version: 0 });

const load = <Name extends Kind>({ transact }: Given, kind: Name, id: string): Promise<RootOf<Name>> =>
  transact(somebody, (unit) => (unit[kind] as unknown as Repository<RootOf<Name>>).get(id, everywhere));

const change = <Name extends Kind>(
  { transact }: Given,
  kind: Name,
  id: string,
  work: (root: RootOf<Name>) => void,
): Promise<RootOf<Name>> =>
  transact(somebody, async (unit) => {
    const root = await (unit[kind] as unknown as Repository<RootOf<Name>>).getForChange(id, everywhere);
    work(root);
    unit.record(noted('JobCardMoved', id));
    return root;
  });

/** Adds the root, and expects it back field by field, of its own class. */
const comesBack = async <Name extends Kind>(given: Given, kind: Name, root: RootOf<Name> & Kept): Promise<RootOf<Name>> => {
  await given.transact(somebody, async (unit) => {
    (unit[kind] as unknown as Repository<RootOf<Name>>).add(root);
    unit.record(noted('JobCardMoved', root.id));
  });
  const loaded = await load(given, kind, root.id);
  assert.deepEqual(inWords(loaded as object), inWords(root));
  assert.equal((loaded as object).constructor, root.constructor);
  return loaded;
};

/** Changes the root, and expects the change back, one version later. */
const changesBack = async <Name extends Kind>(
  given: Given,
  kind: Name,
  id: string,
  work: (root: RootOf<Name>) => void,
): Promise<RootOf<Name>> => {
  const before = (await load(given, kind, id)) as Kept;
  const changed = (await change(given, kind, id, work)) as object & Kept;
  const loaded = (await load(given, kind, id)) as object & Kept;
  assert.deepEqual(withoutVersion(loaded), withoutVersion(changed));
  assert.notDeepEqual(withoutVersion(loaded), withoutVersion(before), 'nothing was changed at all');
  assert.equal(loaded.version, before.version + 1);
  return loaded as RootOf<Name>;
};

/** Load, change, load again: for every aggregate, with everything that hangs on it. */
export const aggregates = contract('every aggregate', (given) => {
  const now = (): Date => given().clock.now();
  const next = (): string => given().ids.next();

  it('a user comes back with the branches assigned', async () => {
    const { basics, make } = given();
    const { user } = await make.engineer();
    await changesBack(given(), 'users', user.id, (root) => {
      root.role = 'SERVICE_ADVISOR';
      root.status = 'SUSPENDED';
      root.tokenVersion += 1;
      root.lockedUntil = now();
      const { id: serviceCenterId } = basics.branches.blr02;
      const added = new ServiceCenterAssignment({
        id: next(),
        userId: root.id,
        serviceCenterId,
        assignedAt: now(),
        assignedBy: basics.people.admin.id,
      });
      root.assignments = [...root.assignments, added];
    });
    const loaded = await load(given(), 'users', user.id);
    assert.deepEqual(loaded.serviceCenterIds, [basics.branches.blr01.id, basics.branches.blr02.id]);
    await changesBack(given(), 'users', user.id, (root) => (root.assignments = root.assignments.slice(1)));
  });

  it('a session comes back, and when it was used and revoked', async () => {
    const fields = {
      userId: given().basics.people.advisor.id,
      family: next(),
      refreshTokenHash: next(),
      ipAddress: '10.0.0.1',
      userAgent: 'phone',
    };
    const session = new Session({ id: next(), ...fields, expiresAt: now() });
    await comesBack(given(), 'sessions', session);
    await changesBack(given(), 'sessions', session.id, (root) => {
      root.lastUsedAt = now();
      root.revokedAt = now();
    });
  });

  it('a branch comes back with its branding, place, hours and bank', async () => {
    const { id: _, code: __, ...fields } = given().basics.branches.blr01;
    const place = { capacity: 12, serviceRadiusKm: '25.50', homeServiceEnabled: true, latitude: '12.971599', longitude: '77.594566' };
    const hours = {
      monday: [
        { from: '09:00', to: '13:00' },
        { from: '14:00', to: '18:00' },
      ],
      sunday: [],
    };
    const open = { hours, holidays: [{ day: '2027-01-26', name: 'Republic Day' }], selfAssign: true };
    await comesBack(
      given(),
      'serviceCenters',
      new ServiceCenter({ ...fields, ...place, ...open, id: next(), code: 'MYS01', status: 'MAINTENANCE' }),
    );
  });

  it('a customer comes back with every field', async () => {
    const business = new Customer({
      id: next(),
      type: 'BUSINESS',
      firstName: 'राजेश',
      lastName: 'शर्मा',
      phone: '+919876500001',
      email: 'accounts@example.in',
      ...{
        address: 'Plot 7\nPeenya',
        city: 'Bengaluru',
        state: 'Karnataka',
        stateCode: '29',
        pincode: '560058',
      },
      ...{
        gstin: '29AAACR5055K1Z3',
        legalName: 'Rajesh Transport LLP',
        language: 'hi',
        creditLimit: Money.parse('250000.00'),
      },
      ...{
        paymentTermsDays: 30,
        dateOfBirth: '1980-02-29',
      },
    });
    const loaded = await comesBack(given(), 'customers', business);
    assert.equal(loaded.displayName, 'Rajesh Transport LLP');
    assert.ok(loaded.creditLimit instanceof Money);
  });

  it('a vehicle comes back, and its last reading', async () => {
    const { customerId } = await given().make.vehicle();
    const fields = {
      make: 'Tata',
      model: 'Nexon',
      year: 2023,
      registration: '22 BH 1234 AA',
      registrationType: 'BH',
      vin: 'MAT62345678901234',
    };
    const vehicle = new Vehicle({ id: next(), customerId, ...fields, color: 'White', fuelType: 'EV', odometer: 9000 });
    await comesBack(given(), 'vehicles', vehicle);
    await changesBack(given(), 'vehicles', vehicle.id, (root) => root.read(9500));
  });

  it('a part comes back with its prices, levels and substitutes', async () => {
    const part = new Part({
      id: next(),
      sku: 'WIP-BLD-22',
      name: 'Wiper blade',
      description: 'Left',
      category: 'Wipers',
      manufacturer: 'Bosch',
      supplier: 'Bosch India',
      ...{
        barcode: '8901234567890',
        hsn: '85124000',
        unit: 'PCS',
        taxTreatment: 'TAXABLE',
        unitPrice: Money.parse('499.99'),
        cost: Money.parse('310.05'),
      },
      ...{
        mrp: Money.parse('590.00'),
        reorderLevel: Quantity.parse('2.500'),
        serialTracked: true,
        active: false,
      },
      substitutes: [given().basics.parts.pads.id],
    });
    const loaded = await comesBack(given(), 'parts', part);
    assert.ok(loaded.reorderLevel instanceof Quantity);
    const many = await given().transact(somebody, ({ parts }) => parts.getMany([part.id, next()]));
    assert.deepEqual(many.map(inWords), [inWords(part)]);
  });

  it('STK-02 a balance comes back as it was left, worth what it cost', async () => {
    const { transact, basics, make, ids } = given();
    const part = await make.partInStock('3.000');
    const lock = () => transact(somebody, ({ stockItems }) => stockItems.lock(basics.branches.blr01.id, [part.id, ids.next()], everywhere));
    await transact(somebody, async ({ stockItems, record }) => {
      const [item] = await stockItems.lock(basics.branches.blr01.id, [part.id], everywhere);
      item!.reserve(Quantity.parse('1.250'));
      assert.equal(item!.issueReserved(Quantity.parse('1.000')).toString(), '100.00');
      record(noted('PartsIssued', part.id));
    });
    const items = await lock();
    assert.deepEqual(
      items.map(({ onHand, reserved, stockValue, version }) => [onHand, reserved, stockValue, version].map(String)),
      [['2.000', '0.250', '200.00', '2']],
    );
  });

  it('a stock transfer comes back with its goods, variances, paper and every step, in order', async () => {
    const { make, desk, basics } = given();
    const [part, other] = [await make.partInStock('3.500'), await make.partInStock('2')];
    const items = [part, other].map(({ id: partId }) => ({ partId, quantity: Quantity.parse('2') }));
    const { id: transferId } = await make.transfer(items, 'approved');
    await desk.transfer.dispatch({ transferId, vehicleNumber: 'KA01AB1234', transporter: 'own van' }, somebody);
    const receipt = { partId: part.id, quantity: Quantity.parse('0.500'), short: Quantity.parse('1'), damaged: Quantity.parse('0.500') };
    const { variances } = await desk.transfer.receive({ transferId, items: [receipt] }, somebody);
    const decision = { varianceId: variances[1]!.id, outcome: 'WRITTEN_OFF', note: 'Dropped' } as const;
    const changed = await desk.transfer.decide({ transferId, ...decision }, basics.actors.admin);
    const loaded = await load(given(), 'stockTransfers', transferId);

    assert.deepEqual(withoutVersion(loaded), withoutVersion(changed));
    assert.equal(loaded.constructor, changed.constructor);
    assert.equal(loaded.version, 5);
    assert.ok(loaded.lines.every(({ dispatchedValue }) => dispatchedValue instanceof Money));
    assert.deepEqual(
      loaded.transitions.map(({ event }) => event),
      ['submit', 'approve', 'dispatch', 'receive'],
    );
  });

  it('a job card comes back with its estimate, tasks, time, parts and every step, in order', async () => {
    const { make, desk, basics, clock } = given();
    const { card, engineer } = await make.assignedCard(make.mainLines);
    const [jobCardId, taskId] = [card.id, card.tasks[0]!.id];
    await desk.issueParts({ jobCardId, items: [{ partId: basics.parts.oil.id, quantity: Quantity.parse('1.250') }] }, basics.actors.staff);
    await desk.start({ jobCardId, taskId }, engineer);
    clock.advance(60_000);
    await desk.pause({ jobCardId, taskId, reason: 'Tea' }, engineer);
    clock.advance(60_000);
    const changed = await desk.start({ jobCardId, taskId }, engineer);
    const loaded = await load(given(), 'jobCards', jobCardId);

    assert.deepEqual(inWords(loaded), inWords(changed));
    assert.equal(loaded.constructor, changed.constructor);
    assert.deepEqual(
      loaded.transitions.map(({ event }) => event),
      ['submit', 'accept', 'assign', 'start'],
    );
    assert.deepEqual(
      loaded.estimateLines.map(({ position, description }) => [position, description]),
      [
        [1, 'Periodic service'],
        [2, 'Engine oil 5W-30'],
        [3, 'Oil filter'],
      ],
    );
    assert.equal(loaded.timeLogs[0]?.spans.length, 2);
    assert.deepEqual(loaded.parts.map(({ issued, unfilled }) => [issued, unfilled].map(String)).sort(), [
      ['0.000', '1.000'],
      ['1.250', '2.250'],
    ]);
    assert.ok(loaded.estimate!.total.equals(Money.parse('5068.00')));
    // What came back is a job card that can go on, not only the picture of one.
    await changesBack(given(), 'jobCards', jobCardId, (root) => {
      root.finishTask(taskId, { userId: null, now: clock.now(), ids: given().ids });
      root.odometerOut = 20_160;
      root.rework = true;
    });
  });

  it('a job card is a version later when only a child of it changed', async () => {
    const { make, desk } = given();
    const { card, engineer } = await make.assignedCard();
    const started = await desk.start({ jobCardId: card.id, taskId: card.tasks[0]!.id }, engineer);
    const paused = await desk.pause({ jobCardId: card.id, taskId: card.tasks[0]!.id, reason: 'Tea' }, engineer);
    assert.equal(paused.version, started.version + 1);
    assert.equal((await load(given(), 'jobCards', card.id)).version, paused.version);
  });

  it('INV-02 an invoice comes back with its lines and the frozen copy, to the letter', async () => {
    const { make } = given();
    const invoice = await make.invoice(make.mainLines);
    const loaded = await load(given(), 'invoices', invoice.id);
    assert.deepEqual(inWords(loaded), inWords(invoice));
    assert.deepEqual(
      loaded.lines.map(({ position }) => position),
      [1, 2, 3],
    );
    assert.ok(loaded.lines[1]!.unitPrice instanceof Money && loaded.lines[1]!.quantity instanceof Quantity);
    assert.deepEqual(loaded.document, invoice.document);
    await changesBack(given(), 'invoices', invoice.id, (root) => root.receive(Money.parse('68.00'), now()));
    assert.equal((await load(given(), 'invoices', invoice.id)).balance.toString(), '5000.00');
  });

  it('JOB-06 an estimate comes back as the customer decided on it, and a card is found by each of its revisions', async () => {
    const { make, desk, basics, transact } = given();
    const { card } = await make.assignedCard();
    const jobCardId = card.id;
    const offered = await desk.offerMore({ jobCardId, lines: [make.labour, make.labour] }, basics.actors.advisor);
    const { id, linkExpiresAt } = offered.openEstimate!;
    const [accepted, declined] = offered.linesOf(offered.openEstimate!);
    const word = { decision: 'ACCEPTED', channel: 'PHONE', note: 'one of them', acceptedLineIds: [accepted!.id] } as const;
    const decided = await desk.decide({ jobCardId, revision: 2, ...word }, basics.actors.advisor);
    const loaded = await load(given(), 'jobCards', jobCardId);
    assert.deepEqual(inWords(loaded), inWords(decided));
    assert.deepEqual(loaded.estimate?.declinedLineIds, [declined!.id]);
    assert.deepEqual([loaded.estimate?.status, loaded.estimate?.linkExpiresAt], ['partially_accepted', linkExpiresAt]);
    const find = (estimateId: string) => transact(somebody, ({ jobCards }) => jobCards.idOfEstimate(estimateId));
    assert.deepEqual([await find(id), await find(loaded.estimates[0]!.id), await find(next())], [jobCardId, jobCardId, undefined]);
  });

  it('an inspection comes back point by point, the last revision first, and none is changed', async () => {
    const { make, desk, basics, transact, ids } = given();
    const { id: jobCardId } = await make.openCard();
    const photo = new StoredFile({
      ...{ id: ids.next(), key: `photos/${jobCardId}.jpg`, name: 'horn.jpg', contentType: 'image/jpeg', size: 9, sha256: 'b'.repeat(64) },
      ...{ entityType: 'JobCard', entityId: jobCardId, serviceCenterId: basics.branches.blr01.id },
    });
    const paper = new StoredFile({ ...photo, id: ids.next(), key: `photos/${jobCardId}.pdf`, contentType: 'application/pdf' });
    await transact(somebody, async ({ files, record }) => {
      for (const file of [photo, paper]) files.add(file);
      record(noted('JobCardMoved', jobCardId));
    });
    const horn = { key: 'horn', result: 'FAIL', note: 'silent', photoFileIds: [photo.id] } as const;
    await desk.inspect({ jobCardId, items: [horn] }, basics.actors.advisor);
    const second = await desk.inspect({ jobCardId, items: [horn, { label: 'A dent', result: 'ADVISORY' }] }, basics.actors.advisor);
    const loaded = await transact(somebody, ({ inspections }) => inspections.latestOf(jobCardId));
    assert.deepEqual(inWords(loaded), inWords(second));
    assert.deepEqual(
      [loaded?.revision, loaded?.constructor, loaded?.items[0]?.constructor],
      [2, second.constructor, second.items[0]!.constructor],
    );
    assert.equal(await transact(somebody, ({ inspections }) => inspections.latestOf(next())), undefined);
    const among = (fileIds: readonly string[]) => transact(somebody, ({ photos }) => photos.among(fileIds, jobCardId));
    assert.deepEqual(await among([photo.id, paper.id, next()]), [photo.id]);
    await assert.rejects(
      transact(somebody, async ({ inspections, record }) => {
        const last = await inspections.latestOf(jobCardId);
        Object.assign(last!, { note: 'all is well' });
        record(noted('VehicleInspected', jobCardId));
      }),
    );
  });

  it('INV-02 what stands on an issued invoice cannot be changed any more', async () => {
    const { make } = given();
    const invoice = await make.invoice();
    await assert.rejects(change(given(), 'invoices', invoice.id, (root) => (root.invoiceNumber = 'X/1')));
    await assert.rejects(change(given(), 'invoices', invoice.id, (root) => (root.document = null)));
    assert.deepEqual(inWords(await load(given(), 'invoices', invoice.id)), inWords(invoice));
  });

  it('a payment comes back with its allocations', async () => {
    const { make, basics } = given();
    const [one, two] = [await make.invoice(), await make.invoice()];
    const id = next();
    const allocations = [one, two].map(
      (invoice) =>
        new PaymentAllocation({
          ...{ id: next(), paymentId: id, invoiceId: invoice.id, amount: Money.parse('10.00') },
          ...{ businessDay: '2026-11-22', allocatedAt: now() },
        }),
    );
    const fields = {
      serviceCenterId: basics.branches.blr01.id,
      customerId: one.customerId,
      amount: Money.parse('20.00'),
      method: 'CHEQUE',
    } as const;
    const told = { reference: '000123', notes: 'Two bills', receivedAt: now(), businessDay: '2026-11-22', allocations };
    await comesBack(given(), 'payments', new Payment({ id, ...fields, ...told }));
  });

  it('the newest file of a kind comes back for what it belongs to', async () => {
    const { transact, basics } = given();
    const entityId = next();
    const file = (name: string, contentType: string) =>
      new StoredFile({
        id: next(),
        key: `files/${entityId}/${name}`,
        name,
        contentType,
        size: 12,
        sha256: 'a'.repeat(64),
        entityType: 'Invoice',
        entityId,
        serviceCenterId: basics.branches.blr01.id,
      });
    for (const [name, type] of [
      ['old.pdf', 'application/pdf'],
      ['new.pdf', 'application/pdf'],
      ['photo.png', 'image/png'],
    ] as const) {
      await transact(somebody, async ({ files, record }) => {
        files.add(file(name, type));
        record(noted('InvoicePdfStored', entityId));
      });
      given().clock.advance(1000);
    }
    const found = await transact(somebody, ({ files }) => files.findOf('Invoice', entityId, 'application/pdf'));
    assert.equal(found?.name, 'new.pdf');
    assert.equal(found.size, 12);
    assert.equal(await transact(somebody, ({ files }) => files.findOf('JobCard', entityId, 'application/pdf')), undefined);
    const byKey = await transact(somebody, async ({ files }) => [await files.findByKey(found.key), await files.findByKey('no/such.pdf')]);
    assert.deepEqual([byKey[0]?.id, byKey[1]], [found.id, undefined]);
  });
});
