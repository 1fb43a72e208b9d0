import type { Static } from '@sinclair/typebox';
import type { Actor } from '@dms/domain/shared/actor';
import { Money } from '@dms/domain/shared/money';
import type { WarrantyClaim } from '@dms/domain/warranty/warranty-claim';
import { created, ok } from '../answers.ts';
import { masked, maskedByBranch } from '../masking.ts';
import { route, type RoutesOf } from '../route.ts';
import { ById } from '../schemas.ts';
import {
  AppealClaim,
  Claim,
  ClaimPage,
  ClaimQuery,
  DecideClaim,
  MakeClaim,
  SetTerms,
  SettleClaim,
  SubmitClaim,
  Terms,
  TermsPage,
  TermsQuery,
  WarrantyPage,
  WarrantyQuery,
} from './schemas.ts';

const tags = ['inventory'] as const;

const presentClaim = (claim: WarrantyClaim, actor: Actor) =>
  masked(
    actor,
    'warranty.read',
    { serviceCenterId: claim.serviceCenterId },
    {
      ...claim,
      claimedAmount: claim.claimedAmount,
      approvedAmount: claim.approvedAmount,
      lines: claim.lines.map((line) => ({ ...line })),
      transitions: claim.transitions.map((transition) => ({ ...transition })),
    },
  );

const asked = (lines: Static<typeof MakeClaim>['lines']) => lines.map((line) => ({ ...line, amount: Money.parse(line.amount) }));

