import type { Actor } from '@dms/domain/shared/actor';
import type { AssignEngineer as AssignCommand } from '@dms/domain/workshop/use-cases/assign-engineer';
import type { Cradle } from '../../adapters/container.ts';
import { DomainError } from '@dms/domain/shared/errors';
import { created, ok } from '../answers.ts';
import { route, type RoutesOf } from '../route.ts';
import { ById } from '../schemas.ts';
import { estimateLines } from './estimate-lines.ts';
import { presentJobCard, shown } from './present.ts';
import {
  AssignEngineer,
  CheckQuality,
  CustomerApproval,
  DeliverVehicle,
  JobCard,
  MoveJobCard,
  OfTask,
  OpenJobCard,
  PauseTask,
} from './schemas.ts';
import { Transitions } from './progress-schemas.ts';

const tags = ['workshop'] as const;
const answers = { 200: JobCard };
/** What a customer or a vehicle that is new here can be refused for. */
const ofNewOnes = [
  'record.duplicate',
  'registration.invalid',
  'vin.invalid',
  'phone.invalid',
  'gstin.invalid',
  'customer.gstin_state',
  'customer.refused',
  'pincode.invalid',
  'day.malformed',
] as const;

/** Gives the job to somebody, and says what should be known of that. */
const assigned = async ({ assignEngineer }: Cradle, command: AssignCommand, actor: Actor) => {
  const warnings = new Set<string>();
  const card = await assignEngineer({ ...command, warn: (sentence) => warnings.add(sentence) }, actor);
  return ok({ ...presentJobCard(card, actor), warnings: [...warnings] }, { etag: card.version });
};

type Named = { readonly [Field in 'customerId' | 'newCustomer' | 'vehicleId' | 'newVehicle']?: unknown };

/** @throws DomainError `request.invalid` unless each of the two is either somebody known or somebody new */
const expectWhoAndWhat = (body: Named): void => {
  const pairs = [
    ['customerId', 'newCustomer'],
    ['vehicleId', 'newVehicle'],
  ] as const;
  const errors = pairs
    .filter(([known, fresh]) => (body[known] === undefined) === (body[fresh] === undefined))
    .map(([known, fresh]) => ({ pointer: `/${known}`, message: `or "${fresh}" is needed, and not both` }));
  if (errors.length > 0) throw new DomainError('request.invalid', 'Name who brings which vehicle.', { errors });
};

