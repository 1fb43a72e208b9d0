import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import type { Container, Cradle } from '../adapters/container.ts';
import { buildApp } from './app.ts';
import { metrics } from './plugins/observation.ts';

const FIRST_PORT = 3000;
const FIRST_METRICS_PORT = 9464;
const CLOSE_WITHIN_MS = 20_000; // of the 25 s that a shutdown may take
const SWEEP_EVERY_MS = 50;

export type RunningHttp = { readonly url: string; readonly metricsUrl: string; readonly close: () => Promise<void> };

const isTaken = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';

/** Listens on the configured port, or on the first one that is free from `first` on; somebody may take it between finding and listening. */
async function listen(
  server: Server,
  host: string,
  configured: number | undefined,
  first: number,
  freePort: Cradle['freePort'],
): Promise<number> {
  const port = configured ?? (await freePort(first));
  try {
    await bind(server, host, port);
    return (server.address() as AddressInfo).port;
  } catch (error) {
    if (configured !== undefined || !isTaken(error)) throw error;
    return listen(server, host, undefined, port + 1, freePort);
  }
}

function bind(server: Server, host: string, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(port, host, () => {
    server.off('error', reject);
    resolve();
  });
  return promise;
}

/** Only GET /metrics, on a port of its own that need not be open to the outside. */
const metricsServer = (registry: Registry): Server =>
  createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    registry.metrics().then(
      (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });

function ended(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  server.closeIdleConnections();
  return promise;
}

/** Takes no more connections, lets running requests finish, and cuts off what has not finished in time. */
async function closeAll(app: FastifyInstance, observed: Server, registry: Registry): Promise<void> {
  const cut = setTimeout(() => {
    app.server.closeAllConnections();
    observed.closeAllConnections();
  }, CLOSE_WITHIN_MS);
  // A connection that was busy when closing began is kept alive by its client after the answer, and nobody else would end it.
  const sweep = setInterval(() => app.server.closeIdleConnections(), SWEEP_EVERY_MS);
  try {
    await app.close();
    await ended(observed);
  } finally {
    clearInterval(sweep);
    clearTimeout(cut);
    registry.clear();
  }
}

/** Serves the API and, on its own port, the metrics. Ending the container is its maker's business. */
export async function startHttp({ container }: { container: Container }): Promise<RunningHttp> {
  const { config, freePort, poolStats, outboxLag, queueDesk } = container.cradle;
  const { host, port, metricsPort } = config.http;
  const { registry, durations } = metrics({ poolStats, outboxLag, queueDesk });
  const observed = metricsServer(registry);
  const app = await buildApp({ container, durations });
  const close = () => closeAll(app, observed, registry);
  try {
    const listening = await listen(app.server, host, port, FIRST_PORT, freePort);
    const listeningMetrics = await listen(observed, host, metricsPort, FIRST_METRICS_PORT, freePort);
    return { url: urlOf(host, listening), metricsUrl: `${urlOf(host, listeningMetrics)}/metrics`, close };
  } catch (error) {
    await close();
    throw error;
  }
}

const EVERYWHERE = new Set(['0.0.0.0', '::']);
/** An address that a client on this machine can use. */
const urlOf = (host: string, port: number): string =>
  `http://${EVERYWHERE.has(host) ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host}:${port}`;
