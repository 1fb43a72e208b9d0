import assert from 'node:assert/strict';
import { test } from 'node:test';
import { amountInWords } from '@dms/domain/shared/amount-in-words';
import { inHindi } from '@dms/domain/shared/hindi-numbers';
import { paperLanguage } from '@dms/domain/shared/languages';
import { Money } from '@dms/domain/shared/money';

const sentences: readonly (readonly [amount: string, words: string])[] = [
  ['0.00', 'शून्य रुपये मात्र'],
  ['0.01', 'शून्य रुपये और एक पैसा मात्र'],
  ['1.00', 'एक रुपया मात्र'],
  ['5.50', 'पाँच रुपये और पचास पैसे मात्र'],
  ['99.99', 'निन्यानवे रुपये और निन्यानवे पैसे मात्र'],
  ['100.00', 'एक सौ रुपये मात्र'],
  ['1001.00', 'एक हज़ार एक रुपये मात्र'],
  ['5068.00', 'पाँच हज़ार अड़सठ रुपये मात्र'],
  ['67845.00', 'सड़सठ हज़ार आठ सौ पैंतालीस रुपये मात्र'],
  ['1234567.89', 'बारह लाख चौंतीस हज़ार पाँच सौ सड़सठ रुपये और नवासी पैसे मात्र'],
  ['10000000.00', 'एक करोड़ रुपये मात्र'],
  ['1000000000000.00', 'एक लाख करोड़ रुपये मात्र'],
  ['-29.00', 'ऋण उनतीस रुपये मात्र'],
];

for (const [amount, words] of sentences) {
  test(`INV-05 ${amount} in Hindi words is ${words}`, () => {
    assert.equal(amountInWords(Money.parse(amount), 'hi'), words);
  });
}

test('INV-05 every number below a hundred has a Hindi word of its own', () => {
  const words = Array.from({ length: 100 }, (_, count) => inHindi(BigInt(count)));
  assert.equal(new Set(words).size, 100);
  assert.ok(words.every((word) => /^[\u0900-\u097f]+$/.test(word)));
  const endings: readonly (readonly [from: number, ending: RegExp])[] = [[21, /[ीई]स$/], [31, /ीस$/], [41, /लीस$|चास$/], [51, /वन$|पन$|चपन$|प्पन$|सठ$/], [61, /सठ$|त्तर$/], [71, /त्तर$|हत्तर$|यासी$/], [81, /ासी$/], [91, /नवे$/]]; // prettier-ignore
  for (const [from, ending] of endings) for (const word of words.slice(from, from + 9)) assert.match(word, ending);
});

test('INV-05 a paper is in the first wanted language that papers are written in, else in English', () => {
  assert.deepEqual(
    [paperLanguage('hi'), paperLanguage('ta', 'hi'), paperLanguage('en', 'hi'), paperLanguage(undefined, null), paperLanguage('mr')],
    ['hi', 'hi', 'en', 'en', 'en'],
  );
});