/** The visit of a vehicle, from opening to delivery. */
export const workshopRoutes: RoutesOf = (useCases) => [
  route({
    method: 'POST',
    url: '/job-cards',
    permission: 'job.create',
    operationId: 'openJobCard',
    mayAsk: true,
    summary: 'Opens a job card, with the estimate if there is one',
    description: 'Who walks in for the first time, or with a vehicle that nobody knows, is taken down with the card: all of it or nothing.',
    tags,
    body: OpenJobCard,
    answers: { 201: JobCard },
    refuses: [
      'service_center.closed',
      'service_center.full',
      'vehicle.not_of_customer',
      'job.already_open',
      'job.odometer',
      'part.inactive',
      'price.above_mrp',
      'tax_rate.unknown',
      ...ofNewOnes,
    ],
    handle: async ({ body: { estimate, promisedAt, ...body }, actor }) => {
      expectWhoAndWhat(body);
      const command = {
        ...body,
        ...(promisedAt !== undefined && { promisedAt: new Date(promisedAt) }),
        ...(estimate && { estimate: { ...estimate, lines: estimateLines(estimate.lines) } }),
      };
      const warnings = new Set<string>();
      const card = await useCases.openJobCard({ ...command, warn: (sentence) => warnings.add(sentence) }, actor);
      return created(`/job-cards/${card.id}`, { ...presentJobCard(card, actor), warnings: [...warnings] }, { etag: card.version });
    },
  }),
  route({
    method: 'GET',
    url: '/job-cards/:id',
    permission: 'job.read',
    operationId: 'readJobCard',
    summary: 'One job card with its tasks, parts and estimate',
    tags,
    params: ById,
    answers,
    handle: async ({ params, actor }) => shown(await useCases.readJobCard(params.id, actor), actor),
  }),
  route({
    method: 'GET',
    url: '/job-cards/:id/transitions',
    permission: 'job.read',
    operationId: 'explainJobCard',
    summary: 'Where the card has been, where it can go now and what is missing for the rest, what it waits for, and whether it is late',
    tags,
    params: ById,
    answers: { 200: Transitions },
    handle: async ({ params, actor }) => ok(await useCases.explainJobCard(params.id, actor)),
  }),
  route({
    method: 'PATCH',
    url: '/job-cards/:id/status',
    permission: 'job.move',
    operationId: 'moveJobCard',
    mayAsk: true,
    summary: 'Moves the card to a state that is reached by saying so',
    tags,
    params: ById,
    body: MoveJobCard,
    answers,
    refuses: ['job.transition'],
    handle: async ({ params, body, ifMatch, actor }) =>
      shown(await useCases.moveJobCard({ ...body, jobCardId: params.id, version: ifMatch }, actor), actor),
  }),
  route({
    method: 'POST',
    url: '/job-cards/:id/customer-approval',
    permission: 'job.record-customer-approval',
    operationId: 'recordCustomerApproval',
    summary: 'Takes down what the customer said to the estimate',
    tags,
    params: ById,
    body: CustomerApproval,
    answers,
    refuses: ['job.transition', 'estimate.closed'],
    conditional: true,
    handle: async ({ params, body, ifMatch, actor }) =>
      shown(await useCases.recordCustomerApproval({ ...body, jobCardId: params.id, version: ifMatch }, actor), actor),
  }),
  route({
    method: 'POST',
    url: '/job-cards/:id/assign',
    permission: 'job.assign',
    operationId: 'assignEngineer',
    summary: 'Gives the job to an engineer of the branch',
    tags,
    params: ById,
    body: AssignEngineer,
    answers,
    refuses: ['job.transition', 'job.engineer'],
    conditional: true,
    handle: async ({ params, body, ifMatch, actor }) => assigned(useCases, { ...body, jobCardId: params.id, version: ifMatch }, actor),
  }),
  route({
    method: 'POST',
    url: '/job-cards/:id/self-assign',
    permission: 'job.assign',
    operationId: 'takeJobCard',
    summary: 'Takes a job that nobody has, where the branch lets its engineers',
    tags,
    params: ById,
    answers,
    refuses: ['job.transition', 'job.engineer'],
    conditional: true,
    handle: async ({ params, ifMatch, actor }) =>
      assigned(useCases, { engineerId: actor.userId ?? '', jobCardId: params.id, version: ifMatch }, actor),
  }),
  route({
    method: 'POST',
    url: '/job-cards/:id/tasks/:taskId/start',
    permission: 'job.work',
    operationId: 'startTask',
    summary: 'Starts work on a task, or takes it up again',
    tags,
    params: OfTask,
    answers,
    refuses: ['job.transition', 'job.task', 'timelog.running'],
    conditional: true,
    handle: async ({ params: { id, taskId }, ifMatch, actor }) =>
      shown(await useCases.startTask({ jobCardId: id, taskId, version: ifMatch }, actor), actor),
  }),
  route({
    method: 'POST',
    url: '/job-cards/:id/tasks/:taskId/pause',
    permission: 'job.work',
    operationId: 'pauseTask',
    summary: 'Pauses work on a task, for a reason',
    tags,
    params: OfTask,
    body: PauseTask,
    answers,
    refuses: ['job.task'],
    conditional: true,
    handle: async ({ params: { id, taskId }, body, ifMatch, actor }) =>
      shown(await useCases.pauseTask({ ...body, jobCardId: id, taskId, version: ifMatch }, actor), actor),
  }),
  route({
    method: 'POST',
    url: '/job-cards/:id/tasks/:taskId/finish',
    permission: 'job.work',
    operationId: 'finishTask',
    summary: 'Finishes a task and stops its time',
    tags,
    params: OfTask,
    answers,
    refuses: ['job.task'],
    conditional: true,
    handle: async ({ params: { id, taskId }, ifMatch, actor }) =>
      shown(await useCases.finishTask({ jobCardId: id, taskId, version: ifMatch }, actor), actor),
  }),
  route({
    method: 'POST',
    url: '/job-cards/:id/qc',
    permission: 'job.qc',
    operationId: 'checkQuality',
    summary: 'The result of QC, by somebody who did not do the work',
    tags,
    params: ById,
    body: CheckQuality,
    answers,
    refuses: ['job.transition'],
    conditional: true,
    handle: async ({ params, body, ifMatch, actor }) =>
      shown(await useCases.checkQuality({ ...body, jobCardId: params.id, version: ifMatch }, actor), actor),
  }),
  route({
    method: 'POST',
    url: '/job-cards/:id/deliver',
    permission: 'job.deliver',
    operationId: 'deliverVehicle',
    mayAsk: true,
    summary: 'Hands the vehicle over to the customer',
    tags,
    params: ById,
    body: DeliverVehicle,
    answers,
    refuses: ['job.transition', 'vehicle.odometer'],
    conditional: true,
    handle: async ({ params, body, ifMatch, actor }) =>
      shown(await useCases.deliverVehicle({ ...body, jobCardId: params.id, version: ifMatch }, actor), actor),
  }),
];
