import type { ActionName } from '../shared/access/matrix.ts';
import type { Machine } from '../shared/state-machine.ts';
import type { TimeLogStatus } from './time-log.ts';

export type TimeLogEvent = 'pause' | 'resume' | 'stop';

/** The life of a time log. That an engineer has one running is for the database to hold (JOB-04). */
export const timeLogMachine: Machine<TimeLogStatus, TimeLogEvent, ActionName, object> = {
  name: 'time log',
  initial: 'running',
  terminal: ['stopped'],
  edges: [
    { from: 'running', event: 'pause', to: 'paused', action: 'job.work' },
    { from: 'paused', event: 'resume', to: 'running', action: 'job.work' },
    { from: 'running', event: 'stop', to: 'stopped', action: 'job.work' },
    { from: 'paused', event: 'stop', to: 'stopped', action: 'job.work' },
  ],
};
