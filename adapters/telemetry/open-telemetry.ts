import { readFileSync } from 'node:fs';
import { defaultTextMapGetter, ROOT_CONTEXT, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { Begun, Span, Tracing } from './tracing.ts';

type Settings = {
  /** The collector, whose `/v1/traces` takes OTLP as JSON. */
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly serviceName: string;
};

const KINDS = { request: SpanKind.SERVER, job: SpanKind.CONSUMER } as const;
const CLOSE_WITHIN_MS = 3_000;
const packageJson = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { readonly version: string };

/** Spans of requests and jobs, in batches to a collector. What it cannot take is dropped: nobody waits for it. */
export const openTelemetry = ({ endpoint, headers, serviceName }: Settings): Tracing => {
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces`, headers: { ...headers } });
  const resource = resourceFromAttributes({ 'service.name': serviceName, 'service.version': packageJson.version });
  const provider = new BasicTracerProvider({ resource, spanProcessors: [new BatchSpanProcessor(exporter)] });
  const tracer = provider.getTracer('dms', packageJson.version);
  const propagator = new W3CTraceContextPropagator();

  return {
    begin({ kind, name, headers: carried = {}, attributes }: Begun): Span {
      const parent = propagator.extract(ROOT_CONTEXT, carried, defaultTextMapGetter);
      const span = tracer.startSpan(name, { kind: KINDS[kind], attributes }, parent);
      return {
        end({ name: known, attributes: found = {}, failed = false }) {
          if (known !== undefined) span.updateName(known);
          span.setAttributes(found);
          if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
          span.end();
        },
      };
    },
    async close() {
      const patience = Promise.withResolvers<void>();
      const timer = setTimeout(patience.resolve, CLOSE_WITHIN_MS);
      await Promise.race([provider.shutdown().catch(() => undefined), patience.promise]);
      clearTimeout(timer);
    },
  };
};
