import { type Actor } from '../../shared/actor.ts';
import type { BadRow, ImportBatch, ImportRow } from '../../shared/import-batch.ts';
import { importKinds, type ImportUse } from '../../shared/import-kinds.ts';
import { permit } from '../../shared/permit.ts';
import type { Clock } from '../../shared/ports.ts';
import type { Recording, Transact } from '../../shared/unit-of-work.ts';
import { type Import, MOST_REFUSALS_KEPT } from '../import.ts';
import type { Imports } from '../ports.ts';

type Unit = { readonly imports: Imports };
type Deps = { readonly transact: Transact<Unit>; readonly clock: Clock };

export type TakeBatch = {
  readonly importId: string;
  /** How many rows were behind us when the batch was read: nothing is done where that is so no more. */
  readonly after: number;
  readonly upTo: number;
  readonly rows: readonly ImportRow[];
  /** Rows that are bad whatever they are about. */
  readonly bad: readonly BadRow[];
};

const openImport = async ({ imports }: Unit, importId: string, actor: Actor): Promise<Import | undefined> => {
  permit(actor, 'import', { serviceCenterId: null });
  const going = await imports.getForChange(importId);
  return going.state === 'open' ? going : undefined;
};

/** Brings a batch in, and keeps in the same transaction how far the file is: after a crash it goes on behind the last batch, once. */
export const takeImportBatch =
  (deps: Pick<Deps, 'transact'> & { readonly [Use in ImportUse]: ImportBatch }) =>
  ({ importId, after, upTo, rows, bad }: TakeBatch, actor: Actor): Promise<void> =>
    deps.transact(actor, async (unit) => {
      const going = await openImport(unit, importId, actor);
      if (going?.rowsRead !== after) return;
      const { kind, dryRun, serviceCenterId } = going;
      const place = serviceCenterId === null ? {} : { serviceCenterId };
      const taken = await deps[importKinds[kind].use]({ importId, rows, dryRun, ...place }, actor);
      const refused = [...bad, ...taken.bad].toSorted((a, b) => a.line - b.line);
      const room = Math.max(0, MOST_REFUSALS_KEPT - going.refused);
      going.take(taken, refused.length, upTo);
      unit.imports.keep(going, refused.slice(0, room));
    });

const recordEnd = ({ record }: Recording, { id, serviceCenterId, kind, fileName: file, dryRun, ...rest }: Import): void => {
  const { created, changed, unchanged, refused } = rest;
  const data = { kind, file, created, changed, unchanged, refused, ...(dryRun && { dryRun }) };
  record({ name: 'ImportFinished', entityId: id, serviceCenterId, data });
};

/** The file is at its end. */
export const endImport =
  ({ transact, clock }: Deps) =>
  ({ importId }: { readonly importId: string }, actor: Actor): Promise<void> =>
    transact(actor, async (unit) => {
      const going = await openImport(unit, importId, actor);
      if (!going) return;
      going.finish(clock.now());
      unit.imports.keep(going, []);
      recordEnd(unit, going);
    });

/** The file cannot be read any further: what is in stays in. */
export const stopImport =
  ({ transact, clock }: Deps) =>
  ({ importId, reason }: { readonly importId: string; readonly reason: string }, actor: Actor): Promise<void> =>
    transact(actor, async (unit) => {
      const going = await openImport(unit, importId, actor);
      if (!going) return;
      going.stop(clock.now(), reason);
      unit.imports.keep(going, []);
      recordEnd(unit, going);
    });
