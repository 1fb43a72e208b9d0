import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseEnv } from 'node:util';
import { Redis } from 'ioredis';
import { checkEnvironment, ConfigurationError, environmentSchema, loadConfig } from '../../adapters/config.ts';
import { connectingTo } from '../../adapters/redis/redis.ts';
import { checkout } from '../../adapters/embedded/data-folder.ts';
import { workFolder } from '../support/test-home.ts';

const URLS = { DATABASE_URL: 'postgres://app:pw@127.0.0.1:5432/dms', REDIS_URL: 'redis://127.0.0.1:6379' };
const SECRET = 'kS8vQ2x7Lr0mYtWcZp4NfJ1hGdBa9uEo';
const AUDIT_KEY = 'Zr5uHq1kVw8nXb3yTj6mLc0pGs9dFe2A';

const faultsOf = (read: () => unknown): readonly string[] => {
  try {
    read();
  } catch (error) {
    assert.ok(error instanceof ConfigurationError, String(error));
    return error.faults;
  }
  return [];
};

test('defaults are those of .env.example, and unset services are told of', async () => {
  const example = { ...parseEnv(readFileSync(join(checkout, '.env.example'), 'utf8')), ...URLS, DATA_DIR: await workFolder() };
  const bare = { ...URLS, DATA_DIR: example.DATA_DIR };
  assert.deepEqual(loadConfig(example), loadConfig(bare));
  assert.deepEqual(
    faultsOf(() => loadConfig({})),
    ['DATABASE_URL is required', 'REDIS_URL is required'],
  );
});

test('RET-01 the role that archives the audit trail is not the application’s, whatever else the two URLs say', () => {
  const asked = (maintenance: string) => faultsOf(() => loadConfig({ ...URLS, DATABASE_MAINTENANCE_URL: maintenance }));
  for (const same of [URLS.DATABASE_URL, 'postgres://app:other@localhost/dms?sslmode=require', 'postgresql://%61pp@127.0.0.1:5432/dms'])
    assert.match(asked(same).join(), /^DATABASE_MAINTENANCE_URL must name another role than DATABASE_URL/, same);
  assert.deepEqual(asked('postgres://archivist:pw@127.0.0.1:5432/dms'), []);
});

test('.env.example names exactly the variables of the schema', () => {
  const named = Object.keys(parseEnv(readFileSync(join(checkout, '.env.example'), 'utf8')));
  assert.deepEqual(named.toSorted(), Object.keys(environmentSchema.properties).toSorted());
});

test('all faults come in one message, each with the name of its variable', () => {
  const faults = faultsOf(() =>
    loadConfig({
      ...URLS,
      PORT: 'eighty',
      LOG_LEVEL: 'loud',
      CRON_TZ: 'Mars/Olympus',
      CORS_ORIGINS: 'https://desk.example/path',
      TRUST_PROXY: 'true',
      JWT_EXPIRES_IN: 'soon',
      JWT_SECRET: 'short',
      DATABASE_POOL_SIZE: '0',
      REDIS_URL: 'http://127.0.0.1',
      INVOICE_PREFIX_DEFAULT: 'too long a prefix',
      SMTP_USER: 'post',
    }),
  );
  assert.deepEqual(faults.map((fault) => fault.split(' ')[0]).toSorted(), [
    'CORS_ORIGINS',
    'CRON_TZ',
    'DATABASE_POOL_SIZE',
    'INVOICE_PREFIX_DEFAULT',
    'JWT_EXPIRES_IN',
    'JWT_SECRET',
    'LOG_LEVEL',
    'PORT',
    'REDIS_URL',
    'SMTP_USER',
    'TRUST_PROXY',
  ]);
  assert.ok(faults.includes('LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent'));
  assert.ok(faults.includes('JWT_EXPIRES_IN must be a number with s, m, h or d, as in 30m'));
  const message = new ConfigurationError(faults).message;
  for (const fault of faults) assert.ok(message.includes(`\n  - ${fault}`));
});

test('a fault never repeats the value, which may be a secret', () => {
  const faults = faultsOf(() => loadConfig({ ...URLS, DATABASE_URL: 'mysql://dms:hunter2@db/dms', JWT_SECRET: 'hunter2' }));
  assert.equal(faults.length, 2);
  assert.doesNotMatch(faults.join(), /hunter2/);
});

const PRODUCTION = { ...URLS, NODE_ENV: 'production', JWT_SECRET: SECRET, AUDIT_HMAC_KEY: AUDIT_KEY, SMTP_HOST: 'mail.example' };

test('PAY-06 production has nobody who collects payments while no secret is set, and takes no callback', () => {
  assert.equal(loadConfig(PRODUCTION).payments.callbackSecret, undefined);
  assert.equal(loadConfig({ ...PRODUCTION, PAYMENT_CALLBACK_SECRET: SECRET }).payments.callbackSecret, SECRET);
});

test('production accepts what is complete', () => {
  assert.equal(loadConfig(PRODUCTION).production, true);
  assert.equal(loadConfig(PRODUCTION).demoData, false);
  assert.equal(loadConfig(PRODUCTION).database.migrationUrl, undefined);
});

