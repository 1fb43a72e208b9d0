import type { Actor } from '../../shared/actor.ts';
import { businessDay } from '../../shared/calendar.ts';
import { type LineToRate, rateLines } from '../../shared/gst/rate-lines.ts';
import { type PricedDocument, priceDocument, type TaxInput, type TaxLine } from '../../shared/gst/tax-engine.ts';
import { permit } from '../../shared/permit.ts';
import type { Clock } from '../../shared/ports.ts';
import type { TaxRateReads } from '../tax-rate-reads.ts';

/** Any lines to be priced without being kept; a line without a rate gets that of the dated table today. */
export type TaxQuote = Omit<TaxInput, 'lines'> & { readonly lines: readonly (Omit<TaxLine, 'taxRate' | 'treatment'> & LineToRate)[] };

type Deps = { readonly taxRateReads: Pick<TaxRateReads, 'on'>; readonly clock: Clock };

/**
 * Prices lines as an invoice would today, and keeps nothing.
 * @throws DomainError `tax.invalid`, `money.malformed` with a pointer to the figure, `tax_rate.unknown`
 */
export const quoteTax =
  ({ taxRateReads, clock }: Deps) =>
  async ({ lines, ...document }: TaxQuote, actor: Actor): Promise<PricedDocument> => {
    permit(actor, 'tax.quote');
    const rates = await rateLines(taxRateReads, businessDay(clock.now()), lines);
    return priceDocument({ ...document, lines: lines.map((line, index) => ({ ...line, ...rates[index]! })) });
  };
