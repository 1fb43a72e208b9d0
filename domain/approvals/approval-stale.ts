import { DomainError } from '../shared/errors.ts';

/** What was approved cannot be carried out any more. Once everything that was tried is undone, `outdateApproval` takes that down. */
export class ApprovalStale extends DomainError {
  readonly approvalId: string;

  constructor(approvalId: string, cause: string) {
    super('approval.stale', cause);
    this.approvalId = approvalId;
  }
}
