import type { Approvals, Delegations } from '../../approvals/ports.ts';
import { factsOfDecision } from '../../approvals/use-cases/deciders.ts';
import type { CreditNotes, Invoices, Payments, Refunds } from '../../billing/ports.ts';
import { factsOfKnown } from '../../customers/use-cases/customer-facts.ts';
import type { Customers, Vehicles } from '../../customers/ports.ts';
import type { StoredFiles } from '../../files/ports.ts';
import { factsOfDeleting, factsOfFile } from '../../files/use-cases/file-facts.ts';
import type { GoodsReceipts, StockAdjustments, StockCounts, StockItems, StockTransfers } from '../../inventory/ports.ts';
import { factsOf as factsOfTransfer } from '../../inventory/use-cases/transfer-facts.ts';
import type { ServiceCenters } from '../../service-centers/ports.ts';
import { decide, explain, type Explanation } from '../../shared/access/decide.ts';
import type { Facts } from '../../shared/access/facts.ts';
import type { ActionName } from '../../shared/access/matrix.ts';
import { isActionName } from '../../shared/access/rows.ts';
import { type Actor, everywhere, type Scope } from '../../shared/actor.ts';
import { absent, DomainError } from '../../shared/errors.ts';
import type { Money } from '../../shared/money.ts';
import { reach } from '../../shared/permit.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import type { JobCards } from '../../workshop/ports.ts';
import { factsOf as factsOfJob } from '../../workshop/use-cases/job-facts.ts';
import type { Sessions, Users } from '../ports.ts';
import type { WarrantyClaims } from '../../warranty/ports.ts';
import { factsOfClaim } from '../../warranty/use-cases/change-claim.ts';
import { factsOf as factsOfUser } from './change-user.ts';

export type ExplainAccess = {
  readonly action: string;
  readonly serviceCenterId?: string | undefined;
  readonly resourceType?: string | undefined;
  readonly resourceId?: string | undefined;
  readonly amount?: Money | undefined;
};

/** What a unit of work offers of the kinds that can be asked about. */
export type Records = {
  readonly users: Users;
  readonly sessions: Sessions;
  readonly serviceCenters: ServiceCenters;
  readonly customers: Customers;
  readonly vehicles: Vehicles;
  readonly jobCards: JobCards;
  readonly invoices: Invoices;
  readonly creditNotes: CreditNotes;
  readonly payments: Payments;
  readonly refunds: Refunds;
  readonly stockTransfers: StockTransfers;
  readonly goodsReceipts: GoodsReceipts;
  readonly stockItems: StockItems;
  readonly stockAdjustments: StockAdjustments;
  readonly stockCounts: StockCounts;
  readonly approvals: Approvals;
  readonly delegations: Delegations;
  readonly warrantyClaims: WarrantyClaims;
  readonly files: StoredFiles;
};

/** A kind of record: by which action it is seen, and what the matrix wants to know of one. */
type Resource = {
  readonly read: ActionName;
  readonly facts: (unit: Records, id: string, scope: Scope, actor: Actor) => Promise<Facts>;
};

/** What the caller already let happen today is told as a proviso. */
const factsOfApproval = (approval: Parameters<typeof factsOfDecision>[0]): Facts => ({
  ...factsOfDecision(approval, approval.action, approval.knownFacts),
  dayTotalPaise: undefined,
});

