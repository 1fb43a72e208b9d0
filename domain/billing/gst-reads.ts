import type { BusinessDay } from '../shared/calendar.ts';
import type { AdvanceOfPeriod } from './advance-tax.ts';
import type { IssuedSeries } from './documents-issued.ts';
import type { GstDocument } from './gst-document.ts';

type Days = { readonly from: BusinessDay; readonly to: BusinessDay };

/** What returns are made of: everything that a GSTIN issued, over all its branches. */
export type GstReads = {
  /** Several reads of one state of the books. */
  atOneMoment<Read>(work: (reads: Omit<GstReads, 'atOneMoment'>) => Promise<Read>): Promise<Read>;
  /** The GSTINs of the company, in order. */
  gstins(): Promise<readonly string[]>;
  /** By day and number. */
  documents(gstin: string, days: Days): Promise<readonly GstDocument[]>;
  /** Advances on services that came in these days, or of which some was used or went back in them. */
  advances(gstin: string, days: Days): Promise<readonly AdvanceOfPeriod[]>;
  /** By kind and prefix. */
  series(gstin: string, days: Days): Promise<readonly IssuedSeries[]>;
};
