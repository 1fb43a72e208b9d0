import { decide } from './access/decide.ts';
import type { Facts } from './access/facts.ts';
import type { LimitUses } from './access/limit-uses.ts';
import type { ActionName } from './access/matrix.ts';
import { rows } from './access/rows.ts';
import type { Actor } from './actor.ts';
import { businessDay } from './calendar.ts';
import { Money } from './money.ts';
import { permit } from './permit.ts';

/** What a day's limit is measured by. */
export type MeasuredFacts = Facts & { readonly amountPaise: bigint };

/** Whether the actor's role has a limit of amount for the action, so that the sum of their day counts. */
export const hasDayLimit = ({ role }: Pick<Actor, 'role'>, action: ActionName, { paidInCash }: Facts): boolean => {
  const limit = role === 'SYSTEM' || role === 'PUBLIC' ? undefined : rows[action].cells[role].limit;
  return limit?.amountPaise !== undefined && !(limit.cashOnly && paidInCash === false);
};

/**
 * `permit` for an action whose limit holds by document and by user and business day (ACC-04): what the actor already did of it
 * today counts, and this document from now on. What somebody else answers for is counted to them, by the approval.
 * @throws DomainError `entity.absent` or `access.denied`, or ApprovalNeeded
 */
export const permitToday = async (
  { limitUses }: { readonly limitUses: LimitUses },
  now: Date,
  actor: Actor,
  action: ActionName,
  facts: MeasuredFacts,
): Promise<void> => {
  if (actor.userId === null || !hasDayLimit(actor, action, facts)) return permit(actor, action, { ...facts, dayTotalPaise: 0n });
  const use = { userId: actor.userId, action, day: businessDay(now) };
  const known = { ...facts, dayTotalPaise: (await limitUses.totalOf(use)).paise };
  permit(actor, action, known);
  if (decide(actor, action, known).outcome === 'allowed') await limitUses.add(use, Money.ofPaise(sizeOf(facts.amountPaise)));
};

/** Limits count the size of an amount, whatever its sign. */
export const sizeOf = (paise: bigint): bigint => (paise < 0n ? -paise : paise);
