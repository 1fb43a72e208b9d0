import type { SettingEntry, Settings } from '../../configuration/ports.ts';
import type { Actor } from '../../shared/actor.ts';
import { financialYearStarting } from '../../shared/calendar.ts';
import { type SeriesKind, type SeriesPatterns, usualPatterns } from '../../shared/gst/document-series.ts';
import { permit } from '../../shared/permit.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { type DatedPattern, examineSeries, type SeriesFindings } from '../series-faults.ts';
import type { SeriesReads, SharedNumber } from '../series-reads.ts';

type Deps = { readonly transact: Transact<{ settings: Settings }>; readonly seriesReads: SeriesReads };

export type AuditedSeries = SeriesFindings & {
  readonly gstin: string;
  readonly kind: SeriesKind;
  readonly prefix: string;
  /** `2026-27`. */
  readonly financialYear: string;
  readonly next: number | null;
};

export type SeriesAudit = {
  /** Whether every series is exactly 1 to n. */
  readonly sound: boolean;
  readonly series: readonly AuditedSeries[];
  readonly sharedNumbers: readonly SharedNumber[];
};

const EVER = new Date(0);

/**
 * Proves of every series that its numbers are exactly 1 to n: no gap, none twice, in the order of their days, made by the pattern in
 * force, cancelled ones among them, and the next one due (INV-01, TAX-09). Each series is looked at as of one instant, so documents may be issued
 * meanwhile.
 */
export const auditSeries =
  ({ transact, seriesReads }: Deps) =>
  async (actor: Actor): Promise<SeriesAudit> => {
    permit(actor, 'audit.verify');
    const keys = await seriesReads.keys();
    const series: AuditedSeries[] = [];
    for (const key of keys) {
      const content = await seriesReads.content(key);
      // Asked for after the documents, so that the pattern of the youngest is among them.
      const entries = await transact(actor, ({ settings }) => settings.all());
      const { gstin, kind, prefix } = key;
      const financialYear = financialYearStarting(key.financialYear).long;
      const findings = examineSeries(key, content, patternsOf(kind, entries));
      series.push({ gstin, kind, prefix, financialYear, next: content.row?.next ?? null, ...findings });
    }
    const sharedNumbers = await seriesReads.sharedNumbers();
    return { sound: sharedNumbers.length === 0 && series.every(({ faults }) => faults.length === 0), series, sharedNumbers };
  };

/** Every pattern there ever was of a kind, with the instant from which it held. */
const patternsOf = (kind: SeriesKind, entries: readonly SettingEntry[]): readonly DatedPattern[] => [
  { pattern: usualPatterns[kind], since: EVER },
  ...entries
    .filter(({ key }) => key === 'series.patterns')
    .map(({ value, validFrom }) => ({
      pattern: (value as unknown as Partial<SeriesPatterns>)[kind] ?? usualPatterns[kind],
      since: validFrom,
    })),
];
