import assert from 'node:assert/strict';
import { it } from 'node:test';
import { remindOfPayments } from '@dms/domain/billing/use-cases/remind-of-payments';
import { addDays, type BusinessDay, startOfBusinessDay } from '@dms/domain/shared/calendar';
import { Money } from '@dms/domain/shared/money';
import { somebody } from './fixtures.ts';
import { contract } from './harness.ts';

const HOUR_MS = 3_600_000;
type Bill = { readonly id: string; readonly dueDate: BusinessDay; readonly totalAmount: Money };

/** Who is reminded when, by whatever keeps the data. */
export const paymentReminders = contract('reminders of payments', (given) => {
  const at = (day: BusinessDay, hour = 10): void =>
    given().clock.set(new Date(startOfBusinessDay(day).getTime() + hour * HOUR_MS).toISOString());
  const scan = async (): Promise<void> => {
    let step = await remindOfPayments(given())({ dueAt: given().clock.now() }, somebody);
    while (step.more) step = await remindOfPayments(given())({ dueAt: given().clock.now() }, somebody);
  };
  const remindersOf = async (invoiceId: string): Promise<number> =>
    (await given().eventsOf(invoiceId)).filter((name) => name === 'PaymentReminderDue').length;
  const bill = async (): Promise<Bill> => {
    const { id, dueDate, totalAmount } = await given().make.invoice();
    return { id, dueDate: dueDate!, totalAmount };
  };
  /** How many reminders there are after the scan of each of these days, counted from the due date. */
  const countsOver = async (invoice: Bill, days: readonly number[]): Promise<number[]> => {
    const counts: number[] = [];
    for (const day of days) {
      at(addDays(invoice.dueDate, day));
      await scan();
      counts.push(await remindersOf(invoice.id));
    }
    return counts;
  };

  it('REM-01 an invoice is reminded of on five days around its due date, once each, and on no other', async () => {
    const days = [-3, -2, -1, -1, 0, 1, 2, 3, 3, 4, 6, 7, 8, 14, 15, 16, 40];
    assert.deepEqual(await countsOver(await bill(), days), [0, 0, 1, 1, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 5, 5, 5]);
  });

  it('REM-01 of scans at the same moment one reminds', async () => {
    const { id, dueDate } = await bill();
    at(dueDate);
    await Promise.all(Array.from({ length: 8 }, () => scan()));
    assert.equal(await remindersOf(id), 1);
  });

  it('REM-01 nobody is reminded of what is paid, written off or cancelled, and of what is paid in part they are', async () => {
    const [paid, part, off, gone] = [await bill(), await bill(), await bill(), await bill()];
    const { desk, basics } = given();
    await desk.pay({ invoiceId: paid.id, amount: paid.totalAmount, method: 'UPI' }, basics.actors.advisor);
    await desk.pay({ invoiceId: part.id, amount: Money.parse('1.00'), method: 'UPI' }, basics.actors.advisor);
    await desk.writeOff({ invoiceId: off.id, reason: 'moved away' }, somebody);
    await desk.cancel({ invoiceId: gone.id, reason: 'billed twice' }, basics.actors.manager);
    const draft = await given().make.draft();
    await countsOver(paid, [0]);
    const counts = await Promise.all([paid, part, off, gone, draft].map(({ id }) => remindersOf(id)));
    assert.deepEqual(counts, [0, 1, 0, 0, 0]);
  });

  it('REM-01 what a bounced cheque makes due again is reminded of again', async () => {
    const invoice = await bill();
    const { desk, basics } = given();
    const cheque = await desk.pay({ invoiceId: invoice.id, amount: invoice.totalAmount, method: 'CHEQUE' }, basics.actors.advisor);
    assert.deepEqual(await countsOver(invoice, [-1, 0]), [0, 0]);
    await desk.bounce({ paymentId: cheque.id, reason: 'insufficient funds' }, basics.actors.manager);
    assert.deepEqual(await countsOver(invoice, [3, 4]), [1, 1]);
  });

  it('REM-01 reminders move with the due date, and a date that comes back is not reminded of twice', async () => {
    const invoice = await bill();
    const move = (dueDate: BusinessDay) => given().desk.changeDueDate({ invoiceId: invoice.id, dueDate }, given().basics.actors.manager);
    assert.deepEqual(await countsOver(invoice, [-1]), [1]);
    const later = addDays(invoice.dueDate, 10);
    await move(later);
    assert.deepEqual(await countsOver(invoice, [0, 3, 7, 8]), [1, 1, 1, 1], 'the old days are void');
    assert.deepEqual(await countsOver({ ...invoice, dueDate: later }, [-1, 0]), [2, 3], 'the new ones are due');
    await move(invoice.dueDate);
    await scan();
    assert.equal(await remindersOf(invoice.id), 4, 'due for ten days now: the seventh is made up for');
    await move(later);
    await scan();
    assert.equal(await remindersOf(invoice.id), 4);
  });

  it('REM-01 an absence over several days brings one letter: the last one that is missing', async () => {
    assert.deepEqual(await countsOver(await bill(), [9, 9, 10, 15]), [1, 1, 1, 2]);
  });

  it('REM-01 what was missed more than a month ago is nobody’s', async () => {
    assert.deepEqual(await countsOver(await bill(), [15 + 32]), [0]);
  });

  it('REM-01 in quiet hours nobody is reminded, and the run is told when they end', async () => {
    const { id, dueDate } = await bill();
    at(dueDate, 21);
    const step = await remindOfPayments(given())({ dueAt: given().clock.now() }, somebody);
    const morning = new Date(startOfBusinessDay(addDays(dueDate, 1)).getTime() + 9 * HOUR_MS);
    assert.deepEqual(step, { done: 0, notBefore: morning });
    assert.equal(await remindersOf(id), 0);
    given().clock.set(morning.toISOString());
    await scan();
    assert.equal(await remindersOf(id), 1);
  });
});
