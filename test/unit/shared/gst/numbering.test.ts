import assert from 'node:assert/strict';
import { test } from 'node:test';
import { businessDay, financialYearStarting } from '@dms/domain/shared/calendar';
import { creditNoteDeadline } from '@dms/domain/shared/gst/credit-note-deadline';
import { documentNumberKey, isDocumentNumber, isRule46Number, parseDocumentNumber } from '@dms/domain/shared/gst/document-number';
import { assertSeriesFits, renderDocumentNumber, renderSeriesNumber } from '@dms/domain/shared/gst/number-series';
import * as fc from 'fast-check';
import { refusal } from '../refusals.ts';
import { vectors } from '../vectors.ts';

for (const { input, rule46, eInvoice, note } of vectors.invoiceNumbers) {
  test(`TAX-09 vector "${input}" ${eInvoice ? 'may be' : 'may not be'} a number of ours${note === '' ? '' : ` (${note})`}`, () => {
    assert.deepEqual([isRule46Number(input), isDocumentNumber(input)], [rule46, eInvoice]);
    if (eInvoice) assert.equal(parseDocumentNumber(input), input);
    else assert.throws(() => parseDocumentNumber(input), refusal('document_number.invalid'));
  });
}

test('TAX-09 numbers are told apart without regard to case', () => {
  assert.equal(documentNumberKey('inv/1'), documentNumberKey('INV/1'));
});

test('TAX-09 the series of the vectors count by GSTIN, series and financial year in IST', () => {
  const next = new Map<string, number>();
  for (const { at, gstin, series, expectedNumber, given } of vectors.numberSeries.steps) {
    if (series === undefined || expectedNumber === undefined) continue;
    const day = businessDay(new Date(at));
    const key = renderSeriesNumber(`${gstin}:${series}{n}`, '', day, 1);
    const issued = given === undefined ? (next.get(key) ?? 0) : Number(/is (\d+)$/.exec(given)![1]);
    next.set(key, issued + 1);
    assert.equal(renderDocumentNumber(`${series}{n:6}`, '', day, issued + 1), expectedNumber);
  }
});

test('TAX-09 the pattern of the branches gives sixteen characters', () => {
  assertSeriesFits('{prefix}/{FY4}/{n}', 'BLR01');
  assert.equal(renderDocumentNumber('{prefix}/{FY4}/{n}', 'BLR01', '2026-11-22', 123), 'BLR01/2627/00123');
});

test('TAX-09 a number of the workshop may be longer than a statutory one', () => {
  assert.equal(renderSeriesNumber('JC-{prefix}-{FY4}-{n}', 'BLR01', '2026-11-22', 42), 'JC-BLR01-2627-00042');
});

test('TAX-09 a series that has outgrown sixteen characters is used up', () => {
  assert.equal(renderDocumentNumber('{prefix}/{FY4}/{n}', 'BLR01', '2026-11-22', 99_999), 'BLR01/2627/99999');
  assert.throws(() => renderDocumentNumber('{prefix}/{FY4}/{n}', 'BLR01', '2026-11-22', 100_000), refusal('series.exhausted'));
});

test('TAX-09 a series counts from one', () => {
  assert.throws(() => renderSeriesNumber('{prefix}/{n}', 'A', '2026-11-22', 0), refusal('document_number.invalid', /counts from 1/));
});

const unfit: readonly (readonly [string, string, RegExp])[] = [
  ['{prefix}/{FY4}/{n}', 'BLR001', /leaves 4 of 16 characters/],
  ['{prefix}/{FY}/{n}', 'BLR01', /leaves 4 of 16 characters/],
  ['{prefix}/{FY4}/{n}', 'A-VERY-LONG-PREFIX', /leaves 0 of 16 characters/],
  ['{prefix}/{FY4}/{n:6}', 'BLR01', /pads the count to 6 digits where 5 have room/],
  ['{prefix}/{FY4}', 'BLR01', /needs \{n\} exactly once/],
  ['{prefix}/{n}{n}', 'B', /needs \{n\} exactly once/],
  ['{prefix}/{year}/{n}', 'BLR01', /unknown token \{year\}/],
  ['{prefix}/{FY4}/{n}', '0LR01', /not begin with 0/],
  ['{prefix}/{FY4}/{n}', '', /not begin with 0 or a sign/],
  ['{n}/{FY4}', '', /not begin with 0/],
  ['{prefix}/{FY4}/{n}', 'B_R01', /only letters, digits/],
];

for (const [pattern, prefix, sentence] of unfit) {
  test(`TAX-09 the series ${pattern} with the prefix "${prefix}" is refused when configured`, () => {
    assert.throws(() => assertSeriesFits(pattern, prefix), refusal('document_number.invalid', sentence));
  });
}

test('TAX-09 whatever series is accepted gives permitted numbers up to its last', () => {
  const prefixes = fc.string({ unit: fc.constantFrom('A', 'Z', 'a', 'z', '0', '1', '9', '/', '-', '_', '{', '}'), maxLength: 8 });
  const patterns = fc.constantFrom('{prefix}/{FY4}/{n}', '{prefix}{FY4}{n}', '{prefix}/{FY}/{n}', '{prefix}-{n:6}');
  fc.assert(
    fc.property(
      patterns,
      prefixes,
      fc.integer({ min: 1, max: 99_999 }),
      fc.integer({ min: 2017, max: 2098 }),
      (pattern, prefix, n, year) => {
        try {
          assertSeriesFits(pattern, prefix);
        } catch {
          return; // Refused series are the business of the tests above.
        }
        assert.ok(isDocumentNumber(renderDocumentNumber(pattern, prefix, financialYearStarting(year).firstDay, n)));
      },
    ),
  );
});

for (const { invoiceFy, lastDate } of vectors.numberSeries.creditNoteDeclarationLimit) {
  test(`TAX-10 a credit note for ${invoiceFy} is declared until ${lastDate}`, () => {
    const { firstDay, lastDay } = financialYearStarting(Number(invoiceFy.slice(0, 4)));
    assert.deepEqual([creditNoteDeadline(firstDay), creditNoteDeadline(lastDay)], [lastDate, lastDate]);
  });
}
