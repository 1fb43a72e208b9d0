import { priceDocument, type TaxInput } from '@dms/domain/shared/gst/tax-engine';
import { Percent } from '@dms/domain/shared/gst/percent';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';

const LINES_PER_DOCUMENT = 10;
const WARM_UP_MS = 300;
const ROUND_MS = 500;
const ROUNDS = 5;

/** A workshop invoice as billing prices it: figures already read, a line discount and a discount on the whole. */
const workshopInvoice = (): TaxInput => ({
  supplierState: '29',
  placeOfSupply: '29',
  priceIncludesTax: false,
  lines: Array.from({ length: LINES_PER_DOCUMENT }, (_, index) => ({
    kind: index % 5 === 0 ? ('LABOUR' as const) : ('PART' as const),
    hsn: index % 5 === 0 ? '998714' : '87083000',
    quantity: Quantity.ofThousandths(1000n + 375n * BigInt(index)),
    unitPrice: Money.ofPaise(41_237n + 1013n * BigInt(index)),
    taxRate: Percent.parse(index % 4 === 0 ? '5' : '18'),
    ...(index % 3 === 0 ? { discount: { type: 'PERCENT' as const, value: Percent.parse('7.5') } } : {}),
  })),
  invoiceDiscount: { type: 'AMOUNT', value: Money.ofPaise(7_777n) },
});

const linesPerSecondOver = (input: TaxInput, durationMs: number): number => {
  const startedAt = performance.now();
  let documents = 0;
  let elapsedMs = 0;
  while (elapsedMs < durationMs) {
    for (let i = 0; i < 100; i += 1) priceDocument(input);
    documents += 100;
    elapsedMs = performance.now() - startedAt;
  }
  return (documents * input.lines.length * 1000) / elapsedMs;
};

/** Lines priced per second on one core, the median of some rounds. */
export const taxBench = async (): Promise<{ linesPerSecond: number }> => {
  const input = workshopInvoice();
  linesPerSecondOver(input, WARM_UP_MS);
  const rounds = Array.from({ length: ROUNDS }, () => linesPerSecondOver(input, ROUND_MS)).sort((a, b) => a - b);
  return { linesPerSecond: Math.round(rounds[Math.floor(ROUNDS / 2)]!) };
};
