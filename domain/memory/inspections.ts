import type { InspectionRepositories } from '../workshop/ports.ts';
import type { WorkingTables } from './tables.ts';

/** Inspections, and the pictures they may name. */
export const memoryInspections = ({ inspections, files, strayContent }: WorkingTables): InspectionRepositories => ({
  inspections: {
    add: (inspection) => inspections.add(inspection),
    latestOf: async (jobCardId) => {
      const last = inspections
        .rows()
        .filter((each) => each.jobCardId === jobCardId)
        .toSorted((a, b) => b.revision - a.revision)[0];
      return last && inspections.find(last.id);
    },
  },
  photos: {
    among: async (fileIds, jobCardId) =>
      files
        .rows()
        .filter(({ id, key, entityType, entityId, contentType }) => {
          if ((strayContent.rows().find((stray) => stray.id === key)?.clearAfter ?? null) !== null) return false;
          const isOfCard = entityType === 'JobCard' && entityId === jobCardId;
          return fileIds.includes(id) && isOfCard && contentType.startsWith('image/');
        })
        .map(({ id }) => id),
  },
});
