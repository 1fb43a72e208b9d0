import type { IncomingHttpHeaders } from 'node:http';
import type { Static, TObject, TSchema } from '@sinclair/typebox';
import type { ActionName } from '@dms/domain/shared/access/matrix';
import type { SwitchableModule } from '@dms/domain/configuration/switchable-modules';
import type { Actor } from '@dms/domain/shared/actor';
import type { ErrorCode } from '@dms/domain/shared/errors';
import type { Cradle } from '../adapters/container.ts';
import type { Answer } from './answers.ts';
import { ApprovalAsked } from './schemas.ts';
import type { Claims } from './plugins/authentication.ts';
import type { RateClass } from './plugins/rate-limits.ts';

/** What a handler is given: the validated request, who asks, and the version they last saw. */
export type Call<Params = unknown, Query = unknown, Body = unknown> = {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly actor: Actor;
  /** The session behind the token; undefined on public routes. */
  readonly claims: Claims | undefined;
  /** The version named by `If-Match`: the change is refused when the resource has another one by now. */
  readonly ifMatch: number | undefined;
  readonly headers: IncomingHttpHeaders;
};

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One route: what it is called, who may use it, what it takes and answers, and the one call that does it. */
export type Definition<Params extends TSchema, Query extends TSchema, Body extends TSchema> = {
  readonly method: Method;
  readonly url: string;
  /** The action of the policy that the caller's role must have somewhere; whether here, the use case decides (ACC-10). */
  readonly permission: ActionName;
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tags: readonly [Tag];
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** The schema by status. `Type.Null()` is an empty answer, `FileOf(type)` a file. */
  readonly answers: Readonly<Record<number, TSchema>>;
  /** The codes this route refuses with, beside those that every such route has. */
  readonly refuses?: readonly ErrorCode[];
  /** By default accepted on a POST behind a login, and none elsewhere. */
  readonly idempotency?: 'required' | 'accepted' | 'none';
  /** Whether `If-Match` is honoured; PATCH always does. */
  readonly conditional?: true;
  /** The answer may be 202: what the caller may only ask for waits for somebody else's decision (ACC-04). */
  readonly mayAsk?: true;
  readonly rateLimit?: RateClass;
  /** The answer is `events`, which go on for as long as the caller listens. */
  readonly stream?: true;
  /** The body is a form (multipart/form-data) with a file: `FormFile` in its field `file`. */
  readonly form?: true;
  /** The body is given as the text that came: whether to believe it, its very bytes decide. */
  readonly rawBody?: true;
  /** The types of body that are taken, where it is not JSON alone. */
  readonly rawTypes?: readonly string[];
  /** `Cache-Control` of a GET; by default `private, no-cache`: kept, and asked about each time. */
  readonly cache?: string;
  handle(call: Call<Static<Params>, Static<Query>, Static<Body>>): Answer | Promise<Answer>;
};

/** A route whatever its schemas. Its module is named where that can be switched off. */
export type Route = Definition<TSchema, TSchema, TSchema> & { readonly module?: SwitchableModule };

/** What a module exports: its routes, over the use cases and read ports it takes from the container. */
export type RoutesOf = (cradle: Cradle) => readonly Route[];

/** Ties the schemas of a definition to the types its handler sees. */
export const route = <Params extends TSchema = TObject, Query extends TSchema = TObject, Body extends TSchema = TObject>(
  definition: Definition<Params, Query, Body>,
): Route => definition;

export const answersOf = ({ answers, mayAsk }: Route): Readonly<Record<number, TSchema>> =>
  mayAsk ? { ...answers, 202: ApprovalAsked } : answers;

/** The types of content that the body may have, where it is a file and not JSON. */
export const fileTypesOf = ({ body }: Route): readonly string[] => (body?.contentMediaTypes as readonly string[] | undefined) ?? [];

export const isPublic = ({ permission }: Route): boolean => permission === 'public';

export const idempotencyOf = ({ idempotency, method, permission }: Route): 'required' | 'accepted' | 'none' =>
  idempotency ?? (method === 'POST' && permission !== 'public' ? 'accepted' : 'none');

export const isConditional = ({ method, conditional }: Route): boolean => conditional === true || method === 'PATCH';

/** What the routes are grouped by in the OpenAPI document, with the sentence that explains the group. */
export const tags = {
  identity: 'Login, sessions, users, branches and who may do what.',
  customers: 'Customers, vehicles, their search and history.',
  inventory: 'Parts, stock, movements and transfers.',
  workshop: 'Job cards, from opening to delivery.',
  files: 'Photos and papers of records.',
  approvals: 'What somebody else decides on.',
  billing: 'Tax, invoices, notes and payments.',
  notifications: 'Messages, their words, and who wants to hear of what.',
  webhooks: 'Telling other servers of what happens here.',
  imports: 'Files that bring in what was kept elsewhere.',
  operations: 'Work in the background, health, and what the problems mean.',
} as const;
export type Tag = keyof typeof tags;
