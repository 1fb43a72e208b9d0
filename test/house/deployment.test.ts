import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { parseYaml } from '@redocly/openapi-core';
import { environmentSchema, loadConfig } from '../../adapters/config.ts';
import { readSource } from './source.ts';
import { workFolder } from '../support/test-home.ts';

type Condition = 'service_healthy' | 'service_started' | 'service_completed_successfully';
type Service = {
  readonly image?: string;
  readonly build?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly configs?: readonly { readonly source: string }[];
  readonly profiles?: readonly string[];
  readonly depends_on?: readonly string[] | Readonly<Record<string, { readonly condition: Condition }>>;
  readonly healthcheck?: { readonly disable?: boolean; readonly test?: readonly string[] };
  readonly restart?: string;
  readonly read_only?: boolean;
  readonly tmpfs?: readonly string[];
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly init?: boolean;
  readonly stop_grace_period?: string;
};
type Composed = {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly configs: Readonly<Record<string, { readonly content: string }>>;
};

const composed = parseYaml(readSource('docker-compose.yml')) as Composed;
const services = Object.entries(composed.services);
const ours = services.filter(([, { build }]) => build !== undefined);
const variables = Object.keys(environmentSchema.properties);

/**
 * As compose fills them in (compose-spec, interpolation): `${NAME:-otherwise}` and `${NAME:?}`, which has to be set. What stands otherwise may
 * have to be filled in itself. `$$` is a dollar.
 */
const filledIn = (text: string, given: Readonly<Record<string, string>>): string =>
  text.replaceAll(
    /\$\$|\$\{(\w+)(?::-((?:[^{}]|\{[^{}]*\})*)|(:\?))?\}/g,
    (whole, name: string | undefined, otherwise: string | undefined, required?: string) => {
      if (name === undefined) return '$';
      const value = given[name] ?? (otherwise === undefined ? undefined : filledIn(otherwise, given));
      if (value === undefined) throw new Error(`${name} is not set${required ? '' : ', and nothing is said for then'}: ${whole}`);
      return value;
    },
  );
const allOf = (given: Readonly<Record<string, string>>, { environment = {} }: Service): Record<string, string> =>
  Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, filledIn(value, given)]));

const dependenciesOf = ({ depends_on: wanted = {} }: Service): [string, Condition][] =>
  Array.isArray(wanted)
    ? (wanted as string[]).map((name) => [name, 'service_started'])
    : Object.entries(wanted as Record<string, { condition: Condition }>).map(([name, { condition }]) => [name, condition]);

/** Lines of a Dockerfile, each with what goes on behind a backslash, by stages. */
const stages = readSource('Dockerfile')
  .replaceAll(/\\\n\s*/g, ' ')
  .split('\n')
  .filter((line) => line.trim() !== '' && !line.startsWith('#'))
  .reduce<string[][]>(
    (all, line) => (line.startsWith('FROM ') ? [...all, [line]] : [...all.slice(0, -1), [...(all.at(-1) ?? []), line]]),
    [],
  );
const last = stages.at(-1)!;
const inImage = Object.fromEntries(
  [...last.find((line) => line.startsWith('ENV '))!.matchAll(/(\w+)=(\S+)/g)].map(([, name, value]) => [name!, value!]),
);

/** What whoever starts it has to give, and nothing that has a default. */
const SECRETS = {
  POSTGRES_PASSWORD: 'b0b1',
  DMS_OWNER_PASSWORD: 'c2c3',
  DMS_APP_PASSWORD: 'd4d5',
  REDIS_PASSWORD: 'e6e7',
  JWT_SECRET: 'Zk3vQ9x1Lr0mYtWcTp4NfJ8hGdBa7uEo',
  AUDIT_HMAC_KEY: 'q5N8zR2wK6cV9bX4mL1pJ7tH3gF0dSaY',
} as const;

