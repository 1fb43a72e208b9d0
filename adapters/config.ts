import { Type, type Static, type TString } from '@sinclair/typebox';
import { envSchema } from 'env-schema';
import { dataFolder } from './embedded/data-folder.ts';
import { ADDRESS_RULES, masterOf, readSentinel, type RedisAddress } from './redis/address.ts';
import { readNetwork } from './webhooks/networks.ts';
import { developmentSecret } from './embedded/secrets.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

const protocolOf = (text: string): string => (URL.canParse(text) ? new URL(text).protocol : '');
const isOrigin = (text: string): boolean => URL.canParse(text) && new URL(text).origin === text && /^https?:/.test(text);
const isTimeZone = (text: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
};
const entries = (text: string): string[] =>
  text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');

const halves = (entry: string): [string, string] => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)];

/** Formats of the schema: what each asks for, in the words of the message, and how it is checked. */
const FORMATS: Record<string, { wanted: string; check: (text: string) => boolean }> = {
  'postgres-url': { wanted: 'a postgres:// URL', check: (text) => /^postgres(ql)?:$/.test(protocolOf(text)) },
  'redis-url': { wanted: 'a redis:// or rediss:// URL', check: (text) => /^rediss?:$/.test(protocolOf(text)) },
  sentinels: {
    wanted: 'hosts and ports parted by commas, as in sentinel-1:26379,sentinel-2:26379',
    check: (text) => entries(text).length > 0 && entries(text).every((entry) => readSentinel(entry) !== undefined),
  },
  origin: { wanted: 'an address such as https://api.example', check: isOrigin },
  networks: {
    wanted: 'networks parted by commas, as in 10.0.0.0/8',
    check: (text) => entries(text).every((entry) => readNetwork(entry) !== undefined),
  },
  digits: { wanted: 'digits alone', check: (text) => /^\d{6,30}$/.test(text) },
  'sms-header': { wanted: '3 to 11 letters or digits, the header that is registered', check: (text) => /^[A-Za-z\d]{3,11}$/.test(text) },
  'http-url': { wanted: 'a http:// or https:// URL', check: (text) => /^https?:$/.test(protocolOf(text)) },
  headers: {
    wanted: 'names and values parted by commas, as in api-key=…',
    check: (text) => entries(text).every((entry) => /^[\w-]+=/.test(entry)),
  },
  duration: { wanted: 'a number with s, m, h or d, as in 30m', check: (text) => /^[1-9]\d{0,6}[smhd]$/.test(text) },
  'time-zone': { wanted: 'a time zone, as in Asia/Kolkata', check: isTimeZone },
  origins: { wanted: 'origins parted by commas, as in https://desk.example', check: (text) => entries(text).every(isOrigin) },
  proxies: {
    wanted: 'addresses or networks parted by commas, as in 10.0.0.0/8',
    check: (text) => entries(text).every((entry) => /^(loopback|linklocal|uniquelocal|[\da-fA-F:.]+(\/\d{1,3})?)$/.test(entry)),
  },
  'invoice-prefix': {
    wanted: 'at most 5 capital letters and digits, beginning with a letter', // CGST Rule 46(b): 16 characters for prefix, year and serial
    check: (text) => /^[A-Z][A-Z\d]{0,4}$/.test(text),
  },
};

const formatted = (format: keyof typeof FORMATS, options: object = {}): TString => Type.String({ format, ...options });
const port = (options: object = {}) => Type.Integer({ minimum: 1, maximum: 65535, ...options });

const perMinute = (usual: number) => Type.Integer({ minimum: 1, maximum: 1_000_000_000, default: usual });

