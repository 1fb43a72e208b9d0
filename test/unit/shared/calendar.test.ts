import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addDays,
  addMonths,
  businessDay,
  compareDays,
  daysBetween,
  financialYear,
  financialYearStarting,
  firstDayOfMonth,
  isBusinessDay,
  lastDayOfMonth,
  monthOf,
  parseBusinessDay,
  startOfBusinessDay,
  weekday,
} from '@dms/domain/shared/calendar';
import * as fc from 'fast-check';
import { refusal } from './refusals.ts';
import { vectors } from './vectors.ts';

const DAY_MS = 86_400_000;
const instants = fc.date({ min: new Date('1950-01-01T00:00:00Z'), max: new Date('2099-12-31T00:00:00Z'), noInvalidDate: true });
const days = instants.map(businessDay);

for (const { instantUtc, ist, istDate, financialYear: year } of vectors.financialYear) {
  test(`TAX-09 vector ${instantUtc} is ${ist}, in the financial year ${year}`, () => {
    const day = businessDay(new Date(instantUtc));
    assert.deepEqual([day, financialYear(day).long], [istDate, year]);
  });
}

test('TAX-09 a financial year is written in four ways and holds its first and last day', () => {
  assert.deepEqual(financialYear('2026-11-22'), {
    start: 2026,
    label: '26-27',
    compact: '2627',
    long: '2026-27',
    firstDay: '2026-04-01',
    lastDay: '2027-03-31',
  });
});

test('TAX-09 every day is inside its own financial year, and the next one begins the day after its last', () => {
  fc.assert(
    fc.property(days, (day) => {
      const year = financialYear(day);
      assert.ok(year.firstDay <= day && day <= year.lastDay);
      assert.deepEqual(financialYear(year.firstDay), financialYear(year.lastDay));
      assert.equal(financialYear(addDays(year.lastDay, 1)).start, year.start + 1);
      assert.deepEqual(financialYearStarting(year.start), year);
    }),
  );
});

test('TAX-09 a business day runs from its start in IST for 24 hours', () => {
  fc.assert(
    fc.property(instants, (instant) => {
      const start = startOfBusinessDay(businessDay(instant)).getTime();
      assert.ok(start <= instant.getTime() && instant.getTime() < start + DAY_MS);
      assert.equal(new Date(start).toISOString().slice(11), '18:30:00.000Z');
    }),
  );
});

test('TAX-09 days add and subtract back, and compare as they are apart', () => {
  fc.assert(
    fc.property(days, fc.integer({ min: -20_000, max: 20_000 }), (day, count) => {
      const other = addDays(day, count);
      assert.equal(daysBetween(day, other), count);
      assert.equal(addDays(other, -count), day);
      assert.equal(compareDays(other, day), Math.sign(count));
      assert.equal(other < day, count < 0);
    }),
  );
});

test('TAX-09 a month begins on the first and ends the day before the next begins', () => {
  fc.assert(
    fc.property(days, (day) => {
      const month = monthOf(day);
      assert.ok(firstDayOfMonth(month) <= day && day <= lastDayOfMonth(month));
      assert.equal(addDays(lastDayOfMonth(month), 1).slice(8), '01');
    }),
  );
  assert.deepEqual(['2024-02', '2026-02', '2026-12'].map(lastDayOfMonth), ['2024-02-29', '2026-02-28', '2026-12-31']);
  assert.throws(() => firstDayOfMonth('2026-13'), refusal('day.malformed'));
});

test('TAX-09 22 November 2026 is a Sunday, and weekdays go round before 1970 too', () => {
  assert.deepEqual(['2026-11-22', '2026-11-23', '1969-12-31'].map(weekday), [0, 1, 3]);
});

for (const text of [
  '2026-02-29',
  '2026-02-30',
  '2026-13-01',
  '2026-00-10',
  '2026-01-00',
  '26-01-01',
  '2026-1-1',
  '2026-01-01T00:00',
  '0000-01-01',
  '',
]) {
  test(`TAX-09 ${JSON.stringify(text)} is no day`, () => {
    assert.equal(isBusinessDay(text), false);
    assert.throws(() => parseBusinessDay(text), refusal('day.malformed'));
    assert.throws(() => addDays(text, 1), refusal('day.malformed'));
  });
}

test('TAX-09 an invalid instant has no day', () => {
  assert.throws(() => businessDay(new Date(Number.NaN)), refusal('day.malformed'));
});

test('WAR-01 so many months later is the same day of the month, or the last one where the month has no such day', () => {
  for (const [from, months, to] of [
    ['2026-11-22', 12, '2027-11-22'],
    ['2026-08-31', 6, '2027-02-28'],
    ['2027-08-31', 6, '2028-02-29'],
    ['2028-02-29', 12, '2029-02-28'],
    ['2026-12-31', 2, '2027-02-28'],
    ['2026-11-30', 1, '2026-12-30'],
    ['2026-01-31', 0, '2026-01-31'],
    ['2027-03-31', -1, '2027-02-28'],
  ] as const)
    assert.equal(addMonths(from, months), to, `${from} and ${months} months`);
});

test('WAR-01 months added keep the order of days, and end in the month that they count to', () => {
  const counts = fc.integer({ min: 0, max: 240 });
  fc.assert(
    fc.property(days, days, counts, (one, other, months) => {
      const [earlier, later] = one < other ? [one, other] : [other, one];
      assert.ok(addMonths(earlier, months) <= addMonths(later, months));
      const index = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
      assert.equal(index(addMonths(one, months)), index(one) + months);
    }),
  );
});
