import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { TSchema } from '@sinclair/typebox';
import type { FastifyInstance, FastifySchema } from 'fastify';
import { DomainError, type ErrorCode, errorCatalogue } from '@dms/domain/shared/errors';
import packageJson from '../../package.json' with { type: 'json' };
import { text } from '../answers.ts';
import { exampleOf } from '../examples.ts';
import { problemOf, statusOfCode } from '../problem.ts';
import { Document } from '../operations/schemas.ts';
import { answersOf, fileTypesOf, idempotencyOf, isConditional, isPublic, route, type Route, tags } from '../route.ts';

/** The name in place of a picture. */
const LOGO = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="40"><text x="0" y="30" font-family="sans-serif" font-size="28" font-weight="700" fill="#fff">DMS</text></svg>',
);

type Described = Record<string, unknown>;
type Media = { content?: Record<string, { schema?: unknown; example?: unknown; encoding?: Described }>; 'x-codes'?: readonly ErrorCode[] };
type Operation = { operationId: string; parameters?: unknown[]; requestBody?: Media; responses: Record<string, Media> };
/** As much of an OpenAPI document as is looked at here. */
export type OpenApiDocument = {
  readonly openapi: string;
  readonly info: { readonly version: string };
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, Described> };
};

const INFO = {
  title: 'DMS',
  version: packageJson.version,
  summary: packageJson.description,
  description: [
    'Money, quantities and rates are decimal strings; instants are UTC, days are business days in Asia/Kolkata.',
    'Fields and query parameters that are not described here are refused.',
    'Errors are RFC 9457 problems with a stable `code`; `/problems` explains each of them.',
    'Operations with `x-module` answer 404 `route.unknown` while that module is switched off.',
  ].join('\n'),
  license: { name: packageJson.license, identifier: packageJson.license },
};

type When = (route: Route) => boolean;
const hasBody: When = ({ body }) => body !== undefined;
const writes: When = (route) => idempotencyOf(route) !== 'none';
const guarded: When = (route) => !isPublic(route);

/** Which refusals a route has by being what it is. */
const ALWAYS: readonly (readonly [ErrorCode, When])[] = [
  ['request.invalid', () => true],
  ['request.malformed', hasBody],
  ['auth.required', guarded],
  ['auth.invalid_token', guarded],
  ['access.denied', (route) => guarded(route) && route.permission !== 'self'],
  ['entity.absent', ({ params }) => params !== undefined],
  ['route.unknown', ({ module }) => module !== undefined],
  ['version.stale', isConditional],
  ['request.too_large', hasBody],
  ['request.unsupported_type', hasBody],
  ['rate.limited', ({ rateLimit }) => rateLimit !== undefined],
  ['idempotency.key_required', (route) => idempotencyOf(route) === 'required'],
  ['idempotency.key_malformed', writes],
  ['idempotency.key_reused', writes],
  ['idempotency.in_progress', writes],
  ['service.unavailable', () => true],
  ['internal.unexpected', () => true],
];

function refusalsOf(route: Route): Map<number, ErrorCode[]> {
  const codes = new Set([...ALWAYS.filter(([, when]) => when(route)).map(([code]) => code), ...(route.refuses ?? [])]);
  return Map.groupBy(codes, statusOfCode);
}

const REQUEST_ID = {
  type: 'string',
  description: 'The id of the request, as sent or made.',
  examples: ['019aaf7e-5c00-7cc4-8d3e-2f6a1b9c0d11'],
};
const RETRY_AFTER = { type: 'integer', description: 'Seconds to wait before the next try.', examples: [2] };
const CHALLENGE = { type: 'string', description: 'How to log in.', examples: ['Bearer realm="dms"'] };
const RATE_LIMIT = {
  type: 'integer',
  description: 'Requests a minute; -Remaining says how many are left, -Reset in how many seconds it starts anew.',
  examples: [60],
};

function problemAnswer(status: number, codes: readonly ErrorCode[]): Described {
  const waits = status === 429 || status === 503 || codes.includes('idempotency.in_progress');
  return {
    description: codes.map((code) => `\`${code}\`: ${errorCatalogue[code].title}.`).join('\n'),
    headers: {
      'X-Request-Id': REQUEST_ID,
      ...(waits && { 'Retry-After': RETRY_AFTER }),
      ...(status === 401 && { 'WWW-Authenticate': CHALLENGE }),
    },
    content: { 'application/problem+json': { schema: { $ref: 'Problem#' } } },
  };
}

