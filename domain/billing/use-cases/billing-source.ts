import type { VehicleHistory, Vehicles } from '../../customers/ports.ts';
import type { StockMovements } from '../../inventory/ports.ts';
import type { Actor, Scope } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import type { Money } from '../../shared/money.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Recording } from '../../shared/unit-of-work.ts';
import type { JobCards } from '../../workshop/ports.ts';
import { type BillableLine, billableJob, type BilledJob, markJobBilled, unbillJob } from '../../workshop/use-cases/bill-job.ts';
import type { SourceType } from '../invoice.ts';

export type SourceRepositories = {
  jobCards: JobCards;
  vehicles: Vehicles;
  history: VehicleHistory;
  stockMovements: StockMovements;
} & Recording;

/** What a bill is drawn up from. */
export type Billable = {
  readonly serviceCenterId: string;
  readonly customerId: string | null;
  readonly lines: readonly BillableLine[];
  readonly free: boolean;
};

/** What is billed can be a job, and later an order or a visit: each says what there is to bill, and what its bill brings about. */
export type BillingSource = {
  readonly billable: (unit: SourceRepositories, sourceId: string, scope: Scope) => Promise<Billable>;
  readonly billed: (
    deps: { readonly clock: Clock; readonly ids: Ids },
    unit: SourceRepositories,
    bill: { readonly sourceId: string; readonly invoiceId: string; readonly total: Money },
    actor: Actor,
    scope: Scope,
  ) => Promise<BilledJob>;
  /** Its bill was cancelled: it can be billed again. */
  readonly unbilled: (
    deps: { readonly clock: Clock; readonly ids: Ids },
    unit: SourceRepositories,
    bill: { readonly sourceId: string; readonly invoiceId: string; readonly reason: string },
    actor: Actor,
  ) => Promise<void>;
};

const sources: Partial<Record<SourceType, BillingSource>> = {
  job: {
    billable: (unit, sourceId, scope) => billableJob(unit, sourceId, scope),
    billed: (deps, unit, { sourceId, invoiceId, total }, actor, scope) =>
      markJobBilled(deps)(unit, { jobCardId: sourceId, invoiceId, total }, actor, scope),
    unbilled: (deps, unit, { sourceId, invoiceId, reason }, actor) =>
      unbillJob(deps)(unit, { jobCardId: sourceId, invoiceId, reason }, actor),
  },
};

export const billingSource = (type: SourceType): BillingSource => {
  const source = sources[type];
  if (!source) throw new DomainError('request.invalid', `There is nothing of the kind "${type}" to bill.`);
  return source;
};
