import assert from 'node:assert/strict';
import type { CreditNote } from '@dms/domain/billing/credit-note';
import type { Invoice } from '@dms/domain/billing/invoice';
import type { Payment } from '@dms/domain/billing/payment';
import type { Refund } from '@dms/domain/billing/refund';
import type { Vehicle } from '@dms/domain/customers/vehicle';
import { everywhere } from '@dms/domain/shared/actor';
import { DomainError } from '@dms/domain/shared/errors';
import { Money } from '@dms/domain/shared/money';
import fc from 'fast-check';
import { somebody } from './fixtures.ts';
import type { Given } from './harness.ts';

const DAY_MS = 86_400_000;

/** What is needed of a harness to live through. */
export type Ground = Pick<Given, 'transact' | 'desk' | 'make' | 'basics' | 'clock'>;

/** A customer's dealings, by the ids of what came of them. */
export type MoneyLife = {
  readonly ground: Ground;
  readonly vehicle: Vehicle;
  readonly bills: string[];
  readonly payments: string[];
  readonly notes: string[];
  readonly refunds: string[];
  visits: number;
};

/** What is done at random: to which document is a number beyond them, taken modulo. */
export type MoneyDeed = { readonly kind: DeedName; readonly which: number; readonly paise: bigint };
type DeedName = keyof typeof deeds;

const nobody = '01980000-0000-7000-8000-000000000000';
const some = (ids: readonly string[], which: number): string => ids[which % ids.length] ?? nobody;
const visit = async (life: MoneyLife): Promise<Invoice> => {
  const { make } = life.ground;
  const bill = await (await make.repair(life.vehicle, [make.labour], 30_000 + (life.visits += 1))).bill([]);
  life.bills.push(bill.id);
  return bill;
};
const linesOf = async ({ ground: { transact }, bills }: MoneyLife, which: number) => {
  const bill = await transact(somebody, ({ invoices }) => invoices.get(some(bills, which), everywhere));
  return { invoiceId: bill.id, lineId: bill.lines[0]!.id };
};
const carry = async ({ ground: { desk } }: MoneyLife, { id: refundId }: Refund, which: number): Promise<unknown> => {
  if (which % 5 === 0) return desk.refund.reject({ refundId, reason: 'it is due' }, somebody);
  if (which % 5 === 1) return undefined; // nobody has decided yet
  await desk.refund.approve({ refundId }, somebody);
  await desk.refund.process({ refundId }, somebody);
  return which % 5 === 2 ? desk.refund.fail({ refundId, reason: 'closed' }, somebody) : desk.refund.complete({ refundId }, somebody);
};

