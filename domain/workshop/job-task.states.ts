import type { ActionName } from '../shared/access/matrix.ts';
import type { Machine } from '../shared/state-machine.ts';
import type { TaskStatus } from './job-task.ts';

export type TaskEvent = 'start' | 'finish' | 'decline' | 'cancel';

/** The life of a task. Whoever starts one that is in progress joins the others on it, or takes it up again. */
export const taskMachine: Machine<TaskStatus, TaskEvent, ActionName, object> = {
  name: 'task',
  initial: 'open',
  terminal: ['done', 'declined', 'cancelled'],
  edges: [
    { from: 'open', event: 'start', to: 'in_progress', action: 'job.work' },
    { from: 'in_progress', event: 'start', to: 'in_progress', action: 'job.work' },
    { from: 'in_progress', event: 'finish', to: 'done', action: 'job.work' },
    { from: 'open', event: 'decline', to: 'declined', action: 'job.record-customer-approval' },
    { from: 'open', event: 'cancel', to: 'cancelled', action: 'job.edit' },
    { from: 'in_progress', event: 'cancel', to: 'cancelled', action: 'job.edit' },
  ],
};
