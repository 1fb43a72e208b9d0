import type { BusinessDay } from '../shared/calendar.ts';
import type { TaxRates } from '../shared/gst/tax-rates.ts';
import type { TaxRate, WorkingTables } from './tables.ts';

/** TAX-07: the longest known heading decides, and of its rates the newest that is in force on the day. */
export const memoryTaxRates = ({ taxRates, invoices }: Pick<WorkingTables, 'taxRates' | 'invoices'>): TaxRates => ({
  on: async (day, hsns) => new Map(hsns.flatMap((hsn) => rateOf(hsn, inForce(taxRates.rows(), day)))),
  all: async () => taxRates.rows(),
  usedSince: async (day, hsn) =>
    invoices
      .rows()
      .filter(({ documentDate, lines }) => documentDate !== null && documentDate >= day && lines.some((line) => line.hsn.startsWith(hsn)))
      .map(({ invoiceNumber, documentDate }) => ({ number: invoiceNumber!, day: documentDate! }))
      .sort((a, b) => (a.day < b.day ? 1 : -1))[0],
  add: (rate) => taxRates.add(rate),
  correct: (rate) => taxRates.put(rate),
});

const inForce = (rates: readonly TaxRate[], day: BusinessDay): TaxRate[] => rates.filter(({ validFrom }) => validFrom <= day);

const rateOf = (code: string, rates: readonly TaxRate[]) =>
  rates
    .filter(({ hsn }) => code.startsWith(hsn))
    .sort((a, b) => b.hsn.length - a.hsn.length || (a.validFrom < b.validFrom ? 1 : -1))
    .slice(0, 1)
    .map(({ hsn, rate, treatment }) => [code, { hsn, rate, treatment }] as const);
