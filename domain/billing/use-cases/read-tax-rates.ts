import type { Actor } from '../../shared/actor.ts';
import type { KnownRate } from '../../shared/gst/tax-rates.ts';
import type { Page, PageRequest } from '../../shared/page.ts';
import { permit } from '../../shared/permit.ts';
import type { TaxRateFilter, TaxRateReads } from '../tax-rate-reads.ts';

/** The dated table of rates (TAX-07). */
export const listTaxRates =
  ({ taxRateReads }: { readonly taxRateReads: TaxRateReads }) =>
  async (filter: TaxRateFilter, page: PageRequest, actor: Actor): Promise<Page<KnownRate>> => {
    permit(actor, 'tax.read');
    return taxRateReads.rates(filter, page);
  };
