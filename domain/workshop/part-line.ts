import type { Held } from '../inventory/ports.ts';
import { Quantity } from '../shared/quantity.ts';
import type { JobPart } from './job-part.ts';
import type { JobPartStatus } from './job-part.states.ts';

/** A line of a parts request as it stands: what the card knows of it, and what the store does. */
export type PartLine = Pick<
  JobPart,
  'id' | 'partId' | 'description' | 'required' | 'neededBy' | 'requested' | 'issued' | 'consumed' | 'returned' | 'unfilled' | 'issuedValue'
> & { readonly status: JobPartStatus; readonly reserved: Quantity; readonly backordered: Quantity };

/** The store fills a waiting line without asking the card, which is locked before any stock: so the card looks what became of it. */
export const lineNow = (line: JobPart, reservation: Held | undefined): PartLine => {
  const { id, partId, description, required, neededBy, requested, issued, consumed, returned, unfilled, issuedValue } = line;
  const { reserved, backordered } = reservation ?? { reserved: Quantity.zero, backordered: Quantity.zero };
  const status = line.status === 'backordered' && !backordered.isPositive() ? 'reserved' : line.status;
  return {
    ...{ id, partId, description, status, required, neededBy, requested, reserved, backordered },
    ...{ issued, consumed, returned, unfilled, issuedValue },
  };
};
