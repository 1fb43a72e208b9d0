import { originalOf } from '../../files/ports.ts';
import { type PrintDeps, type Printed, printPaper } from '../../files/use-cases/print-paper.ts';
import { scopeOf } from '../../shared/access/decide.ts';
import type { Actor } from '../../shared/actor.ts';
import { businessDay } from '../../shared/calendar.ts';
import { absent } from '../../shared/errors.ts';
import { type PaperLanguage, paperLanguage } from '../../shared/languages.ts';
import type { Clock, Digest } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { historyExported } from '../events.ts';
import { freezeHistory, type HistoryDocument } from '../history-document.ts';
import type { HistoryPapers } from '../ports.ts';
import type { CustomerReads, HistoryEntry } from '../reads.ts';

export type PrintHistory = {
  readonly vehicleId: string;
  readonly language?: PaperLanguage | undefined;
  /** Takes out of an entry what the actor may not see (ACC-06). */
  readonly shown: <Entry extends HistoryEntry>(entry: Entry) => Entry;
};

type Deps = PrintDeps & {
  readonly transact: Transact<{ historyPapers: HistoryPapers }>;
  readonly customerReads: CustomerReads;
  readonly clock: Clock;
  readonly digest: Digest;
};

/** As much as a workshop does to one vehicle in decades. */
const MOST_ENTRIES = 1_000;

/** An id that is the document's own: whoever is shown the same gets the same paper. A UUID of version 8, RFC 9562. */
const idOf = (document: HistoryDocument, vehicleId: string, digest: Digest): string =>
  digest(JSON.stringify([vehicleId, document])).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-8$3-8$4-$5');

/**
 * The history of a vehicle on paper, with what the actor may see of it. Every branch prints it; an engineer that of the vehicles of their own jobs.
 * @throws DomainError `entity.absent`
 */
export const printHistory =
  (deps: Deps) =>
  async ({ vehicleId, language, shown }: PrintHistory, actor: Actor): Promise<Printed> => {
    const { customerReads, clock, digest, transact } = deps;
    const reach = scopeOf(actor, 'vehicle.history');
    if (reach.kind === 'own' && !(await customerReads.isOn(vehicleId, reach))) throw absent('vehicle');
    const found = await customerReads.historyOnPaper(vehicleId, MOST_ENTRIES, actor.serviceCenterIds);
    const seen = { ...found, entries: found.entries.map(shown) };
    const document = freezeHistory(seen, { language: language ?? paperLanguage(found.language), day: businessDay(clock.now()) });
    const paper = originalOf('HISTORY', idOf(document, vehicleId, digest));
    const kept = { id: paper.id, vehicleId, document, frozenAt: clock.now(), frozenBy: actor.userId };
    const freeze = () =>
      transact(actor, async ({ historyPapers, record }) => {
        if (await historyPapers.keep(kept)) record(historyExported(kept));
      });
    return printPaper(deps)(paper, null, actor, freeze);
  };
