import type { BusinessDay } from '../calendar.ts';

export type RateOnDay = { readonly hsn: string; readonly rate: string; readonly treatment: string };

/** A rate as the table has it: of one HSN or SAC, or of a heading that codes begin with, from a day on. */
export type DatedRate = RateOnDay & { readonly validFrom: BusinessDay };

/** The dated table of rates (TAX-07). */
export type TaxRates = {
  /** For each code the rate that holds on the day: of the longest known heading that the code begins with. */
  on(day: BusinessDay, hsns: readonly string[]): Promise<Map<string, RateOnDay>>;
  /** The whole table. */
  all(): Promise<readonly DatedRate[]>;
  /** One rate for a code and a day, never changed: what was taxed by it keeps it. A second is refused as `record.duplicate`. */
  add(rate: DatedRate & { readonly id: string; readonly description: string }): void;
};