for (const [what, change, fault] of [
  ['a private PostgreSQL', { DATABASE_URL: '' }, /^DATABASE_URL is required/],
  ['a private Redis', { REDIS_URL: undefined }, /^REDIS_URL is required/],
  ['to go without a secret', { JWT_SECRET: undefined }, /^JWT_SECRET is required/],
  ['a short secret', { JWT_SECRET: 'aB3dE6gH9' }, /^JWT_SECRET must be of at least 32 bytes/],
  ['a well-known secret', { JWT_SECRET: 'please-change-me-0123456789-0123456789' }, /^JWT_SECRET must be random/],
  ['a secret of one letter', { JWT_SECRET: 'x'.repeat(64) }, /^JWT_SECRET must be random/],
  ['to go without a key for the audit trail', { AUDIT_HMAC_KEY: undefined }, /^AUDIT_HMAC_KEY is required/],
  ['a short key for the audit trail', { AUDIT_HMAC_KEY: 'aB3dE6gH9' }, /^AUDIT_HMAC_KEY must be of at least 32 bytes/],
  ['a well-known key for the audit trail', { AUDIT_HMAC_KEY: 'x'.repeat(64) }, /^AUDIT_HMAC_KEY must be random/],
  [
    'a well-known previous secret',
    { JWT_SECRET_PREVIOUS: 'please-change-me-0123456789-0123456789' },
    /^JWT_SECRET_PREVIOUS must be random/,
  ],
  ['the previous key of tokens for the audit trail', { JWT_SECRET_PREVIOUS: AUDIT_KEY }, /^AUDIT_HMAC_KEY must differ from JWT_SECRET/],
  ['one key for tokens and the audit trail', { AUDIT_HMAC_KEY: SECRET }, /^AUDIT_HMAC_KEY must differ from JWT_SECRET/],
  ['a short key of before for the audit trail', { AUDIT_HMAC_KEYS_PREVIOUS: 'aB3dE6gH9' }, /^AUDIT_HMAC_KEYS_PREVIOUS/],
  ['a short secret of callbacks', { PAYMENT_CALLBACK_SECRET: 'aB3dE6gH9' }, /^PAYMENT_CALLBACK_SECRET must be of at least 32 bytes/],
  ['a well-known secret of callbacks', { PAYMENT_CALLBACK_SECRET: 'x'.repeat(64) }, /^PAYMENT_CALLBACK_SECRET must be random/],
  ['a clock that a file moves', { CLOCK_OFFSET_FILE: '/tmp/offset' }, /^CLOCK_OFFSET_FILE is refused/],
  ['demo data', { DEMO_DATA: 'true' }, /^DEMO_DATA is refused/],
  ['to keep letters on the machine', { SMTP_HOST: undefined }, /^SMTP_HOST is required/],
  ['quick hashes', { BCRYPT_SALT_ROUNDS: '4' }, /^BCRYPT_SALT_ROUNDS must be 10 or more/],
] as const) {
  test(`production refuses ${what}, before anything is started`, () => {
    const faults = faultsOf(() => checkEnvironment({ ...PRODUCTION, ...change }));
    assert.equal(faults.length, 1, faults.join('; '));
    assert.match(faults[0]!, fault);
  });
}

const SENTINELS = { REDIS_SENTINELS: 'sentinel-1:26380, 10.0.0.2,[fd00::7]:26379', REDIS_URL: 'rediss://app:pw@my_master.1/2' };

test('Redis behind sentinels: the URL names the master, and the rest of it is of the servers', () => {
  const own = { REDIS_SENTINEL_USERNAME: 'watched', REDIS_SENTINEL_PASSWORD: 'pw2', REDIS_SENTINEL_TLS: 'true' };
  const { redis } = loadConfig({ ...PRODUCTION, ...SENTINELS, ...own });
  const hosts = [
    { host: 'sentinel-1', port: 26_380 },
    { host: '10.0.0.2', port: 26_379 },
    { host: 'fd00::7', port: 26_379 },
  ];
  assert.deepEqual(redis, {
    url: SENTINELS.REDIS_URL,
    sentinels: { master: 'my_master.1', hosts, username: 'watched', password: 'pw2', tls: true },
  });
  assert.deepEqual(loadConfig(PRODUCTION).redis, { url: URLS.REDIS_URL });
  const client = new Redis(...([connectingTo(redis)[0], { ...connectingTo(redis)[1], lazyConnect: true }] as const));
  const { sentinels, name, username, password, db, tls, enableTLSForSentinelMode, sentinelUsername, sentinelPassword, sentinelTLS } =
    client.options;
  assert.deepEqual(
    { sentinels, name, username, password, db, tls, enableTLSForSentinelMode, sentinelUsername, sentinelPassword, sentinelTLS },
    {
      sentinels: hosts,
      name: 'my_master.1',
      username: 'app',
      password: 'pw',
      db: 2,
      tls: true,
      enableTLSForSentinelMode: true,
      sentinelUsername: 'watched',
      sentinelPassword: 'pw2',
      sentinelTLS: {},
    },
  );
});

