import { isIP } from 'node:net';

export type Sentinel = { readonly host: string; readonly port: number };

/** Where Redis is: the server of the URL, or, with sentinels, whichever they say is the master that the URL names in place of a host. */
export type RedisAddress = {
  readonly url: string;
  readonly sentinels?: {
    readonly master: string;
    readonly hosts: readonly Sentinel[];
    /** Of the sentinels themselves; name, password and TLS of the servers behind them are those of the URL. */
    readonly username?: string | undefined;
    readonly password?: string | undefined;
    readonly tls: boolean;
  };
};

const USUAL_PORT = 26_379;

/** One entry of REDIS_SENTINELS, as in `sentinel-1:26379` or `[fd00::7]:26379`; undefined if it is none. */
export const readSentinel = (entry: string): Sentinel | undefined => {
  const [, bracketed, name, port] = /^(?:\[([\da-fA-F:.]+)\]|([\w.-]+))(?::(\d{1,5}))?$/.exec(entry) ?? [];
  const sentinel = { host: bracketed ?? name ?? '', port: Number(port ?? USUAL_PORT) };
  const isAddress = bracketed === undefined ? sentinel.host !== '' : isIP(bracketed) === 6;
  return isAddress && sentinel.port >= 1 && sentinel.port <= 65_535 ? sentinel : undefined;
};

/** The master that a URL names in place of a host; undefined if it names a server, which a port or an address betrays. */
export const masterOf = (url: string): string | undefined => {
  if (!URL.canParse(url)) return undefined;
  const { hostname, port } = new URL(url);
  return port === '' && hostname !== 'localhost' && isIP(hostname) === 0 && /^[\w.-]+$/.test(hostname) ? hostname : undefined;
};

type Environment = Readonly<Record<string, string | undefined>>;

/** What the variables of Redis cannot say each by itself. */
export const ADDRESS_RULES: readonly { readonly fault: string; readonly broken: (env: Environment) => boolean }[] = [
  {
    fault: 'REDIS_URL is required with REDIS_SENTINELS, and names the master in place of a host, as in redis://:password@mymaster/0',
    broken: ({ REDIS_SENTINELS, REDIS_URL }) => REDIS_SENTINELS !== undefined && REDIS_URL === undefined,
  },
  {
    fault:
      'REDIS_URL must name the master where REDIS_SENTINELS is set, as in redis://:password@mymaster/0, and no server by its port or address: the sentinels say which server it is',
    broken: ({ REDIS_SENTINELS, REDIS_URL }) =>
      REDIS_SENTINELS !== undefined && REDIS_URL !== undefined && URL.canParse(REDIS_URL) && masterOf(REDIS_URL) === undefined,
  },
  ...['REDIS_SENTINEL_USERNAME', 'REDIS_SENTINEL_PASSWORD', 'REDIS_SENTINEL_TLS'].map((name) => ({
    fault: `${name} is of sentinels, and REDIS_SENTINELS names none`,
    broken: (env: Environment) => env[name] !== undefined && env.REDIS_SENTINELS === undefined,
  })),
  {
    fault: 'REDIS_SENTINEL_USERNAME is set with REDIS_SENTINEL_PASSWORD or not at all',
    broken: ({ REDIS_SENTINEL_USERNAME: name, REDIS_SENTINEL_PASSWORD: password }) => name !== undefined && password === undefined,
  },
];
