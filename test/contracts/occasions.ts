import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Invoice } from '@dms/domain/billing/invoice';
import type { EndingWarranties } from '@dms/domain/notifications/occasions';
import { composeWork } from '@dms/domain/notifications/use-cases/compose-work';
import { everywhere } from '@dms/domain/shared/actor';
import { addDays, businessDay } from '@dms/domain/shared/calendar';
import { noted, somebody } from './fixtures.ts';
import { contract } from './harness.ts';

/** Who is told of which day, by whatever keeps the data. */
export const occasionsOfCustomers = contract('occasions of customers', (given) => {
  const today = () => businessDay(given().clock.now());
  /** What is told of a bill whose warranties end in the month to come, taken down as told. */
  const endingOf = async (invoiceId: string): Promise<readonly EndingWarranties[]> => {
    const { transact, clock } = given();
    return transact(somebody, async ({ occasions, record }) => {
      const found = await occasions.endingWarranties(today(), addDays(today(), 40), 500, clock.now());
      record(noted('WarrantiesEnding', invoiceId));
      return found.filter((one) => one.invoiceId === invoiceId);
    });
  };

  /** The bills of one job, the insurer's issued last, which sells and warrants. */
  const paidByInsurer = async (): Promise<{ readonly last: Invoice; readonly ownerId: string; readonly insurerId: string }> => {
    const { make, desk, basics, transact } = given();
    const part = await make.partInStock('5.000');
    await desk.setTerms({ partId: part.id, months: 1 }, basics.actors.admin);
    const whole = await make.draft([make.labour, { kind: 'PART', partId: part.id, quantity: make.labour.quantity }]);
    const { sourceId, customerId: ownerId } = await desk.discard({ invoiceId: whole.id }, somebody);
    const { customerId: insurerId } = await make.vehicle();
    await transact(somebody, async ({ customers, record }) => {
      Object.assign(await customers.getForChange(insurerId, everywhere), { gstin: '29AAACR5055K1Z3', legalName: 'Sahyadri Insurance Ltd' });
      record(noted('CustomerEdited', insurerId));
    });
    const lines = whole.lines.map(({ sourceLineId }) => ({
      sourceLineId: sourceLineId!,
      share: { type: 'PERCENT', value: '60' } as const,
    }));
    const insured = await desk.draft({ sourceType: 'job', sourceId, payer: 'INSURER', payerCustomerId: insurerId, lines }, somebody);
    const own = await desk.draft({ sourceType: 'job', sourceId }, somebody);
    await desk.issue({ invoiceId: own.id }, basics.actors.advisor);
    const last = await desk.issue({ invoiceId: insured.id }, basics.actors.advisor);
    assert.equal(last.customerId, insurerId);
    return { last, ownerId: ownerId!, insurerId };
  };

  it('NOT-05 of the end of a warranty the owner is told, whoever paid the bill, and once', async () => {
    const { last, ownerId, insurerId } = await paidByInsurer();
    const held = await given().transact(somebody, ({ warranties }) => warranties.ofInvoice(last.id));
    assert.ok(held.length > 0 && ownerId !== insurerId);
    const [{ endsOn, vehicleId }] = held as [(typeof held)[number]];
    const { id: invoiceId, invoiceNumber, serviceCenterId } = last;
    assert.deepEqual(await endingOf(last.id), [
      { invoiceId, invoiceNumber, serviceCenterId, customerId: ownerId, vehicleId, endsOn, count: held.length },
    ]);
    assert.deepEqual(await endingOf(last.id), []);
  });

  it('NOT-05 WAR-01 of the end of a warranty of a bill that was cancelled the one in its place is told', async () => {
    const { make, desk, basics } = given();
    const part = await make.partInStock('5.000');
    await desk.setTerms({ partId: part.id, months: 1 }, basics.actors.admin);
    const first = await make.invoice([make.labour, { kind: 'PART', partId: part.id, quantity: make.labour.quantity }]);
    await desk.cancel({ invoiceId: first.id, reason: 'Wrong name' }, basics.actors.manager);
    const drawnUp = await desk.draft({ sourceType: 'job', sourceId: first.sourceId }, basics.actors.advisor);
    const { invoiceNumber } = await desk.issue({ invoiceId: drawnUp.id }, basics.actors.advisor);
    assert.notEqual(invoiceNumber, first.invoiceNumber);
    assert.deepEqual(
      (await endingOf(first.id)).map((told) => told.invoiceNumber),
      [invoiceNumber],
    );
  });

  it('NOT-05 who sold the vehicle meanwhile is told nothing of its warranties', async () => {
    const { transact, make } = given();
    const { last } = await paidByInsurer();
    const [told] = await endingOf(last.id);
    const { customerId, vehicleId, ...about } = told!;
    const occasion = {
      ...{
        entityId: last.id,
        serviceCenterId: about.serviceCenterId,
        eventName: 'WarrantiesEnding' as const,
        data: { ...about, vehicleId },
      },
      ...{ recipientId: customerId, recipientName: 'Ravi', language: 'en' as const },
    };
    const compose = () => composeWork({ transact })['warranty-ending'](occasion, somebody);
    const before = await compose();
    assert.ok('vars' in before && before.vars.endsOn === about.endsOn && before.vars.customer === 'Ravi');
    const { customerId: buyerId } = await make.vehicle();
    await transact(somebody, async ({ vehicles, record }) => {
      Object.assign(await vehicles.getForChange(vehicleId!, everywhere), { customerId: buyerId });
      record(noted('VehicleTransferred', vehicleId!));
    });
    assert.deepEqual(await compose(), { suppressed: 'The vehicle has another owner by now.' });
  });
});
