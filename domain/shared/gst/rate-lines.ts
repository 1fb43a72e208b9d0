import type { BusinessDay } from '../calendar.ts';
import { DomainError } from '../errors.ts';
import { type TaxTreatment, treatments } from './tax-engine.ts';
import type { RateOnDay, TaxRates } from './tax-rates.ts';

/** What a line says of its tax; without a rate the dated table decides. */
export type LineToRate = { readonly hsn: string; readonly taxRate?: string | undefined; readonly treatment?: TaxTreatment | undefined };
export type Rated = { readonly taxRate: string; readonly treatment: TaxTreatment };

const leftToTheTable = ({ taxRate, treatment }: LineToRate): boolean =>
  taxRate === undefined && (treatment === undefined || treatments[treatment].keepsRate);

/**
 * The rate and treatment of each line on a day, percent as text: its own, or that of the dated table (TAX-07). What bears no tax and
 * reports no rate needs none.
 * @throws DomainError `tax_rate.unknown` naming the line whose code has no rate
 */
export const rateLines = async (
  taxRates: Pick<TaxRates, 'on'>,
  day: BusinessDay,
  lines: readonly LineToRate[],
): Promise<readonly Rated[]> => {
  const unrated = lines.filter(leftToTheTable).map(({ hsn }) => hsn);
  const table = unrated.length > 0 ? await taxRates.on(day, [...new Set(unrated)]) : new Map<string, RateOnDay>();
  return lines.map((line, index) => {
    if (!leftToTheTable(line)) return { taxRate: line.taxRate ?? '0', treatment: line.treatment ?? 'TAXABLE' };
    const known = table.get(line.hsn);
    if (!known) throw unknownRate(line.hsn, day, index);
    return { taxRate: known.rate, treatment: line.treatment ?? (known.treatment as TaxTreatment) };
  });
};

const unknownRate = (hsn: string, day: BusinessDay, index: number): DomainError => {
  const message = `No tax rate is known for "${hsn}" on ${day}.`;
  return new DomainError('tax_rate.unknown', message, { errors: [{ pointer: `/lines/${index}/hsn`, message }] });
};
