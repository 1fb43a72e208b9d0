import assert from 'node:assert/strict';
import { test } from 'node:test';
import { creditLine, type LineFigures, noteFigures, remainderOf } from '@dms/domain/billing/credit-lines';
import type { PartOfLine } from '@dms/domain/billing/note-lines';
import { priceDocument } from '@dms/domain/shared/gst/tax-engine';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import * as fc from 'fast-check';
import { document, line as taxLine } from '../shared/gst/documents.ts';
import { refusal } from '../shared/refusals.ts';

const names = ['gross', 'discount', 'taxable', 'cgst', 'sgst', 'igst'] as const;

/** An invoice as the tax engine prices it: its lines, and what it comes to. */
const invoices = fc
  .record({
    lines: fc.array(
      fc.record({
        quantity: fc.bigInt({ min: 1n, max: 20_000n }).map((thousandths) => Quantity.ofThousandths(thousandths)),
        unitPrice: fc.bigInt({ min: 1n, max: 500_000n }).map((paise) => Money.ofPaise(paise)),
        taxRate: fc.constantFrom('5', '12', '18', '28'),
        off: fc.integer({ min: 0, max: 90 }),
      }),
      { minLength: 1, maxLength: 5 },
    ),
    placeOfSupply: fc.constantFrom('29' as const, '27' as const),
  })
  .map(({ lines, placeOfSupply }) => {
    const input = lines.map(({ off, ...figures }) => taxLine({ ...figures, discount: { type: 'PERCENT', value: String(off) } }));
    const priced = priceDocument(document(input, { placeOfSupply }));
    const figures = priced.lines.map(({ gross, discount, taxable, cgst, sgst, igst }, index): LineFigures => ({
      ...{ quantity: lines[index]!.quantity, gross, discount, taxable, cgst, sgst, igst },
    }));
    return { figures, total: priced.total };
  });

/** What somebody tries to credit next: a part of what remains of one line, by its quantity or by its value; and which draft they discard before. */
const steps = fc.array(
  fc.record({ line: fc.nat(), byAmount: fc.boolean(), percent: fc.integer({ min: 1, max: 100 }), discards: fc.option(fc.nat()) }),
  { maxLength: 16 },
);

const creditedOf = (left: LineFigures, byAmount: boolean, percent: number): PartOfLine | undefined => {
  const part = (whole: bigint): bigint => (whole * BigInt(percent)) / 100n;
  if (byAmount) {
    const amount = Money.ofPaise(part(left.taxable.paise));
    return amount.isPositive() ? { amount } : undefined;
  }
  const quantity = Quantity.ofThousandths(part(left.quantity.thousandths));
  return quantity.isPositive() ? { quantity } : undefined;
};

test('CRN-01 TAX-10 however an invoice is given back, and whichever drafts are discarded, its notes add up to it to the paisa, and never to more', () => {
  fc.assert(
    fc.property(invoices, steps, ({ figures, total }, actions) => {
      let notes: { readonly of: number; readonly line: LineFigures; readonly total: Money }[] = [];
      const onLine = (index: number): LineFigures[] => notes.filter(({ of }) => of === index).map(({ line }) => line);
      const come = (): Money => Money.sum(notes.map((note) => note.total));
      const give = (index: number, credited: PartOfLine): void => {
        const given = creditLine(figures[index]!, onLine(index), credited);
        for (const name of names) assert.ok(!given[name].isNegative(), name);
        assert.ok(given.gross.minus(given.discount).equals(given.taxable));
        const note = noteFigures([given], { lines: notes.map(({ line }) => line), total: come() });
        assert.equal(note.totalAmount.paise % 100n, 0n);
        assert.ok(!note.totalAmount.isNegative());
        notes.push({ of: index, line: given, total: note.totalAmount });
        assert.ok(come().compare(total) <= 0, 'never more than the invoice');
        const left = remainderOf(figures[index]!, onLine(index));
        for (const name of names) assert.ok(!left[name].isNegative(), name);
      };
      for (const { line, byAmount, percent, discards } of actions) {
        const index = line % figures.length;
        if (discards !== null && notes.length > 0) notes = notes.toSpliced(discards % notes.length, 1);
        const credited = creditedOf(remainderOf(figures[index]!, onLine(index)), byAmount, percent);
        if (credited) give(index, credited);
      }
      figures.forEach((figure, index) => {
        const { quantity, taxable } = remainderOf(figure, onLine(index));
        if (quantity.isPositive()) give(index, { quantity });
        // Of a corrected price whose draft was discarded after the units came back only the value is left.
        else if (taxable.isPositive()) give(index, { amount: taxable });
      });
      figures.forEach((figure, index) => {
        for (const name of names) assert.equal(Money.sum(onLine(index).map((one) => one[name])).paise, figure[name].paise, name);
      });
      assert.equal(come().paise, total.paise);
    }),
  );
});

