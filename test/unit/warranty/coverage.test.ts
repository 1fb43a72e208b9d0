import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addDays, addMonths, businessDay } from '@dms/domain/shared/calendar';
import { Quantity } from '@dms/domain/shared/quantity';
import { coverageOn, inheritedTerm, type Term, termFrom } from '@dms/domain/warranty/coverage';
import { unitsOf } from '@dms/domain/warranty/units-of';
import * as fc from 'fast-check';

const terms = { months: 12, kilometres: 10_000 };
const term = termFrom('2026-11-22', 20_150, terms);

void describe('how long a warranty holds', () => {
  it('WAR-01 it ends with the earlier of the date and the distance, and both ends still count', () => {
    for (const [day, odometer, inForce] of [
      ['2026-11-22', 20_150, true],
      ['2027-11-22', 20_150, true],
      ['2027-11-23', 20_150, false],
      ['2027-01-01', 30_150, true],
      ['2027-01-01', 30_151, false],
      ['2027-11-22', 30_150, true],
      ['2026-11-21', 20_150, false],
    ] as const)
      assert.equal(coverageOn(term, day, odometer).inForce, inForce, `${day} at ${odometer} km`);
  });

  it('WAR-01 the last day is one of India: it ends at midnight there, not in Greenwich', () => {
    const lastMinute = businessDay(new Date('2027-11-22T18:29:59.999Z'));
    const midnight = businessDay(new Date('2027-11-22T18:30:00.000Z'));
    assert.deepEqual([coverageOn(term, lastMinute, null).inForce, coverageOn(term, midnight, null).inForce], [true, false]);
  });

  it('WAR-01 says what ended it, with the figures', () => {
    assert.equal(
      coverageOn(term, '2027-11-24', 20_150).reason,
      'Expired by date: the warranty ended with 2027-11-22, and this is 2027-11-24, 2 days later.',
    );
    assert.equal(
      coverageOn(term, '2027-01-01', 30_151).reason,
      'Expired by distance: the warranty ended at 30150 km, and the odometer reads 30151 km, 1 km more.',
    );
    assert.match(coverageOn(term, '2027-11-23', 30_151).reason, /^Expired by date: .*1 day later\. Expired by distance: /);
    assert.equal(coverageOn(term, '2027-01-01', 25_000).reason, 'In force until 2027-11-22 or 30150 km, whichever comes first.');
  });

  it('WAR-01 says how much is left', () => {
    const { daysLeft, kilometresLeft } = coverageOn(term, '2027-11-20', 30_000);
    assert.deepEqual([daysLeft, kilometresLeft], [2, 150]);
    const over = coverageOn(term, '2028-01-01', 40_000);
    assert.deepEqual([over.daysLeft, over.kilometresLeft], [0, 0]);
  });

  it('WAR-01 terms without a distance, or a sale without a reading, end with the date alone', () => {
    for (const dated of [termFrom('2026-11-22', 20_150, { months: 12, kilometres: null }), termFrom('2026-11-22', null, terms)]) {
      assert.equal(coverageOn(dated, '2027-11-22', 999_999).inForce, true);
      assert.equal(coverageOn(dated, '2027-11-22', 999_999).reason, 'In force until 2027-11-22.');
    }
  });

  it('WAR-01 a unit that was replaced is under warranty no more: what remained went to its replacement', () => {
    const replaced = { ...term, replacedOn: '2027-01-05' };
    assert.equal(coverageOn(replaced, '2027-01-04', 21_000).inForce, true);
    assert.match(coverageOn(replaced, '2027-01-05', 21_000).reason, /replaced on 2027-01-05/);
    assert.equal(coverageOn(inheritedTerm(replaced, '2027-01-05'), '2027-01-05', 21_000).inForce, true);
  });
});

const days = fc.integer({ min: 0, max: 20_000 }).map((offset) => addDays('2000-01-01', offset));
const kilometres = fc.integer({ min: 0, max: 500_000 });
const someTerms = fc.record({ months: fc.integer({ min: 1, max: 120 }), kilometres: fc.option(kilometres) });

void describe('the laws of warranties', () => {
  it('WAR-01 it is in force exactly while neither the date nor the distance is past', () => {
    fc.assert(
      fc.property(days, kilometres, someTerms, days, kilometres, (startsOn, start, given, day, odometer) => {
        const expected =
          day >= startsOn &&
          day <= addMonths(startsOn, given.months) &&
          (given.kilometres === null || odometer <= start + given.kilometres);
        assert.equal(coverageOn(termFrom(startsOn, start, given), day, odometer).inForce, expected);
      }),
    );
  });

  it('WAR-01 once it is over, no later day and no further kilometre brings it back', () => {
    fc.assert(
      fc.property(days, kilometres, someTerms, fc.nat(5000), fc.nat(5000), fc.nat(5000), (startsOn, start, given, wait, drive, more) => {
        const held = termFrom(startsOn, start, given);
        const [day, odometer] = [addDays(startsOn, wait), start + drive];
        if (coverageOn(held, day, odometer).inForce) return;
        assert.equal(coverageOn(held, addDays(day, more), odometer + more).inForce, false);
      }),
    );
  });

  it('WAR-01 however often a unit is replaced, no replacement outlasts the first unit by a day or a kilometre', () => {
    const fittings = fc.array(fc.nat(800), { maxLength: 12 });
    fc.assert(
      fc.property(days, kilometres, someTerms, fittings, days, kilometres, (startsOn, start, given, waits, day, odometer) => {
        const first = termFrom(startsOn, start, given);
        let [last, fittedOn]: [Term, string] = [first, startsOn];
        for (const wait of waits) {
          fittedOn = addDays(fittedOn, wait);
          last = inheritedTerm(last, fittedOn);
        }
        assert.deepEqual([last.endsOn, last.endOdometer], [first.endsOn, first.endOdometer]);
        const [inherited, original] = [coverageOn(last, day, odometer), coverageOn(first, day, odometer)];
        // All that the first one would still have had from the fitting on, and nothing beyond.
        assert.equal(inherited.inForce, original.inForce && day >= fittedOn);
        assert.deepEqual([inherited.daysLeft, inherited.kilometresLeft], [original.daysLeft, original.kilometresLeft]);
      }),
    );
  });
});

void describe('the units of a line', () => {
  const units = (quantity: string, unit: string) => unitsOf(Quantity.parse(quantity), unit).map(String);

  it('WAR-01 pieces have a warranty each; what is measured, or no whole number, has one', () => {
    assert.deepEqual(units('3.000', 'PCS'), ['1.000', '1.000', '1.000']);
    assert.deepEqual(units('3.000', 'LTR'), ['3.000']);
    assert.deepEqual(units('2.500', 'NOS'), ['2.500']);
    assert.deepEqual(units('0.000', 'PCS'), []);
    assert.equal(units('1000.000', 'PCS').length, 1000);
    assert.deepEqual(units('1001.000', 'PCS'), ['1001.000'], 'nobody keeps track of so many one by one');
    assert.deepEqual(units('5000000000.000', 'PCS'), ['5000000000.000']);
  });

  it('WAR-01 the units add up to the quantity', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60_000 }), fc.constantFrom('PCS', 'NOS', 'LTR', 'MTR'), (thousandths, unit) => {
        const quantity = Quantity.ofThousandths(BigInt(thousandths));
        assert.ok(Quantity.sum(unitsOf(quantity, unit)).equals(quantity));
      }),
    );
  });
});
