import type { ImportBatch, ImportRow } from '../../shared/import-batch.ts';
import { refuseEmpty } from '../../shared/import-cells.ts';
import { importKinds } from '../../shared/import-kinds.ts';
import { countsOf, rowSieve } from '../../shared/import-sieve.ts';
import { businessDay } from '../../shared/calendar.ts';
import { DomainError } from '../../shared/errors.ts';
import type { RateOnDay } from '../../shared/gst/tax-rates.ts';
import { permit } from '../../shared/permit.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { Part } from '../part.ts';
import { fieldsOfCells } from '../part-cells.ts';
import { type GivenFields, normalFields, type PartField } from '../part-fields.ts';
import { refusePrice, refuseUnsuitable } from '../part-policies.ts';
import type { StockItems } from '../ports.ts';
import type { PartUnit } from './create-part.ts';
import { isSameValue } from '../../shared/same-value.ts';

type Unit = PartUnit & { readonly stockItems: StockItems };
type Deps = { readonly transact: Transact<Unit>; readonly clock: Clock; readonly ids: Ids };
type Read = { readonly line: number; readonly given: GivenFields };
type Known = { readonly parts: ReadonlyMap<string, Part>; readonly rates: ReadonlyMap<string, RateOnDay> };
/** What becomes of a row: the part as it will be, and of one that is there already the fields that change. */
type Planned = { readonly part: Part; readonly existing?: Part; readonly changed: readonly PartField[] };

const skuKey = (sku: string): string => sku.trim().toUpperCase();

/**
 * Imports parts by their SKU, whatever its letters: the whole catalogue or a list of new prices.
 * @throws DomainError `access.denied`, `record.duplicate` when somebody else creates one of them at the same moment
 */
export const importParts =
  ({ transact, clock, ids }: Deps): ImportBatch =>
  async ({ importId, rows, dryRun }, actor) => {
    permit(actor, 'import', { serviceCenterId: null });
    return transact(actor, async (unit) => {
      const sieve = rowSieve();
      const read = rows.flatMap((row) => sieve.attempt(row.line, () => ({ line: row.line, given: readRow(row) })));
      const known = await lookUp(unit, read, clock.now());
      const planned: Planned[] = [];
      for (const { line, given } of read) planned.push(...(await sieve.attemptLater(line, () => plan(unit, known, ids.next(), given))));
      if (!dryRun) keep(unit, importId, planned);
      return { ...countsOf(planned), bad: sieve.bad() };
    });
  };

const readRow = ({ cells }: ImportRow): GivenFields => {
  refuseEmpty(importKinds.parts.needed, cells);
  return normalFields(fieldsOfCells(cells));
};

const lookUp = async ({ parts, taxRates }: Unit, read: readonly Read[], now: Date): Promise<Known> => {
  const found = await parts.lockBySku(read.map(({ given }) => skuKey(given.sku!)));
  const hsns = [...new Set(read.map(({ given }) => given.hsn!))];
  return { parts: new Map(found.map((part) => [skuKey(part.sku), part])), rates: await taxRates.on(businessDay(now), hsns) };
};

const plan = async ({ stockItems }: Unit, { parts, rates }: Known, id: string, { sku, ...given }: GivenFields): Promise<Planned> => {
  const existing = parts.get(skuKey(sku!));
  const part = new Part({ ...(existing ?? { id, sku }), ...given } as Part);
  refuseUnsuitable(part);
  refusePrice(part, rates.get(part.hsn));
  const changed = existing ? (Object.keys(given) as PartField[]).filter((field) => !isSameValue(existing[field], part[field])) : [];
  if (existing && changed.includes('serialTracked') && (await stockItems.isStocked(existing.id)))
    throw new DomainError(
      'part.refused',
      `${part.sku} is in stock or on a job: whether it is tracked by serial number is changed when there is none.`,
    );
  return existing ? { part, existing, changed } : { part, changed };
};

const keep = ({ parts, record }: Parameters<Parameters<Deps['transact']>[1]>[0], importId: string, planned: readonly Planned[]): void => {
  const created = planned.filter(({ existing }) => !existing).map(({ part }) => part);
  const edited = planned.filter(({ existing, changed }) => existing && changed.length > 0);
  if (created.length + edited.length === 0) return;
  for (const part of created) parts.add(part);
  for (const { part, existing, changed } of edited)
    Object.assign(existing!, Object.fromEntries(changed.map((field) => [field, part[field]])));
  record({
    name: 'PartsImported',
    entityId: importId,
    serviceCenterId: null,
    data: { created: created.map(({ id }) => id), changed: edited.map(({ part, changed }) => ({ partId: part.id, fields: [...changed] })) },
  });
};
