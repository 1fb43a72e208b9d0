import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Invoice } from '@dms/domain/billing/invoice';
import type { Payment } from '@dms/domain/billing/payment';
import type { Customer } from '@dms/domain/customers/customer';
import type { Vehicle } from '@dms/domain/customers/vehicle';
import { businessDay } from '@dms/domain/shared/calendar';
import { everywhere } from '@dms/domain/shared/actor';
import { DomainError, type ErrorCode } from '@dms/domain/shared/errors';
import { Money } from '@dms/domain/shared/money';
import { ApprovalNeeded } from '@dms/domain/shared/approval-needed';
import fc from 'fast-check';
import { noted, somebody } from './fixtures.ts';
import { contract, type Given } from './harness.ts';

const rupees = (text: string): Money => Money.parse(text);
const codeOf = async (asked: Promise<unknown>): Promise<ErrorCode | 'done'> => {
  try {
    await asked;
    return 'done';
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
};
const sorted = (codes: readonly string[]): string[] => codes.toSorted();

/** Some invoices of ₹1,888.00 of one customer. */
const billsOf = async ({ make, desk, basics }: Given, count: number): Promise<Invoice[]> => {
  const vehicle = await make.vehicle();
  const bills: Invoice[] = [];
  for (let n = 0; n < count; n += 1) {
    const repaired = await make.repair(vehicle, [make.labour], 21_000 + n);
    bills.push(await repaired.bill([]));
  }
  assert.ok(desk && basics);
  return bills;
};
const invoiceOf = ({ transact }: Given, id: string) => transact(somebody, ({ invoices }) => invoices.get(id, everywhere));
const paymentOf = ({ transact }: Given, id: string) => transact(somebody, ({ payments }) => payments.get(id, everywhere));

const change = ({ transact }: Given, customerId: string, fields: Partial<Customer>): Promise<void> =>
  transact(somebody, async ({ customers, record }) => {
    Object.assign(await customers.getForChange(customerId, everywhere), fields);
    record(noted('CustomerCreated', customerId));
  });
/** Something of a new customer who has a GSTIN. */
const registered = async <Made>(of: Given, make: (vehicle: Vehicle) => Promise<Made>): Promise<Made> => {
  const vehicle = await of.make.vehicle();
  await change(of, vehicle.customerId, { gstin: '29AAACR5055K1Z3', legalName: 'Sahyadri Motors Ltd' });
  return make(vehicle);
};

/** What is done at random: to which bill or earlier payment is a number beyond them, taken modulo. */
type Deed = { readonly kind: keyof typeof deeds; readonly which: number; readonly paise: bigint };
type Life = { readonly given: Given; readonly bills: readonly Invoice[]; readonly payments: Payment[] };

const some = (payments: readonly Payment[], which: number): string =>
  payments[which % payments.length]?.id ?? '01980000-0000-7000-8000-000000000000';
const deeds = {
  pay: async ({ given: { desk, basics }, bills, payments }: Life, { which, paise }: Deed) => {
    const invoiceId = bills[which % bills.length]!.id;
    payments.push(await desk.pay({ invoiceId, amount: Money.ofPaise(paise), method: 'CHEQUE' }, basics.actors.advisor));
  },
  spread: async ({ given: { desk, basics }, bills, payments }: Life, { which, paise }: Deed) => {
    const half = Money.ofPaise(paise / 2n + 1n);
    const allocations = [bills[which % bills.length]!, bills[(which + 1) % bills.length]!].map(({ id }) => ({
      invoiceId: id,
      amount: half,
    }));
    payments.push(await desk.pay({ allocations, amount: Money.ofPaise(paise + 700n), method: 'UPI' }, basics.actors.advisor));
  },
  advance: async ({ given: { desk, basics }, bills, payments }: Life, { paise }: Deed) => {
    const to = { serviceCenterId: basics.branches.blr01.id, customerId: bills[0]!.customerId! };
    payments.push(await desk.advance({ ...to, amount: Money.ofPaise(paise), method: 'UPI' }, basics.actors.advisor));
  },
  apply: ({ given: { desk, basics }, bills, payments }: Life, { which }: Deed) =>
    desk.apply({ paymentId: some(payments, which), invoiceId: bills[(which + 1) % bills.length]!.id }, basics.actors.advisor),
  reverse: ({ given: { desk, basics }, payments }: Life, { which }: Deed) =>
    desk.reverse({ paymentId: some(payments, which), reason: 'by mistake' }, basics.actors.manager),
  bounce: ({ given: { desk, basics }, payments }: Life, { which }: Deed) =>
    desk.bounce({ paymentId: some(payments, which), reason: 'no funds' }, basics.actors.manager),
  refund: async ({ given: { desk, basics }, payments }: Life, { which, paise }: Deed) => {
    const asked = { paymentId: some(payments, which), amount: Money.ofPaise(paise / 3n + 1n), reason: 'too much' };
    const { id: refundId } = await desk.refund.request(asked, basics.actors.advisor);
    if (which % 4 === 0) return desk.refund.reject({ refundId, reason: 'it is due' }, basics.actors.manager);
    await desk.refund.approve({ refundId }, basics.actors.admin);
    await desk.refund.process({ refundId }, basics.actors.advisor);
    return which % 4 === 1
      ? desk.refund.fail({ refundId, reason: 'closed' }, basics.actors.advisor)
      : desk.refund.complete({ refundId }, basics.actors.advisor);
  },
} as const satisfies Record<string, (life: Life, deed: never) => Promise<unknown>>;

const anyDeed: fc.Arbitrary<Deed> = fc.record({
  kind: fc.constantFrom(...(Object.keys(deeds) as (keyof typeof deeds)[])),
  which: fc.nat({ max: 11 }),
  paise: fc.oneof(fc.bigInt({ min: 1n, max: 250_000n }), fc.constant(188_800n)),
});

/** What the figures of a customer have to come to, whatever was done. */
const refuseUnlessAllAddsUp = async (life: Life): Promise<void> => {
  const bills: Invoice[] = [];
  for (const { id } of life.bills) bills.push(await invoiceOf(life.given, id));
  const payments: Payment[] = [];
  for (const { id } of life.payments) payments.push(await paymentOf(life.given, id));
  const rows = payments.flatMap(({ allocations }) => allocations);
  for (const bill of bills) {
    const { totalAmount, paidAmount, creditedAmount, writtenOffAmount, balance } = bill;
    assert.ok(Money.sum([paidAmount, creditedAmount, writtenOffAmount, balance]).equals(totalAmount));
    const settled = Money.sum(rows.filter(({ invoiceId }) => invoiceId === bill.id).map(({ amount }) => amount));
    assert.ok(settled.equals(paidAmount), `${settled} of allocations and ${paidAmount} paid`);
    assert.equal(bill.status === 'PAID', balance.isZero());
    assert.equal(bill.status === 'UNPAID', paidAmount.isZero());
  }
  for (const payment of payments) {
    assert.ok(Money.sum(payment.allocations.map(({ amount }) => amount)).equals(payment.allocatedAmount));
    if (['bounced', 'reversed'].includes(payment.status)) assert.ok(payment.allocatedAmount.isZero());
    // What is asked back still settles its invoices until it went back.
    else if (payment.refundAmount.equals(payment.refundedAmount))
      assert.ok(Money.sum([payment.allocatedAmount, payment.unallocated, payment.refundAmount]).equals(payment.worth));
    else assert.ok(Money.sum([payment.allocatedAmount, payment.refundedAmount]).compare(payment.worth) <= 0);
  }
};

/** Payments of every kind and what becomes of them. */
export const payments = contract('payments', (given) => {
  it('PAY-01 whatever is paid, spread, applied, reversed, bounced and refunded, every invoice and every payment adds up', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyDeed, { minLength: 6, maxLength: 14 }), async (done) => {
        const life: Life = { given: given(), bills: await billsOf(given(), 2), payments: [] };
        for (const deed of done) await codeOf((deeds[deed.kind] as (life: Life, deed: Deed) => Promise<unknown>)(life, deed));
        await refuseUnlessAllAddsUp(life);
      }),
      { numRuns: 10 },
    );
  });

  it('PAY-01 a payment is spread over several invoices of one customer, and the rest is the customer’s credit', async () => {
    const { desk, basics } = given();
    const [one, two] = (await billsOf(given(), 2)) as [Invoice, Invoice];
    const allocations = [
      { invoiceId: two.id, amount: rupees('1000.00') },
      { invoiceId: one.id, amount: rupees('1888.00') },
    ];
    const payment = await desk.pay({ allocations, amount: rupees('3000.00'), method: 'UPI' }, basics.actors.advisor);
    assert.deepEqual([payment.allocatedAmount.toString(), payment.unallocated.toString()], ['2888.00', '112.00']);
    assert.deepEqual([(await invoiceOf(given(), one.id)).status, (await invoiceOf(given(), two.id)).status], ['PAID', 'PARTIAL']);
    const applied = await desk.apply({ paymentId: payment.id, invoiceId: two.id }, basics.actors.advisor);
    assert.equal(applied.unallocated.toString(), '0.00');
    assert.equal((await invoiceOf(given(), two.id)).balance.toString(), '776.00');
  });

  it('PAY-01 refuses allocations beyond a balance, beyond the money, twice to one invoice, and to somebody else’s', async () => {
    const { desk, make, basics } = given();
    const [one] = (await billsOf(given(), 1)) as [Invoice];
    const foreign = await make.invoice();
    const pay = (allocations: readonly [Invoice, string][], amount?: string) =>
      codeOf(
        desk.pay(
          {
            allocations: allocations.map(([{ id }, share]) => ({ invoiceId: id, amount: rupees(share) })),
            amount: amount === undefined ? undefined : rupees(amount),
            method: 'UPI',
          },
          basics.actors.advisor,
        ),
      );
    assert.equal(await pay([[one, '1888.01']]), 'payment.exceeds_balance');
    assert.equal(await pay([[one, '100.00']], '99.99'), 'payment.refused');
    assert.equal(
      await pay([
        [one, '1.00'],
        [one, '1.00'],
      ]),
      'request.invalid',
    );
    assert.equal(
      await pay([
        [one, '1.00'],
        [foreign, '1.00'],
      ]),
      'payment.refused',
    );
    assert.equal((await invoiceOf(given(), one.id)).status, 'UNPAID');
  });

  it('TAX-09 every payment has the next receipt number of its seller, with a frozen receipt', async () => {
    const { desk, make, basics } = given();
    const bill = await make.invoice();
    const pay = (amount: string) =>
      desk.pay({ invoiceId: bill.id, amount: rupees(amount), method: 'UPI', reference: 'UPI-1' }, basics.actors.advisor);
    const [first, second] = [await pay('1.00'), await pay('2.00')];
    const count = ({ receiptNumber }: Payment): number => Number(/^RBLR012627\/(\d{5})$/.exec(receiptNumber!)![1]);
    assert.equal(count(second), count(first) + 1);
    const kept = (await paymentOf(given(), second.id)).receipt!;
    assert.deepEqual(
      [kept.title, kept.number, kept.amount, kept.amountInWords, kept.reference, kept.seller.gstin, kept.invoices],
      [
        'Receipt',
        second.receiptNumber,
        '2.00',
        'Rupees Two Only',
        'UPI-1',
        '29AABCS1429B1ZQ',
        [{ number: bill.invoiceNumber, date: '2026-11-22', amount: '2.00' }],
      ],
    );
  });

  it('PAY-01 an advance for services says the tax inside it, one for goods bears none', async () => {
    const { desk, basics } = given();
    const [bill] = (await billsOf(given(), 1)) as [Invoice];
    const to = {
      serviceCenterId: basics.branches.blr01.id,
      customerId: bill.customerId!,
      amount: rupees('1180.00'),
      method: 'CARD',
    } as const;
    const service = await desk.advance(to, basics.actors.advisor);
    assert.deepEqual([service.placeOfSupply, service.taxRate, service.advanceFor], ['29', '18', 'SERVICE']);
    assert.deepEqual(service.receipt!.advance, {
      ...{ supply: 'SERVICE', placeOfSupply: { code: '29', name: 'Karnataka' }, taxRate: '18', taxable: '1000.00' },
      ...{ cgst: '90.00', sgst: '90.00', igst: '0.00', stateTaxLabel: 'SGST', reverseCharge: false },
    });
    const goods = await desk.advance({ ...to, supply: 'GOODS' }, basics.actors.advisor);
    assert.deepEqual(
      [goods.receipt!.title, goods.receipt!.advance!.taxable, goods.receipt!.advance!.cgst],
      ['Receipt Voucher', '1180.00', '0.00'],
    );
  });

  it('PAY-04 of many who pay cash at once, each below the limit, no more are taken than stay below it together', async () => {
    const { desk, basics } = given();
    const [bill] = (await billsOf(given(), 1)) as [Invoice];
    const to = {
      serviceCenterId: basics.branches.blr01.id,
      customerId: bill.customerId!,
      amount: rupees('60000.00'),
      method: 'CASH',
    } as const;
    const codes = await Promise.all(Array.from({ length: 8 }, () => codeOf(desk.advance(to, basics.actors.advisor))));
    assert.deepEqual(sorted(codes), [...Array.from({ length: 3 }, () => 'done'), ...Array.from({ length: 5 }, () => 'payment.cash_limit')]);
  });

  it('PAY-05 a bounced cheque makes due again what it paid, and keeps the charge; nothing else bounces, and it bounces once', async () => {
    const { desk, basics } = given();
    const [one, two] = (await billsOf(given(), 2)) as [Invoice, Invoice];
    const allocations = [one, two].map(({ id }) => ({ invoiceId: id, amount: rupees('1888.00') }));
    const cheque = await desk.pay({ allocations, method: 'CHEQUE', reference: '000123' }, basics.actors.advisor);
    assert.equal((await invoiceOf(given(), one.id)).status, 'PAID');
    const bounce = () => desk.bounce({ paymentId: cheque.id, reason: 'no funds' }, basics.actors.manager);
    const bounced = await bounce();
    assert.deepEqual([bounced.status, bounced.bounceCharge.toString(), bounced.unallocated.toString()], ['bounced', '500.00', '0.00']);
    for (const { id } of [one, two]) assert.equal((await invoiceOf(given(), id)).status, 'UNPAID');
    assert.equal(await codeOf(bounce()), 'payment.transition');
    const upi = await desk.pay({ invoiceId: one.id, amount: rupees('1.00'), method: 'UPI' }, basics.actors.advisor);
    assert.equal(await codeOf(desk.bounce({ paymentId: upi.id, reason: 'no funds' }, basics.actors.manager)), 'payment.transition');
  });

  it('PAY-05 a refund takes the credit first and then reopens what was paid, once it went back; nobody agrees to their own', async () => {
    const { desk, basics } = given();
    const [bill] = (await billsOf(given(), 1)) as [Invoice];
    const allocations = [{ invoiceId: bill.id, amount: rupees('1888.00') }];
    const payment = await desk.pay({ allocations, amount: rupees('2000.00'), method: 'UPI' }, basics.actors.advisor);
    const refund = await desk.refund.request(
      { paymentId: payment.id, amount: rupees('200.00'), reason: 'too much' },
      basics.actors.manager,
    );
    const now = async () => {
      const { status, balance } = await invoiceOf(given(), bill.id);
      return [status, balance.toString(), (await paymentOf(given(), payment.id)).unallocated.toString()];
    };
    assert.deepEqual(await now(), ['PAID', '0.00', '0.00'], 'set aside, and paid as long as nothing went back');
    assert.equal(await codeOf(desk.refund.approve({ refundId: refund.id }, basics.actors.manager)), 'access.denied');
    await desk.refund.approve({ refundId: refund.id }, basics.actors.admin);
    await desk.refund.process({ refundId: refund.id }, basics.actors.advisor);
    await desk.refund.complete({ refundId: refund.id, reference: 'UTR-77' }, basics.actors.advisor);
    const kept = await paymentOf(given(), payment.id);
    assert.deepEqual([kept.status, kept.refundedAmount.toString()], ['partially_refunded', '200.00']);
    assert.deepEqual(await now(), ['PARTIAL', '88.00', '0.00'], 'the credit of 112.00 went first');
    const rest = await desk.refund.request({ paymentId: payment.id, reason: 'all of it' }, basics.actors.advisor);
    assert.equal(rest.amount.toString(), '1800.00');
    await desk.refund.reject({ refundId: rest.id, reason: 'it is due' }, basics.actors.manager);
    assert.deepEqual(await now(), ['PARTIAL', '88.00', '0.00'], 'what was declined settles what it settled');
  });

  it('PAY-05 no more of a payment goes back in cash than is configured', async () => {
    const { desk, make, basics } = given();
    const bill = await make.invoice([{ ...make.labour, unitPrice: rupees('20000.00') }]);
    const cash = await desk.pay({ invoiceId: bill.id, amount: rupees('20000.00'), method: 'CASH' }, basics.actors.advisor);
    const ask = (amount: string) =>
      codeOf(desk.refund.request({ paymentId: cash.id, amount: rupees(amount), reason: 'too much' }, basics.actors.advisor));
    assert.deepEqual([await ask('10000.01'), await ask('10000.00'), await ask('0.01')], ['payment.refused', 'done', 'payment.refused']);
  });

  it('PAY-05 a payment that is reversed and refunded at once is one or the other', async () => {
    const { desk, basics } = given();
    const [bill] = (await billsOf(given(), 1)) as [Invoice];
    const payment = await desk.pay({ invoiceId: bill.id, amount: rupees('1888.00'), method: 'UPI' }, basics.actors.advisor);
    const asked = Array.from({ length: 8 }, (_, n) =>
      n % 2 === 0
        ? desk.reverse({ paymentId: payment.id, reason: 'by mistake' }, basics.actors.manager)
        : desk.refund.request({ paymentId: payment.id, amount: rupees('1888.00'), reason: 'paid twice' }, basics.actors.advisor),
    );
    const codes = await Promise.all(asked.map((one) => codeOf(one)));
    assert.equal(codes.filter((code) => code === 'done').length, 1, String(codes));
    const bills = await invoiceOf(given(), bill.id);
    const reversed = (await paymentOf(given(), payment.id)).status === 'reversed';
    assert.deepEqual([bills.status, bills.paidAmount.toString()], reversed ? ['UNPAID', '0.00'] : ['PAID', '1888.00']);
  });

  it('PAY-01 an advance that is applied many times at once is used once', async () => {
    const { desk, basics } = given();
    const bills = await billsOf(given(), 2);
    const to = {
      serviceCenterId: basics.branches.blr01.id,
      customerId: bills[0]!.customerId!,
      amount: rupees('1000.00'),
      method: 'UPI',
    } as const;
    const advance = await desk.advance(to, basics.actors.advisor);
    const codes = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        codeOf(desk.apply({ paymentId: advance.id, invoiceId: bills[n % 2]!.id, amount: rupees('1000.00') }, basics.actors.advisor)),
      ),
    );
    assert.equal(codes.filter((code) => code === 'done').length, 1, String(codes));
    assert.equal((await paymentOf(given(), advance.id)).unallocated.toString(), '0.00');
  });

  it('PAY-01 payments that name the same invoices in another order do not hold each other up', async () => {
    const { desk, basics } = given();
    const bills = await billsOf(given(), 3);
    const pay = (order: readonly Invoice[]) =>
      codeOf(
        desk.pay(
          { allocations: order.map(({ id }) => ({ invoiceId: id, amount: rupees('100.00') })), method: 'UPI' },
          basics.actors.advisor,
        ),
      );
    const codes = await Promise.all(Array.from({ length: 10 }, (_, n) => pay(n % 2 === 0 ? bills : bills.toReversed())));
    assert.deepEqual(new Set(codes), new Set(['done']));
    for (const { id } of bills) assert.equal((await invoiceOf(given(), id)).paidAmount.toString(), '1000.00');
  });

  it('PAY-01 what a payment is used for is written once', async () => {
    const { transact, desk, make, basics } = given();
    const bill = await make.invoice();
    const payment = await desk.pay({ invoiceId: bill.id, amount: rupees('1.00'), method: 'UPI' }, basics.actors.advisor);
    const overdrawn = transact(somebody, async ({ payments: kept, record }) => {
      Object.assign(await kept.getForChange(payment.id, everywhere), { allocatedAmount: rupees('2.00') });
      record(noted('PaymentReceived', payment.id));
    });
    assert.equal(await codeOf(overdrawn), 'payment.refused');
  });

  it('INV-02 a cancelled invoice keeps its number, its job is ready again, and the next bill stands in its place', async () => {
    const { desk, make, basics } = given();
    const bill = await make.invoice(make.mainLines);
    const cancelled = await desk.cancel({ invoiceId: bill.id, reason: 'wrong customer' }, basics.actors.manager);
    assert.deepEqual([cancelled.status, cancelled.invoiceNumber, cancelled.balance.toString()], ['CANCELLED', bill.invoiceNumber, '0.00']);
    const card = await given().transact(somebody, ({ jobCards }) => jobCards.get(bill.sourceId, everywhere));
    assert.equal(card.status, 'ready');
    assert.equal(await codeOf(desk.cancel({ invoiceId: bill.id, reason: 'again' }, basics.actors.manager)), 'invoice.transition');
    const next = await desk.draft({ sourceType: 'job', sourceId: bill.sourceId }, basics.actors.advisor);
    assert.equal(next.replacesId, bill.id);
    const issued = await desk.issue({ invoiceId: next.id }, basics.actors.advisor);
    assert.ok(issued.totalAmount.equals(bill.totalAmount));
  });

  it('INV-02 of an invoice that is paid and cancelled at once one is done', async () => {
    const { desk, make, basics } = given();
    const bill = await make.invoice();
    const codes = await Promise.all([
      codeOf(desk.pay({ invoiceId: bill.id, amount: rupees('1.00'), method: 'UPI' }, basics.actors.advisor)),
      codeOf(desk.cancel({ invoiceId: bill.id, reason: 'wrong customer' }, basics.actors.manager)),
    ]);
    assert.deepEqual(sorted(codes), ['done', 'invoice.transition']);
  });

  it('ACC-04 an administrator writes off ten thousand in a day, and asks beyond', async () => {
    const { desk, make, basics } = given();
    const bills = [await make.invoice([{ ...make.labour, unitPrice: rupees('4000.00') }]), await make.invoice()];
    const off = (bill: Invoice) => desk.writeOff({ invoiceId: bill.id, reason: 'the firm is closed' }, basics.actors.admin);
    const lost = await off(bills[0]!); // 9,440.00
    assert.deepEqual([lost.status, lost.writtenOffAmount.toString(), lost.writtenOffOn], ['WRITTEN_OFF', '9440.00', '2026-11-22']);
    await assert.rejects(off(bills[1]!), ApprovalNeeded);
    assert.equal((await invoiceOf(given(), bills[1]!.id)).status, 'UNPAID');
  });

  it('INV-06 the due date of an issued invoice moves, to no day before it and not once it is paid', async () => {
    const { desk, make, basics } = given();
    const bill = await make.invoice();
    const move = (dueDate: string) => desk.changeDueDate({ invoiceId: bill.id, dueDate, reason: 'agreed' }, basics.actors.manager);
    assert.equal((await move('2027-01-31')).dueDate, '2027-01-31');
    assert.equal(await codeOf(move('2026-11-21')), 'invoice.due_date');
    await desk.pay({ invoiceId: bill.id, amount: bill.totalAmount, method: 'UPI' }, basics.actors.advisor);
    assert.equal(await codeOf(move('2027-02-28')), 'invoice.transition');
  });

  it('ACC-04 tax deducted at source settles no more than the law lets deduct, of a registered payer, and is no cash', async () => {
    const { desk, make, basics } = given();
    const dear = { ...make.labour, unitPrice: rupees('110000.00') }; // 2,20,000.00 before tax, 2,59,600.00
    const stranger = await make.invoice([dear]);
    const bill = await registered(given(), (vehicle) => make.repair(vehicle, [dear], 21_000).then((repair) => repair.bill([])));
    const pay = (invoiceId: string, amount: string, tds: string, method: 'CASH' | 'UPI' = 'UPI') =>
      codeOf(desk.pay({ invoiceId, amount: rupees(amount), tds: rupees(tds), method }, basics.actors.staff));
    assert.equal(await pay(stranger.id, '0.01', '1.00'), 'payment.refused', 'nobody without a GSTIN deducts');
    assert.equal(await pay(bill.id, '0.01', '259599.99'), 'payment.refused');
    assert.equal(await pay(bill.id, '1000.00', '8800.01'), 'payment.refused');
    assert.equal(await pay(bill.id, '1000.00', '8000.00'), 'done');
    assert.equal(await pay(bill.id, '1000.00', '800.01'), 'payment.refused', 'all payments of it together');
    assert.equal(await pay(bill.id, '199999.99', '800.00', 'CASH'), 'done', 'what is deducted is no cash');
    assert.equal((await invoiceOf(given(), bill.id)).balance.toString(), '49800.01');
  });

  it('TAX-06 INV-02 an invoice has the place of supply of the buyer that it is frozen with, whatever the draft had', async () => {
    const { desk, make, transact, basics } = given();
    const draft = await make.draft();
    assert.deepEqual([draft.placeOfSupply, draft.supplyType, draft.cgst.toString()], ['29', 'INTRA', '144.00']);
    await change(given(), draft.customerId!, { gstin: '27AAACB1234C1ZF', gstinConfirmed: true });
    const issued = await desk.issue({ invoiceId: draft.id }, basics.actors.advisor);
    assert.deepEqual(
      [issued.placeOfSupply, issued.supplyType, issued.cgst.toString(), issued.igst.toString()],
      ['27', 'INTER', '0.00', '288.00'],
    );
    assert.deepEqual([issued.lines[0]!.igst.toString(), issued.lines[0]!.cgst.toString()], ['288.00', '0.00']);
    const { buyer, placeOfSupply, supplyType } = issued.document!;
    assert.deepEqual([buyer.gstin, placeOfSupply.code, supplyType], ['27AAACB1234C1ZF', '27', 'INTER']);
    assert.ok(transact);
  });

  // The days that these pass are passed for the whole store: they come last.
  it('PAY-04 cash of two lakh from one person in a day is refused, the paisa below it is taken, and the next day begins anew', async () => {
    const { desk, basics, clock } = given();
    const [bill] = (await billsOf(given(), 1)) as [Invoice];
    const cash = (amount: string) =>
      codeOf(
        desk.advance(
          { serviceCenterId: basics.branches.blr01.id, customerId: bill.customerId!, amount: rupees(amount), method: 'CASH' },
          basics.actors.advisor,
        ),
      );
    assert.equal(await cash('200000.00'), 'payment.cash_limit');
    assert.equal(await cash('150000.00'), 'done');
    assert.equal(await cash('50000.00'), 'payment.cash_limit');
    assert.equal(await cash('49999.99'), 'done');
    assert.equal(await cash('0.01'), 'payment.cash_limit');
    clock.advance(86_400_000);
    assert.equal(await cash('0.01'), 'done');
  });

  it('PAY-04 cash for one bill is counted over the days, advances used for it included, and a reversal counts back', async () => {
    const { desk, make, basics, clock } = given();
    const dear = { ...make.labour, unitPrice: rupees('150000.00') };
    const bill = await make.invoice([dear]);
    const cash = (amount: string) => desk.pay({ invoiceId: bill.id, amount: rupees(amount), method: 'CASH' }, basics.actors.advisor);
    await cash('100000.00');
    clock.advance(86_400_000);
    const second = await cash('99999.99');
    clock.advance(86_400_000);
    assert.equal(await codeOf(cash('0.01')), 'payment.cash_limit');
    const to = { serviceCenterId: basics.branches.blr01.id, customerId: bill.customerId! };
    const advance = await desk.advance({ ...to, amount: rupees('10.00'), method: 'CASH' }, basics.actors.advisor);
    const apply = () => desk.apply({ paymentId: advance.id, invoiceId: bill.id }, basics.actors.advisor);
    assert.equal(await codeOf(apply()), 'payment.cash_limit');
    await desk.reverse({ paymentId: second.id, reason: 'counted wrongly' }, basics.actors.manager);
    await apply();
    await desk.pay({ invoiceId: bill.id, amount: rupees('250000.00'), method: 'UPI' }, basics.actors.advisor);
  });

  it('TAX-07 TAX-08 INV-04 the shares of a split line are issued after a change of rate, to the paisa of what was drawn up', async () => {
    const { desk, make, transact, clock, basics } = given();
    const whole = await make.draft();
    const { sourceId } = await desk.discard({ invoiceId: whole.id }, somebody);
    const sourceLineId = whole.lines[0]!.sourceLineId!;
    const insurer = await registered(given(), async ({ customerId }) => ({ id: customerId }));
    const share = (payer: 'INSURER' | 'GOODWILL', type: 'PERCENT' | 'AMOUNT', value: string) =>
      desk.draft(
        {
          ...{ sourceType: 'job', sourceId, payer, lines: [{ sourceLineId, share: { type, value } }] },
          ...(payer === 'INSURER' && { payerCustomerId: insurer.id }),
        },
        somebody,
      );
    const drafts = [await share('INSURER', 'PERCENT', '33.33'), await share('GOODWILL', 'AMOUNT', '533.61')];
    drafts.push(await desk.draft({ sourceType: 'job', sourceId }, somebody));
    clock.advance(86_400_000);
    const tomorrow = businessDay(clock.now());
    await transact(somebody, async ({ taxRates, record }) => {
      const id = given().ids.next();
      taxRates.add({ id, hsn: '998714', description: 'Repair', rate: '5', treatment: 'TAXABLE', validFrom: tomorrow });
      record(noted('TaxRateAdded', id));
    });
    const issued: Invoice[] = [];
    for (const { id } of drafts) issued.push(await desk.issue({ invoiceId: id }, basics.actors.advisor));
    assert.deepEqual(
      issued.map(({ lines: [line] }) => [line!.taxRate, String(line!.gross), String(line!.taxable), String(line!.cgst)]),
      [
        ['5', '533.28', '533.28', '13.33'],
        ['5', '533.61', '0.00', '0.00'],
        ['5', '533.11', '533.11', '13.33'],
      ],
    );
    for (const { taxable, tax, roundOff, totalAmount } of issued)
      assert.equal(String(Money.sum([taxable, tax, roundOff])), String(totalAmount));
  });
});
