import assert from 'node:assert/strict';
import { test } from 'node:test';
import { amountInWords } from '@dms/domain/shared/amount-in-words';
import { formatIndian } from '@dms/domain/shared/indian-grouping';
import { isIfsc } from '@dms/domain/shared/identifiers/ifsc';
import { maskMobile, normaliseMobile, readMobile } from '@dms/domain/shared/identifiers/mobile';
import { isPan } from '@dms/domain/shared/identifiers/pan';
import { isPincode, parsePincode, pincodeFitsState } from '@dms/domain/shared/identifiers/pincode';
import { isUpiId, upiLink } from '@dms/domain/shared/identifiers/upi';
import { normaliseRegistration, readRegistration, type RegistrationType } from '@dms/domain/shared/identifiers/vehicle-registration';
import { readVin } from '@dms/domain/shared/identifiers/vin';
import { states } from '@dms/domain/shared/gst/states';
import { Money } from '@dms/domain/shared/money';
import * as fc from 'fast-check';
import { refusal } from '../refusals.ts';

const pick = (characters: string, length: number) =>
  fc.array(fc.constantFrom(...characters), { minLength: length, maxLength: length }).map((all) => all.join(''));
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const DIGITS = '0123456789';
const PLATE_LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
const joined = (...parts: fc.Arbitrary<string>[]) => fc.tuple(...parts).map((all) => all.join(''));
const wrongKeyed = (text: string, at: number) => `${text.slice(0, at)}#${text.slice(at + 1)}`;

const shapes: readonly (readonly [string, fc.Arbitrary<string>, (text: string) => boolean])[] = [
  ['PAN', joined(pick(LETTERS, 5), pick(DIGITS, 4), pick(LETTERS, 1)), isPan],
  ['IFSC', joined(pick(LETTERS, 4), fc.constant('0'), pick(LETTERS + DIGITS, 6)), isIfsc],
  ['pincode', joined(pick('123456789', 1), pick(DIGITS, 5)), isPincode],
  ['VIN', pick('ABCDEFGHJKLMNPRSTUVWXYZ0123456789', 17), (text) => readVin(text) === text],
  ['UPI id', joined(pick('abcXYZ019.-_', 6), fc.constant('@'), pick(LETTERS, 4)), isUpiId],
];
for (const [name, texts, is] of shapes) {
  test(`TAX-11 every ${name} of the form is one, and none that is longer, shorter or has a foreign character`, () => {
    fc.assert(
      fc.property(texts, fc.nat(5), (text, at) => {
        assert.ok(is(text), text);
        assert.ok(!is(wrongKeyed(text, at)), wrongKeyed(text, at));
        assert.ok(!is(` ${text}#`));
        if (name !== 'UPI id') assert.ok(!is(`${text}1`) && !is(text.slice(1)), text);
      }),
    );
  });
}

test('TAX-11 a mobile number is one however it is written, and masked shows six of its digits', () => {
  const number = joined(pick('6789', 1), pick(DIGITS, 9));
  fc.assert(
    fc.property(number, fc.constantFrom('', '0', '91', '+91', '+91 ', '+91-'), fc.nat(9), (digits, prefix, gap) => {
      const typed = `${prefix}${digits.slice(0, gap)} ${digits.slice(gap)}`;
      assert.equal(readMobile(typed), `+91${digits}`);
      assert.equal(normaliseMobile(`+91${digits}`), `+91${digits}`);
      assert.equal(maskMobile(`+91${digits}`), `${digits.slice(0, 2)}****${digits.slice(6)}`);
    }),
  );
});

