import type { Cell } from '@dms/domain/shared/access/cell';
import type { ConditionName } from '@dms/domain/shared/access/conditions';
import type { Asker, Facts, Outcome } from '@dms/domain/shared/access/facts';
import type { ActionName } from '@dms/domain/shared/access/matrix';
import type { Role } from '@dms/domain/shared/actor';

export const home = 'branch-home';
export const foreign = 'branch-foreign';
const me = 'user-me';
const colleague = 'user-colleague';

const branchless: readonly Role[] = ['SUPER_ADMIN', 'ADMIN', 'CALL_CENTER'];

export const askerOf = (role: Asker['role']): Asker => ({
  userId: me,
  role,
  serviceCenterIds: branchless.some((name) => name === role) ? [] : [home],
});

/** Facts with which every condition and every law holds, for a record of nobody in no place. */
export const favourable: Facts = {
  makerId: colleague,
  workedBy: [colleague],
  amountPaise: 1n,
  dayTotalPaise: 0n,
  quantityThousandths: 1n,
  percentTenThousandths: 1n,
  paidInCash: true,
  targetRoles: ['SERVICE_ENGINEER'],
  fields: ['odometer'],
  partsIssued: false,
  completed: false,
  inTriage: true,
  reason: 'as agreed with the customer',
  assigneeId: me,
  selfAssignAllowed: true,
  // What the asker could do in any case: the approval is within their limits.
  about: 'public',
};

/** What a condition wants to be told to hold, where `favourable` cannot tell once for all. */
export const wanted: Readonly<Partial<Record<ConditionName, Facts>>> = {
  operations: { section: 'operations' },
  service: { section: 'service' },
  parts: { section: 'parts' },
  'parts, cash': { section: 'cash' },
  OTC: { source: 'order' },
  visit: { source: 'visit' },
  'home visit': { source: 'visit' },
  'other side': { transfer: { fromServiceCenterId: foreign, toServiceCenterId: home, makerServiceCenterId: foreign } },
  'sending side': { transfer: { fromServiceCenterId: home, toServiceCenterId: foreign, makerServiceCenterId: foreign } },
  'receiving side': { transfer: { fromServiceCenterId: foreign, toServiceCenterId: home, makerServiceCenterId: foreign } },
};

/** For each condition, what breaks it. */
export const broken: Readonly<Record<ConditionName, Facts>> = {
  'not SA': { targetRoles: ['SERVICE_ENGINEER', 'SUPER_ADMIN'] },
  '≤AD': { targetRoles: ['SUPER_ADMIN', 'ADMIN'] },
  'AV,ST,EN': { targetRoles: ['SC_STAFF', 'SC_MANAGER'] },
  operations: { section: 'sales' },
  service: { section: 'billing' },
  parts: { section: 'service' },
  'parts, cash': { section: 'service' },
  OTC: { source: 'job' },
  visit: { source: 'job' },
  'home visit': { source: 'job' },
  'odometer, photos': { fields: ['odometer', 'registration'] },
  'self-assign, if the branch allows': { selfAssignAllowed: false },
  'before parts are issued': { partsIssued: true },
  'before completion': { completed: true },
  triage: { inTriage: false },
  reason: { reason: '  ' },
  'never own': { makerId: me },
  'never who did the work': { workedBy: [colleague, me] },
  limits: { about: 'discount.give', amountPaise: 10_000_000_00n },
  'other side': { transfer: { fromServiceCenterId: home, toServiceCenterId: foreign, makerServiceCenterId: home } },
  'sending side': { transfer: { fromServiceCenterId: foreign, toServiceCenterId: home, makerServiceCenterId: home } },
  'receiving side': { transfer: { fromServiceCenterId: home, toServiceCenterId: foreign, makerServiceCenterId: home } },
};

export type Situation = { readonly name: string; readonly facts: Facts; readonly inBranch: boolean; readonly own: boolean };

/** Where a record may lie, seen from the asker. */
export const situations: readonly Situation[] = [
  { name: 'their own in their branch', facts: { serviceCenterId: home, ownerIds: [me] }, inBranch: true, own: true },
  { name: "a colleague's in their branch", facts: { serviceCenterId: home, ownerIds: [colleague] }, inBranch: true, own: false },
  { name: 'in two branches, one of them theirs', facts: { serviceCenterIds: [foreign, home], ownerIds: [me] }, inBranch: true, own: true },
  { name: 'their own in a foreign branch', facts: { serviceCenterId: foreign, ownerIds: [me] }, inBranch: false, own: true },
  { name: "a colleague's in a foreign branch", facts: { serviceCenterId: foreign, ownerIds: [colleague] }, inBranch: false, own: false },
];

/** What a letter means in a situation, written apart from the interpreter. `read` is how far the role sees records of this kind. */
export const expectedOutcome = (
  action: ActionName,
  role: Role,
  { scope }: Pick<Cell, 'scope'>,
  read: Cell['scope'] | undefined,
  { inBranch, own }: Situation,
): Outcome => {
  const reached = inBranch || branchless.includes(role);
  const visible = reached && !action.endsWith('.read') && (read === 'A' || read === 'B');
  const askable = reached && (own || read !== 'O');
  const byScope: Record<Cell['scope'], Outcome> = {
    none: 'denied',
    A: 'allowed',
    B: reached ? 'allowed' : 'out-of-scope',
    R: askable ? 'approval' : 'out-of-scope',
    O: reached && own ? 'allowed' : visible ? 'denied' : 'out-of-scope',
  };
  return byScope[scope];
};
