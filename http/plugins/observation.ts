import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Cradle } from '../../adapters/container.ts';
import { pathOf } from '../problem.ts';

type Measured = Pick<Cradle, 'poolStats' | 'outboxLag' | 'queueDesk'>;

const DEPTHS = ['waiting', 'due', 'resting', 'running', 'dead'] as const;

/** What Prometheus reads: durations by route, the process and its event loop, the pool, the queues, and how far the outbox is behind. */
export function metrics({ poolStats, outboxLag, queueDesk }: Measured) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'From the request to the end of the answer.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [],
  });
  const pool = new Gauge({
    name: 'postgres_pool_connections',
    help: 'Connections of the pool by what they do, and requests that wait for one.',
    labelNames: ['state'] as const,
    registers: [],
    collect() {
      for (const [state, count] of Object.entries(poolStats())) this.set({ state }, count);
    },
  });
  const outbox = new Gauge({
    name: 'outbox_lag_seconds',
    help: 'The age of the oldest event that was not relayed yet; NaN while PostgreSQL does not answer.',
    registers: [],
    async collect() {
      this.set(await outboxLag().catch(() => Number.NaN));
    },
  });
  /** While PostgreSQL does not answer there are no figures of the queues, rather than old ones. */
  const figures = () => queueDesk.figures().catch(() => []);
  const depth = new Gauge({
    name: 'queue_jobs',
    help: 'Work of each queue that waits, is due of it, rests with its module, runs, or was given up.',
    labelNames: ['queue', 'state'] as const,
    registers: [],
    async collect() {
      this.reset();
      for (const queue of await figures()) for (const state of DEPTHS) this.set({ queue: queue.name, state }, queue[state]);
    },
  });
  const lag = new Gauge({
    name: 'queue_lag_seconds',
    help: 'For how long the work that has waited longest should have been begun.',
    labelNames: ['queue'] as const,
    registers: [],
    async collect() {
      this.reset();
      for (const { name, lagSeconds } of await figures()) this.set({ queue: name }, lagSeconds);
    },
  });
  for (const metric of [durations, pool, outbox, depth, lag]) registry.registerMetric(metric);
  return { registry, durations };
}
type Durations = ReturnType<typeof metrics>['durations'];

const NONE: Readonly<Record<string, unknown>> = {};
/** As the logger tells of errors, without what a driver hangs on them. */
const unexpected = ({ failure }: FastifyReply) => (failure === undefined ? NONE : { err: failure });

const LONGEST_PATH = 100;
/** Of our own routes the name is at hand; the framework would make an object to tell it. */
const routeNameOf = (request: FastifyRequest): string =>
  request.route?.url ?? request.routeOptions.url ?? pathOf(request.url).slice(0, LONGEST_PATH);

/** One line a request. The route stands for the URL, whose query may hold a phone number. */
function line(request: FastifyRequest, reply: FastifyReply) {
  const { actor } = request;
  return {
    requestId: request.id,
    method: request.method,
    route: routeNameOf(request),
    status: reply.statusCode,
    ms: Math.round(reply.elapsedTime * 10) / 10,
    code: reply.refusal?.code,
    user: actor?.userId ?? undefined,
    branch: actor?.serviceCenterIds.join(' ') || undefined,
    ...unexpected(reply),
  };
}

const levelOf = (status: number): 'info' | 'error' => (status >= 500 ? 'error' : 'info');

/** Logs and measures each request when its answer has gone out: one hook, and nothing on its way. */
export function observe(app: FastifyInstance, logger: Cradle['logger'], durations: Durations | undefined): void {
  app.addHook('onResponse', (request, reply, done) => {
    const level = levelOf(reply.statusCode);
    if (logger.isLevelEnabled(level)) logger[level](line(request, reply), 'request');
    // How long somebody listened says nothing of how fast anything is.
    if (request.route?.stream && reply.statusCode === 200) return done();
    durations?.observe(
      { method: request.method, route: request.route?.url ?? request.routeOptions.url ?? 'unknown', status: reply.statusCode },
      reply.elapsedTime / 1000,
    );
    done();
  });
}

/** A span for each request, as a part of the trace of whoever asks, if they trace. It names the route, and nobody. */
export function traceRequests(app: FastifyInstance, tracing: NonNullable<Cradle['tracing']>): void {
  const spans = new WeakMap<FastifyRequest, ReturnType<typeof tracing.begin>>();
  app.addHook('onRequest', (request, _reply, done) => {
    const attributes = { 'http.request.method': request.method, 'dms.request_id': request.id };
    spans.set(request, tracing.begin({ kind: 'request', name: request.method, headers: request.headers, attributes }));
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.route?.url ?? request.routeOptions.url;
    const attributes = { ...(route !== undefined && { 'http.route': route }), 'http.response.status_code': reply.statusCode };
    spans.get(request)?.end({ name: `${request.method} ${route ?? 'unknown'}`, attributes, failed: reply.statusCode >= 500 });
    done();
  });
}
