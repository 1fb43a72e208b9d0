import type { Actor } from '../../shared/actor.ts';
import { permit } from '../../shared/permit.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import type { Counts } from '../../shared/import-batch.ts';
import type { ImportKind } from '../../shared/import-kinds.ts';

export type FinishImport = Counts & {
  readonly importId: string;
  readonly kind: ImportKind;
  readonly file: string;
  readonly refused: number;
};

/** Takes down that a file was imported to its end, and what came of it. */
export const finishImport =
  ({ transact }: { readonly transact: Transact<object> }) =>
  ({ importId, ...data }: FinishImport, actor: Actor): Promise<void> => {
    permit(actor, 'import', { serviceCenterId: null });
    return transact(actor, async ({ record }) => record({ name: 'ImportFinished', entityId: importId, serviceCenterId: null, data }));
  };