const deeds = {
  issue: (life: MoneyLife) => visit(life),
  split: async (life: MoneyLife, { which }: MoneyDeed) => {
    const { desk } = life.ground;
    const { id, sourceId, lines } = await visit(life);
    await desk.cancel({ invoiceId: id, reason: 'to be split' }, somebody);
    const share = { type: 'PERCENT' as const, value: String((which % 98) + 1) };
    const part = { sourceType: 'job' as const, sourceId, lines: [{ sourceLineId: lines[0]!.sourceLineId!, share }] };
    for (const asked of [part, { sourceType: 'job' as const, sourceId }]) {
      const drawn = await desk.draft(asked, somebody);
      life.bills.push(drawn.id);
      await desk.issue({ invoiceId: drawn.id }, somebody);
    }
  },
  pay: async ({ ground: { desk }, bills, payments }: MoneyLife, { which, paise }: MoneyDeed) => {
    const method = which % 3 === 0 ? 'CHEQUE' : 'UPI';
    payments.push((await desk.pay({ invoiceId: some(bills, which), amount: Money.ofPaise(paise), method }, somebody)).id);
  },
  spread: async ({ ground: { desk }, bills, payments }: MoneyLife, { which, paise }: MoneyDeed) => {
    const half = Money.ofPaise(paise / 2n + 1n);
    const allocations = [...new Set([some(bills, which), some(bills, which + 1)])].map((invoiceId) => ({ invoiceId, amount: half }));
    payments.push((await desk.pay({ allocations, amount: Money.ofPaise(paise + 700n), method: 'CHEQUE' }, somebody)).id);
  },
  advance: async ({ ground: { desk, basics }, vehicle, payments }: MoneyLife, { paise }: MoneyDeed) => {
    const to = { serviceCenterId: basics.branches.blr01.id, customerId: vehicle.customerId };
    payments.push((await desk.advance({ ...to, amount: Money.ofPaise(paise), method: 'UPI' }, somebody)).id);
  },
  allocate: ({ ground: { desk }, bills, payments }: MoneyLife, { which }: MoneyDeed) =>
    desk.apply({ paymentId: some(payments, which), invoiceId: some(bills, which + 1) }, somebody),
  reverse: ({ ground: { desk }, payments }: MoneyLife, { which }: MoneyDeed) =>
    desk.reverse({ paymentId: some(payments, which), reason: 'by mistake' }, somebody),
  bounce: async ({ ground: { desk }, bills, payments }: MoneyLife, { which }: MoneyDeed) => {
    const { chargeId } = await desk.bounce({ paymentId: some(payments, which), reason: 'no funds' }, somebody);
    if (chargeId !== null) bills.push(chargeId);
  },
  refund: async (life: MoneyLife, { which, paise }: MoneyDeed) => {
    const asked = { paymentId: some(life.payments, which), amount: Money.ofPaise(paise / 3n + 1n), reason: 'too much' };
    const refund = await life.ground.desk.refund.request(asked, somebody);
    life.refunds.push(refund.id);
    return carry(life, refund, which);
  },
  note: async (life: MoneyLife, { which, paise }: MoneyDeed) => {
    const { desk } = life.ground;
    const { invoiceId, lineId } = await linesOf(life, which);
    const amount = Money.ofPaise(paise / 2n + 1n);
    const { id } = await desk.note.draft({ invoiceId, lines: [{ lineId, amount }], reason: 'too dear' }, somebody);
    life.notes.push(id);
    if (which % 6 === 0) return desk.note.discard({ creditNoteId: id }, somebody);
    return desk.note.issue({ creditNoteId: id }, somebody);
  },
  debit: async (life: MoneyLife, { which, paise }: MoneyDeed) => {
    const { desk } = life.ground;
    const { invoiceId, lineId } = await linesOf(life, which);
    const amount = Money.ofPaise(paise);
    const { id } = await desk.debit.draft({ invoiceId, lines: [{ lineId, amount }], reason: 'too little' }, somebody);
    life.bills.push(id);
    if (which % 6 === 0) return desk.debit.discard({ debitNoteId: id }, somebody);
    return desk.debit.issue({ debitNoteId: id }, somebody);
  },
  applyNote: ({ ground: { desk }, bills, notes }: MoneyLife, { which }: MoneyDeed) =>
    desk.note.apply({ creditNoteId: some(notes, which), invoiceId: some(bills, which + 1) }, somebody),
  refundNote: async (life: MoneyLife, { which, paise }: MoneyDeed) => {
    const asked = { creditNoteId: some(life.notes, which), amount: Money.ofPaise(paise / 5n + 1n), reason: 'no other bill' };
    const refund = await life.ground.desk.note.refund(asked, somebody);
    life.refunds.push(refund.id);
    return carry(life, refund, which);
  },
  writeOff: ({ ground: { desk }, bills }: MoneyLife, { which }: MoneyDeed) =>
    desk.writeOff({ invoiceId: some(bills, which), reason: 'a gesture' }, somebody),
  cancel: ({ ground: { desk }, bills }: MoneyLife, { which }: MoneyDeed) =>
    desk.cancel({ invoiceId: some(bills, which), reason: 'wrong' }, somebody),
  postpone: async ({ ground: { desk, clock }, bills }: MoneyLife, { which }: MoneyDeed) => {
    const dueDate = new Date(clock.now().getTime() + (which + 1) * 5 * DAY_MS).toISOString().slice(0, 10);
    await desk.changeDueDate({ invoiceId: some(bills, which), dueDate }, somebody);
  },
} as const satisfies Record<string, (life: MoneyLife, deed: MoneyDeed) => unknown>;

const common: readonly DeedName[] = ['pay', 'spread', 'note', 'bounce', 'applyNote', 'refundNote', 'allocate'];
export const anyMoneyDeed: fc.Arbitrary<MoneyDeed> = fc.record({
  kind: fc.constantFrom(...(Object.keys(deeds) as DeedName[]), ...common),
  which: fc.nat({ max: 29 }),
  paise: fc.oneof(fc.bigInt({ min: 1n, max: 250_000n }), fc.constant(188_800n)),
});

export const beginMoneyLife = async (ground: Ground): Promise<MoneyLife> => {
  const life: MoneyLife = { ground, vehicle: await ground.make.vehicle(), bills: [], payments: [], notes: [], refunds: [], visits: 0 };
  for (let n = 0; n < 2; n += 1) await visit(life);
  return life;
};

/** Does it, or is refused in the language of the business. Says which. */
export const liveOn = async (life: MoneyLife, deed: MoneyDeed): Promise<boolean> => {
  try {
    await deeds[deed.kind](life, deed);
    return true;
  } catch (error) {
    if (error instanceof DomainError) return false;
    throw error;
  }
};

