import type { Approvals } from '../../approvals/ports.ts';
import type { Customers, Vehicles } from '../../customers/ports.ts';
import { ANOTHER_OWNER, isTheirVehicle } from '../../customers/use-cases/whose-vehicle.ts';
import type { Users } from '../../identity/ports.ts';
import type { Parts } from '../../inventory/ports.ts';
import type { ServiceCenters } from '../../service-centers/ports.ts';
import { everywhere } from '../../shared/actor.ts';
import { businessDay } from '../../shared/calendar.ts';
import { formatIndian } from '../../shared/indian-grouping.ts';
import type { PaperLanguage } from '../../shared/languages.ts';
import { Money } from '../../shared/money.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import type { JobCards } from '../../workshop/ports.ts';
import type { KindName } from '../kinds.ts';
import type { Compose, Composed, Occasion } from '../ports.ts';
import type { Vars } from '../template-text.ts';

type Unit = {
  readonly users: Users;
  readonly customers: Customers;
  readonly vehicles: Vehicles;
  readonly parts: Parts;
  readonly serviceCenters: ServiceCenters;
  readonly jobCards: JobCards;
  readonly approvals: Approvals;
};
type Tell = (unit: Unit, occasion: Occasion) => Promise<Vars>;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const branchName = async ({ serviceCenters }: Unit, id: unknown): Promise<string> =>
  typeof id === 'string' ? (await serviceCenters.get(id, everywhere)).name : '';
const plate = async ({ vehicles }: Unit, id: unknown): Promise<string> =>
  typeof id === 'string' ? (await vehicles.get(id, everywhere)).registration : '';
const rupees = (amount: string): string => formatIndian(Money.parse(amount));

type Phrases = {
  readonly spare: (branch: string, quantity: string) => string;
  readonly worth: (amount: string) => string;
  readonly outcomes: { readonly [Event in 'ApprovalExecuted' | 'ApprovalRejected' | 'ApprovalExpired' | 'ApprovalOutdated']: string };
};
const phrases: Readonly<Record<PaperLanguage, Phrases>> = {
  en: {
    spare: (branch, quantity) => `${branch} can spare ${quantity}.`,
    worth: (amount) => `The amount is ₹${amount}.`,
    outcomes: {
      ApprovalExecuted: 'approved and carried out',
      ApprovalRejected: 'rejected',
      ApprovalExpired: 'not decided on in time',
      ApprovalOutdated: 'overtaken by another change',
    },
  },
  hi: {
    spare: (branch, quantity) => `${branch} ${quantity} दे सकता है।`,
    worth: (amount) => `राशि ₹${amount} है।`,
    outcomes: {
      ApprovalExecuted: 'स्वीकृत हुआ और लागू हो गया',
      ApprovalRejected: 'अस्वीकृत हुआ',
      ApprovalExpired: 'पर समय पर निर्णय नहीं हुआ',
      ApprovalOutdated: 'किसी अन्य बदलाव से पुराना हो गया',
    },
  },
};

/** WRITE_OFF as a person says it. */
const spoken = (kind: string): string => kind.toLowerCase().replaceAll('_', ' ');

const transferOf: Tell = async (unit, { data }) => ({
  transferNumber: text(data.transferNumber),
  from: await branchName(unit, data.fromServiceCenterId),
  to: await branchName(unit, data.toServiceCenterId),
});

