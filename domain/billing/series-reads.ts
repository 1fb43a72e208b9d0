import type { BusinessDay } from '../shared/calendar.ts';
import type { SeriesKey } from './ports.ts';

/** A document of a series as it is kept, whatever else it says. */
export type NumberedDocument = {
  readonly id: string;
  readonly number: string;
  readonly day: BusinessDay;
  readonly issuedAt: Date;
  readonly cancelled: boolean;
};

/** A series and its documents at one instant. */
export type SeriesContent = {
  /** The row that numbers are taken from; undefined where there is none. */
  readonly row: { readonly next: number; readonly lastDay: BusinessDay } | undefined;
  readonly documents: readonly NumberedDocument[];
};

export type SharedNumber = Omit<SeriesKey, 'prefix'> & { readonly number: string; readonly ids: readonly string[] };

/** What the audit of series looks at. */
export type SeriesReads = {
  /** Every series that has a row or a document, in order. */
  keys(): Promise<readonly SeriesKey[]>;
  content(key: SeriesKey): Promise<SeriesContent>;
  /** Numbers that two documents of a GSTIN, kind and financial year have, without regard to case and prefix (TAX-09). */
  sharedNumbers(): Promise<readonly SharedNumber[]>;
};
