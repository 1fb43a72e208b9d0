import type { DomainEvent } from '../shared/events.ts';
import type { Approval } from './approval.ts';

/** Closes what nobody decided on in time, and says so. */
export const expired = (approval: Approval): DomainEvent => {
  approval.walk('expire');
  const { id, kind, serviceCenterId } = approval;
  return { name: 'ApprovalExpired', entityId: id, serviceCenterId, from: 'PENDING', to: 'EXPIRED', data: { kind } };
};
