import type { Actor, Role } from '../actor.ts';
import type { ActionName } from './matrix.ts';

/** As much of the actor as the policy looks at. */
export type Asker = Pick<Actor, 'userId' | 'role' | 'serviceCenterIds' | 'limits'>;

/**
 * What is known of the record and of the act. A fact left out is not known: enforcement then refuses or asks for an approval
 * where the policy needs it, and an explanation names it as a proviso.
 */
export type Facts = {
  /** The branch of the record, or the one a new record names; null for what belongs to the whole company. */
  readonly serviceCenterId?: string | null;
  /** In place of `serviceCenterId`, for what lies in several branches: customers, vehicles, users, transfers. */
  readonly serviceCenterIds?: readonly string[];
  /** Who owns the record or is assigned to it; for a job card, its engineers. Empty while nobody is. */
  readonly ownerIds?: readonly string[];
  /** Who asked for what is now to be decided. */
  readonly makerId?: string | null;
  /** Who asked for the decision, where that was somebody else than who made what it is about. */
  readonly askedBy?: string;
  /** Who else had a hand in what is to be decided. */
  readonly otherMakerIds?: readonly (string | null)[];
  /** Everybody with a time log on the job card. */
  readonly workedBy?: readonly string[];
  /** The value of this document. Its sign does not matter. */
  readonly amountPaise?: bigint;
  /** What the same user already did of this action on the same business day, without this document. */
  readonly dayTotalPaise?: bigint;
  readonly quantityThousandths?: bigint;
  /** Ten-thousandths of a percent: 50_000 is 5 %. */
  readonly percentTenThousandths?: bigint;
  readonly paidInCash?: boolean;
  /** The roles the user concerned has and gets. */
  readonly targetRoles?: readonly Role[];
  /** The fields an edit changes. */
  readonly fields?: readonly string[];
  /** The part of a dashboard, or the kind of a report. */
  readonly section?: 'operations' | 'service' | 'parts' | 'cash' | 'sales' | 'billing';
  /** What the record comes from or is for. */
  readonly source?: 'job' | 'order' | 'visit' | 'transfer' | 'payment' | 'opening';
  readonly partsIssued?: boolean;
  readonly completed?: boolean;
  /** Whether the complaint is still open or acknowledged, with nobody at work on it. */
  readonly inTriage?: boolean;
  readonly reason?: string;
  readonly assigneeId?: string;
  /** Whether the branch lets engineers take jobs themselves (SCN-03). */
  readonly selfAssignAllowed?: boolean;
  readonly transfer?: {
    readonly fromServiceCenterId: string;
    readonly toServiceCenterId: string;
    /** The side that made it; null when it was made for the company. */
    readonly makerServiceCenterId: string | null;
  };
  /** The action an approval is about. */
  readonly about?: ActionName;
};

/** `out-of-scope` answers 404, `denied` 403, `approval` 202 (ACC-03, ACC-04). */
export type Outcome = 'allowed' | 'approval' | 'denied' | 'out-of-scope';

export type Mask = 'contacts' | 'amounts' | 'customer-name';

export type Decision = {
  readonly outcome: Outcome;
  readonly action: ActionName;
  /** The cell that decided, and the law over it where one refused: `job.qc:SC_MANAGER=B ACC-02`. */
  readonly rule: string;
  /** A sentence for the person who asked. */
  readonly reason: string;
  /** The roles that could do it themselves, or decide it, in the branch concerned. */
  readonly roles: readonly Role[];
  readonly masked: boolean;
  /** What has to be null on the way out (ACC-06). */
  readonly masks: readonly Mask[];
};

/** The rows a read may list. `ids` null means whichever branch. */
export type Reach =
  | { readonly kind: 'all' }
  | { readonly kind: 'branches'; readonly ids: readonly string[] }
  | { readonly kind: 'own'; readonly userId: string; readonly ids: readonly string[] | null }
  | { readonly kind: 'none' };
