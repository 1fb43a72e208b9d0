import assert from 'node:assert/strict';
import { it } from 'node:test';
import { freeze, thaw } from '@dms/domain/approvals/frozen';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import fc from 'fast-check';

const leaf = fc.oneof(
  fc.string(),
  fc.boolean(),
  fc.constant(null),
  fc.integer(),
  fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }),
  fc.bigInt({ min: 0n, max: 10n ** 12n }).map((paise) => Money.ofPaise(paise)),
  fc.integer({ min: 0, max: 10 ** 9 }).map((thousandths) => Quantity.parse((thousandths / 1000).toFixed(3))),
  fc.date({ noInvalidDate: true }),
);
const command = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, leaf, fc.array(tie('value'), { maxLength: 4 }), tie('object')),
  object: fc.dictionary(fc.stringMatching(/^[a-z][A-Za-z]{0,8}$/), tie('value'), { maxKeys: 5, noNullPrototype: true }),
})).object;

it('APR-03 a command comes out of its JSON as it went in, whatever it is made of', () => {
  fc.assert(fc.property(command, (asked) => assert.deepEqual(thaw(JSON.parse(JSON.stringify(freeze(asked)))), asked)));
});

it('APR-03 what was not given stays out, and so does what only listens', () => {
  assert.deepEqual(freeze({ given: 1, not: undefined, warn: () => {} }), { given: 1 });
});
