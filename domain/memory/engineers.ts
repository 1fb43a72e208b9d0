import { addDays, startOfBusinessDay } from '../shared/calendar.ts';
import { Quantity } from '../shared/quantity.ts';
import { atWorkStatuses } from '../workshop/job-card.states.ts';
import type { Engineers } from '../workshop/ports.ts';
import type { WorkingTables } from './tables.ts';

/** Who can work, and what they have been given. */
export const memoryEngineers = ({ users, jobCards }: WorkingTables): Engineers => ({
  find: async (userId) => {
    const user = users.find(userId);
    if (user?.role !== 'SERVICE_ENGINEER') return undefined;
    const { id, status, serviceCenterIds, skills, dailyHours, leave } = user;
    return { id, active: status === 'ACTIVE', serviceCenterIds, skills, dailyHours, leave };
  },
  hold: async () => undefined,
  bookedUntil: async (userId, last, exceptJobCardId) => {
    const end = startOfBusinessDay(addDays(last, 1));
    const due = jobCards
      .rows()
      .filter(({ id, status, promisedAt }) => id !== exceptJobCardId && atWorkStatuses.includes(status) && (promisedAt ?? 0) < end);
    const theirs = due.flatMap(({ tasks, assignedEngineerId }) =>
      tasks.filter((task) => !task.settled && (task.engineerId ?? assignedEngineerId) === userId),
    );
    return Quantity.sum(theirs.flatMap(({ soldHours }) => soldHours ?? []));
  },
});
