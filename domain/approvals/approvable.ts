import type { Settings } from '../configuration/ports.ts';
import { ApprovalNeeded } from '../shared/approval-needed.ts';
import { type Actor, everywhere } from '../shared/actor.ts';
import type { Json } from '../shared/events.ts';
import type { JobCards } from '../workshop/ports.ts';
import { freeze } from './frozen.ts';

/** What a use case is about, and which record came of it. */
export type Subject = {
  readonly entityType: string;
  readonly entityId: (command: never) => string | null;
  readonly resultId: (result: never) => string | null;
  /** What must not have changed until it is decided on, for what has no version. */
  readonly watches?: (unit: Watched, command: never) => Promise<Json>;
  /** What of it says who somebody is, or is in words of their own: nobody needs it once it is decided on (CUS-02). */
  readonly personal?: readonly string[];
};

/** What is looked into for it. */
export type Watched = { readonly settings: Settings; readonly jobCards: JobCards };

const subject = <Command, Result>(
  entityType: string,
  entityId: (command: Command) => string | null,
  resultId: (result: Result) => string | null = () => null,
): Subject => ({ entityType, entityId, resultId });

const nothing = (): null => null;
const ofTransfer = subject<{ transferId: string }, { id: string }>(
  'StockTransfer',
  ({ transferId }) => transferId,
  ({ id }) => id,
);

const ofCustomer = subject<{ customerId: string }, { id: string }>(
  'Customer',
  ({ customerId }) => customerId,
  ({ id }) => id,
);

const ofPayment = subject<{ paymentId: string }, { id: string }>(
  'Payment',
  ({ paymentId }) => paymentId,
  ({ id }) => id,
);

const ofCreditNote = subject<{ creditNoteId: string }, { id: string }>(
  'CreditNote',
  ({ creditNoteId }) => creditNoteId,
  ({ id }) => id,
);

const ofJobCard = subject<{ jobCardId: string }, object>('JobCard', ({ jobCardId }) => jobCardId);

const ofClaim = subject<{ claimId: string }, { id: string }>(
  'WarrantyClaim',
  ({ claimId }) => claimId,
  ({ id }) => id,
);

/**
 * APR-05: the use cases that may be asked for. On approval the very same use case is carried out for its maker; what it is about
 * is watched until then. A module adds a line here, and composes the use case by `approvable`.
 */
