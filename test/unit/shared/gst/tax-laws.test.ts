import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partialReturn } from '@dms/domain/shared/gst/partial-return';
import { Percent } from '@dms/domain/shared/gst/percent';
import { priceDocument, type PricedDocument, type PricedLine, type TaxInput, type TaxLine } from '@dms/domain/shared/gst/tax-engine';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import { allocate } from '@dms/domain/shared/rounding';
import * as fc from 'fast-check';
import { document, line } from './documents.ts';

const rates = fc.constantFrom('0', '0.25', '1.5', '3', '5', '12', '18', '28', '40').map((rate) => Percent.parse(rate));
const quantities = fc.bigInt({ min: 0n, max: 100_000n }).map((thousandths) => Quantity.ofThousandths(thousandths));
const prices = fc.bigInt({ min: 0n, max: 10_000_000n }).map((paise) => Money.ofPaise(paise));
const percentages = fc.integer({ min: 0, max: 10_000 }).map((hundredths) => Percent.parse(String(hundredths / 100)));

const taxLines: fc.Arbitrary<TaxLine> = fc
  .record({ quantity: quantities, unitPrice: prices, taxRate: rates, percent: percentages, labour: fc.boolean() })
  .map(({ percent, labour, ...figures }) =>
    line({ ...figures, ...(labour ? { kind: 'LABOUR', hsn: '998714' } : {}), discount: { type: 'PERCENT', value: percent } }),
  );

const documents: fc.Arbitrary<TaxInput> = fc
  .record({
    lines: fc.array(taxLines, { minLength: 1, maxLength: 12 }),
    priceIncludesTax: fc.boolean(),
    placeOfSupply: fc.constantFrom('29' as const, '27' as const),
    sez: fc.boolean(),
    discount: percentages,
  })
  .map(({ lines, discount, ...rest }) => document(lines, { ...rest, invoiceDiscount: { type: 'PERCENT', value: discount } }));

const sumOf = (priced: PricedDocument, figure: keyof PricedLine): bigint => Money.sum(priced.lines.map((each) => each[figure])).paise;

test('TAX-02 the document is the sum of its lines and of its HSN summary, and its total is made of its parts', () => {
  fc.assert(
    fc.property(documents, (input) => {
      const priced = priceDocument(input);
      for (const figure of ['taxable', 'cgst', 'sgst', 'igst'] as const) {
        assert.equal(priced[figure].paise, sumOf(priced, figure));
        assert.equal(priced[figure].paise, Money.sum(priced.hsnSummary.map((row) => row[figure])).paise);
      }
      assert.equal(priced.subtotal.paise, sumOf(priced, 'gross'));
      assert.equal(priced.discount.paise, sumOf(priced, 'discount') + sumOf(priced, 'invoiceDiscount'));
      assert.equal(priced.grandTotal.paise, priced.taxable.paise + priced.tax.paise);
      assert.equal(priced.total.paise, priced.grandTotal.paise + priced.roundOff.paise);
      assert.ok(priced.roundOff.paise >= -49n && priced.roundOff.paise <= 50n);
      assert.equal(priced.total.paise % 100n, 0n);
    }),
  );
});

test('TAX-02 CGST and SGST are the same figure and never stand beside IGST', () => {
  fc.assert(
    fc.property(documents, (input) => {
      for (const { cgst, sgst, igst } of priceDocument(input).lines) {
        assert.equal(cgst.paise, sgst.paise);
        assert.ok(cgst.isZero() || igst.isZero());
      }
    }),
  );
});

test('TAX-03 a line with an inclusive price stays equal to the marked price less its discounts', () => {
  fc.assert(
    fc.property(documents, (input) => {
      for (const each of priceDocument({ ...input, priceIncludesTax: true }).lines) {
        const marked = each.gross.paise - each.discount.paise - each.invoiceDiscount.paise;
        assert.equal(each.taxable.paise + each.cgst.paise + each.sgst.paise + each.igst.paise, marked);
      }
    }),
  );
});

test('TAX-04 what is allocated adds up exactly, nobody is a paisa off the proportion, and no weight means no share', () => {
  const cases = fc
    .array(fc.bigInt({ min: 0n, max: 1_000_000n }), { minLength: 1, maxLength: 20 })
    .filter((weights) => weights.some((weight) => weight > 0n))
    .chain((weights) => fc.tuple(fc.constant(weights), fc.bigInt({ min: 0n, max: weights.reduce((sum, weight) => sum + weight, 0n) })));
  fc.assert(
    fc.property(cases, ([weights, total]) => {
      const whole = weights.reduce((sum, weight) => sum + weight, 0n);
      const shares = allocate(total, weights);
      assert.equal(
        shares.reduce((sum, share) => sum + share, 0n),
        total,
      );
      shares.forEach((share, index) => {
        const offBy = share * whole - total * weights[index]!;
        assert.ok(offBy > -whole && offBy < whole);
        assert.ok(share >= 0n && share <= weights[index]!);
      });
    }),
  );
});

test('TAX-04 among equal lines the first ones get the paise that do not divide', () => {
  const equal = fc.tuple(fc.integer({ min: 1, max: 15 }), fc.bigInt({ min: 0n, max: 1000n }));
  fc.assert(
    fc.property(equal, ([count, total]) => {
      const shares = allocate(
        total,
        Array.from({ length: count }, () => 7n),
      );
      assert.deepEqual(
        shares,
        shares.toSorted((a, b) => Number(b - a)),
      );
    }),
  );
});

/** What is invoiced, and quantities that cut it into returns. */
const soldAndCuts = fc
  .tuple(fc.bigInt({ min: 1n, max: 100_000n }), fc.array(fc.bigInt({ min: 0n, max: 100_000n }), { maxLength: 8 }))
  .map(([sold, marks]) => {
    const inside = [0n, ...marks.map((mark) => mark % (sold + 1n)).sort((a, b) => Number(a - b)), sold];
    return { sold, returns: inside.slice(1).map((mark, index) => mark - inside[index]!) };
  });

test('TAX-10 returns add up to the original line exactly, however it is cut', () => {
  fc.assert(
    fc.property(
      soldAndCuts,
      prices,
      rates,
      fc.constantFrom('29' as const, '27' as const),
      ({ sold, returns }, unitPrice, taxRate, placeOfSupply) => {
        const quantity = Quantity.ofThousandths(sold);
        const [invoiced] = priceDocument(document([line({ quantity, unitPrice, taxRate })], { placeOfSupply })).lines;
        let before = Quantity.zero;
        const returned = returns.map((thousandths) => {
          const part = partialReturn({ quantity, ...invoiced! }, before, Quantity.ofThousandths(thousandths));
          before = before.plus(part.quantity);
          return part;
        });
        for (const figure of ['taxable', 'cgst', 'sgst', 'igst'] as const) {
          assert.equal(Money.sum(returned.map((part) => part[figure])).paise, invoiced![figure].paise);
          assert.ok(returned.every((part) => !part[figure].isNegative()));
        }
        assert.ok(returned.every(({ cgst, sgst }) => cgst.equals(sgst)));
      },
    ),
  );
});

test('TAX-10 a credit note for everything mirrors its invoice line by line', () => {
  fc.assert(
    fc.property(documents, (input) => {
      priceDocument(input).lines.forEach((invoiced, index) => {
        const { quantity } = input.lines[index]!;
        if (quantity.isZero()) return;
        const { taxable, cgst, sgst, igst } = invoiced;
        assert.deepEqual(partialReturn({ quantity, ...invoiced }, Quantity.zero, quantity), { quantity, taxable, cgst, sgst, igst });
      });
    }),
  );
});
