import type { Facts } from './access/facts.ts';
import type { ActionName } from './access/matrix.ts';
import type { Role } from './actor.ts';
import { DomainError } from './errors.ts';

type Explanation = { readonly action: ActionName; readonly rule: string; readonly reason: string; readonly roles: readonly Role[] };

/** A command that somebody else has to decide on: which use case, and what it was told. */
export type AskedCommand = { readonly name: string; readonly command: unknown };

/**
 * What the actor asked for is theirs to ask, and another's to decide (ACC-04). Whoever called either asks by `askForApproval`, or
 * tells the actor so.
 */
export class ApprovalNeeded extends DomainError {
  readonly action: ActionName;
  readonly facts: Facts;
  readonly asked: AskedCommand | undefined;
  readonly explanation: Explanation;

  constructor(action: ActionName, facts: Facts, explanation: Explanation, asked?: AskedCommand) {
    super('approval.unavailable', explanation.reason, { explanation });
    this.explanation = explanation;
    this.action = action;
    this.facts = facts;
    this.asked = asked;
  }

  for(asked: AskedCommand): ApprovalNeeded {
    return new ApprovalNeeded(this.action, this.facts, this.explanation, asked);
  }
}