/** The kinds that can be asked about, under the names that the audit trail gives them. A module adds its line here. */
const resources: Readonly<Record<string, Resource>> = {
  User: { read: 'user.read', facts: async ({ users }, id, scope) => factsOfUser(await users.get(id, scope)) },
  Session: {
    read: 'user.session.revoke',
    facts: async ({ users, sessions }, id) => factsOfUser(await users.get((await sessions.get(id, everywhere)).userId, everywhere)),
  },
  ServiceCenter: {
    read: 'branch.read',
    facts: async ({ serviceCenters }, id, scope) => ({ serviceCenterId: (await serviceCenters.get(id, scope)).id }),
  },
  Customer: {
    read: 'customer.read',
    facts: async ({ customers }, id, scope) => factsOfKnown(await customers.knownTo((await customers.get(id, scope)).id, scope)),
  },
  Vehicle: {
    read: 'vehicle.read',
    facts: async ({ vehicles }, id, scope) => factsOfKnown(await vehicles.knownTo((await vehicles.get(id, scope)).id, scope)),
  },
  JobCard: {
    read: 'job.read',
    facts: async ({ jobCards, serviceCenters }, id, scope) => {
      const facts = factsOfJob(await jobCards.get(id, scope));
      const branch = await serviceCenters.get(String(facts.serviceCenterId), everywhere);
      return { ...facts, source: 'job', selfAssignAllowed: branch.selfAssign };
    },
  },
  Invoice: {
    read: 'invoice.read',
    facts: async ({ invoices }, id, scope) => {
      const { serviceCenterId, sourceType } = await invoices.get(id, scope);
      return { serviceCenterId, source: sourceType as NonNullable<Facts['source']> };
    },
  },
  CreditNote: {
    read: 'creditnote.read',
    facts: async ({ creditNotes }, id, scope) => {
      const { serviceCenterId, sourceType } = await creditNotes.get(id, scope);
      return { serviceCenterId, source: sourceType };
    },
  },
  StockTransfer: {
    read: 'transfer.read',
    facts: async ({ stockTransfers }, id, scope) => factsOfTransfer(await stockTransfers.get(id, scope)),
  },
  GoodsReceipt: {
    read: 'stock.receive',
    facts: async ({ goodsReceipts }, id, scope) => ({ serviceCenterId: (await goodsReceipts.get(id, scope)).serviceCenterId }),
  },
  StockItem: {
    read: 'stock.read',
    facts: async ({ stockItems }, id, scope) => ({ serviceCenterId: (await stockItems.get(id, scope)).serviceCenterId }),
  },
  StockAdjustment: {
    read: 'stock.adjust',
    // What waits is its approval, under the same id.
    facts: async ({ stockAdjustments, approvals }, id, scope) => {
      const posted = await stockAdjustments.find(id, scope);
      return posted ? { serviceCenterId: posted.serviceCenterId } : factsOfApproval(await approvals.get(id, everywhere));
    },
  },
  StockCount: {
    read: 'stock.take-count',
    facts: async ({ stockCounts }, id, scope) => ({ serviceCenterId: (await stockCounts.get(id, scope)).serviceCenterId }),
  },
  WarrantyClaim: {
    read: 'warranty.read',
    facts: async ({ warrantyClaims }, id, scope) => factsOfClaim(await warrantyClaims.get(id, scope)),
  },
  Approval: {
    read: 'approval.read',
    // Whose it is, and not where it lies, says who sees it; so it is found wherever it is.
    facts: async ({ approvals }, id) => factsOfApproval(await approvals.get(id, everywhere)),
  },
  Delegation: {
    read: 'approval.delegate',
    facts: async ({ delegations, users }, id) => {
      const { fromUserId } = await delegations.get(id, everywhere);
      return { serviceCenterIds: (await users.get(fromUserId, everywhere)).serviceCenterIds };
    },
  },
  Payment: {
    read: 'payment.read',
    facts: async ({ payments }, id, scope) => ({ serviceCenterId: (await payments.get(id, scope)).serviceCenterId }),
  },
  File: {
    read: 'file.read',
    facts: async (unit, id, _scope, actor) => {
      const file = await unit.files.ownersOf(id);
      if (!file) throw absent('file');
      const { facts } = await seenRecord(unit, file.entityType, file.entityId, actor);
      return factsOfFile(facts, file.createdBy);
    },
  },
  Refund: {
    read: 'refund.read',
    facts: async ({ refunds }, id, scope) => {
      const { serviceCenterId, requestedBy, amount } = await refunds.get(id, scope);
      return { serviceCenterId, makerId: requestedBy, amountPaise: amount.paise };
    },
  },
};

