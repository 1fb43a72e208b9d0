import type { HistoryKind } from '../ports.ts';
import { historyKinds } from '../ports.ts';

/** What rebuilding found: how many sources there are, how many entries were not as they should be, and how many have
 * no source: those are for whoever owns the database to look at, for the application deletes no history. */
export type RebuiltHistory = { readonly sources: number; readonly mended: number; readonly strays: number };

/** The projector of the timeline, over everything there is. */
export type HistoryProjector = {
  /** The ids of the next sources of the kind, in order. */
  sourcesAfter(kind: HistoryKind, id: string | null, limit: number): Promise<readonly string[]>;
  /** Writes their entries anew, with their sources locked, and says how many were not as they are now. */
  projectAgain(kind: HistoryKind, sourceIds: readonly string[]): Promise<number>;
  /** How many entries tell of nothing there is. */
  countStrays(kind: HistoryKind): Promise<number>;
};

const AT_ONCE = 500;

/**
 * Writes the history of every vehicle anew, by the projector that writes it with each event (HIS-01). What is as it should be is left
 * alone, so a second run mends nothing; work goes on meanwhile.
 */
export const rebuildHistory =
  ({ historyProjector }: { readonly historyProjector: HistoryProjector }) =>
  async (onProgress: (sources: number) => void = () => undefined): Promise<RebuiltHistory> => {
    let [sources, mended, strays] = [0, 0, 0];
    for (const kind of historyKinds) {
      let found: readonly string[] = [];
      do {
        found = await historyProjector.sourcesAfter(kind, found.at(-1) ?? null, AT_ONCE);
        if (found.length > 0) mended += await historyProjector.projectAgain(kind, found);
        sources += found.length;
        onProgress(sources);
      } while (found.length === AT_ONCE);
      strays += await historyProjector.countStrays(kind);
    }
    return { sources, mended, strays };
  };
