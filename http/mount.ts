import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import type { TSchema } from '@sinclair/typebox';
import type {
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  onRequestAsyncHookHandler,
  onRequestHookHandler,
  preValidationHookHandler,
  RouteHandlerMethod,
} from 'fastify';
import type { Cradle } from '../adapters/container.ts';
import type { Answer } from './answers.ts';
import type { Direction } from './components.ts';
import { etagOfBoth, etagOfText, etagOfVersion, isKnown } from './conditional.ts';
import { fingerprintOf, keyOf } from './idempotency.ts';
import { identifyPublic } from './plugins/authentication.ts';
import type { RateClass } from './plugins/rate-limits.ts';
import { ApprovalStale } from '@dms/domain/approvals/approval-stale';
import { StockShort } from '@dms/domain/inventory/stock-short';
import { ApprovalNeeded } from '@dms/domain/shared/approval-needed';
import { accepted } from './answers.ts';
import { answersOf, type Call, fileTypesOf, isPublic, type Route } from './route.ts';
import type { Streams } from './streams/streams.ts';
import { acceptForms, type forms } from './forms.ts';
import { acceptUploads, uploadOf } from './uploads.ts';
import { acceptFiles, acceptTexts, queryConversion, refuseBody } from './validation.ts';

/** What mounting a route needs: hooks that were made once for all routes, and the two ports of idempotency. */
export type Mounting = {
  readonly identify: (permission: Route['permission']) => onRequestHookHandler;
  readonly whileOn: (module: NonNullable<Route['module']>, next: onRequestHookHandler) => onRequestHookHandler;
  readonly limit: (name: RateClass) => onRequestAsyncHookHandler;
  readonly component: (schema: TSchema, direction: Direction) => TSchema;
  readonly streams: Streams;
  readonly forms: ReturnType<typeof forms>;
  readonly uploads: Pick<Cradle, 'storage' | 'ids' | 'logger'>;
  readonly idempotency: Cradle['idempotency'];
  readonly digest: Cradle['digest'];
  readonly outdateApproval: (stale: ApprovalStale, actor: Call['actor']) => Promise<void>;
  readonly noteLostDemand: (short: StockShort, actor: Call['actor'], key?: string) => Promise<void>;
  readonly askForApproval: (needed: ApprovalNeeded, actor: Call['actor']) => Promise<{ readonly id: string }>;
};

/** An answer as it goes over the wire, and as idempotency keeps it. */
type Written = { readonly status: number; readonly headers: Record<string, string>; readonly body: string | Uint8Array | Readable };

const JSON_TYPE = 'application/json; charset=utf-8';
export const isSerialized = (schema: TSchema): boolean => schema.type !== 'null' && schema.contentMediaType === undefined;

function fastifySchema(route: Route, component: Mounting['component']) {
  const { params, query, body } = route;
  const serialized = Object.entries(answersOf(route)).filter(([, schema]) => isSerialized(schema));
  return {
    ...(params && { params: component(params, 'in') }),
    querystring: query === undefined ? NO_QUERY : component(query, 'in'),
    ...(body && !route.rawBody && fileTypesOf(route).length === 0 && { body: component(body, 'in') }),
    response: Object.fromEntries(serialized.map(([status, schema]) => [status, written(schema, component)])),
  };
}

/** How an answer is written. Of one with several forms every field is, where it is there: its writer need not find out which form it is. */
function written(schema: TSchema, component: Mounting['component']): TSchema {
  if (!schema.oneOf) return component(schema, 'out');
  const forms = schema.oneOf as readonly TSchema[];
  for (const form of forms) component(form, 'out');
  const properties = Object.assign({}, ...forms.map((form) => form.properties as object)) as object;
  return component({ type: 'object', properties } as unknown as TSchema, 'out');
}
const NO_QUERY = { type: 'object', properties: {}, additionalProperties: false };

