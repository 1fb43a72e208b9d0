import type { BusinessDay } from '../calendar.ts';

export type RateOnDay = { readonly hsn: string; readonly rate: string; readonly treatment: string };

/** The dated table of rates (TAX-07). */
export type TaxRates = {
  /** For each code the rate that holds on the day: of the longest known heading that the code begins with. */
  on(day: BusinessDay, hsns: readonly string[]): Promise<Map<string, RateOnDay>>;
};
