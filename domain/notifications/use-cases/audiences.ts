import type { Approvals } from '../../approvals/ports.ts';
import { scopeOf } from '../../shared/access/decide.ts';
import type { ActionName } from '../../shared/access/matrix.ts';
import { everywhere, type Role, roles } from '../../shared/actor.ts';
import type { Vehicles } from '../../customers/ports.ts';
import type { JobCards } from '../../workshop/ports.ts';
import type { RecipientType } from '../notification.ts';
import type { AudienceName, Payload } from '../ports.ts';
import type { Audience, Broadcasts } from '../repositories.ts';
import { nextRecipients } from './broadcast.ts';

export type AudienceUnit = {
  readonly audience: Audience;
  readonly broadcasts: Broadcasts;
  readonly jobCards: JobCards;
  readonly vehicles: Vehicles;
  readonly approvals: Approvals;
};
export type ToldOf = {
  readonly entityId: string;
  readonly serviceCenterId: string | null;
  /** Who did it; nobody where the system did. */
  readonly actorId?: string | null;
  readonly data: Payload;
};
export type Recipient = { readonly type: Exclude<RecipientType, 'ADDRESS'>; readonly id: string };

type FindRecipients = (unit: AudienceUnit, event: ToldOf) => Promise<Recipient[]>;

const users = (ids: readonly (string | null | undefined)[]): Recipient[] =>
  ids.flatMap((id) => (id ? [{ type: 'USER' as const, id }] : []));
const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** The roles that may do something in the branches they work at: whose daily work it is. */
const rolesAtBranches = (action: ActionName): Role[] =>
  roles.filter((role) => scopeOf({ userId: null, role, serviceCenterIds: [] }, action).kind === 'branches');

/** Those who do it at the branch. */
const whoMay = async ({ audience }: AudienceUnit, action: ActionName, serviceCenterId: string | null): Promise<Recipient[]> =>
  serviceCenterId === null ? [] : users(await audience.usersWith(rolesAtBranches(action), serviceCenterId));

/** Who could decide at the branch; where nobody there can, whoever no branch bounds. Whoever asked is not asked. */
const deciders: FindRecipients = async ({ audience, approvals }, { entityId }) => {
  const { deciderRoles, serviceCenterId, requestedBy } = await approvals.get(entityId, everywhere);
  const near = serviceCenterId === null ? [] : await audience.usersWith(deciderRoles, serviceCenterId);
  const others = near.filter((id) => id !== requestedBy);
  const found = others.length > 0 ? others : await audience.usersWith(deciderRoles, null);
  return users(found.filter((id) => id !== requestedBy));
};

/** Who takes work for themselves knows of it. */
const whoIsGivenWork =
  (field: 'engineerId' | 'assigneeId'): FindRecipients =>
  async (_, { data, actorId }) =>
    users([text(data[field])]).filter(({ id }) => id !== actorId);

/** Whom an event is told to, by the name of the audience. */
export const audiences: Readonly<Record<AudienceName, FindRecipients>> = {
  user: async (_, { entityId }) => users([entityId]),
  customer: async (_, { data }) => {
    const id = text(data.customerId);
    return id === null ? [] : [{ type: 'CUSTOMER', id }];
  },
  owner: async ({ vehicles }, { entityId }) => [{ type: 'CUSTOMER', id: (await vehicles.get(entityId, everywhere)).customerId }],
  engineer: whoIsGivenWork('engineerId'),
  assignee: whoIsGivenWork('assigneeId'),
  'engineer-of-job': async ({ jobCards }, { entityId }) => users([(await jobCards.get(entityId, everywhere)).assignedEngineerId]),
  'who-receives-stock': (unit, { serviceCenterId }) => whoMay(unit, 'stock.receive', serviceCenterId),
  'receiving-branch': (unit, { data }) => whoMay(unit, 'transfer.receive', text(data.toServiceCenterId)),
  'sending-branch': (unit, { data }) => whoMay(unit, 'transfer.dispatch', text(data.fromServiceCenterId)),
  'who-cancels-invoices': (unit, { serviceCenterId }) => whoMay(unit, 'invoice.cancel', serviceCenterId),
  deciders,
  broadcast: async (unit, { entityId }) => {
    const broadcast = await unit.broadcasts.get(entityId, everywhere);
    const ids = await nextRecipients(unit, broadcast);
    return ids.map((id) => ({ type: broadcast.to === 'USERS' ? 'USER' : 'CUSTOMER', id }));
  },
  asker: async ({ approvals }, { entityId }) => users([(await approvals.get(entityId, everywhere)).requestedBy]),
};