export type Accounts = {
  readonly bills: readonly Invoice[];
  readonly payments: readonly Payment[];
  readonly notes: readonly CreditNote[];
  readonly refunds: readonly Refund[];
};
export const accountsOf = ({ ground: { transact }, ...life }: MoneyLife): Promise<Accounts> =>
  transact(somebody, async (unit) => {
    const all = async <Row>(ids: readonly string[], get: (id: string) => Promise<Row>): Promise<Row[]> => {
      const rows: Row[] = [];
      for (const id of ids) rows.push(await get(id));
      return rows;
    };
    return {
      bills: await all(life.bills, (id) => unit.invoices.get(id, everywhere)),
      payments: await all(life.payments, (id) => unit.payments.get(id, everywhere)),
      notes: await all(life.notes, (id) => unit.creditNotes.get(id, everywhere)),
      refunds: await all(life.refunds, (id) => unit.refunds.get(id, everywhere)),
    };
  });

const sum = <Row>(rows: readonly Row[], of: (row: Row) => Money): Money => Money.sum(rows.map(of));
const counts = ({ documentDate, status }: Invoice): boolean => documentDate !== null && status !== 'CANCELLED';

/** What a customer owes less what is theirs: by the documents, each once, and whatever became of it. */
export const owedOf = ({ bills, payments, notes }: Accounts): Money => {
  const credit = Money.sum([
    // What is asked back and did not go back is theirs still, as far as it settles nothing.
    sum(payments, ({ undoneAt, worth, allocatedAmount, refundedAmount }) =>
      undoneAt === null ? worth.minus(allocatedAmount).minus(refundedAmount) : Money.zero,
    ),
    sum(notes, ({ openAmount, refundAmount, refundedAmount }) => openAmount.plus(refundAmount).minus(refundedAmount)),
  ]);
  return sum(bills.filter(counts), ({ balance }) => balance).minus(credit);
};

/** The money law: what was invoiced is paid, due, credited or written off, by document, by month and for the customer as a whole. */
export const refuseUnlessConserved = (accounts: Accounts): void => {
  const { bills, payments, notes, refunds } = accounts;
  const equal = (a: Money, b: Money, what: string): void => assert.equal(a.toString(), b.toString(), what);
  for (const each of [
    bills,
    ...bills.map((bill) => [bill]),
    ...Map.groupBy(bills, ({ documentDate }) => documentDate?.slice(0, 7)).values(),
  ]) {
    const rows = each.filter(counts);
    const parts = [sum(rows, (r) => r.paidAmount), sum(rows, (r) => r.balance), sum(rows, (r) => r.creditedAmount)];
    equal(
      sum(rows, (r) => r.totalAmount),
      Money.sum([...parts, sum(rows, (r) => r.writtenOffAmount)]),
      'invoiced = paid + due + credited + written off',
    );
  }
  for (const bill of bills) {
    const shares = payments.flatMap(({ allocations }) => allocations).filter(({ invoiceId }) => invoiceId === bill.id);
    equal(
      bill.paidAmount,
      sum(shares, ({ amount }) => amount),
      'what is paid is what payments settle',
    );
    const applied = notes.flatMap(({ applications }) => applications).filter(({ invoiceId }) => invoiceId === bill.id);
    equal(
      bill.creditedAmount,
      sum(applied, ({ amount }) => amount),
      'what is credited is what notes settle',
    );
    const credited = notes.filter(({ invoiceId, status }) => invoiceId === bill.id && status !== 'discarded');
    assert.ok(sum(credited, (note) => note.totalAmount).compare(bill.totalAmount) <= 0, 'no more is credited than was billed');
  }
  const arrived = refunds.filter(({ status }) => status === 'succeeded');
  for (const note of notes)
    equal(
      note.refundedAmount,
      sum(
        arrived.filter(({ creditNoteId }) => creditNoteId === note.id),
        ({ amount }) => amount,
      ),
      'what a note gave back arrived',
    );
  for (const payment of payments) {
    const back = sum(
      refunds.filter(({ paymentId, status }) => paymentId === payment.id && status !== 'failed'),
      ({ amount }) => amount,
    );
    equal(back, payment.refundAmount.plus(payment.noteRefundAmount), 'what goes back of a payment');
    assert.ok(back.compare(payment.amount) <= 0, 'no more goes back than came');
  }
  const came = sum(
    payments.filter(({ undoneAt }) => undoneAt === null),
    ({ worth }) => worth,
  );
  const issued = notes.filter(({ documentDate }) => documentDate !== null);
  const owed = sum(bills.filter(counts), (bill) => bill.totalAmount.minus(bill.writtenOffAmount))
    .minus(sum(issued, (note) => note.totalAmount))
    .minus(came)
    .plus(sum(arrived, ({ amount }) => amount));
  equal(owed, owedOf(accounts), 'what the documents say is what is due less what is the customer’s');
};
