import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { countingIds } from '@dms/domain/memory/ids';
import { Money } from '@dms/domain/shared/money';
import { type By, WarrantyClaim } from '@dms/domain/warranty/warranty-claim';
import { refusal } from '../shared/refusals.ts';

const ids = countingIds();
const by = (userId: string): By => ({ userId, now: new Date('2026-11-22T04:30:00.000Z'), ids });
const rupees = (text: string): Money => Money.parse(text);

const draft = (): WarrantyClaim => {
  const source = { sourceType: 'job', sourceId: 'job', invoiceId: 'invoice' };
  const about = { warrantyId: 'warranty', serviceCenterId: 'branch', failedOn: '2026-11-22', complaint: 'It leaks.', claimedBy: 'advisor' };
  const claim = new WarrantyClaim({ id: ids.next(), ...source, ...about });
  claim.ask(
    [
      { kind: 'PART', description: 'Filter', amount: rupees('420.00') },
      { kind: 'LABOUR', description: 'Fitting it', amount: rupees('300.00') },
    ],
    ids,
  );
  return claim;
};
const submitted = (): WarrantyClaim => {
  const claim = draft();
  claim.submit(null, undefined, by('advisor'));
  return claim;
};
const rejected = (): WarrantyClaim => {
  const claim = submitted();
  claim.decide('REJECTED', undefined, 'It was driven without oil.', by('manager'));
  return claim;
};
const verdict = (claim: WarrantyClaim, ...amounts: string[]) =>
  claim.lines.map(({ id }, index) => ({ lineId: id, approved: rupees(amounts[index]!) }));

void describe('a warranty claim', () => {
  it('WAR-01 is drafted, submitted, approved and settled, and each step is kept with who and how much', () => {
    const claim = submitted();
    claim.decide('APPROVED', undefined, null, by('manager'));
    claim.settle(rupees('700.00'), 'CN-1', by('admin'));
    assert.deepEqual(
      claim.transitions.map(({ event, fromStatus, toStatus, movedBy, amount }) => [event, fromStatus, toStatus, movedBy, String(amount)]),
      [
        ['submit', 'draft', 'submitted', 'advisor', '720.00'],
        ['approve', 'submitted', 'approved', 'manager', '720.00'],
        ['settle', 'approved', 'settled', 'admin', '700.00'],
      ],
    );
    assert.deepEqual([String(claim.approvedAmount), String(claim.settledAmount)], ['720.00', '700.00']);
  });

  it('WAR-01 asks for something before it is submitted', () => {
    const claim = draft();
    claim.ask([], ids);
    assert.throws(() => claim.submit(null, undefined, by('advisor')), refusal('warranty.transition', /asks for nothing/));
  });

  it('WAR-01 goes back with a question and comes again with an answer, as often as it takes', () => {
    const claim = submitted();
    for (const answer of ['The photo is added.', 'And the old part is here.']) {
      claim.decide('MORE_INFO', undefined, 'Where is the photo?', by('manager'));
      assert.throws(() => claim.decide('APPROVED', undefined, null, by('manager')), refusal('warranty.transition'));
      assert.throws(() => claim.submit(null, undefined, by('advisor')), refusal('warranty.transition', /needs an answer/));
      claim.submit(answer, undefined, by('advisor'));
    }
    assert.equal(claim.status, 'submitted');
  });

  it('WAR-01 is approved in part by line: something, not everything, and no line beyond what it asked', () => {
    for (const [amounts, sentence] of [
      [['0.00', '0.00'], /approve something/],
      [['420.00', '300.00'], /not everything/],
      [['420.01', '0.00'], /between/],
      [['-0.01', '1.00'], /between/],
    ] as const) {
      const claim = submitted();
      assert.throws(
        () => claim.decide('PARTIALLY_APPROVED', verdict(claim, ...amounts), null, by('manager')),
        (error: { code?: string; details?: { errors?: { message: string }[] } }) =>
          error.code === 'request.invalid' && sentence.test(error.details?.errors?.[0]?.message ?? ''),
      );
      assert.equal(claim.status, 'submitted');
      assert.equal(claim.lines[0]!.approved, null);
    }
    const claim = submitted();
    const [first] = verdict(claim, '420.00', '0.00');
    for (const lines of [undefined, [], [first!], [first!, first!]])
      assert.throws(() => claim.decide('PARTIALLY_APPROVED', lines, null, by('manager')), refusal('request.invalid'));
    claim.decide('PARTIALLY_APPROVED', verdict(claim, '420.00', '0.00'), null, by('manager'));
    assert.deepEqual([claim.status, String(claim.approvedAmount)], ['partially_approved', '420.00']);
  });

  it('WAR-01 is rejected and questioned with a reason', () => {
    for (const decision of ['REJECTED', 'MORE_INFO'] as const)
      assert.throws(() => submitted().decide(decision, undefined, null, by('manager')), refusal('request.invalid'));
  });

  it('WAR-01 is appealed once, after a rejection alone', () => {
    assert.throws(() => submitted().appeal('Look again.', by('advisor')), refusal('warranty.transition'));
    const claim = rejected();
    claim.appeal('There was oil.', by('advisor'));
    claim.decide('REJECTED', undefined, 'There was none.', by('admin'));
    assert.throws(() => claim.appeal('There was!', by('advisor')), refusal('warranty.transition', /appealed once/));
    claim.settle(Money.zero, null, by('admin'));
    assert.equal(claim.status, 'settled');
  });

  it('WAR-01 is settled with no more than was approved, and a rejected one with nothing', () => {
    const claim = submitted();
    claim.decide('APPROVED', undefined, null, by('manager'));
    assert.throws(() => claim.settle(rupees('720.01'), null, by('admin')), refusal('warranty.transition', /above the ₹720.00/));
    assert.throws(() => rejected().settle(rupees('0.01'), null, by('admin')), refusal('warranty.transition', /Nothing is paid/));
  });

  it('ACC-02 everybody who asked for something in it is its maker', () => {
    const claim = rejected();
    claim.appeal('There was oil.', by('staff'));
    assert.deepEqual(claim.makers, ['advisor', 'staff']);
  });
});