export const resourceTypes: readonly string[] = Object.keys(resources);

/** `job-card`, `job_card` and `JobCard` are one name. */
const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z]/g, '');

export const typeNamed = (name: string): string | undefined => resourceTypes.find((each) => plain(each) === plain(name));

const resourceNamed = (name: string): Resource => {
  const known = typeNamed(name);
  if (!known) throw refused('/resourceType', `must be one of ${resourceTypes.join(', ')}`);
  return resources[known]!;
};

/**
 * A record of whichever kind, with the name of that and what is known of it, for who sees it.
 * @throws DomainError `entity.absent` for everybody else, and for a kind that there is not
 */
export const seenRecord = async (unit: Records, name: string, id: string, actor: Actor): Promise<{ type: string; facts: Facts }> => {
  const type = typeNamed(name);
  if (type === undefined) throw absent('kind of record');
  const { read, facts } = resources[type]!;
  const known = await facts(unit, id, reach(actor, read), actor);
  if (['out-of-scope', 'denied'].includes(decide(actor, read, known).outcome)) throw absent('record');
  return { type, facts: known };
};

const refused = (pointer: string, message: string): DomainError =>
  new DomainError('request.invalid', `${pointer} ${message}.`, { errors: [{ pointer, message }] });

type NamedRecord = { readonly resource: Resource; readonly id: string };

/** An engineer who asks whether they may assign a job asks whether they may take it; a file is deleted as the file of who added it. */
const factsOfAct = (action: ActionName, { userId }: Actor, found: Facts): Facts => {
  if (action === 'file.delete') return factsOfDeleting(found);
  return action === 'job.assign' && userId ? { assigneeId: userId } : {};
};

/** The record that is asked about, if there is one. */
const recordOf = ({ resourceType, resourceId }: ExplainAccess): NamedRecord | undefined => {
  if (resourceType === undefined && resourceId === undefined) return undefined;
  if (resourceType === undefined || resourceId === undefined)
    throw refused(resourceType === undefined ? '/resourceType' : '/resourceId', 'is needed: a record has a type and an id');
  return { resource: resourceNamed(resourceType), id: resourceId };
};

/** What is known of the record, for who may see it or do to it what they ask about. */
const factsOfRecord = async (
  unit: Records,
  { resource: { read, facts }, id }: NamedRecord,
  action: ActionName,
  actor: Actor,
): Promise<Facts> => {
  const found = await facts(unit, id, reach(actor, read), actor);
  const known = { ...found, ...factsOfAct(action, actor, found) };
  const isSeen = decide(actor, read, { ...known, assigneeId: undefined }).outcome !== 'out-of-scope';
  if (!isSeen && decide(actor, action, known).outcome !== 'allowed') throw absent('record');
  return known;
};

type Deps = { readonly transact: Transact<Records> };

/**
 * Whether the caller may do an action, by which rule, and who could (ACC-08): the judgement of enforcement itself. What was not
 * said is taken as favourable, and the reason names it as a proviso.
 * @throws DomainError `request.invalid` for an action or a type there is not, `entity.absent` for a record that the caller does not see
 */
export const explainAccess =
  ({ transact }: Deps) =>
  async (question: ExplainAccess, actor: Actor): Promise<Explanation> => {
    const { action, serviceCenterId, amount } = question;
    if (!isActionName(action)) throw refused('/action', 'is no action of the policy');
    const record = recordOf(question);
    const known = record && (await transact(actor, (unit) => factsOfRecord(unit, record, action, actor)));
    return explain(actor, action, {
      ...(serviceCenterId !== undefined && { serviceCenterId }),
      ...known,
      ...(amount !== undefined && { amountPaise: amount.paise }),
    });
  };
