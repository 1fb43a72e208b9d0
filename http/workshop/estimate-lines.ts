import { DomainError, type FieldFault } from '@dms/domain/shared/errors';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import type { EstimateLineRequest } from '@dms/domain/workshop/use-cases/draw-up-estimate';
import type { Static } from '@sinclair/typebox';
import type { ReviseEstimate } from './estimate-schemas.ts';

type Line = Static<typeof ReviseEstimate>['lines'][number];

/** What each kind of line must name, and what it cannot. */
const needed: Record<Line['kind'], readonly (keyof Line)[]> = {
  PART: ['partId'],
  LABOUR: ['description', 'hsn', 'unitPrice'],
  SERVICE: ['description', 'hsn', 'unitPrice'],
};
const foreign: Record<Line['kind'], readonly (keyof Line)[]> = { PART: ['hsn'], LABOUR: ['partId'], SERVICE: ['partId'] };

/**
 * Lines as the use case takes them, found in the body under `within`.
 * @throws DomainError `request.invalid` naming every field that is missing or out of place
 */
export const estimateLines = (lines: readonly Line[], within = '/estimate'): EstimateLineRequest[] => {
  const errors = lines.flatMap(faultsOf).map(({ pointer, ...fault }) => ({ ...fault, pointer: `${within}${pointer}` }));
  if (errors.length > 0) throw new DomainError('request.invalid', 'Some lines of the estimate are not complete.', { errors });
  return lines.map(({ quantity, unitPrice, ...line }) => ({
    ...line,
    quantity: Quantity.parse(quantity),
    ...(unitPrice !== undefined && { unitPrice: Money.parse(unitPrice) }),
  })) as EstimateLineRequest[];
};

/** What mends something that an inspection found needs no name of its own. */
const isCalledAsFound = ({ inspectionItemId }: Line, field: keyof Line): boolean =>
  field === 'description' && inspectionItemId !== undefined;

const faultsOf = (line: Line, index: number): FieldFault[] => [
  ...needed[line.kind]
    .filter((field) => line[field] === undefined && !isCalledAsFound(line, field))
    .map((field) => fault(index, field, `is needed in a ${line.kind} line`)),
  ...foreign[line.kind]
    .filter((field) => line[field] !== undefined)
    .map((field) => fault(index, field, `has no place in a ${line.kind} line`)),
];

const fault = (index: number, field: string, message: string): FieldFault => ({ pointer: `/lines/${index}/${field}`, message });