for (const [what, change, ...wanted] of [
  ['no master', { REDIS_URL: '' }, /^REDIS_URL is required with REDIS_SENTINELS, and names the master/],
  ['an empty name of the master', { REDIS_URL: 'redis:///0' }, /^REDIS_URL must name the master/],
  ['a server by its port', { REDIS_URL: 'redis://:pw@redis:6379/0' }, /^REDIS_URL must name the master/],
  ['a server by its address', { REDIS_URL: 'redis://10.0.0.1' }, /^REDIS_URL must name the master/],
  ['this machine', { REDIS_URL: 'redis://localhost/0' }, /^REDIS_URL must name the master/],
  ['what is no URL of Redis', { REDIS_URL: 'http://mymaster' }, /^REDIS_URL must be a redis:\/\/ or rediss:\/\/ URL$/],
  ['a list that is none', { REDIS_SENTINELS: 'a:26379;b:26379' }, /^REDIS_SENTINELS must be hosts and ports parted by commas/],
  ['an empty list', { REDIS_SENTINELS: ', ,' }, /^REDIS_SENTINELS must be hosts/],
  ['a port that there is not', { REDIS_SENTINELS: 'a:26379,b:70000' }, /^REDIS_SENTINELS must be hosts/],
  ['URLs of sentinels', { REDIS_SENTINELS: 'redis://a:26379' }, /^REDIS_SENTINELS must be hosts/],
  [
    'no sentinels',
    { REDIS_SENTINELS: '', REDIS_SENTINEL_PASSWORD: 'pw' },
    /^REDIS_SENTINEL_PASSWORD is of sentinels, and REDIS_SENTINELS names none/,
  ],
  ['TLS to no sentinels', { REDIS_SENTINELS: '', REDIS_SENTINEL_TLS: 'true' }, /^REDIS_SENTINEL_TLS is of sentinels/],
  ['a name without a password', { REDIS_SENTINEL_USERNAME: 'watched' }, /^REDIS_SENTINEL_USERNAME is set with REDIS_SENTINEL_PASSWORD/],
  ['TLS perhaps', { REDIS_SENTINEL_TLS: 'perhaps' }, /^REDIS_SENTINEL_TLS must be boolean/],
  [
    'a list that is none and a server at once',
    { REDIS_SENTINELS: 'a:b', REDIS_URL: 'redis://redis:6379' },
    /^REDIS_SENTINELS must/,
    /^REDIS_URL must/,
  ],
] as const) {
  test(`Redis behind sentinels is refused with ${what}`, () => {
    for (const env of [PRODUCTION, URLS]) {
      const faults = faultsOf(() => checkEnvironment({ ...env, ...SENTINELS, ...change }));
      assert.equal(faults.length, wanted.length, faults.join('; '));
      for (const [at, fault] of wanted.entries()) assert.match(faults[at]!, fault);
    }
  });
}

test('FIL-01 UPLOAD_DRIVER=s3 needs a bucket and an account, and takes AWS where no endpoint is named', () => {
  const [driver, account] = [{ UPLOAD_DRIVER: 's3' }, { S3_BUCKET: 'dms', S3_ACCESS_KEY_ID: 'id', S3_SECRET_ACCESS_KEY: 'secret' }];
  assert.deepEqual(
    faultsOf(() => checkEnvironment({ ...driver, S3_ENDPOINT: 'ftp://store' })),
    ['S3_ENDPOINT must be a http:// or https:// URL', ...Object.keys(account).map((name) => `${name} is required with UPLOAD_DRIVER=s3`)],
  );
  const { storage } = loadConfig({ ...PRODUCTION, ...driver, ...account });
  const settings = { endpoint: undefined, bucket: 'dms', accessKeyId: 'id', secretAccessKey: 'secret' };
  assert.deepEqual(storage, { driver: 's3', region: 'ap-south-1', ...settings });
});

test('durations become seconds, lists become lists', () => {
  const config = loadConfig({
    ...PRODUCTION,
    JWT_EXPIRES_IN: '15m',
    JWT_REFRESH_EXPIRES_IN: '2d',
    CORS_ORIGINS: 'https://a.example, https://b.example',
  });
  assert.deepEqual([config.auth.accessTokenSeconds, config.auth.refreshTokenSeconds], [900, 172_800]);
  assert.deepEqual(config.http.corsOrigins, ['https://a.example', 'https://b.example']);
  assert.deepEqual(loadConfig(PRODUCTION).http.trustedProxies, []);
});

test('development makes its own secret once, and nobody else can read it', async () => {
  const DATA_DIR = await workFolder();
  const first = loadConfig({ ...URLS, DATA_DIR }).auth.jwtSecret;
  assert.ok(Buffer.byteLength(first) >= 32);
  assert.equal(loadConfig({ ...URLS, DATA_DIR }).auth.jwtSecret, first);
  assert.notEqual(loadConfig({ ...URLS, DATA_DIR: await workFolder() }).auth.jwtSecret, first);
  assert.equal(statSync(join(DATA_DIR, 'jwt-secret')).mode & 0o777, 0o600);
});
