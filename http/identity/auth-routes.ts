import { permittedActions } from '@dms/domain/shared/access/decide';
import { DomainError } from '@dms/domain/shared/errors';
import { Type } from '@sinclair/typebox';
import type { Cradle } from '../../adapters/container.ts';
import { noContent, ok } from '../answers.ts';
import { type Call, route, type RoutesOf } from '../route.ts';
import { ById } from '../schemas.ts';
import {
  AcceptInvitation,
  Account,
  ChangePassword,
  LoggedIn,
  LogIn,
  Refreshed,
  RefreshSession,
  RequestPasswordReset,
  ResetPassword,
  Sessions,
} from './auth-schemas.ts';
import { forgottenCookie, missingToken, noRefreshCookie, presentedToken, refreshCookie } from './refresh-cookie.ts';

const tags = ['identity'] as const;
const nothing = { 204: Type.Null() };
const accepted = { status: 202, headers: {}, content: { kind: 'none' } } as const;

const BEARER = /^Bearer +(\S+) *$/i;

/** Who shows an access token at a route that needs none; one that is over belongs to nobody. */
const claimsOf = async ({ tokens }: Pick<Cradle, 'tokens'>, { headers }: Pick<Call, 'headers'>) => {
  const token = BEARER.exec(headers.authorization ?? '')?.[1];
  return token === undefined ? undefined : tokens.verify(token);
};

