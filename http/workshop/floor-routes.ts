import type { Actor } from '@dms/domain/shared/actor';
import { isBusinessDay } from '@dms/domain/shared/calendar';
import { Quantity } from '@dms/domain/shared/quantity';
import type { JobCard as Card } from '@dms/domain/workshop/job-card';
import { toldOf } from '@dms/domain/workshop/use-cases/read-time-logs';
import type { Cradle } from '../../adapters/container.ts';
import { created, ok } from '../answers.ts';
import { noDay } from '../moments.ts';
import { type Route, route, type RoutesOf } from '../route.ts';
import { ById } from '../schemas.ts';
import {
  AddTask,
  Availability,
  AvailabilityQuery,
  CorrectTime,
  DropTask,
  EditTask,
  OfTimeLog,
  RecordTime,
  TimeLogBody,
  TimeLogs,
} from './floor-schemas.ts';
import { presentJobCard, presentTask } from './present.ts';
import { JobCard, OfTask, Task } from './schemas.ts';

const tags = ['workshop'] as const;
const answers = { 200: JobCard };
const shown = (card: Card, actor: Actor) => ok(presentJobCard(card, actor), { etag: card.version });

type Hours = { readonly soldHours?: string | null | undefined };
const measured = <Body extends Hours>({ soldHours, ...body }: Body) => ({
  ...body,
  ...(soldHours !== undefined && { soldHours: soldHours === null ? null : Quantity.parse(soldHours) }),
});

type Told = Pick<Route, 'url' | 'permission' | 'operationId' | 'summary'>;

/** What leaves a task undone. */
const dropping = (drop: Cradle['dropTask'], as: Parameters<Cradle['dropTask']>[0]['as'], told: Told) =>
  route({
    ...told,
    method: 'POST',
    tags,
    params: OfTask,
    body: DropTask,
    answers,
    refuses: ['job.task'],
    conditional: true,
    handle: async ({ params: { id, taskId }, body, ifMatch, actor }) =>
      shown(await drop({ ...body, as, jobCardId: id, taskId, version: ifMatch }, actor), actor),
  });

/** What is done on the floor of the workshop: tasks, the time they take, and who has time for them. */
export const floorRoutes: RoutesOf = (useCases) => [
  route({
    method: 'POST',
    url: '/job-cards/:id/tasks',
    permission: 'job.edit',
    operationId: 'addTask',
    summary: 'Adds work that is on no estimate',
    description: 'It is on no invoice: what is to be paid for is estimated, and approved by the customer.',
    tags,
    params: ById,
    body: AddTask,
    answers: { 201: Task },
    refuses: ['job.task', 'job.engineer'],
    conditional: true,
    handle: async ({ params: { id }, body, ifMatch, actor }) => {
      const { card, task } = await useCases.addTask({ ...measured(body), jobCardId: id, version: ifMatch }, actor);
      return created(`/job-cards/${id}`, presentTask(card, task), { etag: card.version });
    },
  }),
  route({
    method: 'PATCH',
    url: '/job-cards/:id/tasks/:taskId',
    permission: 'job.edit',
    operationId: 'editTask',
    summary: 'Changes a task: what it is, who does it, and how its hours are billed',
    description: 'What the customer agreed to in an estimate is changed by another estimate.',
    tags,
    params: OfTask,
    body: EditTask,
    answers,
    refuses: ['job.task', 'job.engineer'],
    handle: async ({ params: { id, taskId }, body, ifMatch, actor }) =>
      shown(await useCases.editTask({ ...measured(body), jobCardId: id, taskId, version: ifMatch }, actor), actor),
  }),
  dropping(useCases.dropTask, 'cancelled', {
    url: '/job-cards/:id/tasks/:taskId/cancel',
    permission: 'job.edit',
    operationId: 'cancelTask',
    summary: 'Calls off a task, and stops its time',
  }),
  dropping(useCases.dropTask, 'declined', {
    url: '/job-cards/:id/tasks/:taskId/decline',
    permission: 'job.record-customer-approval',
    operationId: 'declineTask',
    summary: 'Takes down that the customer does not want a task that is not begun',
  }),
  route({
    method: 'GET',
    url: '/job-cards/:id/time-logs',
    permission: 'timelog.read',
    operationId: 'listTimeLogs',
    summary: 'The time on a job, and what was corrected of it; an engineer sees their own',
    tags,
    params: ById,
    answers: { 200: TimeLogs },
    handle: async ({ params, actor }) => ok({ data: await useCases.readTimeLogs(params.id, actor) }),
  }),
  route({
    method: 'POST',
    url: '/job-cards/:id/time-logs',
    permission: 'timelog.own',
    operationId: 'recordTime',
    mayAsk: true,
    summary: 'Takes down work that nobody clocked',
    description: 'An engineer takes down their own time of today; of an earlier day they ask for it.',
    tags,
    params: ById,
    body: RecordTime,
    answers: { 201: TimeLogBody },
    refuses: ['timelog.refused', 'job.engineer'],
    conditional: true,
    handle: async ({ params: { id }, body, ifMatch, actor }) => {
      const log = await useCases.recordTime({ ...body, jobCardId: id, version: ifMatch }, actor);
      return created(`/job-cards/${id}/time-logs`, toldOf(log, [], useCases.clock.now()));
    },
  }),
  route({
    method: 'PATCH',
    url: '/job-cards/:id/time-logs/:timeLogId',
    permission: 'timelog.correct',
    operationId: 'correctTimeLog',
    mayAsk: true,
    summary: 'Puts other times in the place of what was clocked, for a reason that is kept',
    tags,
    params: OfTimeLog,
    body: CorrectTime,
    answers: { 200: TimeLogBody },
    refuses: ['timelog.refused'],
    handle: async ({ params: { id, timeLogId }, body, ifMatch, actor }) => {
      const { log, correction } = await useCases.correctTimeLog({ ...body, jobCardId: id, timeLogId, version: ifMatch }, actor);
      return ok(toldOf(log, [correction], useCases.clock.now()));
    },
  }),
  route({
    method: 'GET',
    url: '/engineers/availability',
    permission: 'working-hours.read',
    operationId: 'readAvailability',
    summary: 'Which engineers of a branch have time on a day',
    tags,
    query: AvailabilityQuery,
    answers: { 200: Availability },
    handle: async ({ query, actor }) => {
      if (query.day !== undefined && !isBusinessDay(query.day)) throw noDay('day');
      return ok(await useCases.readAvailability(query, actor));
    },
  }),
];