/** Every variable there is. `.env.example` names exactly these. */
export const environmentSchema = Type.Object({
  NODE_ENV: Type.Union([Type.Literal('development'), Type.Literal('test'), Type.Literal('production')], { default: 'development' }),
  HOST: Type.String({ default: '127.0.0.1' }),
  PORT: Type.Optional(port()),
  METRICS_PORT: Type.Optional(port()),
  CORS_ORIGINS: formatted('origins', { default: '' }),
  TRUST_PROXY: formatted('proxies', { default: '' }),
  RATE_LIMIT_AUTH: perMinute(60),
  RATE_LIMIT_SEARCH: perMinute(300),
  RATE_LIMIT_EXPORT: perMinute(10),
  RATE_LIMIT_PUBLIC: perMinute(30),
  LOG_LEVEL: Type.Union(
    ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'].map((level) => Type.Literal(level)),
    { default: 'info' },
  ),
  DATABASE_URL: Type.Optional(formatted('postgres-url')),
  DATABASE_MIGRATION_URL: Type.Optional(formatted('postgres-url')),
  DATABASE_MAINTENANCE_URL: Type.Optional(formatted('postgres-url')),
  DATABASE_POOL_SIZE: Type.Integer({ minimum: 1, maximum: 100, default: 10 }),
  REDIS_URL: Type.Optional(formatted('redis-url')),
  REDIS_SENTINELS: Type.Optional(formatted('sentinels')),
  REDIS_SENTINEL_USERNAME: Type.Optional(Type.String()),
  REDIS_SENTINEL_PASSWORD: Type.Optional(Type.String()),
  REDIS_SENTINEL_TLS: Type.Optional(Type.Boolean()),
  JWT_SECRET: Type.Optional(Type.String()),
  JWT_SECRET_PREVIOUS: Type.Optional(Type.String()),
  AUDIT_HMAC_KEY: Type.Optional(Type.String()),
  AUDIT_HMAC_KEYS_PREVIOUS: Type.String({ default: '' }),
  JWT_EXPIRES_IN: formatted('duration', { default: '30m' }),
  JWT_REFRESH_EXPIRES_IN: formatted('duration', { default: '7d' }),
  BCRYPT_SALT_ROUNDS: Type.Integer({ minimum: 4, maximum: 15, default: 12 }),
  SMTP_HOST: Type.Optional(Type.String()),
  SMTP_PORT: port({ default: 587 }),
  SMTP_USER: Type.Optional(Type.String()),
  SMTP_PASS: Type.Optional(Type.String()),
  SMTP_FROM: Type.String({ default: 'DMS <no-reply@dms.example>' }),
  SMS_PROVIDER: Type.Union([Type.Literal('console'), Type.Literal('msg91'), Type.Literal('twilio')], { default: 'console' }),
  SMS_DLT_ENTITY_ID: Type.Optional(formatted('digits')),
  MSG91_KEY: Type.Optional(Type.String()),
  MSG91_SENDER_ID: Type.Optional(formatted('sms-header')),
  /** Where a provider reaches this API, as `https://dms.example`. */
  SMS_RECEIPT_URL: Type.Optional(formatted('origin')),
  MSG91_RECEIPT_KEY: Type.Optional(Type.String()),
  MSG91_URL: formatted('origin', { default: 'https://api.msg91.com' }),
  TWILIO_ACCOUNT_SID: Type.Optional(Type.String()),
  TWILIO_AUTH_TOKEN: Type.Optional(Type.String()),
  TWILIO_FROM: Type.Optional(Type.String()),
  TWILIO_URL: formatted('origin', { default: 'https://api.twilio.com' }),
  WEBHOOK_SECRET_KEY: Type.Optional(Type.String()),
  WEBHOOK_ALLOWED_NETWORKS: formatted('networks', { default: '' }),
  PAYMENT_CALLBACK_SECRET: Type.Optional(Type.String()),
  UPLOAD_DRIVER: Type.Union([Type.Literal('local'), Type.Literal('s3')], { default: 'local' }),
  S3_ENDPOINT: Type.Optional(formatted('http-url')),
  S3_REGION: Type.String({ default: 'ap-south-1' }),
  S3_BUCKET: Type.Optional(Type.String()),
  S3_ACCESS_KEY_ID: Type.Optional(Type.String()),
  S3_SECRET_ACCESS_KEY: Type.Optional(Type.String()),
  OTEL_EXPORTER_OTLP_ENDPOINT: Type.Optional(formatted('http-url')),
  OTEL_EXPORTER_OTLP_HEADERS: formatted('headers', { default: '' }),
  OTEL_SERVICE_NAME: Type.String({ default: 'dms' }),
  DATA_DIR: Type.Optional(Type.String()),
  INVOICE_PREFIX_DEFAULT: formatted('invoice-prefix', { default: 'SC' }),
  CRON_TZ: formatted('time-zone', { default: 'Asia/Kolkata' }),
  WORKER_CONCURRENCY: Type.Integer({ minimum: 1, maximum: 64, default: 4 }),
  DEMO_DATA: Type.Optional(Type.Boolean()),
  CLOCK_OFFSET_FILE: Type.Optional(Type.String()),
});
type Variables = Static<typeof environmentSchema>;

