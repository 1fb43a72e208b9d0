import type { VehicleHistory, Vehicles } from '../../customers/ports.ts';
import type { StockRepositories } from '../../inventory/ports.ts';
import type { Actor, Scope } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Recording } from '../../shared/unit-of-work.ts';
import type { JobCards } from '../../workshop/ports.ts';
import {
  type BillableLine,
  billableJob,
  type BilledJob,
  expectUnbillable,
  markJobBilled,
  markJobUnbilled,
  type ToClose,
} from '../../workshop/use-cases/bill-job.ts';
import type { BilledShare } from '../billed-share.ts';
import type { Invoice, SourceType } from '../invoice.ts';
import type { BilledShares } from '../ports.ts';
import type { JobTimes } from './rates-of-supply.ts';
import { billedLines, lastBill, type SoldLine } from './last-bill.ts';

export type SourceRepositories = {
  jobCards: JobCards;
  vehicles: Vehicles;
  history: VehicleHistory;
  billedShares: BilledShares;
} & StockRepositories &
  Recording;

/** What a bill is drawn up from. */
export type Billable = {
  readonly serviceCenterId: string;
  readonly customerId: string | null;
  /** Each line whole, whether or not a part of it is on a bill. */
  readonly lines: readonly BillableLine[];
  readonly billed: readonly BilledShare[];
  /** What a zero bill is taken down under, where nothing is to be paid for. */
  readonly freeAs: string | null;
};

/** What is billed can be a job, and later an order or a visit: each says what there is to bill, and what its bill brings about. */
export type BillingSource = {
  readonly billable: (unit: SourceRepositories, sourceId: string, scope: Scope) => Promise<Billable>;
  readonly billed: (
    deps: { readonly clock: Clock; readonly ids: Ids },
    unit: SourceRepositories,
    invoice: Invoice,
    actor: Actor,
    scope: Scope,
    /** Puts the bill right before its total is told, under the lock of the source. */
    before: (times: JobTimes) => Promise<void>,
  ) => Promise<BilledJob<SoldLine>>;
  /** Whether what the bill has taken could be billed anew. */
  readonly expectUnbillable: (deps: { readonly clock: Clock }, unit: SourceRepositories, invoice: Invoice, scope: Scope) => Promise<void>;
  /** What the bill had taken can be billed anew. */
  readonly unbilled: (
    deps: { readonly clock: Clock; readonly ids: Ids },
    unit: SourceRepositories,
    invoice: Invoice,
    actor: Actor,
    scope: Scope,
  ) => Promise<void>;
};

const sources: Partial<Record<SourceType, BillingSource>> = {
  job: {
    billable: async (unit, sourceId, scope) => {
      let billed: readonly BilledShare[] = [];
      const ask = async () => billedLines((billed = await unit.billedShares.ofSource('job', sourceId)));
      const job = await billableJob(unit, sourceId, scope, ask);
      return { ...job, billed };
    },
    billed: (deps, unit, invoice, actor, scope, before) => {
      const last = async (job: ToClose) => {
        await before(job);
        return lastBill(unit, invoice, job);
      };
      return markJobBilled(deps)(unit, { jobCardId: invoice.sourceId, invoiceId: invoice.id, last }, actor, scope);
    },
    expectUnbillable: (deps, unit, { sourceId }, scope) => expectUnbillable(deps)(unit, sourceId, scope),
    unbilled: async (deps, unit, invoice, actor, scope) => {
      unit.billedShares.release(invoice.id, deps.clock.now());
      await markJobUnbilled(deps)(unit, invoice.sourceId, actor, scope);
    },
  },
};

export const billingSource = (type: SourceType): BillingSource => {
  const source = sources[type];
  if (!source) throw new DomainError('request.invalid', `There is nothing of the kind "${type}" to bill.`);
  return source;
};