/** Terms, the warranties of a vehicle, and claims on them. */
export const warrantyRoutes: RoutesOf = (useCases) => [
  route({
    method: 'POST',
    url: '/warranty-terms',
    permission: 'part.edit',
    operationId: 'setWarrantyTerms',
    mayAsk: true,
    summary: 'Says how long a part or work is warranted from a day on',
    tags,
    body: SetTerms,
    answers: { 201: Terms },
    refuses: ['record.duplicate'],
    handle: async ({ body, actor }) => {
      const terms = await useCases.setWarrantyTerms(body, actor);
      return created(`/warranty-terms?${terms.partId === null ? `hsn=${terms.hsn}` : `partId=${terms.partId}`}`, { ...terms });
    },
  }),
  route({
    method: 'GET',
    url: '/warranty-terms',
    permission: 'part.read',
    operationId: 'listWarrantyTerms',
    summary: 'Terms of warranty with the days they hold from, the last ones first',
    tags,
    query: TermsQuery,
    answers: { 200: TermsPage },
    handle: async ({ query: { limit, cursor, sort, count, ...filter } }) =>
      ok(await useCases.listWarrantyTerms(filter, { limit, cursor, sort, count })),
  }),
  route({
    method: 'GET',
    url: '/vehicles/:id/warranties',
    permission: 'vehicle.history',
    operationId: 'listWarranties',
    summary: 'What of a vehicle is under warranty, and why or why not',
    tags,
    params: ById,
    query: WarrantyQuery,
    answers: { 200: WarrantyPage },
    handle: async ({ params, query, actor }) => ok(await useCases.listWarranties(params.id, query, actor)),
  }),
  route({
    method: 'POST',
    url: '/warranty-claims',
    permission: 'warranty.claim',
    operationId: 'makeWarrantyClaim',
    summary: 'Draws up a claim for a unit under warranty',
    description: 'With the job that repairs it, the claim is judged as of the day the job was opened, by its odometer reading.',
    tags,
    body: MakeClaim,
    answers: { 201: Claim },
    refuses: ['warranty.expired', 'warranty.claim_open'],
    handle: async ({ body, actor }) => {
      const claim = await useCases.makeWarrantyClaim({ ...body, lines: asked(body.lines) }, actor);
      return created(`/warranty-claims/${claim.id}`, presentClaim(claim, actor), { etag: claim.version });
    },
  }),
  route({
    method: 'GET',
    url: '/warranty-claims',
    permission: 'warranty.read',
    operationId: 'listWarrantyClaims',
    summary: 'Warranty claims, newest first',
    tags,
    query: ClaimQuery,
    answers: { 200: ClaimPage },
    handle: async ({ query: { limit, cursor, sort, count, ...filter }, actor }) => {
      const { data, page } = await useCases.listWarrantyClaims(filter, { limit, cursor, sort, count }, actor);
      return ok({ data: data.map(maskedByBranch(actor, 'warranty.read')), page });
    },
  }),
  route({
    method: 'GET',
    url: '/warranty-claims/:id',
    permission: 'warranty.read',
    operationId: 'readWarrantyClaim',
    summary: 'One claim with its lines and steps',
    tags,
    params: ById,
    answers: { 200: Claim },
    handle: async ({ params, actor }) => {
      const claim = await useCases.readWarrantyClaim(params.id, actor);
      return ok(presentClaim(claim, actor), { etag: claim.version });
    },
  }),
  route({
    method: 'POST',
    url: '/warranty-claims/:id/submit',
    permission: 'warranty.submit',
    operationId: 'submitWarrantyClaim',
    summary: 'Hands a claim in, or in again with the answer to what was asked',
    tags,
    params: ById,
    body: SubmitClaim,
    answers: { 200: Claim },
    refuses: ['warranty.transition'],
    conditional: true,
    handle: async ({ params, body: { answer, lines }, ifMatch, actor }) => {
      const command = { claimId: params.id, version: ifMatch, answer, ...(lines && { lines: asked(lines) }) };
      const claim = await useCases.submitWarrantyClaim(command, actor);
      return ok(presentClaim(claim, actor), { etag: claim.version });
    },
  }),
  route({
    method: 'POST',
    url: '/warranty-claims/:id/decide',
    permission: 'warranty.decide',
    operationId: 'decideWarrantyClaim',
    mayAsk: true,
    summary: 'Approves a claim wholly or by line, rejects it, or asks about it',
    tags,
    params: ById,
    body: DecideClaim,
    answers: { 200: Claim },
    refuses: ['warranty.transition'],
    conditional: true,
    handle: async ({ params, body: { decision, reason, lines }, ifMatch, actor }) => {
      const verdicts = lines?.map(({ lineId, approved }) => ({ lineId, approved: Money.parse(approved) }));
      const command = { claimId: params.id, version: ifMatch, decision, reason, lines: verdicts };
      const claim = await useCases.decideWarrantyClaim(command, actor);
      return ok(presentClaim(claim, actor), { etag: claim.version });
    },
  }),
  route({
    method: 'POST',
    url: '/warranty-claims/:id/appeal',
    permission: 'warranty.appeal',
    operationId: 'appealWarrantyClaim',
    summary: 'Asks to look again at a rejected claim, once',
    tags,
    params: ById,
    body: AppealClaim,
    answers: { 200: Claim },
    refuses: ['warranty.transition', 'warranty.claim_open'],
    conditional: true,
    handle: async ({ params, body: { reason }, ifMatch, actor }) => {
      const claim = await useCases.appealWarrantyClaim({ claimId: params.id, version: ifMatch, reason }, actor);
      return ok(presentClaim(claim, actor), { etag: claim.version });
    },
  }),
  route({
    method: 'POST',
    url: '/warranty-claims/:id/settle',
    permission: 'warranty.settle',
    operationId: 'settleWarrantyClaim',
    mayAsk: true,
    summary: 'Takes down what the manufacturer paid, and closes the claim',
    tags,
    params: ById,
    body: SettleClaim,
    answers: { 200: Claim },
    refuses: ['warranty.transition'],
    conditional: true,
    handle: async ({ params, body: { paid, reference }, ifMatch, actor }) => {
      const command = { claimId: params.id, version: ifMatch, paid: Money.parse(paid), reference };
      const claim = await useCases.settleWarrantyClaim(command, actor);
      return ok(presentClaim(claim, actor), { etag: claim.version });
    },
  }),
];
