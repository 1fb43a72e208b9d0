import type { InspectionRepositories } from '../workshop/ports.ts';
import type { WorkingTables } from './tables.ts';

/** Inspections, and the pictures they may name. */
export const memoryInspections = ({ inspections, files }: WorkingTables): InspectionRepositories => ({
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
        .filter(({ id, entityType, entityId, contentType }) => {
          const isOfCard = entityType === 'JobCard' && entityId === jobCardId;
          return fileIds.includes(id) && isOfCard && contentType.startsWith('image/');
        })
        .map(({ id }) => id),
  },
});