export const approvableCommands = {
  editServiceCenter: subject<{ serviceCenterId: string }, { branch: { id: string } }>(
    'ServiceCenter',
    ({ serviceCenterId }) => serviceCenterId,
    ({ branch }) => branch.id,
  ),
  setSetting: {
    ...subject('SystemConfig', nothing),
    watches: async ({ settings }, { key }: { key: string }) =>
      freeze((await settings.all()).filter((entry) => entry.key === key).map(({ value, validFrom }) => ({ value, validFrom }))),
  },
  editCustomer: { ...ofCustomer, personal: ['gstin'] },
  mergeCustomers: ofCustomer,
  eraseCustomer: ofCustomer,
  transferVehicle: {
    ...subject<{ vehicleId: string }, { id: string }>(
      'Vehicle',
      ({ vehicleId }) => vehicleId,
      ({ id }) => id,
    ),
    personal: ['note'],
  },
  openJobCard: {
    ...subject<object, { id: string }>('JobCard', nothing, ({ id }) => id),
    personal: ['newCustomer', 'newVehicle', 'description'],
  },
  reviseEstimate: ofJobCard,
  offerExtraWork: ofJobCard,
  moveJobCard: subject<{ jobCardId: string }, object>(
    'JobCard',
    ({ jobCardId }) => jobCardId,
    () => null,
  ),
  reopenJobCard: subject<{ jobCardId: string }, object>(
    'JobCard',
    ({ jobCardId }) => jobCardId,
    () => null,
  ),
  recordTime: subject<object, { id: string }>('TimeLog', nothing, ({ id }) => id),
  correctTimeLog: {
    ...subject<{ timeLogId: string }, { id: string }>(
      'TimeLog',
      ({ timeLogId }) => timeLogId,
      ({ id }) => id,
    ),
    // Its card goes on meanwhile, and what else happens to that is no matter of the log's; it is locked with the card.
    watches: async ({ jobCards }, { jobCardId, timeLogId }: { jobCardId: string; timeLogId: string }) => {
      const { timeLogs } = await jobCards.getForChange(jobCardId, everywhere);
      return freeze(timeLogs.find(({ id }) => id === timeLogId)?.spans ?? null);
    },
  },
  deliverVehicle: subject<{ jobCardId: string }, object>(
    'JobCard',
    ({ jobCardId }) => jobCardId,
    () => null,
  ),
  createPart: subject<object, { id: string }>('Part', nothing, ({ id }) => id),
  editPart: subject<{ partId: string }, { id: string }>(
    'Part',
    ({ partId }) => partId,
    ({ id }) => id,
  ),
  // What is there may change: whether it still permits the adjustment is found out when it is posted (STK-06).
  adjustStock: subject<object, { id: string }>('StockAdjustment', nothing, ({ id }) => id),
  postCount: subject<{ countId: string }, { id: string }>(
    'StockCount',
    ({ countId }) => countId,
    ({ id }) => id,
  ),
  createTransfer: subject<object, { id: string }>('StockTransfer', nothing, ({ id }) => id),
  approveTransfer: ofTransfer,
  cancelTransfer: ofTransfer,
  decideVariance: ofTransfer,
  recallTransfer: ofTransfer,
  setWarrantyTerms: subject('WarrantyTerms', nothing),
  decideWarrantyClaim: ofClaim,
  settleWarrantyClaim: ofClaim,
  writeOffInvoice: subject<{ invoiceId: string }, object>(
    'Invoice',
    ({ invoiceId }) => invoiceId,
    () => null,
  ),
  startBroadcast: subject<object, { broadcastId: string | null }>('Broadcast', nothing, ({ broadcastId }) => broadcastId),
  draftInvoice: subject<{ sourceId: string }, { id: string }>(
    'JobCard',
    ({ sourceId }) => sourceId,
    ({ id }) => id,
  ),
  draftCreditNote: subject<object, { id: string }>('CreditNote', nothing, ({ id }) => id),
  issueCreditNote: ofCreditNote,
  applyCreditNote: ofCreditNote,
  draftDebitNote: subject<object, { id: string }>('Invoice', nothing, ({ id }) => id),
  issueDebitNote: subject<{ debitNoteId: string }, { id: string }>(
    'Invoice',
    ({ debitNoteId }) => debitNoteId,
    ({ id }) => id,
  ),
  recordPayment: { ...subject<object, { id: string }>('Payment', nothing, ({ id }) => id), personal: ['reference', 'notes'] },
  unlockPeriod: subject('Period', nothing),
  recordAdvance: { ...subject<object, { id: string }>('Payment', nothing, ({ id }) => id), personal: ['reference', 'notes'] },
  reversePayment: ofPayment,
  bouncePayment: ofPayment,
  approveRefund: subject<{ refundId: string }, { id: string }>(
    'Refund',
    ({ refundId }) => refundId,
    ({ id }) => id,
  ),
} as const satisfies Record<string, Subject>;

export type ApprovableName = keyof typeof approvableCommands;
export const isApprovable = (name: string): name is ApprovableName => Object.hasOwn(approvableCommands, name);

/** What is left of a command that was asked for once it has ended: nothing of who somebody is (CUS-02). */
export const impersonal = (command: string, payload: Json): Json => {
  const { personal = [] }: Partial<Subject> = isApprovable(command) ? approvableCommands[command] : {};
  if (payload === null || typeof payload !== 'object' || Array.isArray(payload)) return payload;
  return Object.fromEntries(Object.entries(payload).filter(([name]) => !personal.includes(name)));
};

type UseCase<Command, Result> = (command: Command, actor: Actor) => Promise<Result>;

/** A use case that says, where somebody else has to decide, what was asked of it. */
export const approvable =
  <Deps, Command, Result>(name: ApprovableName, make: (deps: Deps) => UseCase<Command, Result>) =>
  (deps: Deps): UseCase<Command, Result> => {
    const run = make(deps);
    return async (command, actor) => {
      try {
        return await run(command, actor);
      } catch (error) {
        throw error instanceof ApprovalNeeded ? error.for({ name, command }) : error;
      }
    };
  };