const MEANINGS: Readonly<Record<string, string>> = {
  200: 'Done.',
  201: 'Created.',
  202: 'Taken on; see Location.',
  204: 'Done, with nothing to say.',
};

function answerHeaders({ method, rateLimit, stream, ...route }: Route, status: string): Described {
  return {
    'X-Request-Id': REQUEST_ID,
    ...(method === 'GET' &&
      !stream && {
        ETag: {
          type: 'string',
          description:
            'Send it as If-None-Match, or, where it begins with the version, as If-Match. The version alone in quotes does as well.',
          examples: ['"3"'],
        },
      }),
    ...(status === '201' && {
      Location: { type: 'string', format: 'uri-reference', description: 'Where the new resource is.', examples: ['/'] },
    }),
    ...(idempotencyOf({ method, ...route }) !== 'none' && {
      'Idempotency-Replayed': { type: 'boolean', description: 'The stored answer of the first request.', examples: [true] },
    }),
    ...(rateLimit && { 'RateLimit-Limit': RATE_LIMIT }),
  };
}

function goodAnswer(route: Route, status: string, schema: TSchema, referenced: unknown): Described {
  const about = { description: schema.description ?? MEANINGS[status] ?? 'Done.', headers: answerHeaders(route, status) };
  if (schema.type === 'null') return { ...about, type: 'null' };
  const type = (schema.contentMediaType as string | undefined) ?? 'application/json';
  const forms = schema.oneOf as readonly TSchema[] | undefined;
  const shown = forms ? { oneOf: forms.map(({ $id }) => ({ $ref: `${$id}#` })) } : referenced;
  return { ...about, content: { [type]: { schema: shown ?? { type: 'string', format: 'binary' } } } };
}

const HEADER = {
  requestId: {
    type: 'string',
    pattern: '^[A-Za-z0-9._-]{1,64}$',
    description: 'Echoed, and kept in logs and audit.',
    examples: ['counter-2-0815'],
  },
  idempotencyKey: {
    type: 'string',
    pattern: '^[!-~]{1,255}$',
    description: 'A fresh one for each intent, the same one for each retry.',
    examples: ['pay-019aaf7e-5c00'],
  },
  lastEventId: {
    type: 'string',
    description:
      'The `id` of the last event that came; what happened after it comes first. Where that is not known any more, the first event is `reset`.',
    examples: ['4711'],
  },
  ifMatch: { type: 'string', description: 'The ETag last seen; another version by now answers 412.', examples: ['"3"'] },
};

function headerParameters(route: Route): Described {
  const need = idempotencyOf(route);
  return {
    type: 'object',
    properties: {
      'X-Request-Id': HEADER.requestId,
      ...(route.stream && { 'Last-Event-ID': HEADER.lastEventId }),
      ...(need !== 'none' && { 'Idempotency-Key': HEADER.idempotencyKey }),
      ...(isConditional(route) && { 'If-Match': HEADER.ifMatch }),
    },
    required: need === 'required' ? ['Idempotency-Key'] : [],
  };
}

/** What Fastify validates with, and around it what the conventions add to every route. */
function described(schema: FastifySchema, route: Route): FastifySchema {
  const referenced = schema.response as Record<string, unknown>;
  const good = Object.entries(answersOf(route)).map(([status, answer]) => [status, goodAnswer(route, status, answer, referenced[status])]);
  const bad = [...refusalsOf(route)].map(([status, codes]) => [String(status), problemAnswer(status, codes)]);
  const { operationId, summary, description, permission, module } = route;
  const fileTypes = fileTypesOf(route);
  return {
    ...schema,
    ...(route.form && { consumes: ['multipart/form-data'] }),
    ...(fileTypes.length > 0 && { consumes: [...fileTypes], body: { type: 'string', format: 'binary' } }),
    operationId,
    summary,
    ...(description !== undefined && { description }),
    tags: [...route.tags],
    headers: headerParameters(route),
    response: Object.fromEntries([...good, ...bad]),
    ...(isPublic(route) ? { security: [] } : {}),
    'x-permission': permission,
    ...(module !== undefined && { 'x-module': module }),
  } as FastifySchema;
}

const SOME_REQUEST = '019aaf7e-5c00-7cc4-8d3e-2f6a1b9c0d11';

