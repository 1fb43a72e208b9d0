import type { BusinessDay } from '../calendar.ts';

export type RateOnDay = { readonly hsn: string; readonly rate: string; readonly treatment: string };

/** A rate as the table has it: of one HSN or SAC, or of a heading that codes begin with, from a day on. */
export type DatedRate = RateOnDay & { readonly validFrom: BusinessDay };

/** A rate with what the table says it is for. */
export type KnownRate = DatedRate & { readonly id: string; readonly description: string };

/** The dated table of rates (TAX-07). */
export type TaxRates = {
  /** For each code the rate that holds on the day: of the longest known heading that the code begins with. */
  on(day: BusinessDay, hsns: readonly string[]): Promise<Map<string, RateOnDay>>;
  /** The whole table. */
  all(): Promise<readonly KnownRate[]>;
  /** The latest issued document from the day on with a line of the code, or of one that begins with it. */
  usedSince(day: BusinessDay, hsn: string): Promise<{ readonly number: string; readonly day: BusinessDay } | undefined>;
  /** One rate for a code and a day, never changed: what was taxed by it keeps it. A second is refused as `record.duplicate`. */
  add(rate: KnownRate): void;
  /** What is announced for a day to come is put right under its id: rate, treatment and description. */
  correct(rate: KnownRate): void;
};
