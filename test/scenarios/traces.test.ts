import assert from 'node:assert/strict';
import { once } from 'node:events';
import { globSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { loadConfig } from '../../adapters/config.ts';
import { checkout } from '../../adapters/embedded/data-folder.ts';
import { systemClock } from '../../adapters/security/system.ts';
import { startDms } from '../support/api-process.ts';
import type { Ending } from '../support/database.ts';
import { until } from '../support/until.ts';
import { freshBranches } from '../support/world.ts';

type Attribute = { readonly key: string; readonly value: { readonly stringValue?: string; readonly intValue?: number } };
type Span = {
  readonly traceId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly attributes: readonly Attribute[];
  readonly status: { readonly code: number };
};
type Sent = {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly Span[] }[];
  }[];
};

const [SERVER, CONSUMER] = [2, 5];

/** A collector that keeps what it is given. */
const startCollector = async (ending: Ending) => {
  const sent: { readonly key: string | undefined; readonly body: Sent }[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (part: string) => (text += part));
    request.on('end', () => {
      if (request.url === '/v1/traces')
        sent.push({ key: request.headers['api-key'] as string | undefined, body: JSON.parse(text) as Sent });
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  ending.after(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent,
    spans: (): Span[] =>
      sent.flatMap(({ body }) => body.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans))),
  };
};

const told = ({ attributes }: Span): Record<string, string | number | undefined> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue]));

describe('traces', () => {
  it('of requests and of the jobs they cause reach the collector, under the trace of whoever asks, and name nobody', async (t) => {
    const collector = await startCollector(t);
    const world = await freshBranches(t, { clock: systemClock });
    const otel = {
      OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/`,
      OTEL_EXPORTER_OTLP_HEADERS: 'api-key=of=ours',
      OTEL_SERVICE_NAME: 'dealer',
    };
    const invoice = await world.make.invoice();
    const api = await startDms(t, world, ['api'], otel);
    const { url } = await api.ready();
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const read = await world.as('advisor').at(url).get(`/invoices/${invoice.id}`, { traceparent, 'x-request-id': 'traced-1' });
    assert.equal(read.status, 200, read.text);
    assert.deepEqual(await api.kill('SIGTERM'), { code: 0, signal: null });
    const span = collector.spans().find(({ name }) => name === 'GET /invoices/:id')!;
    assert.deepEqual([span.traceId, span.parentSpanId, span.kind], ['0af7651916cd43dd8448eb211c80319c', 'b7ad6b7169203331', SERVER]);
    assert.deepEqual(told(span), {
      ...{ 'http.request.method': 'GET', 'http.route': '/invoices/:id', 'http.response.status_code': 200, 'dms.request_id': 'traced-1' },
    });
    assert.equal(collector.sent[0]!.key, 'of=ours');
    const resource = collector.sent[0]!.body.resourceSpans[0]!.resource.attributes;
    assert.equal(resource.find(({ key }) => key === 'service.name')!.value.stringValue, 'dealer');

    const worker = await startDms(t, world, ['worker', 'relay', 'pdf'], otel);
    await until(async () => (await world.rows("select from job_runs where queue = 'pdf' and state = 'done'")).length > 0);
    assert.equal((await worker.kill('SIGTERM')).code, 0);
    const job = collector.spans().find(({ kind }) => kind === CONSUMER)!;
    assert.equal(job.name, 'pdf invoice-pdf');
    const [run] = await world.rows<{ id: string; request_id: string }>("select id, request_id from job_runs where queue = 'pdf'");
    assert.deepEqual([told(job)['dms.run_id'], told(job)['dms.request_id']], [run!.id, run!.request_id]);
    const everything = JSON.stringify(collector.sent);
    for (const secret of [invoice.id, world.people.advisor.id, 'advisor.blr01']) assert.ok(!everything.includes(secret), secret);
  });

  it('cost nothing where no collector is named: what makes them is not even loaded', () => {
    const env = { NODE_ENV: 'test', DATABASE_URL: 'postgres://a@b/c', REDIS_URL: 'redis://b' };
    assert.equal(loadConfig(env).telemetry.endpoint, undefined);
    const imports = globSync('{adapters,http,workers,db}/**/*.ts', { cwd: checkout }).filter((file) =>
      /^import (?!type)[^;]*(@opentelemetry|open-telemetry\.ts)/m.test(readFileSync(`${checkout}/${file}`, 'utf8')),
    );
    assert.deepEqual(imports, ['adapters/telemetry/open-telemetry.ts']);
  });
});