/** Every fault of the configuration at once, each a line that begins with the variable's name. */
export class ConfigurationError extends Error {
  override name = 'ConfigurationError';
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(
      `The configuration has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`,
    );
    this.faults = faults;
  }
}

const LEAST_SECRET_BYTES = 32; // RFC 7518, 3.2: an HS256 key is at least as long as the hash
const WELL_KNOWN_SECRETS = /change.?me|secret|default|example|password/i;

const LEAST_DIFFERENT_CHARACTERS = 8;

const isShort = (secret: string): boolean => Buffer.byteLength(secret) < LEAST_SECRET_BYTES;
/** One that is not set cannot be guessed: whether it has to be is another rule. */
const isGuessable = (secret: string | undefined): boolean =>
  secret !== undefined && (WELL_KNOWN_SECRETS.test(secret) || new Set(secret).size < LEAST_DIFFERENT_CHARACTERS);

type Rule = { fault: string; production?: true; broken: (env: Environment) => boolean };

/** Without these nothing runs; outside production private services fill them in. */
const SERVICES: readonly Rule[] = [
  { fault: 'DATABASE_URL is required', broken: (env) => env.DATABASE_URL === undefined },
  // with sentinels another rule says what the URL has to name
  { fault: 'REDIS_URL is required', broken: (env) => env.REDIS_URL === undefined && env.REDIS_SENTINELS === undefined },
];

/** The name that a URL of PostgreSQL logs in by; none of what is no URL, which is another fault. */
const roleOf = (url: string): string | undefined => (URL.canParse(url) ? decodeURIComponent(new URL(url).username) : undefined);

