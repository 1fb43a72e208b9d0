import { type BusinessDay, businessDay, startOfBusinessDay } from '../shared/calendar.ts';
import type { PaperLanguage } from '../shared/languages.ts';
import type { Letterhead } from '../shared/letterhead.ts';
import type { HistoryOnPaper } from './reads.ts';
import { knownFields } from '../shared/known-fields.ts';

/**
 * The frozen copy of a vehicle's history as one reader saw it on one day, as JSON. It names no owner, and says of the time before the
 * present one what was done alone (VEH-03).
 */
export type HistoryDocument = {
  readonly template: { readonly version: 1; readonly language: PaperLanguage };
  readonly title: 'Vehicle History';
  /** The plate, by which people know the paper. */
  readonly number: string;
  readonly date: BusinessDay;
  /** The beginning of that day, ISO 8601. */
  readonly issuedAt: string;
  /** The branch whose paper it is. */
  readonly seller: Letterhead;
  readonly vehicle: {
    readonly registration: string;
    readonly make: string;
    readonly model: string;
    readonly year?: number;
    readonly vin?: string;
    readonly odometer?: number;
  };
  /** Newest first. */
  readonly entries: readonly HistoryLine[];
  /** Whether there were older ones than these. */
  readonly cutOff: boolean;
};

export type HistoryLine = {
  readonly kind: string;
  readonly day: BusinessDay;
  readonly branch?: string;
  readonly number?: string;
  readonly serviceType?: string;
  readonly summary?: string;
  readonly odometer?: number;
  /** Rupees with two decimals, where the reader may know them. */
  readonly amount?: string;
};

/** Freezes what somebody was shown. The same history, read on the same day by who sees as much, is the same document. */
export const freezeHistory = (
  { vehicle, seller, entries, cutOff }: HistoryOnPaper,
  { language, day }: { readonly language: PaperLanguage; readonly day: BusinessDay },
): HistoryDocument => {
  const { registration, make, model, year, vin, odometer } = vehicle;
  return {
    template: { version: 1, language },
    title: 'Vehicle History',
    number: registration,
    date: day,
    issuedAt: startOfBusinessDay(day).toISOString(),
    seller,
    vehicle: { registration, make, model, ...knownFields({ year, vin, odometer }) },
    entries: entries.map(({ kind, at, branch, number, serviceType, summary, odometer: reading, totalAmount }) => ({
      ...{ kind, day: businessDay(at) },
      ...knownFields({ branch, number, serviceType, summary, odometer: reading, amount: totalAmount?.toString() }),
    })),
    cutOff,
  };
};
