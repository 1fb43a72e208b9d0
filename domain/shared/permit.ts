import { decide, type Facts, scopeOf } from './access/decide.ts';
import type { ActionName } from './access/matrix.ts';
import { type Actor, everywhere, type Scope } from './actor.ts';
import { ApprovalNeeded } from './approval-needed.ts';
import { absent, DomainError } from './errors.ts';

/**
 * Lets the action pass, or throws what the caller is told: a row outside scope is not there (ACC-03), a denial explains
 * itself (ACC-08), and what somebody else has to decide passes only when they did (ACC-04).
 * @throws DomainError `entity.absent` or `access.denied`, or ApprovalNeeded
 */
export const permit = (actor: Actor, action: ActionName, facts: Facts = {}): void => {
  const decision = decide(actor, action, facts);
  if (decision.outcome === 'allowed') return;
  if (decision.outcome === 'out-of-scope') throw absent('record');
  const { rule, reason, roles } = decision;
  const explanation = { action, rule, reason, roles, requiresApproval: decision.outcome === 'approval' };
  if (decision.outcome === 'denied') throw new DomainError('access.denied', reason, { explanation });
  if (!actor.approves?.(action, facts)) throw new ApprovalNeeded(action, facts, explanation);
};

/** As `permit`, of a row that the actor sees: what is not theirs to do with it is denied, and not hidden (ACC-03). */
export const permitSeen = (actor: Actor, action: ActionName, facts: Facts): void => {
  const { outcome, rule, reason, roles } = decide(actor, action, facts);
  if (outcome !== 'out-of-scope') return permit(actor, action, facts);
  throw new DomainError('access.denied', reason, { explanation: { action, rule, reason, roles, requiresApproval: false } });
};

/** The rows that the actor may see when acting: every branch, or the assigned ones. What is "own" is decided per row. */
export const reach = (actor: Actor, action: ActionName): Scope => {
  const scope = scopeOf(actor, action);
  // Own records of a role without branches may be anywhere.
  if (scope.kind === 'all' || (scope.kind === 'own' && scope.ids === null)) return everywhere;
  return { kind: 'branches', ids: scope.kind === 'none' ? [] : (scope.ids ?? []) };
};
