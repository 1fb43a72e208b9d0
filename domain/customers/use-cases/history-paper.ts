import { aboutPaper, type PaperSource } from '../../files/use-cases/paper-source.ts';
import { absent } from '../../shared/errors.ts';
import { historyPdfStored } from '../events.ts';
import type { HistoryDocument } from '../history-document.ts';
import type { HistoryPapers } from '../ports.ts';

/** The paper of a history that somebody asked for. */
export const historyPaper: PaperSource<{ historyPapers: HistoryPapers }, HistoryDocument> = {
  entityType: 'Vehicle',
  find: async ({ historyPapers }, id) => {
    const kept = await historyPapers.find(id);
    if (!kept) throw absent('history on paper');
    const { vehicleId, document } = kept;
    return {
      document,
      entityId: vehicleId,
      serviceCenterId: null,
      number: `history-${document.number}-${document.date}`,
      copies: ['ORIGINAL'],
      stored: (paper) => historyPdfStored(kept, aboutPaper(paper)),
    };
  },
};
