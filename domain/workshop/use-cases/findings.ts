import { absent, DomainError } from '../../shared/errors.ts';
import type { Inspections } from '../ports.ts';
import type { EstimateLineRequest } from './draw-up-estimate.ts';

const mended = ['FAIL', 'ADVISORY'];

/**
 * Lines that mend what the last inspection found: each is called as the point it is about, unless it has a name of its own.
 * @throws DomainError `entity.absent` for a point that is not of the last inspection, `inspection.refused` for one that needs no work
 */
export const linesOfFindings = async (
  { inspections }: { readonly inspections: Inspections },
  jobCardId: string,
  lines: readonly EstimateLineRequest[],
): Promise<readonly EstimateLineRequest[]> => {
  if (lines.every(({ inspectionItemId }) => inspectionItemId === undefined)) return lines;
  const items = (await inspections.latestOf(jobCardId))?.items ?? [];
  return lines.map((line) => {
    if (line.inspectionItemId === undefined) return line;
    const found = items.find(({ id }) => id === line.inspectionItemId);
    if (!found) throw absent('point of the last inspection');
    if (!mended.includes(found.result))
      throw new DomainError(
        'inspection.refused',
        `"${found.label}" was found ${found.result}: only what failed or is to be watched is mended.`,
      );
    // A part has its name from the catalogue.
    return line.kind === 'PART' ? line : { ...line, description: line.description ?? found.label };
  });
};