test('CRN-01 a note of everything mirrors its invoice in every figure', () => {
  fc.assert(
    fc.property(invoices, ({ figures, total }) => {
      const given = figures.map((figure) => creditLine(figure, [], { quantity: figure.quantity }));
      assert.deepEqual(given, figures);
      const note = noteFigures(given, { lines: [], total: Money.zero });
      assert.equal(note.totalAmount.paise, total.paise);
      for (const name of ['discount', 'taxable', 'cgst', 'sgst', 'igst'] as const)
        assert.equal(note[name].paise, Money.sum(figures.map((figure) => figure[name])).paise);
    }),
  );
});

const three: LineFigures = {
  quantity: Quantity.parse('3.000'),
  ...{ gross: Money.parse('100.00'), discount: Money.zero, taxable: Money.parse('100.00') },
  ...{ cgst: Money.parse('9.00'), sgst: Money.parse('9.00'), igst: Money.zero },
};

test('CRN-01 more than remains of a line is refused with what remains, by quantity and by amount', () => {
  const two = creditLine(three, [], { quantity: Quantity.parse('2.000') });
  const again = () => creditLine(three, [two], { quantity: Quantity.parse('1.001') });
  assert.throws(again, refusal('creditnote.exceeds', /1\.000 remain .* not 1\.001/));
  assert.throws(
    () => creditLine(three, [two], { amount: Money.parse('33.34') }),
    refusal('creditnote.exceeds', /₹33\.33 before tax remain/),
  );
  for (const nothing of [{ quantity: Quantity.zero }, { amount: Money.zero }, { quantity: Quantity.parse('-1') }])
    assert.throws(() => creditLine(three, [], nothing), refusal('creditnote.exceeds'));
});

test('TAX-10 a corrected price takes its part of each tax, and what comes back later is the lower value', () => {
  const corrected = creditLine(three, [], { amount: Money.parse('40.00') });
  assert.deepEqual([String(corrected.taxable), String(corrected.cgst), String(corrected.quantity)], ['40.00', '3.60', '0.000']);
  const back = creditLine(three, [corrected], { quantity: Quantity.parse('1.500') });
  assert.deepEqual([String(back.taxable), String(back.cgst)], ['30.00', '2.70']);
});

test('TAX-10 units that come back after an earlier draft was discarded take what is theirs, and the last of them what remains', () => {
  const line: LineFigures = {
    quantity: Quantity.parse('3.000'),
    ...{ gross: Money.parse('31.11'), discount: Money.zero, taxable: Money.parse('31.11') },
    ...{ cgst: Money.parse('2.80'), sgst: Money.parse('2.80'), igst: Money.zero },
  };
  const one = { quantity: Quantity.parse('1.000') };
  const first = creditLine(line, [], one);
  const second = creditLine(line, [first], one);
  const third = creditLine(line, [second], one); // the first was discarded
  const last = creditLine(line, [second, third], one);
  assert.equal(Money.sum([second, third, last].map(({ cgst }) => cgst)).toString(), '2.80');
});

test('TAX-05 notes that are drafted after an earlier one was discarded come to the rupees of their invoice together', () => {
  const half: LineFigures = {
    quantity: Quantity.parse('1.000'),
    ...{ gross: Money.parse('12.50'), discount: Money.zero, taxable: Money.parse('12.50') },
    ...{ cgst: Money.zero, sgst: Money.zero, igst: Money.zero },
  };
  const behind = (total: Money) => ({ lines: [half], total });
  const first = noteFigures([half], { lines: [], total: Money.zero }).totalAmount;
  const second = noteFigures([half], behind(first)).totalAmount;
  const third = noteFigures([half], behind(second)).totalAmount; // the first was discarded
  assert.equal(second.plus(third).toString(), '25.00');
});