/** What one variable cannot say by itself. A rule answers true when it is broken; those of production bind only there. */
const RULES: readonly Rule[] = [
  {
    fault: 'JWT_SECRET must be of at least 32 bytes, as made by `openssl rand -base64 48`',
    broken: (env) => env.JWT_SECRET !== undefined && isShort(env.JWT_SECRET),
  },
  {
    fault: 'JWT_SECRET_PREVIOUS must be of at least 32 bytes, like every key that once signed',
    broken: (env) => env.JWT_SECRET_PREVIOUS !== undefined && isShort(env.JWT_SECRET_PREVIOUS),
  },
  {
    fault: 'JWT_SECRET_PREVIOUS must differ from JWT_SECRET',
    broken: (env) => env.JWT_SECRET !== undefined && env.JWT_SECRET === env.JWT_SECRET_PREVIOUS,
  },
  {
    fault: 'AUDIT_HMAC_KEY must be of at least 32 bytes, as made by `openssl rand -base64 48`',
    broken: (env) => env.AUDIT_HMAC_KEY !== undefined && isShort(env.AUDIT_HMAC_KEY),
  },
  {
    fault: 'AUDIT_HMAC_KEYS_PREVIOUS must name keys of at least 32 bytes, parted by commas, and not the present one',
    broken: (env) => entries(env.AUDIT_HMAC_KEYS_PREVIOUS ?? '').some((key) => isShort(key) || key === env.AUDIT_HMAC_KEY),
  },
  {
    fault: 'AUDIT_HMAC_KEY must differ from JWT_SECRET and JWT_SECRET_PREVIOUS: who may sign tokens must not be able to write history',
    broken: (env) => env.AUDIT_HMAC_KEY !== undefined && [env.JWT_SECRET, env.JWT_SECRET_PREVIOUS].includes(env.AUDIT_HMAC_KEY),
  },
  {
    fault: 'PAYMENT_CALLBACK_SECRET must be of at least 32 bytes, as made by `openssl rand -base64 48`',
    broken: (env) => env.PAYMENT_CALLBACK_SECRET !== undefined && isShort(env.PAYMENT_CALLBACK_SECRET),
  },
  {
    fault: 'MSG91_RECEIPT_KEY must be of at least 32 letters and digits, as made by `openssl rand -hex 32`',
    broken: (env) => env.MSG91_RECEIPT_KEY !== undefined && !/^[\w-]{32,200}$/.test(env.MSG91_RECEIPT_KEY),
  },
  {
    fault: 'WEBHOOK_SECRET_KEY must be of at least 32 bytes, as made by `openssl rand -base64 48`',
    broken: (env) => env.WEBHOOK_SECRET_KEY !== undefined && isShort(env.WEBHOOK_SECRET_KEY),
  },
  {
    fault: 'SMTP_USER and SMTP_PASS are set together or not at all',
    broken: (env) => (env.SMTP_USER === undefined) !== (env.SMTP_PASS === undefined),
  },
  ...(['MSG91_KEY', 'MSG91_SENDER_ID', 'SMS_DLT_ENTITY_ID'] as const).map((name) => ({
    fault: `${name} is required where SMS_PROVIDER is msg91`,
    broken: (env: Environment) => env.SMS_PROVIDER === 'msg91' && env[name] === undefined,
  })),
  ...(['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'TWILIO_FROM'] as const).map((name) => ({
    fault: `${name} is required where SMS_PROVIDER is twilio`,
    broken: (env: Environment) => env.SMS_PROVIDER === 'twilio' && env[name] === undefined,
  })),
  ...(['S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'] as const).map((name) => ({
    fault: `${name} is required with UPLOAD_DRIVER=s3`,
    broken: (env: Environment) => env.UPLOAD_DRIVER === 's3' && env[name] === undefined,
  })),
  {
    fault: 'METRICS_PORT must differ from PORT',
    broken: (env) => env.PORT !== undefined && env.PORT === env.METRICS_PORT,
  },
  ...ADDRESS_RULES,
  ...SERVICES.map((rule) => ({ ...rule, production: true as const })),
  { production: true, fault: 'JWT_SECRET is required in production', broken: (env) => env.JWT_SECRET === undefined },
  {
    production: true,
    fault: 'JWT_SECRET must be random in production, not a well-known word',
    broken: (env) => isGuessable(env.JWT_SECRET),
  },
  {
    production: true,
    fault: 'JWT_SECRET_PREVIOUS must be random in production: tokens signed by it are taken like any other',
    broken: (env) => isGuessable(env.JWT_SECRET_PREVIOUS),
  },
  { production: true, fault: 'AUDIT_HMAC_KEY is required in production', broken: (env) => env.AUDIT_HMAC_KEY === undefined },
  {
    production: true,
    fault: 'AUDIT_HMAC_KEY must be random in production, not a well-known word',
    broken: (env) => isGuessable(env.AUDIT_HMAC_KEY),
  },
  {
    production: true,
    fault: 'PAYMENT_CALLBACK_SECRET must be random in production: who guesses it says that money came in',
    broken: (env) => isGuessable(env.PAYMENT_CALLBACK_SECRET),
  },
  {
    production: true,
    fault: 'WEBHOOK_SECRET_KEY must be random in production: who guesses it signs in our name',
    broken: (env) => isGuessable(env.WEBHOOK_SECRET_KEY),
  },
  {
    production: true,
    fault: 'BCRYPT_SALT_ROUNDS must be 10 or more in production',
    broken: (env) => Number(env.BCRYPT_SALT_ROUNDS ?? 12) < 10,
  },
  {
    production: true,
    fault: 'SMTP_HOST is required in production: letters to customers must leave the machine',
    broken: (env) => env.SMTP_HOST === undefined,
  },
  { production: true, fault: 'CLOCK_OFFSET_FILE is refused in production', broken: (env) => env.CLOCK_OFFSET_FILE !== undefined },
  { production: true, fault: 'DEMO_DATA is refused in production', broken: (env) => env.DEMO_DATA === 'true' },
  {
    fault:
      'DATABASE_MAINTENANCE_URL must name another role than DATABASE_URL: it would give the application the right to take rows out of the audit trail',
    broken: ({ DATABASE_URL: app, DATABASE_MAINTENANCE_URL: maintenance }) =>
      app !== undefined && maintenance !== undefined && roleOf(app) !== undefined && roleOf(app) === roleOf(maintenance),
  },
];

/** An empty variable is an unset one: `REDIS_URL=` in a file of settings means the default. */
const withoutEmpty = (env: Environment): Record<string, string> =>
  Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ''));

type SchemaFault = { keyword: string; instancePath: string; message?: string; params: Record<string, unknown> };

function sentenceOf({ keyword, instancePath, message, params }: SchemaFault): string {
  const wanted = keyword === 'format' ? `be ${FORMATS[String(params.format)]?.wanted}` : message?.replace(/^must /, '');
  return `${instancePath.slice(1)} must ${wanted}`;
}

