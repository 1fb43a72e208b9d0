import assert from 'node:assert/strict';
import { test } from 'node:test';
import { examineGstin, isGstin, panOfGstin, parseGstin, parseOptionalGstin, stateOfGstin } from '@dms/domain/shared/identifiers/gstin';
import * as fc from 'fast-check';
import { refusal } from '../refusals.ts';
import { vectors } from '../vectors.ts';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('');
const { cases, syntheticValidAllStates, mutated, other } = vectors.gstin;

for (const expected of cases) {
  test(`TAX-11 vector ${expected.gstin} ${expected.validRegularTaxpayer ? 'is' : 'is not'} the GSTIN of a regular taxpayer`, () => {
    const found = examineGstin(expected.gstin);
    assert.equal(found.rightLength, expected.length15);
    assert.equal(found.expectedCheckCharacter, expected.expectedCheckDigit);
    assert.equal(found.checkCharacterFits, expected.checkDigitOk);
    assert.equal(found.regularPattern, expected.regularPattern);
    assert.equal(found.state !== undefined, expected.knownState);
    assert.equal(found.valid, expected.validRegularTaxpayer);
  });
}

for (const gstin of syntheticValidAllStates) {
  test(`TAX-11 vector ${gstin} is a GSTIN of the state ${gstin.slice(0, 2)}`, () => {
    assert.deepEqual([parseGstin(gstin), stateOfGstin(gstin), panOfGstin(gstin)], [gstin, gstin.slice(0, 2), 'AAACB1234C']);
  });
}

for (const { gstin, valid, why } of [...mutated, ...other]) {
  test(`TAX-11 vector "${gstin}": ${why}`, () => {
    if (valid) assert.equal(parseOptionalGstin(gstin), gstin === '' ? undefined : gstin);
    else assert.throws(() => parseOptionalGstin(gstin), refusal('gstin.invalid'));
  });
}

test('TAX-11 any single wrong character of a GSTIN is detected', () => {
  const mutations = fc.tuple(fc.constantFrom(...syntheticValidAllStates), fc.nat(14), fc.constantFrom(...ALPHABET));
  fc.assert(
    fc.property(mutations, ([gstin, position, character]) => {
      const wrong = gstin.slice(0, position) + character + gstin.slice(position + 1);
      assert.equal(isGstin(wrong), wrong === gstin);
    }),
    { numRuns: 2000 },
  );
});

test('TAX-11 an absent GSTIN is that of an unregistered person', () => {
  assert.equal(parseOptionalGstin(undefined), undefined);
});