const plates: readonly (readonly [RegistrationType, fc.Arbitrary<string>])[] = [
  [
    'STANDARD',
    joined(
      fc.constantFrom('KA', 'MH', 'DL', 'TS', 'TG', 'OR', 'OD', 'LA'),
      pick('123456789', 2),
      pick(PLATE_LETTERS, 2),
      pick('123456789', 4),
    ),
  ],
  ['BH', joined(pick(DIGITS, 2), fc.constant('BH'), pick('123456789', 4), pick(PLATE_LETTERS, 2))],
  ['VINTAGE', joined(fc.constantFrom('KA', 'MH', 'TN'), fc.constant('VA'), pick(PLATE_LETTERS, 2), pick('123456789', 4))],
  ['DIPLOMATIC', joined(pick('123456789', 2), fc.constantFrom('CD', 'CC', 'UN'), pick('123456789', 2))],
];
for (const [type, texts] of plates) {
  test(`TAX-11 a ${type} plate has one normal form and one key, however it is spaced and cased`, () => {
    fc.assert(
      fc.property(texts, fc.nat(8), fc.constantFrom(' ', '-', '.', ' - '), (text, at, gap) => {
        const typed = `${text.slice(0, at)}${gap}${text.slice(at)}`.toLowerCase();
        const read = normaliseRegistration(typed);
        assert.deepEqual([read.type, read.normalised], [type, text]);
        assert.deepEqual(normaliseRegistration(read.key), { ...read, normalised: read.key });
      }),
    );
  });
}

test('TAX-11 a temporary or other plate is any text of the length, which no declaration of another kind lets pass', () => {
  fc.assert(
    fc.property(
      joined(fc.constant('TC'), pick(`${LETTERS}${DIGITS}`, 12)),
      fc.constantFrom<RegistrationType>('TEMPORARY', 'OTHER'),
      (text, declared) => {
        fc.pre(readRegistration(text) === undefined);
        assert.deepEqual(normaliseRegistration(`${text.slice(0, 3)}/${text.slice(3)}`, declared), {
          type: declared,
          normalised: text,
          key: text,
        });
        assert.throws(() => normaliseRegistration(text, 'STANDARD'), refusal('registration.invalid'));
        assert.throws(() => normaliseRegistration(text.repeat(2), declared), refusal('registration.invalid'));
      },
    ),
  );
});

/** A town of each state, and its postal code. */
const towns: readonly (readonly [state: string, pincode: string])[] = [
  ['01', '190001'],
  ['02', '171001'],
  ['03', '141001'],
  ['04', '160017'],
  ['05', '248001'],
  ['06', '122001'],
  ['07', '110001'],
  ['08', '302001'],
  ['09', '226001'],
  ['10', '800001'],
  ['11', '737101'],
  ['12', '791111'],
  ['13', '797001'],
  ['14', '795001'],
  ['15', '796001'],
  ['16', '799001'],
  ['17', '793001'],
  ['18', '781001'],
  ['19', '700001'],
  ['20', '834001'],
  ['21', '751001'],
  ['22', '492001'],
  ['23', '462001'],
  ['24', '380001'],
  ['26', '396230'],
  ['27', '411038'],
  ['29', '560011'],
  ['30', '403001'],
  ['31', '682555'],
  ['32', '695001'],
  ['33', '600001'],
  ['34', '605001'],
  ['35', '744101'],
  ['36', '500001'],
  ['37', '520001'],
  ['38', '194101'],
  ['97', '999999'],
  ['96', '999999'],
];

test('TAX-11 the pincode of the chief town of every state fits it, and no state but its neighbours by post', () => {
  assert.deepEqual(towns.map(([state]) => state).sort(), Object.keys(states).sort());
  for (const [state, pincode] of towns) assert.ok(pincodeFitsState(pincode, state), `${pincode} in ${state}`);
  const elsewhere: readonly (readonly [string, string])[] = [
    ['560011', '27'],
    ['411038', '29'],
    ['110001', '09'],
    ['700001', '21'],
    ['500001', '29'],
    ['999999', '29'],
    ['600001', '32'],
  ];
  for (const [pincode, state] of elsewhere) {
    assert.ok(!pincodeFitsState(pincode, state), `${pincode} in ${state}`);
    assert.throws(() => parsePincode(pincode, state), refusal('pincode.invalid', /is no pincode of/));
  }
  fc.assert(
    fc.property(fc.constantFrom(...towns.slice(0, 36)), pick(DIGITS, 3), ([state, pincode], rest) => {
      assert.ok(pincodeFitsState(`${pincode.slice(0, 3)}${rest}`, state));
      assert.ok(!pincodeFitsState(`0${pincode.slice(1)}`, state) && !pincodeFitsState(pincode, '28'));
    }),
  );
});

