import { addDays } from '../shared/calendar.ts';
import type { PlannedReminder, ServiceReminders } from '../workshop/next-service.ts';
import type { WorkingTables } from './tables.ts';

/** A reminder with what became of it. */
export type KeptReminder = PlannedReminder & { status: 'planned' | 'reminded' | 'replaced' };

export const memoryServiceReminders = ({ serviceReminders, vehicles, jobCards }: WorkingTables): ServiceReminders => {
  const mark = (id: string, status: KeptReminder['status']): void => void (serviceReminders.find(id)!.status = status);
  const planned = () => serviceReminders.rows().filter(({ status }) => status === 'planned');
  const odometerOf = (vehicleId: string): number => vehicles.rows().find(({ id }) => id === vehicleId)?.odometer ?? -1;

  return {
    plan: (reminder) => {
      for (const { id, vehicleId } of planned()) if (vehicleId === reminder.vehicleId) mark(id, 'replaced');
      serviceReminders.add({ ...reminder, status: 'planned' });
    },
    withdraw: async (jobCardId) => {
      const told = planned().find((each) => each.jobCardId === jobCardId);
      if (!told) return undefined;
      mark(told.id, 'replaced');
      const isCancelled = (id: string): boolean => jobCards.find(id)?.status === 'cancelled';
      const before = serviceReminders
        .rows()
        .filter((each) => each.vehicleId === told.vehicleId && each.jobCardId !== jobCardId)
        .filter((each) => !isCancelled(each.jobCardId))
        .toSorted((a, b) => +a.plannedAt - +b.plannedAt)
        .at(-1);
      if (!before) return { before: undefined };
      if (before.status === 'replaced') mark(before.id, 'planned');
      return { before: { on: before.dueOn, odometer: before.dueOdometer } };
    },
    fallDue: async (today, { days, kilometres }, most) => {
      const due = planned()
        .filter(
          ({ dueOn, dueOdometer, vehicleId }) =>
            dueOn <= addDays(today, days) || (dueOdometer !== null && odometerOf(vehicleId) >= dueOdometer - kilometres),
        )
        .toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : 1))
        .slice(0, most);
      for (const { id } of due) mark(id, 'reminded');
      return due.map(({ id, vehicleId, serviceCenterId, jobCardId, dueOn, dueOdometer, plannedAt }) => ({
        ...{ id, vehicleId, serviceCenterId, jobCardId },
        ...{ dueOn, dueOdometer, plannedAt },
      }));
    },
    lastOf: async (vehicleId) =>
      serviceReminders
        .rows()
        .filter((each) => each.vehicleId === vehicleId && each.status !== 'replaced')
        .toSorted((a, b) => +a.plannedAt - +b.plannedAt)
        .at(-1)?.id,
  };
};
