import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normaliseRegistration, readRegistration } from '@dms/domain/shared/identifiers/vehicle-registration';
import * as fc from 'fast-check';
import { refusal } from '../refusals.ts';
import { vectors } from '../vectors.ts';

for (const { input, valid, type, normalised, note } of vectors.vehicleRegistration) {
  test(`TAX-11 vector "${input}" ${valid ? `is the ${type} registration ${normalised}` : 'is no registration'}${note === '' ? '' : ` (${note})`}`, () => {
    const read = readRegistration(input);
    assert.deepEqual([read?.type ?? null, read?.normalised ?? null], [type, normalised]);
    if (!valid) assert.throws(() => normaliseRegistration(input), refusal('registration.invalid'));
  });
}

test('TAX-11 a plate is the same however it is typed', () => {
  const separators = fc.string({ unit: fc.constantFrom(' ', '-', '.', '·', '/'), maxLength: 2 });
  const typed = fc.tuple(separators, separators, separators, fc.boolean());
  fc.assert(
    fc.property(typed, ([a, b, c, lower]) => {
      const text = `KA${a}01${b}AB${c}1234`;
      assert.equal(normaliseRegistration(lower ? text.toLowerCase() : text).normalised, 'KA01AB1234');
    }),
  );
});

test('TAX-11 plates written with and without leading zeros have one key', () => {
  const keyOf = (text: string): string => normaliseRegistration(text).key;
  assert.equal(keyOf('GJ5AB1'), keyOf('GJ 05 AB 0001'));
  assert.equal(keyOf('77 CD 10'), '77CD0010');
  assert.equal(keyOf('DL3CAB1234'), 'DL03CAB1234');
});

test('TAX-11 the normal form normalises to itself', () => {
  for (const { normalised } of vectors.vehicleRegistration) {
    if (normalised !== null) assert.equal(normaliseRegistration(normalised).normalised, normalised);
  }
});

test('TAX-11 a plate of no known shape is taken only when it is declared temporary or other', () => {
  assert.throws(() => normaliseRegistration('TEMP/9/2026'), refusal('registration.invalid', /TEMPORARY or OTHER/));
  assert.deepEqual(normaliseRegistration('temp/9/2026', 'TEMPORARY'), { type: 'TEMPORARY', normalised: 'TEMP92026', key: 'TEMP92026' });
  assert.equal(normaliseRegistration('19D 134567 H', 'OTHER').normalised, '19D134567H');
  assert.throws(() => normaliseRegistration('--', 'OTHER'), refusal('registration.invalid'));
});