/** Logging in and out, and everything about one's own session and password. */
export const authRoutes: RoutesOf = (cradle) => [
  route({
    method: 'POST',
    url: '/auth/login',
    permission: 'public',
    operationId: 'logIn',
    summary: 'Opens a session with a password',
    description: 'A wrong name, a wrong password and a locked account are answered alike.',
    tags,
    body: LogIn,
    answers: { 200: LoggedIn },
    refuses: ['auth.invalid_credentials'],
    rateLimit: 'auth',
    handle: async ({ body, headers: sent, actor }) => {
      const { user, ...pair } = await cradle.logIn(body, actor);
      const { id, email, firstName, lastName, role } = user;
      const serviceCenters = await cradle.identityReads.serviceCentersOf(id);
      const headers = body.rememberMe === true ? refreshCookie(cradle, pair.refreshToken) : forgottenCookie(sent, cradle);
      return ok({ ...pair, user: { id, email, firstName, lastName, role, serviceCenters } }, { headers });
    },
  }),
  route({
    method: 'POST',
    url: '/auth/refresh',
    permission: 'public',
    operationId: 'refreshSession',
    summary: 'Exchanges a refresh token for a new pair',
    description: 'Each token works once; a second use ends the session, but for ten seconds in which two tabs may ask at once.',
    tags,
    body: RefreshSession,
    answers: { 200: Refreshed },
    refuses: ['auth.invalid_token', 'auth.foreign_origin'],
    rateLimit: 'auth',
    handle: async ({ body, headers, actor }) => {
      const presented = presentedToken(body, headers, cradle);
      if (!presented) throw missingToken();
      const { remembered, ...pair } = await cradle.refreshSession({ refreshToken: presented.refreshToken }, actor);
      return ok(pair, { headers: remembered ? refreshCookie(cradle, pair.refreshToken) : {} });
    },
  }),
  route({
    method: 'POST',
    url: '/auth/logout',
    permission: 'public',
    operationId: 'logOut',
    summary: 'Ends the session of the refresh token, and that of the access token',
    tags,
    body: RefreshSession,
    answers: nothing,
    refuses: ['auth.invalid_token', 'auth.foreign_origin'],
    rateLimit: 'auth',
    handle: async ({ body, headers, actor }) => {
      const presented = presentedToken(body, headers, cradle);
      const claims = await claimsOf(cradle, { headers }).catch((refusal: unknown) => {
        // With a refresh token at hand, an access token that has just ended must not keep anybody from logging out.
        if (presented && refusal instanceof DomainError) return undefined;
        throw refusal;
      });
      if (!presented && !claims) throw missingToken();
      await cradle.logOut({ refreshToken: presented?.refreshToken, claims }, actor);
      return noContent({ headers: noRefreshCookie(cradle) });
    },
  }),
  route({
    method: 'POST',
    url: '/auth/logout-all',
    permission: 'self',
    operationId: 'logOutEverywhere',
    summary: 'Ends every session of the caller',
    tags,
    answers: nothing,
    idempotency: 'none',
    handle: async ({ actor }) => {
      await cradle.logOutEverywhere({}, actor);
      return noContent({ headers: noRefreshCookie(cradle) });
    },
  }),
  route({
    method: 'POST',
    url: '/auth/request-password-reset',
    permission: 'public',
    operationId: 'requestPasswordReset',
    summary: 'Sends a letter to who forgot the password',
    description: 'Answered alike whether there is such an account or not. The letter holds a token for 15 minutes.',
    tags,
    body: RequestPasswordReset,
    answers: { 202: Type.Null() },
    rateLimit: 'auth',
    handle: async ({ body, actor }) => {
      await cradle.requestPasswordReset(body, actor);
      return accepted;
    },
  }),
  route({
    method: 'POST',
    url: '/auth/reset-password',
    permission: 'public',
    operationId: 'resetPassword',
    summary: 'Sets a password with the token of a letter, and ends every session',
    tags,
    body: ResetPassword,
    answers: nothing,
    refuses: ['auth.link_invalid', 'password.refused'],
    rateLimit: 'auth',
    handle: async ({ body, actor }) => {
      await cradle.resetPassword(body, actor);
      return noContent();
    },
  }),
  route({
    method: 'POST',
    url: '/auth/accept-invitation',
    permission: 'public',
    operationId: 'acceptInvitation',
    summary: 'Sets the first password with the token of an invitation',
    tags,
    body: AcceptInvitation,
    answers: nothing,
    refuses: ['auth.link_invalid', 'password.refused'],
    rateLimit: 'auth',
    handle: async ({ body, actor }) => {
      await cradle.acceptInvitation(body, actor);
      return noContent();
    },
  }),
  route({
    method: 'POST',
    url: '/auth/change-password',
    permission: 'self',
    operationId: 'changePassword',
    summary: 'Changes one’s own password, and ends every session, this one included',
    tags,
    body: ChangePassword,
    answers: nothing,
    refuses: ['auth.invalid_credentials', 'password.refused'],
    idempotency: 'none',
    rateLimit: 'auth',
    handle: async ({ body, actor }) => {
      await cradle.changePassword(body, actor);
      return noContent({ headers: noRefreshCookie(cradle) });
    },
  }),
  route({
    method: 'GET',
    url: '/auth/me',
    permission: 'self',
    operationId: 'readOwnAccount',
    summary: 'Who is logged in, where they work, and what they may do',
    tags,
    answers: { 200: Account },
    handle: async ({ actor }) => {
      const user = await cradle.identityReads.account(actor.userId ?? '');
      const { role, serviceCenters } = user;
      return ok({ user, role, serviceCenters, permittedActions: permittedActions(actor.role) });
    },
  }),
  route({
    method: 'GET',
    url: '/auth/sessions',
    permission: 'self',
    operationId: 'listSessions',
    summary: 'The devices on which the caller is logged in',
    tags,
    answers: { 200: Sessions },
    handle: async ({ actor, claims }) => {
      const sessions = await cradle.identityReads.sessionsOf(actor.userId ?? '', cradle.clock.now());
      return ok({ data: sessions.map((session) => ({ ...session, current: session.id === claims?.sessionId })) });
    },
  }),
  route({
    method: 'DELETE',
    url: '/auth/sessions/:id',
    permission: 'user.session.revoke',
    operationId: 'endSession',
    summary: 'Ends one session, one’s own or of somebody in one’s care',
    tags,
    params: ById,
    answers: nothing,
    handle: async ({ params, actor }) => {
      await cradle.endSession({ sessionId: params.id }, actor);
      return noContent();
    },
  }),
];
