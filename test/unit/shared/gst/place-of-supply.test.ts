import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  placeOfSupply,
  type PlaceOfSupply,
  type PlaceOfSupplyFacts,
  type RecipientType,
  type SupplyNature,
} from '@dms/domain/shared/gst/place-of-supply';
import { isStateCode, parseStateCode, stateName, states, leviesUnionTerritoryTax, type StateCode } from '@dms/domain/shared/gst/states';
import { refusal } from '../refusals.ts';
import { vectors, type PlaceOfSupplyVector } from '../vectors.ts';

const state = <Field extends string>(field: Field, code: string | null | undefined): { [name in Field]?: StateCode } =>
  (code === null || code === undefined ? {} : { [field]: parseStateCode(code) }) as { [name in Field]?: StateCode };

const factsOf = (vector: PlaceOfSupplyVector): PlaceOfSupplyFacts => ({
  supply: vector.supply.toUpperCase() as SupplyNature,
  recipient: vector.recipient.toUpperCase() as RecipientType,
  supplierState: parseStateCode(vector.supplierState),
  ...state('recipientState', vector.recipientGstinState ?? vector.recipientState ?? vector.billToState),
  ...state('addressState', vector.addressState),
  ...state('deliveryState', vector.deliveryState),
  ...state('shipToState', vector.shipToState),
});

const taxOf = ({ supplyType, stateTaxLabel, state: place, mayBeZeroRated }: PlaceOfSupply): string =>
  supplyType === 'INTRA' ? `CGST+${stateTaxLabel}` : place === '96' && mayBeZeroRated ? 'IGST or zero-rated' : 'IGST';

for (const vector of vectors.placeOfSupply) {
  test(`TAX-06 vector ${vector.id}: ${vector.supply} to ${vector.recipient}, by ${vector.rule}`, () => {
    const decided = placeOfSupply(factsOf(vector));
    assert.deepEqual([decided.state, taxOf(decided)], [vector.pos, vector.tax]);
  });
}

const fromPune = (facts: Partial<PlaceOfSupplyFacts>): PlaceOfSupply =>
  placeOfSupply({ supply: 'SERVICE', recipient: 'UNREGISTERED', supplierState: '27', ...facts });

const decisions: readonly (readonly [string, Partial<PlaceOfSupplyFacts>, StateCode, RegExp])[] = [
  ['a service to a registered person is where it is registered', { recipient: 'REGISTERED', recipientState: '24' }, '24', /12\(2\)\(a\)/],
  [
    'a job of labour and parts for a registered person is where it is registered',
    { supply: 'ANY', recipient: 'REGISTERED', recipientState: '24' },
    '24',
    /12\(2\)\(a\)/,
  ],
  ['a service to an unregistered person is at the address on record', { addressState: '29' }, '29', /12\(2\)\(b\)\(i\)/],
  ['a service to an unregistered person without an address is at the supplier', {}, '27', /12\(2\)\(b\)\(ii\)/],
  ['goods to an unregistered person without an address are at the supplier', { supply: 'GOODS' }, '27', /10\(1\)\(ca\)/],
  [
    'goods to a registered person are where the movement ends',
    { supply: 'GOODS', recipient: 'REGISTERED', recipientState: '24', deliveryState: '29' },
    '29',
    /10\(1\)\(a\)/,
  ],
  [
    'goods to a registered person without a delivery are in its state',
    { supply: 'GOODS', recipient: 'REGISTERED', recipientState: '24' },
    '24',
    /10\(1\)\(a\)/,
  ],
  ['an export is in no state', { recipient: 'OVERSEAS' }, '96', /s\. 11/],
];

for (const [sentence, facts, place, law] of decisions) {
  test(`TAX-06 ${sentence}`, () => {
    const decided = fromPune(facts);
    assert.equal(decided.state, place);
    assert.match(decided.reason, law);
  });
}

test('TAX-06 a special economic zone in the same state bears IGST and may be zero-rated', () => {
  const decided = fromPune({ recipient: 'SEZ', recipientState: '27' });
  assert.deepEqual([decided.state, decided.supplyType, decided.mayBeZeroRated], ['27', 'INTER', true]);
});

test('TAX-06 the place can be set by hand, with a reason that is kept', () => {
  const decided = fromPune({ addressState: '29', override: { state: '27', reason: 'Parts fitted at the workshop' } });
  assert.deepEqual([decided.state, decided.rule, decided.reason], ['27', 'override', 'Parts fitted at the workshop']);
});

test('TAX-06 setting the place by hand without a reason is refused', () => {
  assert.throws(() => fromPune({ override: { state: '27', reason: ' ' } }), refusal('tax.invalid', /needs a reason/));
});

test('TAX-06 a registered recipient without a state is refused', () => {
  assert.throws(() => fromPune({ recipient: 'REGISTERED' }), refusal('tax.invalid', /needs the state of its GSTIN/));
});

test('TAX-06 the states in force are those of the reference', () => {
  assert.deepEqual(states, vectors.reference.stateCodes);
  assert.deepEqual(Object.keys(vectors.reference.retiredStateCodes).filter(isStateCode), []);
  assert.deepEqual(
    Object.keys(states)
      .filter((code) => leviesUnionTerritoryTax(parseStateCode(code)))
      .sort(),
    [...vectors.reference.utgstCodes].sort(),
  );
  assert.equal(stateName('29'), 'Karnataka');
  assert.throws(() => parseStateCode('28'), refusal('tax.invalid'));
});

test('TAX-06 a document of labour and parts for somebody unregistered is supplied where the parts are delivered', () => {
  const facts = { supply: 'ANY', recipient: 'UNREGISTERED', addressState: '29', deliveryState: '32' } as const;
  assert.equal(fromPune(facts).state, '32');
  assert.equal(fromPune({ ...facts, supply: 'SERVICE' }).state, '29');
});
