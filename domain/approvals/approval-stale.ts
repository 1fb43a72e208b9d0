import { DomainError } from '../shared/errors.ts';

/** What was approved cannot be carried out any more. Once everything that was tried is undone, `outdateApproval` takes that down. */
export class ApprovalStale extends DomainError {
  readonly approvalId: string;

  /** The refusal that stopped it: what asks for more than to be told of, as a shortage does, is done once all is undone. */
  readonly because: unknown;

  constructor(approvalId: string, because: Error) {
    super('approval.stale', because.message);
    this.approvalId = approvalId;
    this.because = because;
  }
}