/** A refused answer names its codes for programs too, and shows the first of them. */
function showProblem(answer: Media, codes: readonly ErrorCode[], instance: string): void {
  const example = problemOf(new DomainError(codes[0]!, errorCatalogue[codes[0]!].help), { id: SOME_REQUEST, url: instance });
  answer['x-codes'] = codes;
  answer.content!['application/problem+json']!.example = example;
}

function showBody(body: Media, { components }: OpenApiDocument): void {
  for (const media of Object.values(body.content ?? {})) media.example ??= exampleOf(media.schema, components.schemas);
}

/** Which types of content the file in a form may have. */
function showForm(body: Media, route: Route): void {
  const { file } = route.body!.properties as Record<string, { 'x-content-types': readonly string[] }>;
  body.content!['multipart/form-data']!.encoding = { file: { contentType: file!['x-content-types'].join(', ') } };
}

/** Every body gets an example, made of the examples of its fields. */
function withExamples(document: OpenApiDocument, routes: ReadonlyMap<string, Route>): OpenApiDocument {
  for (const operation of Object.values(document.paths).flatMap((methods) => Object.values(methods))) {
    const route = routes.get(operation.operationId)!;
    const refusals = refusalsOf(route);
    if (operation.requestBody !== undefined) showBody(operation.requestBody, document);
    if (route.form) showForm(operation.requestBody!, route);
    for (const [status, answer] of Object.entries(operation.responses)) {
      const codes = refusals.get(Number(status));
      if (codes === undefined) showBody(answer, document);
      else showProblem(answer, codes, route.url);
    }
  }
  return document;
}

export async function describeApi(app: FastifyInstance): Promise<void> {
  const routes = new Map<string, Route>();
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: INFO,
      servers: [{ url: '/', description: 'Where this document was read.' }],
      tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
      security: [{ bearer: [] }],
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
    },
    hideUntagged: true,
    refResolver: { buildLocalReference: (schema) => schema.$id as string },
    transform: ({ schema, url, route }) => {
      const definition = route.config?.route;
      if (definition === undefined) return { url, schema: { hide: true } };
      routes.set(definition.operationId, definition);
      return { url, schema: described(schema, definition) };
    },
    transformObject: (documents) =>
      withExamples((documents as { openapiObject: unknown }).openapiObject as OpenApiDocument, routes) as never,
  });
}

/** The document as a route: written once, at the first request. */
export function documentRoute(app: FastifyInstance): Route {
  let document: string | undefined;
  return route({
    method: 'GET',
    url: '/openapi.json',
    permission: 'public',
    operationId: 'readOpenApi',
    summary: 'This document',
    tags: ['operations'],
    answers: { 200: Document },
    handle: () => text('application/json; charset=utf-8', (document ??= JSON.stringify(app.swagger()))),
  });
}

const PAGE_POLICY =
  "default-src 'none'; connect-src 'self'; font-src 'self' data:; img-src 'self' data:; script-src 'self'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'";

/**
 * What the page of the plugin lacks: it fits a phone, has no field for documents of others, shows the one document there is, and no picture
 * with a style of its own, which the policy forbids. The plugin begins when all is loaded, with what stands in place of the bundle by then.
 */
const FITTING = {
  js: `document.head.append(Object.assign(document.createElement('meta'), { name: 'viewport', content: 'width=device-width, initial-scale=1' }));
const bundle = window.SwaggerUIBundle;
const withoutPicture = () => ({ components: { Logo: () => null } });
window.SwaggerUIBundle = Object.assign(
  (config) => bundle({ ...config, url: new URL('../openapi.json', config.url).href, plugins: [...config.plugins, withoutPicture] }),
  bundle,
);`,
  css: '.swagger-ui .topbar .download-url-wrapper{display:none}.swagger-ui .opblock-tag{flex-wrap:wrap}.swagger-ui :is(.opblock-summary-path,.info){overflow-wrap:anywhere}',
};

/** The page for people, with all its assets from here. */
export async function showApi(app: FastifyInstance): Promise<void> {
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: PAGE_POLICY,
    theme: {
      title: INFO.title,
      js: [{ filename: 'fitting.js', content: FITTING.js }],
      css: [{ filename: 'fitting.css', content: FITTING.css }],
    },
    logo: { type: 'image/svg+xml', content: LOGO, href: '/docs', target: '_self' },
    uiConfig: { docExpansion: 'none' },
  });
}
