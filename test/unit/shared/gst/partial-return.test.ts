import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partialReturn, type ReturnableLine } from '@dms/domain/shared/gst/partial-return';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import { refusal } from '../refusals.ts';
import { vectors, type Figures } from '../vectors.ts';

const lineOf = ({ qty, taxable, cgst, sgst, igst }: Figures & { qty: string }): ReturnableLine => ({
  quantity: Quantity.parse(qty),
  taxable: Money.parse(taxable),
  cgst: Money.parse(cgst),
  sgst: Money.parse(sgst),
  igst: Money.parse(igst),
});

for (const { id, description, original, returns, expected } of vectors.partialReturns) {
  test(`TAX-10 vector ${id}: ${description}`, () => {
    const before = original.map(() => Quantity.zero);
    const given = returns.map((quantities) =>
      quantities.map((quantity, index) => {
        const part = partialReturn(lineOf(original[index]!), before[index]!, Quantity.parse(quantity));
        before[index] = before[index]!.plus(part.quantity);
        return part;
      }),
    );
    assert.deepEqual(
      given,
      expected.map((note) => note.map(lineOf)),
    );
  });
}

const three = lineOf({ qty: '3', taxable: '100.00', cgst: '9.00', sgst: '9.00', igst: '0.00' });

test('TAX-10 more than remains of a line is refused', () => {
  assert.throws(() => partialReturn(three, Quantity.parse('2'), Quantity.parse('1.001')), refusal('tax.invalid', /Only 1\.000 .* remain/));
});

test('TAX-10 a negative return is refused', () => {
  assert.throws(() => partialReturn(three, Quantity.zero, Quantity.parse('-1')), refusal('tax.invalid', /never negative/));
});
