import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isIfsc, parseIfsc } from '@dms/domain/shared/identifiers/ifsc';
import { maskMobile, normaliseMobile, readMobile } from '@dms/domain/shared/identifiers/mobile';
import { isPan, parsePan } from '@dms/domain/shared/identifiers/pan';
import { isPincode, parsePincode } from '@dms/domain/shared/identifiers/pincode';
import { isUpiId, parseUpiId, upiLink } from '@dms/domain/shared/identifiers/upi';
import { normaliseVin, readVin } from '@dms/domain/shared/identifiers/vin';
import { Money } from '@dms/domain/shared/money';
import type { ErrorCode } from '@dms/domain/shared/errors';
import { refusal } from '../refusals.ts';
import { vectors } from '../vectors.ts';

type Validator = {
  readonly name: string;
  readonly cases: readonly { input: string; valid: boolean }[];
  readonly is: (text: string) => boolean;
  readonly parse: (text: string) => string;
  readonly code: ErrorCode;
};

const { pan, ifsc, pincode, upiVpa, mobile, upiLink: upiLinks } = vectors.identifiers;
const validators: readonly Validator[] = [
  { name: 'a PAN', cases: pan.cases, is: isPan, parse: parsePan, code: 'pan.invalid' },
  { name: 'an IFSC', cases: ifsc.cases, is: isIfsc, parse: parseIfsc, code: 'ifsc.invalid' },
  { name: 'a pincode', cases: pincode.cases, is: isPincode, parse: parsePincode, code: 'pincode.invalid' },
  { name: 'a UPI id', cases: upiVpa.cases, is: isUpiId, parse: parseUpiId, code: 'upi.invalid' },
];

for (const { name, cases, is, parse, code } of validators) {
  for (const { input, valid } of cases) {
    test(`TAX-11 vector "${input}" ${valid ? 'is' : 'is not'} ${name}`, () => {
      assert.equal(is(input), valid);
      if (valid) assert.equal(parse(input), input);
      else assert.throws(() => parse(input), refusal(code));
    });
  }
}

for (const { input, valid, e164 } of mobile.cases) {
  test(`TAX-11 vector "${input}" ${valid ? `is the mobile number ${e164}` : 'is no mobile number'}`, () => {
    assert.equal(readMobile(input), e164);
    if (!valid) assert.throws(() => normaliseMobile(input), refusal('phone.invalid'));
  });
}

test('TAX-11 a mobile number that itself begins with 91 keeps its digits', () => {
  assert.deepEqual(['9198765432', '+919198765432', '98450-12345'].map(normaliseMobile), [
    '+919198765432',
    '+919198765432',
    '+919845012345',
  ]);
});

test('TAX-11 a normalised mobile number normalises to itself and is masked in the middle', () => {
  const number = normaliseMobile('098450 12345');
  assert.equal(normaliseMobile(number), number);
  assert.equal(maskMobile(number), '98****2345');
  assert.throws(() => maskMobile('9845012345'), refusal('phone.invalid'));
});

for (const { input, valid, note } of vectors.vin) {
  test(`TAX-11 vector ${input} ${valid ? 'is' : 'is not'} a VIN${note === '' ? '' : ` (${note})`}`, () => {
    assert.equal(readVin(input) !== undefined, valid);
    if (valid) assert.equal(normaliseVin(input), input.toUpperCase());
    else assert.throws(() => normaliseVin(input), refusal('vin.invalid'));
  });
}

for (const { input, expected } of upiLinks) {
  test(`TAX-11 vector UPI link of ${input.am} to ${input.pn}`, () => {
    const { pa: payee, pn: payeeName, am, tn, tr } = input;
    const optional = { ...(tn === undefined ? {} : { note: tn }), ...(tr === undefined ? {} : { reference: tr }) };
    assert.equal(upiLink({ payee, payeeName, amount: Money.parse(am), ...optional }), expected);
  });
}

test('TAX-11 a UPI link asks for money, to a real id, with a note that fits', () => {
  const request = { payee: 'dealer@okhdfcbank', payeeName: 'Rama', amount: Money.parse('1') };
  assert.throws(() => upiLink({ ...request, amount: Money.zero }), refusal('upi.invalid', /above zero/));
  assert.throws(() => upiLink({ ...request, payee: 'dealer' }), refusal('upi.invalid', /not a UPI id/));
  assert.throws(() => upiLink({ ...request, note: 'x'.repeat(51) }), refusal('upi.invalid', /at most 50/));
});
