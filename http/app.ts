import { randomUUID } from 'node:crypto';
import cors from '@fastify/cors';
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import type { Actor } from '@dms/domain/shared/actor';
import type { DomainError } from '@dms/domain/shared/errors';
import type { Container, Cradle } from '../adapters/container.ts';
import { componentsOf } from './components.ts';
import { versionOf } from './conditional.ts';
import { type Modules, modules, routesIn } from './modules.ts';
import { mount, type Mounting } from './mount.ts';
import { authentication, type Claims } from './plugins/authentication.ts';
import { isOfAdminPage, showOperations } from './operations/admin-page.ts';
import { answerClientError } from './plugins/client-errors.ts';
import { observe, type metrics, traceRequests } from './plugins/observation.ts';
import { describeApi, documentRoute, showApi } from './plugins/openapi.ts';
import { rateLimits } from './plugins/rate-limits.ts';
import { securityHeaders } from './plugins/security.ts';
import { whileOn } from './plugins/switched-off.ts';
import { headersOf, pathOf, problemOf, refusalOf, statusOfCode, unknownRoute } from './problem.ts';
import type { Route } from './route.ts';
import { schemaCompilers } from './schema-compilers.ts';
import { Problem } from './schemas.ts';
import { openStreams, streamLimits } from './streams/streams.ts';
import { forms } from './forms.ts';
import { acceptJson, ajvOptions, refuseUnreadableUrl } from './validation.ts';

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor;
    claims: Claims | undefined;
    readonly ifMatch: number | undefined;
    /** The definition that is being answered; undefined for what no module defined. */
    route: Route | undefined;
  }
  interface FastifyReply {
    /** What the request was refused with, for the log. */
    refusal: DomainError | undefined;
    /** What was thrown that nobody foresaw, for the log. */
    failure: unknown;
  }
  interface FastifyContextConfig {
    route?: Route;
  }
}

const BODY_LIMIT_BYTES = 1024 * 1024;
const TIMEOUT_MS = 30_000;
const KEEP_ALIVE_MS = 72_000;
const LONGEST_PARAMETER = 200;

const REQUEST_ID = /^[A-Za-z0-9._-]{1,64}$/;
const requestIdOf = (sent: string | string[] | undefined): string | undefined =>
  typeof sent === 'string' && REQUEST_ID.test(sent) ? sent : undefined;

function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = refusalOf(error);
  reply.refusal = refusal;
  if (refusal.kind === 'unexpected') reply.failure = error;
  return reply
    .code(statusOfCode(refusal.code))
    .headers(headersOf(refusal))
    .header('x-request-id', request.id)
    .send(JSON.stringify(problemOf(refusal, request)));
}

/** Runs before anything else of every request, a refused one included. */
function beginning(config: Cradle['config']) {
  const always = securityHeaders(config);
  return (request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void): void => {
    void reply.headers(always).header('x-request-id', request.id);
    try {
      refuseUnreadableUrl(request.raw.url ?? '');
      done();
    } catch (refusal) {
      done(refusal as Error);
    }
  };
}

function bare({ config, logger, ids }: Pick<Cradle, 'config' | 'logger' | 'ids'>): FastifyInstance {
  const { trustedProxies } = config.http;
  return Fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }), // one line a request is written, by observe()
    childLoggerFactory: (parent) => parent, // and it names the request itself, so none needs a logger of its own
    genReqId: ({ headers }) => requestIdOf(headers['x-request-id']) ?? randomUUID(),
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    return503OnClosing: false, // what reaches a closing server on an open connection is still done
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
    ajv: ajvOptions,
    schemaController: { compilersFactory: schemaCompilers() as never },
    clientErrorHandler: answerClientError(() => ids.next()),
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => void answerProblem(error, request, reply),
  }) as unknown as FastifyInstance;
}

/** What is no route of a module: pages and assets for people, and the answer to a preflight. */
const isForPeople = (url: string): boolean => url === '/docs' || url.startsWith('/docs/') || isOfAdminPage(url);
const broughtByPlugins = (url: string, method: unknown): boolean => isForPeople(url) || method === 'OPTIONS';

/** No route without a permission, whoever registers it (ACC-10). */
function demandPermission(app: FastifyInstance): void {
  app.addHook('onRoute', ({ config, method, url }) => {
    if (config?.route?.permission === undefined && !broughtByPlugins(url, method)) {
      throw new Error(`${String(method)} ${url} names no permission: define it with route().`);
    }
  });
}

async function allowOrigins(app: FastifyInstance, origins: readonly string[]): Promise<void> {
  if (origins.length === 0) return;
  await app.register(cors, {
    origin: [...origins],
    credentials: true,
    strictPreflight: false,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    exposedHeaders: [
      'ETag',
      'Location',
      'X-Request-Id',
      'Idempotency-Replayed',
      'Retry-After',
      'RateLimit-Limit',
      'RateLimit-Remaining',
      'RateLimit-Reset',
    ],
    maxAge: 600,
  });
}

export type AppOptions = {
  readonly container: Container;
  /** Other modules than the product's, for tests of the conventions alone. */
  readonly routes?: Modules;
  readonly durations?: ReturnType<typeof metrics>['durations'] | undefined;
};

/** The application, ready to listen or to be asked by `inject`. It opens no connection by itself. */
export async function buildApp({ container: { cradle }, routes = modules, durations }: AppOptions): Promise<FastifyInstance> {
  const app = bare(cradle);
  app.decorateRequest('actor', null as never);
  app.decorateRequest('claims', undefined);
  app.decorateRequest('route', undefined);
  app.decorateRequest('ifMatch', {
    getter() {
      return versionOf(this.headers['if-match']);
    },
  });
  app.decorateReply('refusal', undefined);
  app.decorateReply('failure', undefined);

  acceptJson(app);
  app.addHook('onRequest', beginning(cradle.config));
  observe(app, cradle.logger, durations);
  if (cradle.tracing) traceRequests(app, cradle.tracing);
  await allowOrigins(app, cradle.config.http.corsOrigins);
  app.setErrorHandler(answerProblem);
  app.setNotFoundHandler((request, reply) => answerProblem(unknownRoute(request.method, pathOf(request.url)), request, reply));

  demandPermission(app);
  await describeApi(app);
  await showApi(app);
  showOperations(app);

  const component = componentsOf(app);
  component(Problem, 'out');
  await mountAll(app, cradle, component, routes);
  await app.ready();
  return app;
}

async function mountAll(app: FastifyInstance, cradle: Cradle, component: Mounting['component'], routes: Modules): Promise<void> {
  const { idempotency, digest, askForApproval, outdateApproval, noteLostDemand, storage, ids, logger } = cradle;
  const streams = openStreams(logger, { ...streamLimits, ...cradle.config.http.streams });
  // Before it waits for what runs: a stream runs until somebody ends it.
  app.addHook('preClose', async () => streams.endAll());
  const mounting: Mounting = {
    streams,
    identify: authentication(cradle),
    whileOn: whileOn(cradle),
    limit: await rateLimits(app, cradle),
    component,
    forms: forms(cradle),
    uploads: { storage, ids, logger },
    idempotency,
    digest,
    askForApproval,
    outdateApproval,
    noteLostDemand,
  };
  for (const route of [documentRoute(app), ...routesIn(routes, cradle)]) mount(app, route, mounting);
}
