import { impersonal } from '../approvals/approvable.ts';
import type { WorkingTables } from './tables.ts';
import { project } from './vehicle-history.ts';

type Named = { readonly customerId?: string | null };

/** CUS-02: what customers said, and what was said of them, goes from the records that stay. */
export const forgetCustomers = (tables: WorkingTables, ids: readonly string[], now: Date): void => {
  const isOf = ({ customerId = null }: Named): boolean => customerId !== null && ids.includes(customerId);
  forgetAsked(tables, (entityId, asked) => isOf({ customerId: entityId }) || isOf(asked));
  for (const { id } of tables.jobCards.rows().filter(isOf)) forgetVisit(tables, id, now);
  const owned = tables.ownerships.rows();
  for (const { id, vehicleId, ownedFrom, note, customerId } of owned) {
    const from = owned.filter(
      (each) => each.vehicleId === vehicleId && ownedFrom !== null && each.ownedUntil?.getTime() === ownedFrom.getTime(),
    );
    if (note !== null && (isOf({ customerId }) || from.some(isOf))) Object.assign(tables.ownerships.find(id)!, { note: null });
  }
};

const forgetAsked = ({ approvals }: WorkingTables, isAbout: (entityId: string | null, asked: Named) => boolean): void => {
  for (const { id, command, payload, status, entityId } of approvals.rows())
    if (status === 'PENDING' && isAbout(entityId, payload as Named)) approvals.find(id)!.payload = impersonal(command, payload);
};

const forgetVisit = (tables: WorkingTables, id: string, now: Date): void => {
  const card = tables.jobCards.find(id)!;
  for (const task of card.tasks)
    if (task.estimateLineId === null && task.description === card.description) task.description = card.serviceType;
  for (const estimate of card.estimates) estimate.decisionNote = null;
  Object.assign(card, { description: null });
  if (card.completedAt !== null) project(tables, 'JOB', id);
  const shown = tables.inspections.rows().flatMap(({ items }) => items.flatMap(({ photoFileIds }) => photoFileIds));
  for (const file of tables.files.rows())
    if (file.entityType === 'JobCard' && file.entityId === id && file.kind === 'DOCUMENT' && !shown.includes(file.id))
      tables.strayContent.put({ id: file.key, clearAfter: now });
};
