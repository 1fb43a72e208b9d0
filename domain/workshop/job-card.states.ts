import type { ActionName } from '../shared/access/matrix.ts';
import type { Machine } from '../shared/state-machine.ts';
import {
  billIssued,
  engineerAssigned,
  engineerOfThisBranch,
  everyPartIssued,
  everyTaskSettled,
  hasEstimate,
  inspectedByAnother,
  type JobFacts,
  needsNoEstimate,
  neverReopened,
  noBillStands,
  noTimeLogRunning,
  nothingConsumed,
  nothingUndecided,
  odometerOutGiven,
  odometerRecorded,
  paid,
  somePartUnfilled,
  someTask,
  timeLogRunning,
  withinReopening,
} from './policies.ts';

export const jobCardStatuses = [
  'created',
  'inspecting',
  'awaiting_approval',
  'approved',
  'assigned',
  'in_progress',
  'parts_pending',
  'on_hold',
  'completed',
  'qc',
  'ready',
  'invoiced',
  'delivered',
  'closed',
  'reopened',
  'cancelled',
] as const;
export type JobCardStatus = (typeof jobCardStatuses)[number];

export type JobCardEvent =
  | 'inspect'
  | 'submit'
  | 'accept'
  | 'decline'
  | 'approve'
  | 'assign'
  | 'start'
  | 'await_parts'
  | 'hold'
  | 'resume'
  | 'complete'
  | 'begin_qc'
  | 'pass'
  | 'fail'
  | 'bill'
  | 'unbill'
  | 'deliver'
  | 'close'
  | 'reopen'
  | 'cancel';

type JobMachine = Machine<JobCardStatus, JobCardEvent, ActionName, JobFacts>;

/** States before a bill is issued, from which a job can still be called off. */
const beforeInvoiced = [
  'created',
  'inspecting',
  'awaiting_approval',
  'approved',
  'assigned',
  'in_progress',
  'parts_pending',
  'on_hold',
  'completed',
  'qc',
  'ready',
] as const;

const finished = [someTask, nothingUndecided, everyTaskSettled, noTimeLogRunning, everyPartIssued, odometerRecorded];

/** The life of a job card (JOB-01). Enforcement, explanation, documentation and the model check read this one table. */
export const jobCardMachine: JobMachine = {
  name: 'job card',
  initial: 'created',
  terminal: ['closed', 'cancelled'],
  edges: [
    { from: 'created', event: 'inspect', to: 'inspecting', action: 'job.move' },
    { from: 'created', event: 'submit', to: 'awaiting_approval', action: 'job.move', guards: [hasEstimate] },
    { from: 'inspecting', event: 'submit', to: 'awaiting_approval', action: 'job.move', guards: [hasEstimate] },
    { from: 'created', event: 'approve', to: 'approved', action: 'job.move', guards: [needsNoEstimate] },
    { from: 'awaiting_approval', event: 'accept', to: 'approved', action: 'job.record-customer-approval' },
    { from: 'awaiting_approval', event: 'decline', to: 'created', action: 'job.record-customer-approval' },
    { from: 'approved', event: 'assign', to: 'assigned', action: 'job.assign', guards: [engineerOfThisBranch] },
    { from: 'reopened', event: 'assign', to: 'assigned', action: 'job.assign', guards: [engineerOfThisBranch] },
    // Somebody else takes over: the engineer changes, the state stays.
    { from: 'assigned', event: 'assign', to: 'assigned', action: 'job.assign', guards: [engineerOfThisBranch] },
    { from: 'in_progress', event: 'assign', to: 'in_progress', action: 'job.assign', guards: [engineerOfThisBranch, noTimeLogRunning] },
    { from: 'parts_pending', event: 'assign', to: 'parts_pending', action: 'job.assign', guards: [engineerOfThisBranch, noTimeLogRunning] },
    { from: 'on_hold', event: 'assign', to: 'on_hold', action: 'job.assign', guards: [engineerOfThisBranch, noTimeLogRunning] },
    { from: 'assigned', event: 'start', to: 'in_progress', action: 'job.work', guards: [engineerAssigned, timeLogRunning] },
    { from: 'in_progress', event: 'await_parts', to: 'parts_pending', action: 'job.move', guards: [somePartUnfilled, noTimeLogRunning] },
    { from: 'parts_pending', event: 'resume', to: 'in_progress', action: 'job.move' },
    { from: 'in_progress', event: 'hold', to: 'on_hold', action: 'job.move', guards: [noTimeLogRunning] },
    { from: 'on_hold', event: 'resume', to: 'in_progress', action: 'job.move' },
    { from: 'in_progress', event: 'complete', to: 'completed', action: 'job.move', guards: finished },
    { from: 'completed', event: 'begin_qc', to: 'qc', action: 'job.qc', guards: [inspectedByAnother] },
    { from: 'qc', event: 'pass', to: 'ready', action: 'job.qc', guards: [inspectedByAnother] },
    { from: 'qc', event: 'fail', to: 'in_progress', action: 'job.qc', guards: [inspectedByAnother] },
    { from: 'ready', event: 'bill', to: 'invoiced', action: 'invoice.issue', guards: [billIssued] },
    { from: 'invoiced', event: 'unbill', to: 'ready', action: 'invoice.cancel' },
    { from: 'invoiced', event: 'deliver', to: 'delivered', action: 'job.deliver', guards: [odometerOutGiven, paid] },
    { from: 'delivered', event: 'close', to: 'closed', action: 'job.move' },
    { from: 'closed', event: 'reopen', to: 'reopened', action: 'job.reopen', guards: [withinReopening] },
    ...beforeInvoiced.map(
      (from) =>
        ({
          from,
          event: 'cancel',
          to: 'cancelled',
          action: 'job.cancel',
          guards: [neverReopened, noBillStands, nothingConsumed, noTimeLogRunning],
        }) as const,
    ),
  ],
};