/** Unions of literals make a fault for each literal and one for the union: only one sentence with all the choices is wanted. */
function sentencesOf(faults: readonly SchemaFault[]): string[] {
  const unions = faults.filter((fault) => fault.keyword === 'anyOf');
  const choices = (path: string): string =>
    faults
      .flatMap((fault) => (fault.instancePath === path && fault.keyword === 'const' ? [String(fault.params.allowedValue)] : []))
      .join(', ');
  return [
    ...unions.map(({ instancePath }) => `${instancePath.slice(1)} must be one of ${choices(instancePath)}`),
    ...faults.filter((fault) => fault.keyword !== 'anyOf' && fault.keyword !== 'const').map(sentenceOf),
  ];
}

function readVariables(env: Record<string, string>): { variables?: Variables; faults: string[] } {
  const formats = Object.fromEntries(Object.entries(FORMATS).map(([name, { check }]) => [name, check]));
  try {
    const variables = envSchema<Variables>({
      schema: environmentSchema,
      data: { ...env },
      env: false,
      ajv: { customOptions: { formats } } as never,
    });
    return { variables, faults: [] };
  } catch (error) {
    if (!(error instanceof Error) || !('errors' in error)) throw error;
    return { faults: sentencesOf(error.errors as SchemaFault[]) };
  }
}

const SECONDS = { s: 1, m: 60, h: 3600, d: 86400 } as const;
const secondsOf = (duration: string): number => Number(duration.slice(0, -1)) * SECONDS[duration.slice(-1) as keyof typeof SECONDS];

function checkedVariables(env: Record<string, string>, more: readonly Rule[]): Variables {
  const { variables, faults } = readVariables(env);
  const bindsHere = (rule: Rule): boolean => env.NODE_ENV === 'production' || !rule.production;
  const broken = new Set([...RULES, ...more].filter((rule) => bindsHere(rule) && rule.broken(env)).map((rule) => rule.fault));
  if (variables === undefined || faults.length + broken.size > 0) throw new ConfigurationError([...faults, ...broken]);
  return variables;
}

/** Throws one ConfigurationError with all faults, before any private service is started for what is unset. */
export function checkEnvironment(environment: Environment = process.env): void {
  checkedVariables(withoutEmpty(environment), []);
}

/** Files of the data folder, or objects of a bucket; the rules have seen to it that what a bucket needs is there. */
const storageOf = (variables: Variables) =>
  variables.UPLOAD_DRIVER === 'local'
    ? { driver: 'local' as const }
    : {
        driver: 's3' as const,
        /** Undefined: that of AWS in the region. */
        endpoint: variables.S3_ENDPOINT,
        region: variables.S3_REGION,
        bucket: variables.S3_BUCKET ?? '',
        accessKeyId: variables.S3_ACCESS_KEY_ID ?? '',
        secretAccessKey: variables.S3_SECRET_ACCESS_KEY ?? '',
      };

/** One server, or the master that sentinels watch; the rules have seen to it that the URL names one of the two. */
const redisOf = ({ REDIS_URL: url = '', ...variables }: Variables): RedisAddress =>
  variables.REDIS_SENTINELS === undefined
    ? { url }
    : {
        url,
        sentinels: {
          master: masterOf(url) ?? '',
          hosts: entries(variables.REDIS_SENTINELS).flatMap((entry) => readSentinel(entry) ?? []),
          username: variables.REDIS_SENTINEL_USERNAME,
          password: variables.REDIS_SENTINEL_PASSWORD,
          tls: variables.REDIS_SENTINEL_TLS ?? false,
        },
      };

/**
 * Reads the configuration from environment variables (`bin/dms.js` has put those of `.env` among them, and
 * `ensureServices` the URLs of the private services). Throws one ConfigurationError with all faults.
 */
