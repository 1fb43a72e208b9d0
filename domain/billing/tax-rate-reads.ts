import type { BusinessDay } from '../shared/calendar.ts';
import type { KnownRate, TaxRates } from '../shared/gst/tax-rates.ts';
import type { Page, PageRequest } from '../shared/page.ts';

export type TaxRateFilter = {
  /** The rates of the code, of the headings it begins with, and of the codes that begin with it. */
  readonly hsn?: string | undefined;
  /** Only those that hold on the day. */
  readonly on?: BusinessDay | undefined;
};

export type TaxRateReads = Pick<TaxRates, 'on'> & {
  rates(filter: TaxRateFilter, page: PageRequest): Promise<Page<KnownRate>>;
};
