import type { Actor } from '@dms/domain/shared/actor';
import type { JobCard as Card } from '@dms/domain/workshop/job-card';
import { factsOf } from '@dms/domain/workshop/use-cases/job-facts';
import type { Cradle } from '../../adapters/container.ts';
import { created, ok } from '../answers.ts';
import { masked } from '../masking.ts';
import { type Route, route, type RoutesOf } from '../route.ts';
import { ById, List } from '../schemas.ts';
import { estimateLines } from './estimate-lines.ts';
import { ByToken, DecideEstimate, Estimate, ListedEstimate, PublicEstimate, ReviseEstimate } from './estimate-schemas.ts';
import { presentEstimate, presentPublicly } from './present-estimate.ts';

const tags = ['workshop'] as const;
const priced = [
  'part.inactive',
  'price.above_mrp',
  'price.undercut',
  'tax_rate.unknown',
  'tax_rate.differs',
  'quantity.malformed',
  'tax.invalid',
] as const;
const refuses = ['job.transition', 'inspection.refused', ...priced] as const;

const shown = (card: Card, actor: Actor) => masked(actor, 'job.read', factsOf(card), presentEstimate(card, card.estimate!));
const revised = (card: Card, actor: Actor) => created(`/job-cards/${card.id}/estimates`, shown(card, actor), { etag: card.version });

type Told = Pick<Route, 'url' | 'operationId' | 'summary' | 'description'>;

/** What draws up a revision: before the work as a whole, or for what is added to it. */
const revising = (revise: Cradle['reviseEstimate'], told: Told) =>
  route({
    ...told,
    method: 'POST',
    permission: 'job.estimate',
    mayAsk: true,
    tags,
    params: ById,
    body: ReviseEstimate,
    answers: { 201: Estimate },
    refuses,
    conditional: true,
    handle: async ({ params, body, ifMatch, actor }) => {
      const lines = estimateLines(body.lines, '');
      return revised(await revise({ ...body, lines, jobCardId: params.id, version: ifMatch }, actor), actor);
    },
  });

/** Revisions of the estimate, extra work, and what the customer says to them. */
export const estimateRoutes: RoutesOf = (useCases) => [
  revising(useCases.reviseEstimate, {
    url: '/job-cards/:id/estimates',
    operationId: 'reviseEstimate',
    summary: 'Draws up the next revision of the estimate',
    description:
      'It takes the place of the one that nobody decided on. What the customer accepted stays approved: a revision after that is for extra work. While the customer is asked they are sent a link to it.',
  }),
  route({
    method: 'GET',
    url: '/job-cards/:id/estimates',
    permission: 'job.read',
    operationId: 'listEstimates',
    summary: 'Every revision of the estimate, the last first',
    description: 'The open one carries the link that is sent to the customer.',
    tags,
    params: ById,
    answers: { 200: List(ListedEstimate) },
    handle: async ({ params, actor }) => {
      const { card, estimates } = await useCases.listEstimates(params.id, actor);
      const data = estimates.map(({ estimate, link }) => ({
        ...masked(actor, 'job.read', factsOf(card), presentEstimate(card, estimate)),
        link: link && { ...link, path: `/public/estimates/${link.token}` },
      }));
      return ok({ data });
    },
  }),
  route({
    method: 'POST',
    url: '/job-cards/:id/estimates/send',
    permission: 'job.record-customer-approval',
    operationId: 'sendEstimate',
    summary: 'Sends the customer the link to the open estimate again, and makes it last anew',
    tags,
    params: ById,
    answers: { 200: Estimate },
    refuses: ['job.transition'],
    conditional: true,
    handle: async ({ params, ifMatch, actor }) => {
      const card = await useCases.sendEstimate({ jobCardId: params.id, version: ifMatch }, actor);
      return ok(shown(card, actor), { etag: card.version });
    },
  }),
  revising(useCases.offerExtraWork, {
    url: '/job-cards/:id/additional-services',
    operationId: 'offerExtraWork',
    summary: 'Offers extra work that was found while the vehicle is here',
    description:
      'A revision for what is added, from `approved` until the work is completed. The card stays where it is; what the customer does not approve is neither worked on nor billed.',
  }),
  route({
    method: 'GET',
    url: '/public/estimates/:token',
    permission: 'public',
    operationId: 'readLinkedEstimate',
    summary: 'The estimate that a link stands for',
    description: 'Without a login, for who has the link. One that was decided on or overtaken says so.',
    tags,
    params: ByToken,
    answers: { 200: PublicEstimate },
    refuses: ['estimate.link_invalid'],
    rateLimit: 'public',
    cache: 'no-store',
    handle: async ({ params }) => ok(presentPublicly(await useCases.readLinkedEstimate(params.token))),
  }),
  route({
    method: 'POST',
    url: '/public/estimates/:token/decision',
    permission: 'public',
    operationId: 'decideEstimate',
    summary: 'The customer accepts an estimate, all or some of it, or declines it',
    description: 'Without a login, for who has the link, and once.',
    tags,
    params: ByToken,
    body: DecideEstimate,
    answers: { 200: PublicEstimate },
    refuses: ['estimate.link_invalid', 'estimate.closed', 'entity.absent'],
    rateLimit: 'public',
    handle: async ({ params: { token }, body, actor }) => {
      await useCases.decideEstimate({ ...body, token }, actor);
      return ok(presentPublicly(await useCases.readLinkedEstimate(token)));
    },
  }),
];
