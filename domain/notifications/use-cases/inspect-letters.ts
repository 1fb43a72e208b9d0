import type { Actor } from '../../shared/actor.ts';
import { absent } from '../../shared/errors.ts';
import { permit } from '../../shared/permit.ts';
import type { KeptLetter, KeptLetters } from '../kept-letters.ts';

type Deps = { readonly keptLetters: KeptLetters };

const MOST_SHOWN = 50;

/** The letters that were written instead of sent, the latest fifty, and whether any are. @throws DomainError `access.denied` */
export const listLetters =
  ({ keptLetters }: Deps) =>
  async (_: object, actor: Actor): Promise<{ readonly kept: boolean; readonly data: Awaited<ReturnType<KeptLetters['latest']>> }> => {
    permit(actor, 'queue.inspect', { serviceCenterId: null });
    return { kept: keptLetters.kept, data: await keptLetters.latest(MOST_SHOWN) };
  };

/** One of them, with what it says. @throws DomainError `entity.absent`, `access.denied` */
export const readLetter =
  ({ keptLetters }: Deps) =>
  async ({ id }: { readonly id: string }, actor: Actor): Promise<KeptLetter> => {
    permit(actor, 'queue.inspect', { serviceCenterId: null });
    const letter = await keptLetters.find(id);
    if (!letter) throw absent('letter');
    return letter;
  };