/** States in which parts may be moved to and from the job (contract.md, "parts on a job"). */
export const partsMoveIn: readonly JobCardStatus[] = ['assigned', 'in_progress', 'parts_pending', 'on_hold', 'completed'];

/** States in which what was asked for may be called off. */
export const partsCalledOffIn: readonly JobCardStatus[] = ['created', 'inspecting', 'awaiting_approval', 'approved', ...partsMoveIn];

/** States in which parts may be asked for and reserved: nobody needs one once the work is over. */
export const partsAskedIn: readonly JobCardStatus[] = partsCalledOffIn.filter((status) => status !== 'completed');

/** States in which extra work is offered and decided on: the vehicle is here, its estimate approved or none needed, and the work not over. */
export const extraWorkIn: readonly JobCardStatus[] = ['approved', 'reopened', 'assigned', 'in_progress', 'parts_pending', 'on_hold'];

/** States in which an estimate is drawn up: before the work as a whole, then for what is added. */
export const estimatedIn: readonly JobCardStatus[] = ['created', 'inspecting', 'awaiting_approval', ...extraWorkIn];

/** States in which a vehicle is looked over: while the work is not judged yet. */
export const inspectedIn: readonly JobCardStatus[] = [...estimatedIn, 'completed', 'qc'];

/** A visit that is not over: one of them per vehicle and branch, unless forced (JOB-02). */
export const openStatuses: readonly JobCardStatus[] = jobCardStatuses.filter(
  (status) => !['delivered', 'closed', 'cancelled'].includes(status),
);

/** States in which somebody has the job and is not done with it. */
export const atWorkStatuses: readonly JobCardStatus[] = ['assigned', 'in_progress', 'parts_pending', 'on_hold'];

/** The work that was promised is still to be done: once it is ready, the vehicle waits for its customer and is late no more. */
export const unfinishedStatuses: readonly JobCardStatus[] = openStatuses.filter((status) => !['ready', 'invoiced'].includes(status));

/**
 * The moves that a caller makes by naming the state to reach. The others happen with what brings them about: the
 * customer's decision, an assignment, the first time log, QC, an invoice, the delivery.
 */
export const movedByName: readonly JobCardEvent[] = [
  'inspect',
  'submit',
  'approve',
  'await_parts',
  'hold',
  'resume',
  'complete',
  'begin_qc',
  'close',
  'cancel',
];

/** What brings the other moves about, for who tries to make them by name. */
export const broughtAboutBy: { readonly [Event in JobCardEvent]?: string } = {
  accept: 'Record the decision of the customer.',
  decline: 'Record the decision of the customer.',
  assign: 'Assign an engineer.',
  start: 'Start a task.',
  pass: 'Record the result of QC.',
  fail: 'Record the result of QC.',
  bill: 'Issue the invoice.',
  unbill: 'Cancel the invoice.',
  deliver: 'Deliver the vehicle.',
  reopen: 'Take down the work that is to be done again: with it the job card is reopened.',
};
