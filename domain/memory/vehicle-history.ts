import { startOfBusinessDay } from '../shared/calendar.ts';
import type { HistoryKind } from '../customers/ports.ts';
import type { HistoryEntry, WorkingTables } from './tables.ts';

type Told = Omit<HistoryEntry, 'id' | 'kind' | 'sourceId'>;

/** What each kind of entry is read from; nothing, while there is nothing to tell. */
const projectors: { readonly [Kind in HistoryKind]: (tables: WorkingTables, sourceId: string) => Told | undefined } = {
  JOB: ({ jobCards }, sourceId) => {
    const card = jobCards.find(sourceId);
    if (!card?.completedAt || card.status === 'cancelled') return undefined;
    return {
      vehicleId: card.vehicleId,
      serviceCenterId: card.serviceCenterId,
      at: laterOf(card.completedAt, card.deliveredAt),
      number: card.jobNumber,
      serviceType: card.serviceType,
      summary: card.description,
      odometer: card.odometerOut ?? card.odometerIn,
      totalAmount: card.actualCost,
    };
  },
  INVOICE: ({ invoices, jobCards }, sourceId) => {
    const invoice = invoices.find(sourceId);
    const card = invoice?.sourceType === 'job' ? jobCards.find(invoice.sourceId) : undefined;
    if (!invoice?.issuedAt || invoice.kind !== 'INVOICE' || invoice.status === 'CANCELLED' || !card) return undefined;
    return {
      vehicleId: card.vehicleId,
      serviceCenterId: invoice.serviceCenterId,
      at: invoice.issuedAt,
      number: invoice.invoiceNumber,
      serviceType: card.serviceType,
      summary: null,
      odometer: card.odometerIn,
      totalAmount: invoice.totalAmount,
    };
  },
  TRANSFER: ({ ownerships }, sourceId) => {
    const ownership = ownerships.find(sourceId);
    if (!ownership?.ownedFrom) return undefined;
    const { vehicleId, ownedFrom: at } = ownership;
    return { vehicleId, at, serviceCenterId: null, number: null, serviceType: null, summary: null, odometer: null, totalAmount: null };
  },
  LEGACY: ({ legacyServices }, sourceId) => {
    const service = legacyServices.find(sourceId);
    if (!service) return undefined;
    const { vehicleId, serviceCenterId, servedOn, number, serviceType, summary, odometer, totalAmount } = service;
    return { vehicleId, serviceCenterId, at: startOfBusinessDay(servedOn), number, serviceType, summary, odometer, totalAmount };
  },
};

const laterOf = (completed: Date, delivered: Date | null): Date => (delivered && delivered > completed ? delivered : completed);

/** Writes the entry of one source anew, from what the unit of work leaves behind (HIS-01). */
export const project = (tables: WorkingTables, kind: HistoryKind, sourceId: string): void => {
  const told = projectors[kind](tables, sourceId);
  const id = `${kind} ${sourceId}`;
  if (told) return tables.history.put({ id, kind, sourceId, ...told });
  const before = tables.history.find(id);
  if (before) before.toldNoMore = true;
};