/** Before validation: a query's texts become what its schema says, and no body becomes an empty one where no field is required. */
function preparationOf({ query, body }: Route): preValidationHookHandler[] {
  const convert = queryConversion((query?.properties ?? {}) as Record<string, { type?: unknown }>);
  const mayBeEmpty = body?.type === 'object' && (body.required ?? []).length === 0;
  if (convert === undefined && !mayBeEmpty) return [];
  return [
    (request, _reply, done) => {
      convert?.(request.query as Record<string, unknown>);
      if (mayBeEmpty) request.body ??= {};
      done();
    },
  ];
}

function jsonText({ operationId }: Route, reply: FastifyReply, { status }: Answer, body: object): string {
  const serialize = reply.getSerializationFunction(String(status));
  if (serialize === undefined) throw new Error(`${operationId} answers ${status}, which it does not declare.`);
  return serialize(body as Record<string, unknown>);
}

function contentOf(route: Route, reply: FastifyReply, answer: Answer): { type?: string; body: Written['body'] } {
  const { content } = answer;
  if (content.kind === 'json') return { type: JSON_TYPE, body: jsonText(route, reply, answer, content.body) };
  if (content.kind === 'text') return { type: content.type, body: content.text };
  if (content.kind === 'file') return { type: content.type, body: content.source };
  return { body: '' };
}

function write(route: Route, reply: FastifyReply, answer: Answer): Written {
  const { type, body } = contentOf(route, reply, answer);
  const headers: Record<string, string> = { ...answer.headers };
  if (type !== undefined) headers['content-type'] = type;
  if (answer.version !== undefined) headers.etag = etagOfVersion(answer.version);
  return { status: answer.status, headers, body };
}

const send = (reply: FastifyReply, { status, headers, body }: Written): FastifyReply =>
  reply
    .code(status)
    .headers(headers)
    .send(body === '' ? undefined : body);

/** A read: the reader keeps it and asks whether it is still the same. */
function sendRead(route: Route, request: FastifyRequest, reply: FastifyReply, written: Written): FastifyReply {
  const { headers, body } = written;
  const cacheControl = route.cache ?? 'private, no-cache';
  headers['cache-control'] = cacheControl;
  if (typeof body === 'string' && cacheControl !== 'no-store') headers.etag ??= etagOfText(body);
  if (headers.etag === undefined || !isKnown(request.headers['if-none-match'], headers.etag)) return send(reply, written);
  if (body instanceof Readable) body.destroy();
  delete headers['content-type'];
  delete headers['content-length'];
  return send(reply, { status: 304, headers, body: '' });
}

function sendWrite(reply: FastifyReply, written: Written): FastifyReply {
  written.headers['cache-control'] = 'no-store';
  return send(reply, written);
}

const reader =
  (route: Route): RouteHandlerMethod =>
  async (request, reply) => {
    const answer = await route.handle(request);
    const { version, holdsMore } = answer;
    const written = write(route, reply, answer);
    if (holdsMore && version !== undefined && typeof written.body === 'string') written.headers.etag = etagOfBoth(version, written.body);
    return sendRead(route, request, reply, written);
  };

/** What stands between us and the caller neither keeps nor gathers nor packs what is to arrive at once. */
const STREAM_HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
};

const listener =
  (route: Route, identify: onRequestHookHandler, { streams }: Mounting): RouteHandlerMethod =>
  async (request, reply) => {
    const { content } = await route.handle(request);
    if (content.kind !== 'events') throw new Error(`${route.operationId} is a stream, and answers ${content.kind}.`);
    const again = (): Promise<Call['actor']> => {
      const { promise, resolve, reject } = Promise.withResolvers<Call['actor']>();
      identify.call(request.server, request, reply, (refusal) => (refusal ? reject(refusal) : resolve(request.actor)));
      return promise;
    };
    const lastEventId = request.headers['last-event-id'] as string | undefined;
    keepAlive(request.raw.socket);
    const body = await streams.open(content.followed, { actor: request.actor, again, lastEventId });
    return reply.headers(STREAM_HEADERS).send(body);
  };