/** What the image says itself, what belongs to one service, and what production refuses or never needs. */
const NOT_GIVEN = [
  ...['NODE_ENV', 'HOST', 'PORT', 'METRICS_PORT', 'DATA_DIR'],
  ...['DATABASE_MIGRATION_URL', 'DATABASE_MAINTENANCE_URL'],
  ...['DEMO_DATA', 'CLOCK_OFFSET_FILE'],
  ...['MSG91_URL', 'TWILIO_URL'],
];

describe('the deployment in containers', () => {
  let folder: string;
  before(async () => {
    folder = await workFolder('deployed');
  });

  it('has everything: PostgreSQL, Redis, files as objects, a mail catcher, migrations, seed, API and workers', () => {
    const named = composed.services;
    assert.deepEqual(Object.keys(named).sort(), ['api', 'bucket', 'mail', 'migrate', 'postgres', 'redis', 's3', 'seed', 'workers']);
    assert.deepEqual(
      ours.map(([name, { command }]) => [name, command!.join(' ')]),
      [
        ['migrate', 'migrate up'],
        ['seed', 'seed'],
        ['api', 'api'],
        ['workers', 'worker all'],
      ],
    );
  });

  it('waits for what is there, and only for health that somebody looks at', () => {
    for (const [name, service] of services)
      for (const [wanted, condition] of dependenciesOf(service)) {
        const other = composed.services[wanted];
        assert.ok(other, `${name} waits for ${wanted}, which is not there`);
        const ends = other.restart === 'no';
        assert.equal(condition === 'service_completed_successfully', ends, `${name} waits for ${wanted} to be ${condition}`);
        if (condition === 'service_healthy') assert.ok(other.healthcheck?.test, `nobody looks at the health of ${wanted}`);
      }
    for (const [name, { volumes = [], configs = [] }] of services) {
      for (const volume of volumes) assert.ok(Object.hasOwn(composed.volumes, volume.split(':')[0]!), `${name}: ${volume}`);
      for (const { source } of configs) assert.ok(source in composed.configs, `${name}: ${source}`);
    }
    for (const [name, { healthcheck, restart }] of services)
      assert.ok(
        healthcheck !== undefined || restart === 'no' || name === 'api',
        `the health of ${name} is looked at, or said not to be; that of api by its image`,
      );
  });

  it('names a version of every image that is not its own', () => {
    const images = services.flatMap(([, { image, build }]) => (build === undefined ? [image!] : []));
    const bases = stages.map(([from]) => /^FROM (\S+)/.exec(from!)![1]!);
    assert.ok(images.length >= 5 && bases.length >= 2);
    for (const image of [...images, ...bases]) assert.match(image, /:(v?\d+\.\d+[\w.-]*|RELEASE\.\d{4}-\d\d-\d\dT[\d-]+Z)$/, image);
    const { dependencies } = JSON.parse(readSource('package.json')) as { dependencies: Record<string, string> };
    for (const base of bases) assert.ok(base.startsWith(`node:${dependencies.node}-`), `${base} is the Node that the tests run on`);
  });

  it('opens nothing beyond this machine', () => {
    const opened = services.flatMap(([, { ports = [] }]) => ports);
    assert.ok(opened.length >= 2);
    for (const port of opened) assert.match(port, /^127\.0\.0\.1:/, port);
    for (const closed of ['postgres', 'redis', 's3', 'workers', 'migrate'])
      assert.equal(composed.services[closed]!.ports, undefined, closed);
  });

  it('gives our containers no right that they do not need, and time to end', () => {
    for (const [name, service] of ours) {
      assert.deepEqual(
        [service.read_only, service.init, service.cap_drop, service.security_opt],
        [true, true, ['ALL'], ['no-new-privileges:true']],
        name,
      );
      assert.ok(Number.parseInt(service.stop_grace_period!, 10) >= 30, `${name} has the 25 seconds that its end may take`);
      assert.ok(service.tmpfs!.includes('/tmp') && service.volumes!.includes('files:/data'), name);
    }
  });

  it('sets only what the configuration knows, and leaves nothing out by mistake', () => {
    for (const [name, { environment = {} }] of ours)
      assert.deepEqual(
        Object.keys(environment).filter((variable) => !variables.includes(variable)),
        [],
        name,
      );
    for (const variable of Object.keys(inImage)) assert.ok(variables.includes(variable), variable);
    const given = Object.keys(composed.services.api!.environment!);
    assert.deepEqual(variables.filter((variable) => !given.includes(variable)).sort(), NOT_GIVEN.toSorted());
    assert.deepEqual(Object.keys(composed.services.workers!.environment!), given, 'API and workers go by the same');
  });

  it('asks for every secret, and with them alone is a configuration that production accepts', () => {
    for (const missing of Object.keys(SECRETS)) {
      const { [missing as 'JWT_SECRET']: _, ...rest } = SECRETS;
      assert.throws(
        () => services.map(([, service]) => [...(service.command ?? []).map((word) => filledIn(word, rest)), allOf(rest, service)]),
        new RegExp(`^Error: ${missing} is not set`),
      );
    }
    for (const [name, service] of ours) {
      const { production, database, mail, storage } = loadConfig({ ...inImage, DATA_DIR: join(folder, name), ...allOf(SECRETS, service) });
      assert.deepEqual([production, mail.host, storage.driver], [true, 'mail', 'local'], name);
      assert.equal(database.migrationUrl !== undefined, name === 'migrate', 'one alone knows the owner');
      assert.equal(new URL(database.url).username, 'dms_app', name);
    }
    const watched = {
      ...SECRETS,
      REDIS_URL: 'redis://:f8f9@mymaster/0',
      REDIS_SENTINELS: 'a:26379,b:26379',
      REDIS_SENTINEL_PASSWORD: 'a1',
    };
    const { redis } = loadConfig({ ...inImage, ...allOf(watched, composed.services.api!) });
    assert.deepEqual([redis.sentinels?.master, redis.sentinels?.hosts.length, redis.sentinels?.password], ['mymaster', 2, 'a1']);
    const inBucket = { ...SECRETS, UPLOAD_DRIVER: 's3', S3_ACCESS_KEY_ID: 'key', S3_SECRET_ACCESS_KEY: 'secret' };
    const { storage } = loadConfig({ ...inImage, ...allOf(inBucket, composed.services.api!) });
    assert.equal(storage.driver, 's3');
    assert.ok('endpoint' in storage && storage.endpoint === 'http://s3:9000');
  });

  it('makes two roles of which the application’s owns nothing', () => {
    const script = filledIn(composed.configs.roles!.content, {});
    assert.match(script, /create role dms_app login nosuperuser nocreatedb nocreaterole/);
    assert.match(script, /create database dms owner dms_owner;/);
    for (const [, name] of script.matchAll(/"\$(\w+)"/g))
      if (name !== 'POSTGRES_USER') assert.ok(Object.hasOwn(composed.services.postgres!.environment!, name!), name);
  });

  it('builds in stages an image that runs as nobody in particular, is looked at, and has none of its tools', () => {
    assert.equal(stages.length, 2);
    assert.deepEqual(
      last.filter((line) => line.startsWith('USER ')),
      ['USER node'],
    );
    assert.ok(last.indexOf('USER node') > last.findLastIndex((line) => /^(COPY|RUN)/.test(line)), 'what it runs, it cannot change');
    assert.ok(last.some((line) => line.startsWith('HEALTHCHECK ') && line.includes('/health')));
    assert.ok(last.includes('STOPSIGNAL SIGTERM') && last.some((line) => line.startsWith('ENTRYPOINT ["node", "bin/dms.js"]')));
    assert.ok(stages[0]!.some((line) => /npm ci .*--omit=dev .*--ignore-scripts/.test(line)));
    const ignored = readSource('.dockerignore').split('\n');
    assert.equal(ignored[0], '*', 'nothing comes in but what is named');
    for (const secret of ['.env', '.git', 'test', '.data']) assert.ok(!ignored.includes(`!${secret}`), secret);
  });
});
