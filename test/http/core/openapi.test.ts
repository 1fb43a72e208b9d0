import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { unannounced, breakingChanges } from '../../../http/openapi-changes.ts';
import { openApiDocument } from '../../../http/openapi-document.ts';
import { readChangelog, readSnapshot, snapshotText } from '../../../http/openapi-snapshot.ts';
import type { OpenApiDocument } from '../../../http/plugins/openapi.ts';
import { sampleApp } from './app.ts';

const present = await openApiDocument();

async function documentOfSamples(): Promise<OpenApiDocument> {
  const app = await sampleApp();
  const document = (await app.inject({ method: 'GET', url: '/openapi.json' })).json() as OpenApiDocument;
  await app.close();
  return document;
}
const samples = await documentOfSamples();
const operations = (document: OpenApiDocument) =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, operation: operation as Described })),
  );
type Described = Record<string, unknown> & {
  parameters?: { in: string; name: string; required?: boolean }[];
  responses: Record<string, { content?: Record<string, { schema: { $ref?: string }; example?: unknown }> }>;
};

test('the document passes the strict linter without a warning', async () => {
  const config = await createConfig({ extends: ['recommended-strict'] });
  for (const document of [present, samples]) {
    const found = await lintFromString({ source: JSON.stringify(document), absoluteRef: '/openapi.json', config });
    assert.deepEqual(
      found.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer}`),
      [],
    );
  }
});

test('every operation has a name, a tag, a permission, an example of each body, and each error as a problem', () => {
  for (const { name, operation } of operations(samples)) {
    assert.ok(operation.operationId && operation.summary && operation['x-permission'], name);
    assert.equal((operation.tags as string[]).length, 1, name);
    for (const [status, { content = {} }] of Object.entries(operation.responses)) {
      for (const [type, media] of Object.entries(content)) {
        assert.notEqual(media.example, undefined, `${name} ${status}`);
        if (Number(status) < 400) continue;
        assert.deepEqual([type, media.schema.$ref], ['application/problem+json', '#/components/schemas/Problem'], `${name} ${status}`);
      }
    }
    assert.ok(operation.responses['400'] && operation.responses['503'], name);
  }
});

test('headers of the conventions are parameters where they count', () => {
  const headersOf = (wanted: string) =>
    operations(samples)
      .find(({ name }) => name === wanted)
      ?.operation.parameters?.filter((parameter) => parameter.in === 'header');
  assert.deepEqual(
    headersOf('post /samples')?.map(({ name, required }) => [name, required === true]),
    [
      ['X-Request-Id', false],
      ['Idempotency-Key', true],
    ],
  );
  assert.deepEqual(
    headersOf('patch /samples/{id}')?.map(({ name }) => name),
    ['X-Request-Id', 'If-Match'],
  );
  assert.deepEqual(
    headersOf('post /samples/login')?.map(({ name }) => name),
    ['X-Request-Id'],
  );
});

test('public operations need no login, all others do', () => {
  for (const { name, operation } of operations(samples)) {
    assert.equal(JSON.stringify(operation.security), operation['x-permission'] === 'public' ? '[]' : undefined, name);
    assert.equal(operation.responses['401'] !== undefined, operation['x-permission'] !== 'public', name);
  }
});

test('/docs shows the document with no asset from elsewhere', async () => {
  const app = await sampleApp();
  const page = await app.inject({ method: 'GET', url: '/docs' });
  assert.equal(page.statusCode, 200);
  const assets = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, asset]) => asset!);
  assert.ok(assets.length > 0);
  for (const asset of assets) {
    assert.match(asset, /^(\/docs\/|\.\/)/);
    const found = await app.inject({ method: 'GET', url: asset.replace(/^\.\//, '/docs/') });
    assert.equal(found.statusCode, 200, asset);
  }
  assert.doesNotMatch(String(page.headers['content-security-policy']), /https?:|unsafe|upgrade/);
  await app.close();
});

const changed = (change: (document: OpenApiDocument) => void): string[] => {
  const after = structuredClone(samples);
  change(after);
  return breakingChanges(samples, after);
};
type Loose = Record<string, any>; // oxlint-disable-line typescript/no-explicit-any -- the shape is that of the document
const loose = (document: OpenApiDocument) => document as unknown as Loose;

test('what breaks a client is told, and what adds to the API is not', () => {
  assert.deepEqual(
    changed(() => {}),
    [],
  );
  assert.deepEqual(
    changed((document) => delete document.paths['/health']),
    ['GET /health is gone'],
  );
  assert.deepEqual(
    changed((document) => delete document.paths['/samples/{id}']!.patch),
    ['PATCH /samples/{id} is gone'],
  );
  assert.deepEqual(changed((document) => delete loose(document).components.schemas.SampleFound.properties.limit).toSorted(), [
    'GET /samples 200.data[].limit is gone',
    'GET /samples/broken 200.limit is gone',
    'GET /samples/margin 200.limit is gone',
    'GET /samples/{id}/stock 200.limit is gone',
    'PATCH /samples/{id} 200.limit is gone',
    'POST /samples/login 200.limit is gone',
  ]);
  assert.deepEqual(
    changed((document) => loose(document).components.schemas.SampleOrder.required.push('note')),
    ['POST /samples body.note is now required'],
  );
  assert.deepEqual(
    changed((document) => (loose(document).components.schemas.Readiness.properties.status.enum = ['ready'])),
    ['GET /ready 200.status no longer knows degraded'],
  );
  assert.deepEqual(
    changed((document) => (loose(document).components.schemas.SampleOrder.properties.lines.maxItems = 2)),
    ['POST /samples body.lines has a tighter maxItems'],
  );
  assert.deepEqual(
    changed((document) => (loose(document).components.schemas.Health.properties.status.type = 'integer')),
    ['GET /health 200.status changed its type from string to integer'],
  );
  assert.deepEqual(
    changed((document) => (loose(document).components.schemas.Readiness.properties.more = { type: 'string' })),
    [],
  );
  assert.deepEqual(
    changed((document) => (document.paths['/more'] = document.paths['/health']!)),
    [],
  );
});
test('a breaking change passes with a later version that the changelog names', () => {
  const after = structuredClone(samples);
  delete after.paths['/health'];
  const raised = { ...after, info: { ...after.info, version: '9.0.0' } };
  assert.deepEqual(unannounced(samples, after, '## 9.0.0'), ['GET /health is gone']);
  assert.deepEqual(unannounced(samples, raised, '# Changelog\n'), ['GET /health is gone']);
  assert.deepEqual(unannounced(samples, raised, '# Changelog\n\n## 9.0.0 — without /health\n'), []);
});

test('docs/openapi.json is the present document; `node http/openapi-snapshot.ts` writes it', async () => {
  const snapshot = await readSnapshot();
  assert.notEqual(snapshot, '', 'there is no docs/openapi.json');
  assert.deepEqual(JSON.parse(snapshot), JSON.parse(snapshotText(present)));
});

/** The snapshots of the last commits; none outside of a repository. */
const committed = (): OpenApiDocument[] =>
  ['HEAD', 'HEAD~1'].flatMap((commit) => {
    try {
      const text = execFileSync('git', ['show', `${commit}:docs/openapi.json`], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
        maxBuffer: 64 * 1024 * 1024,
      });
      return [JSON.parse(text) as OpenApiDocument];
    } catch {
      return []; // not a repository, or no such commit, or no snapshot in it: nothing was promised yet
    }
  });

test('nothing that the last commits promised is broken without a version note', async () => {
  const changelog = await readChangelog();
  for (const former of committed()) assert.deepEqual(unannounced(former, present, changelog), []);
});