test('TAX-11 a UPI link says to whoever reads it what was asked for', () => {
  const asked = fc.record({
    payeeName: fc.string({ minLength: 1, maxLength: 40, unit: 'binary' }).filter((text) => text.isWellFormed()),
    note: fc.string({ minLength: 1, maxLength: 50 }),
    reference: fc.stringMatching(/^[A-Za-z0-9/-]{1,16}$/),
    amount: fc.integer({ min: 1, max: 2_000_000_000 }),
  });
  fc.assert(
    fc.property(asked, ({ payeeName, note, reference, amount }) => {
      const link = upiLink({ payee: 'dealer@okhdfcbank', payeeName, note, reference, amount: Money.ofPaise(BigInt(amount)) });
      assert.ok(link.startsWith('upi://pay?pa=dealer@okhdfcbank&') && !link.includes('+') && !link.includes(' '), link);
      const read = new URL(link).searchParams;
      assert.deepEqual([read.get('pn'), read.get('tn'), read.get('tr'), read.get('cu')], [payeeName, note, reference, 'INR']);
      assert.match(read.get('am')!, /^\d+\.\d{2}$/);
      assert.equal(Money.parse(read.get('am')!).paise, BigInt(amount));
    }),
  );
});

const amounts = fc.bigInt({ min: 0n, max: 99_999_999_999_999n });

test('TAX-11 Indian grouping keeps every digit, with three together before the point and two each before them', () => {
  fc.assert(
    fc.property(amounts, fc.boolean(), (paise, negative) => {
      const money = Money.ofPaise(negative ? -paise : paise);
      const text = formatIndian(money);
      assert.match(text, /^-?(\d{1,3}|\d{1,2}(,\d{2})*,\d{3})\.\d{2}$/);
      assert.equal(text.replaceAll(',', ''), money.toString());
    }),
  );
});

const SMALL =
  'Zero One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve Thirteen Fourteen Fifteen Sixteen Seventeen Eighteen Nineteen'.split(
    ' ',
  );
const TENS = 'Twenty Thirty Forty Fifty Sixty Seventy Eighty Ninety'.split(' ');
/** What somebody who reads the words aloud has heard: a scale takes all smaller that was said since the last one above it. */
const heard = (words: string): bigint => {
  const scales: Readonly<Record<string, bigint>> = { Hundred: 100n, Thousand: 1_000n, Lakh: 100_000n, Crore: 10_000_000n };
  const stack: bigint[] = [];
  for (const word of words.split(' ')) {
    const scale = scales[word];
    if (scale === undefined) stack.push(SMALL.includes(word) ? BigInt(SMALL.indexOf(word)) : BigInt(20 + 10 * TENS.indexOf(word)));
    else {
      let smaller = 0n;
      while (stack.length > 0 && stack.at(-1)! < scale) smaller += stack.pop()!;
      stack.push(smaller * scale);
    }
  }
  return stack.reduce((sum, each) => sum + each, 0n);
};

test('TAX-11 an amount in words, by lakh and crore, is heard as what it is', () => {
  fc.assert(
    fc.property(amounts, (paise) => {
      const said = /^Rupees (.+?)(?: and (.+) Paise)? Only$/.exec(amountInWords(Money.ofPaise(paise)))!;
      assert.equal(heard(said[1]!), paise / 100n);
      assert.equal(said[2] === undefined ? 0n : heard(said[2]), paise % 100n);
    }),
    { numRuns: 300 },
  );
  assert.equal(
    amountInWords(Money.parse('12345678.09')),
    'Rupees One Crore Twenty Three Lakh Forty Five Thousand Six Hundred Seventy Eight and Nine Paise Only',
  );
});
