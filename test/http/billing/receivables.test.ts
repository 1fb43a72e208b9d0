import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { FixedClock } from '@dms/domain/memory/clock';
import { Money } from '@dms/domain/shared/money';
import { withSuite } from '../../support/endings.ts';
import { freshBranches, type World } from '../../support/world.ts';

type Entry = { readonly kind: string; readonly day: string; readonly amount: string; readonly balance: string };
type Account = { readonly opening: string; readonly closing: string; readonly entries: readonly Entry[] };
type Figures = Readonly<Record<'notDue' | 'days1to30' | 'days31to60' | 'days61to90' | 'over90' | 'total', string>>;
type Aged = { readonly totals: Figures; readonly data: readonly (Figures & { readonly customerId: string | null })[] };

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

describe('what customers owe', () => {
  const suite = withSuite();
  let world: World;
  let customerId: string;
  before(async () => {
    world = await freshBranches(suite);
    // Without HTTP: nobody is logged in before the days have passed.
    const { desk, make, basics } = world;
    const { advisor, manager, admin } = basics.actors;
    const clock = world.clock as FixedClock;
    const vehicle = await make.vehicle();
    customerId = vehicle.customerId;
    const bill = async (odometer: number) => (await (await make.repair(vehicle, [make.labour], odometer)).bill([])).id;
    const rupees = (text: string) => Money.parse(text);
    const first = await bill(21_000); // 22 November, 1,888.00
    await desk.pay({ invoiceId: first, amount: rupees('888.00'), method: 'UPI' }, advisor);
    clock.advance(DAY_MS);
    const [second, wrong] = [await bill(22_000), await bill(23_000)]; // 23 November
    clock.advance(MINUTE_MS);
    await desk.cancel({ invoiceId: wrong, reason: 'billed twice' }, manager);
    clock.advance(MINUTE_MS);
    const cheque = await desk.pay({ invoiceId: second, amount: rupees('1888.00'), method: 'CHEQUE', reference: '000123' }, advisor);
    clock.advance(DAY_MS);
    await desk.bounce({ paymentId: cheque.id, reason: 'no funds' }, manager); // 24 November
    clock.advance(MINUTE_MS);
    const to = { serviceCenterId: basics.branches.blr01.id, customerId };
    const advance = await desk.advance({ ...to, amount: rupees('500.00'), method: 'UPI' }, advisor);
    clock.advance(MINUTE_MS);
    const refund = await desk.refund.request({ paymentId: advance.id, amount: rupees('100.00'), reason: 'too much' }, advisor);
    const refundId = refund.id;
    await desk.refund.approve({ refundId }, manager);
    await desk.refund.process({ refundId }, advisor);
    clock.advance(MINUTE_MS);
    await desk.refund.complete({ refundId, reference: 'UTR-77' }, advisor);
    clock.advance(MINUTE_MS);
    await desk.writeOff({ invoiceId: first, reason: 'a gesture' }, admin);
  });

  it('PAY-01 a statement tells every document and payment in order, and adds up', async () => {
    const over = (from: string, to: string) => world.as('advisor').get(`/customers/${customerId}/statement?from=${from}&to=${to}`);
    assert.equal((await over('2027-04-01', '2028-03-31')).status, 200, 'a financial year with a 29 February');
    const unbounded = await over('2027-03-31', '2028-03-31');
    assert.deepEqual([unbounded.status, unbounded.problem.code], [400, 'request.invalid'], 'a day more');
    const { status, body, text } = await world
      .as('advisor')
      .get<Account>(`/customers/${customerId}/statement?from=2026-11-23&to=2026-11-30`);
    assert.equal(status, 200, text);
    assert.deepEqual(
      body.entries.map(({ kind, day, amount, balance }) => [kind, day, amount, balance]),
      [
        ['INVOICE', '2026-11-23', '1888.00', '2888.00'],
        ['INVOICE', '2026-11-23', '1888.00', '4776.00'],
        ['CANCELLATION', '2026-11-23', '-1888.00', '2888.00'],
        ['PAYMENT', '2026-11-23', '-1888.00', '1000.00'],
        ['REVERSAL', '2026-11-24', '1888.00', '2888.00'],
        ['DEBIT_NOTE', '2026-11-24', '500.00', '3388.00'],
        ['PAYMENT', '2026-11-24', '-500.00', '2888.00'],
        ['REFUND', '2026-11-24', '100.00', '2988.00'],
        ['WRITE_OFF', '2026-11-24', '-1000.00', '1988.00'],
      ],
    );
    // 1,888.00 and the charge of 500.00 are due, and 400.00 of the advance is the customer's credit.
    assert.deepEqual([body.opening, body.closing], ['1000.00', '1988.00']);
    const whole = (await world.as('advisor').get<Account>(`/customers/${customerId}/statement`)).body;
    assert.deepEqual([whole.opening, whole.closing, whole.entries.length], ['0.00', '1988.00', 11]);
  });

  it('PAY-01 a statement is refused for days in the wrong order, and another branch sees no such customer', async () => {
    const path = `/customers/${customerId}/statement`;
    const { status, problem } = await world.as('advisor').get(`${path}?from=2026-11-30&to=2026-11-23`);
    assert.deepEqual([status, problem.code], [400, 'request.invalid']);
    assert.equal((await world.as('elsewhere').get(path)).status, 404);
  });

  it('INV-06 an invoice is overdue from the day after its due date on, as long as something of it is due', async () => {
    type Rows = { readonly data: readonly { readonly id: string; readonly overdue: boolean; readonly status: string }[] };
    const listed = async (query: string) => (await world.as('manager').get<Rows>(`/invoices?${query}`)).body.data;
    const [due] = await world.rows<{ id: string }>(`select id from invoices where kind = 'INVOICE' and status = 'UNPAID'`);
    assert.deepEqual(await listed('overdue=true'), []);
    const change = (dueDate: string) => world.rows(`update invoices set due_date = '${dueDate}' where id = '${due!.id}'`);
    const overdue = async () => (await world.as('manager').get<{ overdue: boolean }>(`/invoices/${due!.id}`)).body.overdue;
    await change('2026-11-24');
    assert.deepEqual([await overdue(), (await listed('overdue=true')).length], [false, 0], 'on the day itself it is due');
    await change('2026-11-23');
    assert.deepEqual([await overdue(), (await listed('overdue=true')).map(({ id }) => id)], [true, [due!.id]]);
    const others = await listed('overdue=false');
    assert.ok(others.length > 0 && others.every((row) => !row.overdue && row.id !== due!.id));
    await change('2026-11-30');
  });

  it('PAY-01 the ageing of a day is by due date, and its total is what is due of all invoices', async () => {
    const clock = world.clock as FixedClock;
    const ask = async (asOf: string) => (await world.as('manager').get<Aged>(`/reports/receivables/ageing?asOf=${asOf}`)).body;
    const [due] = await world.rows<{ paise: string }>(
      `select sum(total_amount - paid_amount - credited_amount - written_off_amount) as paise from invoices where status in ('UNPAID', 'PARTIAL')`,
    );
    const today = await ask('2026-11-24');
    assert.equal(Number(today.totals.total) * 100, Number(due!.paise));
    // The bill of 1,888.00, and the charge of 500.00 for the cheque, which is due on the very day.
    assert.deepEqual([today.totals.notDue, today.data.map((row) => row.customerId)], ['2388.00', [customerId]]);
    // Due on 30 November, seven days after the issue: 46 days later it is late by as many, and the charge by 52.
    const late = await ask('2027-01-15');
    assert.deepEqual([late.totals.days31to60, late.totals.total, late.data[0]!.total], ['2388.00', '2388.00', '2388.00']);
    // On the first evening 1,000.00 of the first bill was due, and nothing of the others was there.
    assert.equal((await ask('2026-11-22')).totals.total, '1000.00');
    assert.ok(clock.now() > new Date('2026-11-23T18:30:00.000Z'));
    assert.equal((await world.as('elsewhere').get<Aged>('/reports/receivables/ageing')).body.totals.total, '0.00');
  });
});
