import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Invoice } from '@dms/domain/billing/invoice';
import type { Part } from '@dms/domain/inventory/part';
import { everywhere } from '@dms/domain/shared/actor';
import { addDays, addMonths, businessDay } from '@dms/domain/shared/calendar';
import { DomainError } from '@dms/domain/shared/errors';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import type { Warranty } from '@dms/domain/warranty/warranty';
import type { WarrantyClaim } from '@dms/domain/warranty/warranty-claim';
import type { EstimateLineRequest } from '@dms/domain/workshop/use-cases/draw-up-estimate';
import { refusal } from '../unit/shared/refusals.ts';
import { somebody } from './fixtures.ts';
import { contract } from './harness.ts';

const AT_ONCE = 8;
const ROUNDS = 4;
const ODOMETER = 20_150;

/** What each was answered, or with which code it was refused. */
const codes = async (asked: readonly Promise<unknown>[]): Promise<string[]> =>
  (await Promise.allSettled(asked))
    .map((one) => {
      if (one.status === 'fulfilled') return 'done';
      if (one.reason instanceof DomainError) return one.reason.code;
      throw one.reason;
    })
    .sort();

/** WAR-01, whoever keeps the data. */
export const warrantyContracts = contract('a warranty', (given) => {
  const today = (): string => businessDay(given().clock.now());
  const line = (part: Part, quantity: string): EstimateLineRequest => ({
    kind: 'PART',
    partId: part.id,
    quantity: Quantity.parse(quantity),
  });

  const warrantedPart = async (
    terms: { readonly months: number; readonly kilometres?: number } = { months: 12, kilometres: 10_000 },
    change: Partial<Part> = {},
  ): Promise<Part> => {
    const part = await given().make.partInStock('50.000', change);
    await given().desk.setTerms({ partId: part.id, ...terms }, given().basics.actors.admin);
    return part;
  };
  const warrantiesOf = ({ id }: Invoice): Promise<Warranty[]> => given().transact(somebody, ({ warranties }) => warranties.ofInvoice(id));
  const warranty = (id: string): Promise<Warranty> => given().transact(somebody, ({ warranties }) => warranties.get(id, everywhere));
  const oneSold = async (part?: Part): Promise<Warranty> => {
    const sold = part ?? (await warrantedPart());
    const [only] = await warrantiesOf(await given().make.invoice([given().make.labour, line(sold, '1.000')]));
    return only!;
  };
  /** As many connections as a race will need: who opens one only then comes too late to race. */
  const warm = async (): Promise<void> => {
    const { transact, basics } = given();
    const look = () => transact(somebody, ({ serviceCenters }) => serviceCenters.get(basics.branches.blr01.id, everywhere));
    await Promise.all(Array.from({ length: AT_ONCE }, look));
  };
  const asked = (warrantyId: string, amount = '420.00') => ({
    warrantyId,
    complaint: 'It leaks.',
    lines: [{ kind: 'PART', description: 'Filter', amount: Money.parse(amount) }] as const,
  });
  const claimed = async (amount?: string): Promise<WarrantyClaim> => {
    const { desk, basics } = given();
    const made = await desk.claim(asked((await oneSold()).id, amount), basics.actors.advisor);
    return desk.submitClaim({ claimId: made.id }, basics.actors.advisor);
  };

  it('WAR-01 a bill gives each piece a warranty of its own, what is measured one, and what has no terms none', async () => {
    const { make, eventsOf } = given();
    const [pieces, oil, plain] = [
      await warrantedPart(),
      await warrantedPart({ months: 6 }, { unit: 'LTR' }),
      await make.partInStock('50.000'),
    ];
    const invoice = await make.invoice([make.labour, line(pieces, '3.000'), line(oil, '3.500'), line(plain, '1.000')]);
    const held = await warrantiesOf(invoice);
    assert.deepEqual(
      held.map(({ partId, quantity, endsOn, endOdometer }) => [partId, String(quantity), endsOn, endOdometer]),
      [
        ...Array.from({ length: 3 }, () => [pieces.id, '1.000', addMonths(today(), 12), ODOMETER + 10_000]),
        [oil.id, '3.500', addMonths(today(), 6), null],
      ],
    );
    for (const { sourceType, sourceId, invoiceLineId, partId } of held) {
      assert.deepEqual([sourceType, sourceId], ['job', invoice.sourceId]);
      assert.equal(invoice.lines.find(({ id }) => id === invoiceLineId)?.partId, partId);
    }
    assert.ok((await eventsOf(invoice.id)).includes('WarrantiesGiven'));
  });

  it('WAR-01 work is warranted by its service code', async () => {
    const { make, desk, basics } = given();
    const hsn = '998729';
    await desk.setTerms({ hsn, months: 3, kilometres: 5000 }, basics.actors.admin);
    const invoice = await make.invoice([make.labour, { ...make.labour, hsn, description: 'Bodywork' }]);
    const held = await warrantiesOf(invoice);
    assert.deepEqual(
      held.map(({ kind, description, partId, endsOn, endOdometer }) => [kind, description, partId, endsOn, endOdometer]),
      [['LABOUR', 'Bodywork', null, addMonths(today(), 3), ODOMETER + 5000]],
    );
  });

  it('WAR-01 the terms of the day hold: others from a later day on change nothing that was sold, and none end them', async () => {
    const { desk, basics, transact } = given();
    const part = await warrantedPart();
    const tomorrow = addDays(today(), 1);
    await desk.setTerms({ partId: part.id, months: 24, validFrom: tomorrow }, basics.actors.admin);
    await desk.setTerms({ partId: part.id, months: 0, validFrom: addDays(today(), 2) }, basics.actors.admin);
    assert.equal((await oneSold(part)).months, 12);
    const on = (day: string) =>
      transact(somebody, async ({ warrantyTerms }) =>
        (await warrantyTerms.on(day, { partIds: [part.id], hsns: [] })).map(({ months, kilometres }) => [months, kilometres]),
      );
    assert.deepEqual(await on(addDays(today(), -1)), []);
    assert.deepEqual(await on(today()), [[12, 10_000]]);
    assert.deepEqual(await on(tomorrow), [[24, null]]);
    assert.deepEqual(await on(addDays(today(), 30)), [[0, null]]);
  });

  it('WAR-01 terms begin today or later, are of one thing, and are said once for a day', async () => {
    const { desk, basics } = given();
    const part = await warrantedPart();
    const { admin } = basics.actors;
    const set = (command: object) => desk.setTerms({ months: 6, ...command }, admin);
    await assert.rejects(set({ partId: part.id, validFrom: addDays(today(), -1) }), refusal('request.invalid'));
    await assert.rejects(set({}), refusal('request.invalid'));
    await assert.rejects(set({ partId: part.id, hsn: '9987' }), refusal('request.invalid'));
    await assert.rejects(set({ partId: given().ids.next() }), refusal('entity.absent'));
    await assert.rejects(set({ partId: part.id }), refusal('record.duplicate'));
    await assert.rejects(desk.setTerms({ hsn: '9987', months: 6 }, basics.actors.manager), refusal('approval.unavailable'));
  });

  it('WAR-01 a claim knows the job and the line, and the reading it was judged by', async () => {
    const { desk, basics } = given();
    const held = await oneSold();
    const claim = await desk.claim({ ...asked(held.id), odometer: 25_000 }, basics.actors.advisor);
    const { sourceType, sourceId, invoiceId, invoiceLineId, odometer, failedOn, status } = claim;
    assert.deepEqual(
      { sourceType, sourceId, invoiceId, invoiceLineId, odometer, failedOn, status },
      {
        ...{ sourceType: 'job', sourceId: held.sourceId, invoiceId: held.invoiceId, invoiceLineId: held.invoiceLineId },
        ...{ odometer: 25_000, failedOn: today(), status: 'draft' },
      },
    );
  });

  it('WAR-01 a claim beyond the distance is refused with the figures, on the last kilometre it is taken', async () => {
    const { desk, basics } = given();
    const held = await oneSold();
    const at = (odometer: number) => desk.claim({ ...asked(held.id), odometer }, basics.actors.advisor);
    await assert.rejects(at(30_151), refusal('warranty.expired', /ended at 30150 km, and the odometer reads 30151 km, 1 km more/));
    assert.equal((await at(30_150)).status, 'draft');
  });

  it('WAR-01 a reading below the one at the sale does not stretch the distance', async () => {
    const { desk, basics } = given();
    const claim = await desk.claim({ ...asked((await oneSold()).id), odometer: 100 }, basics.actors.advisor);
    assert.equal(claim.odometer, ODOMETER);
  });

  it('WAR-01 of many claims for one unit at once one is made', async () => {
    const { desk, basics } = given();
    const { id } = await oneSold();
    const all = await codes(Array.from({ length: AT_ONCE }, () => desk.claim(asked(id), basics.actors.advisor)));
    assert.deepEqual(all, ['done', ...Array.from({ length: AT_ONCE - 1 }, () => 'warranty.claim_open')]);
  });

  it('WAR-01 after a rejection a unit can be claimed for again, and then the old claim cannot be appealed', async () => {
    const { desk, basics } = given();
    const claim = await claimed();
    const [{ advisor, manager }, claimId] = [basics.actors, claim.id];
    await desk.decideClaim({ claimId, decision: 'REJECTED', reason: 'It was dropped.' }, manager);
    await desk.claim(asked(claim.warrantyId), advisor);
    await assert.rejects(desk.appealClaim({ claimId, reason: 'It was not.' }, advisor), refusal('warranty.claim_open'));
  });

  it('WAR-01 of many decisions at once one is taken', async () => {
    const { desk, basics } = given();
    const decisions = [{ decision: 'APPROVED' }, { decision: 'REJECTED', reason: 'It was dropped.' }] as const;
    for (let round = 0; round < ROUNDS; round++) {
      const { id: claimId } = await claimed();
      await warm();
      const all = await codes(
        Array.from({ length: AT_ONCE }, (_, n) =>
          desk.decideClaim({ claimId, ...decisions[n % 2]! }, n % 3 === 0 ? basics.actors.admin : basics.actors.manager),
        ),
      );
      assert.deepEqual(all, ['done', ...Array.from({ length: AT_ONCE - 1 }, () => 'warranty.transition')]);
    }
  });

  it('WAR-01 a whole life of a claim: asked, answered, approved in part, settled', async () => {
    const { desk, basics, eventsOf, transact } = given();
    const { id: claimId, lines } = await claimed();
    const { advisor, manager, admin } = basics.actors;
    await desk.decideClaim({ claimId, decision: 'MORE_INFO', reason: 'Where is the photo?' }, manager);
    await desk.submitClaim({ claimId, answer: 'It is added.' }, advisor);
    const verdicts = lines.map(({ id: lineId }) => ({ lineId, approved: Money.parse('400.00') }));
    await desk.decideClaim({ claimId, decision: 'PARTIALLY_APPROVED', lines: verdicts }, manager);
    await desk.settleClaim({ claimId, paid: Money.parse('399.50'), reference: 'OEM-77' }, admin);
    const kept = await transact(somebody, ({ warrantyClaims }) => warrantyClaims.get(claimId, everywhere));
    assert.deepEqual(
      [kept.status, String(kept.claimedAmount), String(kept.approvedAmount), String(kept.settledAmount), kept.settlementReference],
      ['settled', '420.00', '400.00', '399.50', 'OEM-77'],
    );
    assert.deepEqual(await eventsOf(claimId), [
      'WarrantyClaimMade',
      'WarrantyClaimSubmitted',
      'WarrantyClaimQuestioned',
      'WarrantyClaimSubmitted',
      'WarrantyClaimApproved',
      'WarrantyClaimSettled',
    ]);
  });

  it('WAR-01 an answer may bring other lines', async () => {
    const { desk, basics, transact } = given();
    const { id: claimId } = await claimed();
    await desk.decideClaim({ claimId, decision: 'MORE_INFO', reason: 'And the work?' }, basics.actors.manager);
    const lines = [{ kind: 'LABOUR', description: 'Fitting it', amount: Money.parse('300.00') }] as const;
    await desk.submitClaim({ claimId, answer: 'Here it is.', lines }, basics.actors.advisor);
    const kept = await transact(somebody, ({ warrantyClaims }) => warrantyClaims.get(claimId, everywhere));
    assert.deepEqual(
      kept.lines.map(({ description }) => description),
      ['Fitting it'],
    );
  });

  it('ACC-02 nobody decides a claim that they made, submitted or appealed', async () => {
    const { desk, basics } = given();
    const { advisor, manager, admin } = basics.actors;
    const made = await desk.claim(asked((await oneSold()).id), manager);
    await desk.submitClaim({ claimId: made.id }, admin);
    for (const maker of [manager, admin])
      await assert.rejects(desk.decideClaim({ claimId: made.id, decision: 'APPROVED' }, maker), refusal('access.denied', /somebody else/));
    await assert.rejects(desk.decideClaim({ claimId: made.id, decision: 'APPROVED' }, advisor), refusal('access.denied'));
  });

  it('ACC-04 above the limit by claim, or by the day, a decision needs an approval; a rejection never', async () => {
    const { desk, basics, clock } = given();
    clock.advance(86_400_000);
    const { manager } = basics.actors;
    const [above, first, second, rejected] = [
      await claimed('10000.01'),
      await claimed('9000.00'),
      await claimed('1000.01'),
      await claimed('50000.00'),
    ];
    const approve = ({ id: claimId }: WarrantyClaim) => desk.decideClaim({ claimId, decision: 'APPROVED' }, manager);
    await assert.rejects(approve(above), refusal('approval.unavailable'));
    await approve(first);
    await assert.rejects(approve(second), refusal('approval.unavailable'));
    await desk.decideClaim({ claimId: rejected.id, decision: 'REJECTED', reason: 'It was dropped.' }, manager);
    clock.advance(86_400_000);
    await approve(second);
    // What was approved counted once: to take down that it was paid leaves the day as it is.
    await desk.settleClaim({ claimId: first.id, paid: Money.parse('9000.00') }, manager);
    await approve(await claimed('8000.00'));
    const beyond = desk.settleClaim({ claimId: second.id, paid: Money.parse('10000.01') }, manager);
    await assert.rejects(beyond, refusal('approval.unavailable'), 'the limit by claim holds');
  });

  it('ACC-04 of many decisions at once, each within the limit, as many are taken as the day has room for', async () => {
    const { desk, basics, clock } = given();
    for (let round = 0; round < ROUNDS; round++) {
      clock.advance(86_400_000);
      const claims = [];
      for (let n = 0; n < AT_ONCE; n++) claims.push(await claimed('3000.00'));
      await warm();
      const all = await codes(claims.map(({ id: claimId }) => desk.decideClaim({ claimId, decision: 'APPROVED' }, basics.actors.manager)));
      assert.deepEqual(all, [...Array.from({ length: AT_ONCE - 3 }, () => 'approval.unavailable'), 'done', 'done', 'done']);
    }
  });

  it('ACC-03 a claim of another branch is not there, and none is made for one', async () => {
    const { desk, basics } = given();
    const { id: claimId, warrantyId } = await claimed();
    await assert.rejects(desk.decideClaim({ claimId, decision: 'APPROVED' }, basics.actors.elsewhere), refusal('entity.absent'));
    await assert.rejects(
      desk.claim({ ...asked(warrantyId), serviceCenterId: basics.branches.blr02.id }, basics.actors.advisor),
      refusal('entity.absent'),
    );
  });

  it('WAR-01 what a job fits in place of a failed unit inherits what remains, and a further piece has a term of its own', async () => {
    const { make, desk, basics, clock, transact } = given();
    const part = await warrantedPart();
    const failed = await oneSold(part);
    clock.advance(30 * 86_400_000);
    const owned = await transact(somebody, ({ vehicles }) => vehicles.get(failed.vehicleId!, everywhere));
    const repair = await make.repair(owned, [make.labour, line(part, '1.000')], 21_000);
    const claim = await desk.claim({ ...asked(failed.id), repairJobCardId: repair.card.id }, basics.actors.advisor);
    assert.deepEqual([claim.odometer, claim.failedOn], [21_000, today()]);
    // One piece is billed, and one more is fitted for the claim.
    const invoice = await repair.bill([{ partId: part.id, quantity: Quantity.parse('2.000') }]);
    const held = await warrantiesOf(invoice);
    const inherited = held.filter(({ replacesId }) => replacesId === failed.id);
    const fresh = held.filter(({ replacesId }) => replacesId === null);
    assert.deepEqual(
      inherited.map(({ endsOn, endOdometer, startsOn, startOdometer }) => [endsOn, endOdometer, startsOn, startOdometer]),
      [[failed.endsOn, failed.endOdometer, today(), 21_000]],
    );
    assert.deepEqual(
      fresh.map(({ endsOn, endOdometer }) => [endsOn, endOdometer]),
      [[addMonths(today(), 12), 31_000]],
    );
    assert.equal((await warranty(failed.id)).replacedOn, today());
    await desk.submitClaim({ claimId: claim.id }, basics.actors.advisor);
    await desk.decideClaim({ claimId: claim.id, decision: 'REJECTED', reason: 'Late.' }, basics.actors.manager);
    await assert.rejects(desk.claim(asked(failed.id), basics.actors.advisor), refusal('warranty.expired', /was replaced/));
  });

  it('WAR-01 a claim that was rejected replaces nothing, be it closed since or not', async () => {
    const { make, desk, basics, clock, transact } = given();
    const { advisor, manager, admin } = basics.actors;
    const part = await warrantedPart();
    const failed = await oneSold(part);
    clock.advance(86_400_000);
    const owned = await transact(somebody, ({ vehicles }) => vehicles.get(failed.vehicleId!, everywhere));
    const repair = await make.repair(owned, [make.labour, line(part, '1.000')], 21_000);
    const { id: claimId } = await desk.claim({ ...asked(failed.id), repairJobCardId: repair.card.id }, advisor);
    await desk.submitClaim({ claimId }, advisor);
    await desk.decideClaim({ claimId, decision: 'REJECTED', reason: 'It was dropped.' }, manager);
    await desk.settleClaim({ claimId, paid: Money.zero }, admin);
    const held = await warrantiesOf(await repair.bill([{ partId: part.id, quantity: Quantity.parse('1.000') }]));
    assert.deepEqual(
      held.map(({ replacesId, endsOn }) => [replacesId, endsOn]),
      [[null, addMonths(today(), 12)]],
    );
    assert.equal((await warranty(failed.id)).replacedOn, null);
  });

  it('WAR-01 a bill of more pieces than anybody could tell apart is issued all the same', async () => {
    const { make, desk, basics } = given();
    const [nuts, bolts] = [await make.partInStock('5000'), await make.partInStock('5000000')];
    await desk.setTerms({ partId: nuts.id, months: 12 }, basics.actors.admin);
    const held = await warrantiesOf(await make.invoice([make.labour, line(nuts, '5000.000'), line(bolts, '5000000.000')]));
    assert.deepEqual(
      held.map(({ partId, quantity }) => [partId, String(quantity)]),
      [[nuts.id, '5000.000']],
    );
  });

  it('WAR-01 a job that was called off repaired nothing: no unit is under warranty as of its day', async () => {
    const { make, desk, basics, clock, transact } = given();
    const held = await oneSold();
    const owned = await transact(somebody, ({ vehicles }) => vehicles.get(held.vehicleId!, everywhere));
    const { id: repairJobCardId } = await desk.open(
      {
        ...{ serviceCenterId: basics.branches.blr01.id, customerId: owned.customerId, vehicleId: owned.id, type: 'GENERAL_REPAIR' },
        ...{ odometer: 20_150, force: true, reason: 'In again', estimate: { lines: [make.labour] } },
      },
      basics.actors.advisor,
    );
    await desk.move({ jobCardId: repairJobCardId, to: 'cancelled', reason: 'Not today' }, basics.actors.manager);
    clock.advance(400 * 86_400_000);
    const command = { ...asked(held.id), repairJobCardId };
    await assert.rejects(desk.claim(command, basics.actors.advisor), refusal('request.invalid'));
    clock.advance(-400 * 86_400_000);
  });

  it('WAR-01 a repair is of the same vehicle, and not the job that fitted the unit', async () => {
    const { make, desk, basics } = given();
    const held = await oneSold();
    const other = await make.openCard();
    for (const repairJobCardId of [other.id, held.sourceId])
      await assert.rejects(desk.claim({ ...asked(held.id), repairJobCardId }, basics.actors.advisor), refusal('request.invalid'));
  });
});