const KEEP_ALIVE_MS = 30_000;
/** A caller who vanished without a word is found out by the machine itself; one that was injected has no connection to keep. */
const keepAlive = (socket: Partial<Socket>): void => void socket.setKeepAlive?.(true, KEEP_ALIVE_MS);

/** With a key, the answer is made and stored in the transaction of its effect, to the letter, and a retry gets that one. */
function writer(route: Route, { idempotency, digest, askForApproval, outdateApproval, noteLostDemand }: Mounting): RouteHandlerMethod {
  const name = `${route.method} ${route.url}`;
  return async (request, reply) => {
    if (route.body === undefined) refuseBody(request.body);
    const call: Call = request;
    const key = keyOf(route, request);
    const once = async (handle: () => Answer | Promise<Answer>): Promise<FastifyReply> => {
      if (key === undefined) return sendWrite(reply, write(route, reply, await handle()));
      const asked = { actor: call.actor, route: name, key, fingerprint: fingerprintOf(request, digest) };
      const { replayed, ...stored } = await idempotency(asked, async () => asText(write(route, reply, await handle())));
      if (replayed) void reply.header('idempotency-replayed', 'true');
      return sendWrite(reply, { ...stored, headers: { ...stored.headers } });
    };
    try {
      return await once(() => route.handle(call));
    } catch (error) {
      // Everything that was tried is undone by now. What is left is to say so, or to ask, under the same key.
      if (error instanceof ApprovalStale) await outdateApproval(error, call.actor);
      const short = error instanceof ApprovalStale ? error.because : error;
      if (short instanceof StockShort) await noteLostDemand(short, call.actor, key);
      if (!route.mayAsk || !(error instanceof ApprovalNeeded) || error.asked === undefined) throw error;
      return once(async () => awaiting(await askForApproval(error, call.actor)));
    }
  };
}

const awaiting = ({ id }: { readonly id: string }): Answer => accepted(`/approvals/${id}`, { approvalId: id });

function asText({ body, ...rest }: Written): { status: number; headers: Record<string, string>; body: string } {
  if (typeof body !== 'string') throw new Error('A file is not an answer that can be stored under an Idempotency-Key.');
  return { ...rest, body };
}

/** Puts one route into the application, with everything that every route has. One that takes a file takes no JSON, and others no file. */
export function mount(app: FastifyInstance, route: Route, mounting: Mounting): void {
  const types = fileTypesOf(route);
  if (types.length === 0 && !route.form && !route.rawTypes) return put(app, route, mounting);
  void app.register(async (apart) => {
    const upload = uploadOf(route);
    if (route.form) await acceptForms(apart);
    else if (route.rawTypes) acceptTexts(apart, route.rawTypes);
    else if (upload) acceptUploads(apart, types, upload, mounting.uploads);
    else acceptFiles(apart, types);
    put(apart, route, mounting);
  });
}

function put(app: FastifyInstance, route: Route, mounting: Mounting): void {
  const begin: onRequestHookHandler = (request, _reply, done) => {
    request.route = route;
    done();
  };
  const known = isPublic(route) ? identifyPublic : mounting.identify(route.permission);
  const identify = route.module === undefined ? known : mounting.whileOn(route.module, known);
  const limits = route.rateLimit === undefined ? [] : [mounting.limit(route.rateLimit)];
  app.route({
    method: route.method,
    url: route.url,
    config: { route },
    schema: fastifySchema(route, mounting.component),
    onRequest: [begin, identify, ...(limits as never[])],
    preValidation: route.form ? [mounting.forms.onForm] : preparationOf(route),
    ...(route.form && { onSend: mounting.forms.onAnswer }),
    ...(route.stream && { exposeHeadRoute: false }),
    handler: route.stream ? listener(route, identify, mounting) : route.method === 'GET' ? reader(route) : writer(route, mounting),
  });
}