/** What the messages of daily work say, by kind: what the event carries, with names in place of ids. */
const tellers = {
  'payment-received': async (unit, { data, serviceCenterId, recipientName }) => ({
    ...{ customer: recipientName, amount: rupees(text(data.amount)), receipt: text(data.receiptNumber) },
    branch: await branchName(unit, serviceCenterId),
  }),
  'cancellation-stalled': async (_, { data }) => ({
    ...{ number: text(data.invoiceNumber), askedOn: businessDay(new Date(text(data.askedAt))) },
  }),
  'warranty-ending': async (unit, { data, serviceCenterId, recipientName }) => ({
    ...{ customer: recipientName, number: text(data.invoiceNumber), endsOn: text(data.endsOn) },
    ...{ vehicle: await plate(unit, data.vehicleId), branch: await branchName(unit, serviceCenterId) },
  }),
  birthday: async (_, { recipientName }) => ({ customer: recipientName }),
  'vehicle-ready': async (unit, { data, serviceCenterId, recipientName }) => ({
    ...{ customer: recipientName, jobNumber: text(data.jobNumber), vehicle: await plate(unit, data.vehicleId) },
    branch: await branchName(unit, serviceCenterId),
  }),
  'job-assigned': async (unit, { data }) => ({ jobNumber: text(data.jobNumber), vehicle: await plate(unit, data.vehicleId) }),
  'task-assigned': async (unit, { entityId, data }) => ({
    ...{ jobNumber: text(data.jobNumber), vehicle: await plate(unit, data.vehicleId) },
    task: (await unit.jobCards.get(entityId, everywhere)).task(text(data.taskId)).description,
  }),
  'backorder-filled': async ({ jobCards, parts }, { entityId, data }) => ({
    jobNumber: (await jobCards.get(entityId, everywhere)).jobNumber,
    part: (await parts.get(text(data.partId), everywhere)).name,
    quantity: text(data.quantity),
  }),
  'stock-low': async (unit, { data, language }) => {
    const surplus = data.surplus as { readonly serviceCenterId: string; readonly quantity: string } | null;
    return {
      ...{ sku: text(data.sku), available: text(data.available), level: text(data.level), reorder: text(data.reorder) },
      spare: surplus ? phrases[language].spare(await branchName(unit, surplus.serviceCenterId), surplus.quantity) : '',
    };
  },
  'transfer-dispatched': transferOf,
  'transfer-received': transferOf,
  'approval-asked': async ({ users, approvals }, { entityId, language }) => {
    const { requestedBy, kind, amount } = await approvals.get(entityId, everywhere);
    return {
      ...{ asker: (await users.get(requestedBy, everywhere)).name, kind: spoken(kind) },
      amount: amount === null ? '' : phrases[language].worth(formatIndian(amount)),
    };
  },
  'approval-decided': async ({ approvals }, { entityId, language, eventName }) => {
    const { kind, comments } = await approvals.get(entityId, everywhere);
    const { outcomes } = phrases[language];
    return { kind: spoken(kind), outcome: outcomes[eventName as keyof typeof outcomes], comments: comments ?? '' };
  },
} as const satisfies { readonly [Name in KindName]?: Tell };

export type WorkKind = keyof typeof tellers;

/** Why a message is not sent after all, where what it tells of has changed since; nothing where it goes out. */
const hindrances: { readonly [Name in WorkKind]?: (unit: Unit, occasion: Occasion) => Promise<string | undefined> } = {
  'warranty-ending': async (unit, { data: { vehicleId }, recipientId }) =>
    typeof vehicleId === 'string' && !(await isTheirVehicle(unit, vehicleId, recipientId!)) ? ANOTHER_OWNER : undefined,
};

const composed = async (unit: Unit, kind: WorkKind, occasion: Occasion): Promise<Composed> => {
  const suppressed = await hindrances[kind]?.(unit, occasion);
  return suppressed === undefined ? { vars: await tellers[kind](unit, occasion) } : { suppressed };
};

/** The messages of daily work. */
export const composeWork = ({ transact }: { readonly transact: Transact<Unit> }): { readonly [Name in WorkKind]: Compose } =>
  Object.fromEntries(
    (Object.keys(tellers) as WorkKind[]).map((kind): [WorkKind, Compose] => [
      kind,
      (occasion, actor) => transact(actor, (unit) => composed(unit, kind, occasion)),
    ]),
  ) as { readonly [Name in WorkKind]: Compose };