export function loadConfig(environment: Environment = process.env) {
  const env = withoutEmpty(environment);
  const variables = checkedVariables(env, SERVICES);
  const folder = dataFolder(env);
  const production = variables.NODE_ENV === 'production';
  return {
    environment: variables.NODE_ENV,
    production,
    dataFolder: folder,
    http: {
      host: variables.HOST,
      /** Undefined: the first free port from 3000, and for metrics from 9464. */
      port: variables.PORT,
      metricsPort: variables.METRICS_PORT,
      corsOrigins: entries(variables.CORS_ORIGINS),
      trustedProxies: entries(variables.TRUST_PROXY),
      /** Other limits of streams than the usual ones, which nothing but a test has. */
      streams: {} as { readonly beatMs?: number; readonly perUser?: number; readonly inAll?: number },
      /** Requests a minute, by user or address. */
      rateLimits: {
        auth: variables.RATE_LIMIT_AUTH,
        search: variables.RATE_LIMIT_SEARCH,
        export: variables.RATE_LIMIT_EXPORT,
        public: variables.RATE_LIMIT_PUBLIC,
      },
    },
    database: {
      url: variables.DATABASE_URL ?? '',
      /** The owner's; where there is only one role, in development, it is that one's. */
      migrationUrl: variables.DATABASE_MIGRATION_URL ?? (production ? undefined : variables.DATABASE_URL),
      /** Of the role that takes out of the audit trail what was archived; the owner may, too. */
      maintenanceUrl: variables.DATABASE_MAINTENANCE_URL,
      poolSize: variables.DATABASE_POOL_SIZE,
    },
    redis: redisOf(variables),
    auth: {
      jwtSecret: variables.JWT_SECRET ?? developmentSecret(folder),
      jwtSecretPrevious: variables.JWT_SECRET_PREVIOUS,
      accessTokenSeconds: secondsOf(variables.JWT_EXPIRES_IN),
      refreshTokenSeconds: secondsOf(variables.JWT_REFRESH_EXPIRES_IN),
      bcryptRounds: variables.BCRYPT_SALT_ROUNDS,
    },
    audit: {
      key: variables.AUDIT_HMAC_KEY ?? developmentSecret(folder, 'audit-key'),
      previousKeys: entries(variables.AUDIT_HMAC_KEYS_PREVIOUS),
    },
    mail: {
      /** Undefined: letters are written to the outbox folder in the data folder. */
      host: variables.SMTP_HOST,
      port: variables.SMTP_PORT,
      user: variables.SMTP_USER,
      password: variables.SMTP_PASS,
      from: variables.SMTP_FROM,
    },
    sms: {
      provider: variables.SMS_PROVIDER,
      /** The entity that the operators know the sender by (DLT). */
      entityId: variables.SMS_DLT_ENTITY_ID ?? '',
      /** Undefined: Twilio is not asked to say what became of a message. */
      receiptUrl: variables.SMS_RECEIPT_URL,
      msg91: {
        url: variables.MSG91_URL,
        key: variables.MSG91_KEY ?? '',
        senderId: variables.MSG91_SENDER_ID ?? '',
        /** Undefined: nothing that claims to be a receipt of MSG91 is taken. */
        receiptKey: variables.MSG91_RECEIPT_KEY,
      },
      twilio: {
        url: variables.TWILIO_URL,
        accountSid: variables.TWILIO_ACCOUNT_SID ?? '',
        authToken: variables.TWILIO_AUTH_TOKEN ?? '',
        from: variables.TWILIO_FROM ?? '',
      },
    },
    webhooks: {
      /** What the secrets of webhooks are made from. Undefined: nobody is told anything. */
      secretKey: variables.WEBHOOK_SECRET_KEY ?? (production ? undefined : developmentSecret(folder, 'webhook-secret-key')),
      allowedNetworks: entries(variables.WEBHOOK_ALLOWED_NETWORKS),
    },
    payments: {
      /** Undefined: nobody collects payments online, and no callback is taken. */
      callbackSecret: variables.PAYMENT_CALLBACK_SECRET ?? (production ? undefined : developmentSecret(folder, 'payment-callback-secret')),
    },
    telemetry: {
      /** Undefined: nobody is told what takes how long. */
      endpoint: variables.OTEL_EXPORTER_OTLP_ENDPOINT,
      headers: Object.fromEntries(entries(variables.OTEL_EXPORTER_OTLP_HEADERS).map(halves)),
      serviceName: variables.OTEL_SERVICE_NAME,
    },
    storage: storageOf(variables),
    invoices: { defaultPrefix: variables.INVOICE_PREFIX_DEFAULT },
    timeZone: variables.CRON_TZ,
    /** A file with the milliseconds by which the clock of this process goes ahead, for tests. */
    clockOffsetFile: variables.CLOCK_OFFSET_FILE,
    workers: { concurrency: variables.WORKER_CONCURRENCY },
    logLevel: variables.LOG_LEVEL as LogLevel,
    demoData: variables.DEMO_DATA ?? variables.NODE_ENV === 'development',
  };
}
export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
export type Config = ReturnType<typeof loadConfig>;
