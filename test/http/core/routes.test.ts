import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TSchema } from '@sinclair/typebox';
import { mayEver } from '@dms/domain/shared/access/decide';
import { roles } from '@dms/domain/shared/actor';
import { buildApp } from '../../../http/app.ts';
import { componentsOf } from '../../../http/components.ts';
import { modules, routesIn } from '../../../http/modules.ts';
import { isSerialized } from '../../../http/mount.ts';
import { answersOf, fileTypesOf, idempotencyOf, type Route } from '../../../http/route.ts';
import { schemaCompilers, serializerOf } from '../../../http/schema-compilers.ts';
import { ajvOptions } from '../../../http/validation.ts';
import { fakeContainer } from './fake-container.ts';

const everyPort = new Proxy({}, { get: () => () => undefined });
const routes: readonly Route[] = routesIn(modules, everyPort as never);
const nameOf = ({ method, url }: Route): string => `${method} ${url}`;

test('ACC-10 every route names an action that some role has', () => {
  assert.ok(routes.length > 0, 'no route was checked');
  for (const route of routes) {
    const reachable = route.permission === 'public' || roles.some((role) => mayEver({ role }, route.permission));
    assert.ok(reachable, `${nameOf(route)}: nobody has ${route.permission}`);
  }
});

test('ACC-10 a route without a permission is refused at registration, whoever brings it', async () => {
  await assert.rejects(
    buildApp({ container: fakeContainer(), routes: { sample: [() => [{ ...routes[0]!, permission: undefined as never }]] } }),
    /names no permission/,
  );
});

test('every schema of a route can be checked and written by, though none is compiled before it is needed', () => {
  const components: Record<string, TSchema> = {};
  const collecting = { addSchema: (schema: TSchema) => void (components[schema.$id!] = schema) } as never;
  const component = componentsOf(collecting);
  const asked = routes.flatMap((route) =>
    [route.params, route.query, fileTypesOf(route).length > 0 ? undefined : route.body]
      .filter((schema) => schema !== undefined)
      .map((schema) => component(schema, 'in')),
  );
  const answered = routes.flatMap((route) =>
    Object.values(answersOf(route))
      .filter(isSerialized)
      .map((schema) => component(schema, 'out')),
  );
  const validatorOf = schemaCompilers().buildValidator(components, ajvOptions);
  for (const schema of asked) assert.equal(typeof validatorOf({ schema })(undefined), 'boolean', JSON.stringify(schema));
  for (const schema of answered) assert.equal(typeof serializerOf(schema, components), 'function', JSON.stringify(schema));
  assert.throws(() => serializerOf({ type: 'object', properties: { part: { $ref: 'Unheard#' } } }, components), /Unheard/);
});

test('operation ids are verbs of their own', () => {
  const ids = routes.map(({ operationId }) => operationId);
  assert.deepEqual(
    ids.filter((id, index) => ids.indexOf(id) !== index),
    [],
  );
  for (const id of ids) assert.match(id, /^[a-z][A-Za-z]+$/);
});

test('what moves money or stock needs an Idempotency-Key', () => {
  const needing =
    /^POST \/(payments|refunds|credit-notes|debit-notes|credit-notes\/:id\/(apply|refund)|payments\/:id\/refund|inventory\/(adjust|receipts|issue|return)|.*\/parts\/(issue|return)|stock-transfers\/:id\/(dispatch|receive)|inventory\/counts\/:id\/post)$/;
  for (const route of routes.filter((route) => needing.test(nameOf(route)))) assert.equal(idempotencyOf(route), 'required', nameOf(route));
});

test('no key is taken where an answer carries a secret or nothing is written', () => {
  for (const route of routes.filter(({ url }) => url.startsWith('/auth'))) assert.equal(idempotencyOf(route), 'none', nameOf(route));
});

type Found = { readonly path: string; readonly fault: string };
const isText = (schema: TSchema): boolean => [schema.type].flat().includes('string');
const isBoundedText = ({ maxLength, pattern, format, enum: values, const: constant }: TSchema): boolean =>
  [maxLength, pattern, format, values, constant].some((bound) => bound !== undefined);

/** What a client could make as large or as deep as it likes. */
function unbounded(schema: TSchema, path: string): Found[] {
  const parts = Object.entries((schema.properties ?? {}) as Record<string, TSchema>).flatMap(([name, part]) =>
    unbounded(part, `${path}/${name}`),
  );
  const variants = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])].flatMap((part: TSchema) =>
    unbounded(part, path),
  );
  const items = schema.items === undefined ? [] : unbounded(schema.items as TSchema, `${path}[]`);
  const shapeless =
    schema.type === undefined &&
    schema.anyOf === undefined &&
    schema.oneOf === undefined &&
    schema.allOf === undefined &&
    schema.const === undefined &&
    schema.contentMediaType === undefined; // the file of a form: uploads have a limit of their own (FIL-01)
  const faults = [
    ...(isText(schema) && !isBoundedText(schema) ? [{ path, fault: 'is text of any length' }] : []),
    ...(schema.type === 'array' && schema.maxItems === undefined ? [{ path, fault: 'is a list of any length' }] : []),
    ...(shapeless ? [{ path, fault: 'may be anything' }] : []),
  ];
  return [...faults, ...parts, ...variants, ...items];
}

test('bodies, paths and queries are bounded in every part', () => {
  const found = routes.flatMap((route) =>
    [route.body, route.params, route.query].flatMap((schema) => (schema === undefined ? [] : unbounded(schema, nameOf(route)))),
  );
  assert.deepEqual(found, []);
});
