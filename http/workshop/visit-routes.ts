import type { Actor } from '@dms/domain/shared/actor';
import { priorities } from '@dms/domain/workshop/job-types';
import type { JobCard as Card } from '@dms/domain/workshop/job-card';
import { Type } from '@sinclair/typebox';
import { ok } from '../answers.ts';
import { CopyQuery, paperAnswers, printedPaper } from '../papers.ts';
import { route, type RoutesOf } from '../route.ts';
import { ById, Enumeration, InstantText, Nullable } from '../schemas.ts';
import { presentJobCard } from './present.ts';
import { Description, JobCard, Kilometres, Reason } from './schemas.ts';

const MOST_TASKS = 50;
const EditJobCard = Type.Object(
  {
    priority: Type.Optional(Enumeration(priorities, { examples: ['HIGH'] })),
    description: Type.Optional(Nullable(Description)),
    promisedAt: Type.Optional(Nullable(InstantText)),
    odometer: Type.Optional({ ...Kilometres, description: 'At arrival, where nobody read it when the card was opened.' }),
  },
  { minProperties: 1 },
);
const CancelJobCard = Type.Object({ reason: Reason });
const ReopenJobCard = Type.Object({
  reason: Reason,
  tasks: Type.Optional(
    Type.Array(Description, { minItems: 1, maxItems: MOST_TASKS, description: 'What is to be done again, each a task.' }),
  ),
  promisedAt: Type.Optional({
    ...InstantText,
    description: 'For when it is promised this time: what was promised of its first visit is over.',
  }),
});

const tags = ['workshop'] as const;
const answers = { 200: JobCard };
const shown = (card: Card, actor: Actor) => ok(presentJobCard(card, actor), { etag: card.version });

/** What becomes of a visit beside the work: it is promised for another day, called off, let out of the gate, or comes back. */
export const visitRoutes: RoutesOf = (useCases) => [
  route({
    method: 'PATCH',
    url: '/job-cards/:id',
    permission: 'job.edit',
    operationId: 'editJobCard',
    summary: 'Changes what is promised, how urgent it is, and what it is about; takes down a missing odometer reading',
    tags,
    params: ById,
    body: EditJobCard,
    answers,
    refuses: ['job.transition', 'job.odometer', 'vehicle.odometer'],
    handle: async ({ params, body: { promisedAt, ...body }, ifMatch, actor }) => {
      const promise = promisedAt === undefined ? {} : { promisedAt: promisedAt === null ? null : new Date(promisedAt) };
      return shown(await useCases.editJobCard({ ...body, ...promise, jobCardId: params.id, version: ifMatch }, actor), actor);
    },
  }),
  route({
    method: 'POST',
    url: '/job-cards/:id/cancel',
    permission: 'job.cancel',
    operationId: 'cancelJobCard',
    mayAsk: true,
    summary: 'Calls the job off: what is held for it is free, and what is on it goes back to the store',
    tags,
    params: ById,
    body: CancelJobCard,
    answers,
    refuses: ['job.transition'],
    conditional: true,
    handle: async ({ params, body, ifMatch, actor }) =>
      shown(await useCases.moveJobCard({ ...body, to: 'cancelled', jobCardId: params.id, version: ifMatch }, actor), actor),
  }),
  route({
    method: 'POST',
    url: '/job-cards/:id/reopen',
    permission: 'job.reopen',
    operationId: 'reopenJobCard',
    mayAsk: true,
    summary: 'Takes the vehicle back within thirty days of its delivery, with the work that is to be done again',
    description:
      'The comeback is put down to whoever had done the work. What is done again is billed only as far as another estimate says so.',
    tags,
    params: ById,
    body: ReopenJobCard,
    answers,
    refuses: ['job.transition', 'service_center.closed', 'vehicle.not_of_customer', 'job.already_open', 'customer.refused'],
    conditional: true,
    handle: async ({ params, body: { promisedAt, ...body }, ifMatch, actor }) => {
      const promise = promisedAt === undefined ? {} : { promisedAt: new Date(promisedAt) };
      return shown(await useCases.reopenJobCard({ ...body, ...promise, jobCardId: params.id, version: ifMatch }, actor), actor);
    },
  }),
  route({
    method: 'GET',
    url: '/job-cards/:id/gate-pass',
    permission: 'job.deliver',
    operationId: 'printGatePass',
    summary: 'The pass that lets the vehicle out, as PDF; each delivery has one',
    tags,
    params: ById,
    query: CopyQuery,
    answers: paperAnswers,
    refuses: ['job.transition'],
    handle: async ({ params, query, actor }) => printedPaper(await useCases.printGatePass({ jobCardId: params.id, ...query }, actor)),
  }),
];
