import type { Actor } from './actor.ts';
import { DomainError } from './errors.ts';

/**
 * The branch that is meant where none is named: the only one the actor has.
 * @throws DomainError `request.invalid` for who has several, or all of them
 */
export const onlyBranchOf = ({ serviceCenterIds }: Actor): string => {
  const [only, ...others] = serviceCenterIds;
  if (only !== undefined && others.length === 0) return only;
  throw new DomainError('request.invalid', 'Name the branch.', {
    errors: [{ pointer: '/serviceCenterId', message: 'is needed, as you have not one branch' }],
  });
};
