import type { Parts } from '../../inventory/ports.ts';
import { absent, DomainError } from '../../shared/errors.ts';
import type { Quantity } from '../../shared/quantity.ts';

type Part = Awaited<ReturnType<Parts['getMany']>>[number];
type Item = { readonly partId: string; readonly quantity: Quantity };

/**
 * The parts that a request names, by id.
 * @throws DomainError `entity.absent` for an unknown one, `quantity.malformed` for nothing or less, or for a part of a unit (STK-04)
 */
export const namedParts = async (parts: Parts, items: readonly Item[]): Promise<ReadonlyMap<string, Part>> => {
  const catalogue = new Map((await parts.getMany([...new Set(items.map(({ partId }) => partId))])).map((part) => [part.id, part]));
  for (const { partId, quantity } of items) refuseBadQuantity(catalogue.get(partId), quantity);
  return catalogue;
};

const refuseBadQuantity = (part: Part | undefined, quantity: Quantity): void => {
  if (!part) throw absent('part');
  if (!quantity.isPositive()) throw new DomainError('quantity.malformed', `The quantity of ${part.sku} has to be more than zero.`);
  if (part.serialTracked && quantity.thousandths % 1000n !== 0n)
    throw new DomainError('quantity.malformed', `${part.sku} is tracked by serial number and moves by whole units.`);
};

/**
 * STK-10: what is discontinued is on no new document.
 * @throws DomainError `part.inactive`
 */
export const refuseDiscontinued = (catalogue: ReadonlyMap<string, Part>): void => {
  const gone = [...catalogue.values()].find(({ active }) => !active);
  if (gone) throw new DomainError('part.inactive', `${gone.sku} is discontinued.`);
};
