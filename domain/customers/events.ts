import type { DomainEvent } from '../shared/events.ts';
import type { CustomerContact } from './contact.ts';
import type { Customer } from './customer.ts';
import type { KeptHistory } from './ports.ts';
import type { OdometerReading } from './odometer-reading.ts';
import type { Ownership } from './ownership.ts';
import type { Vehicle } from './vehicle.ts';

// Of whom and what, by ids alone: names, phones and plates are not for the trail (AUD-01).

export const customerCreated = ({ id, type }: Customer, serviceCenterId: string): DomainEvent => ({
  name: 'CustomerCreated',
  entityId: id,
  serviceCenterId,
  data: { type },
});

export const customerEdited = ({ id }: Customer, fields: readonly string[]): DomainEvent => ({
  name: 'CustomerEdited',
  entityId: id,
  serviceCenterId: null,
  data: { fields },
});

export const customersMerged = (mergedId: string, survivorId: string): DomainEvent => ({
  name: 'CustomersMerged',
  entityId: survivorId,
  serviceCenterId: null,
  data: { mergedId },
});

export const customerErased = ({ id }: Customer): DomainEvent => ({
  name: 'CustomerErased',
  entityId: id,
  serviceCenterId: null,
  data: {},
});

export const contactAdded = ({ id, customerId }: CustomerContact): DomainEvent => ({
  name: 'ContactAdded',
  entityId: customerId,
  serviceCenterId: null,
  data: { contactId: id },
});

export const contactEdited = ({ id, customerId }: CustomerContact, fields: readonly string[]): DomainEvent => ({
  name: 'ContactEdited',
  entityId: customerId,
  serviceCenterId: null,
  data: { contactId: id, fields },
});

export const vehicleCreated = ({ id, customerId }: Vehicle, serviceCenterId: string): DomainEvent => ({
  name: 'VehicleCreated',
  entityId: id,
  serviceCenterId,
  data: { customerId },
});

export const vehicleEdited = ({ id }: Vehicle, fields: readonly string[]): DomainEvent => ({
  name: 'VehicleEdited',
  entityId: id,
  serviceCenterId: null,
  data: { fields },
});

export const odometerRead = ({ vehicleId, odometer, source, forcedReason }: OdometerReading): DomainEvent => ({
  name: 'OdometerRead',
  entityId: vehicleId,
  serviceCenterId: null,
  data: { odometer, source, forcedReason },
});

const aboutHistory = ({ vehicleId }: KeptHistory, name: DomainEvent['name'], data: DomainEvent['data']): DomainEvent => ({
  name,
  entityId: vehicleId,
  serviceCenterId: null,
  data,
});
export const historyExported = (history: KeptHistory): DomainEvent =>
  aboutHistory(history, 'VehicleHistoryExported', { paperId: history.id, entries: history.document.entries.length });
export const historyPdfStored = (history: KeptHistory, data: DomainEvent['data']): DomainEvent =>
  aboutHistory(history, 'HistoryPdfStored', { paperId: history.id, ...data });

export const vehicleTransferred = ({ id, vehicleId, customerId }: Ownership, formerOwnerId: string): DomainEvent => ({
  name: 'VehicleTransferred',
  entityId: vehicleId,
  serviceCenterId: null,
  from: formerOwnerId,
  to: customerId,
  data: { ownershipId: id },
});
