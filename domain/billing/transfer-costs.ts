import type { Actor } from '../shared/actor.ts';
import { permit } from '../shared/permit.ts';

/**
 * What is billed of a transfer is billed at cost: its papers are for who may know what a part costs at the branch (ACC-06).
 * @throws DomainError `access.denied`
 */
export const permitCosts = (
  actor: Actor,
  { sourceType, serviceCenterId }: { readonly sourceType: string; readonly serviceCenterId: string },
): void => {
  if (sourceType === 'transfer') permit(actor, 'part.cost', { serviceCenterId });
};
