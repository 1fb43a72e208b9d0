import { lookup } from 'node:dns/promises';
import { type IncomingMessage, request as overHttp, type RequestOptions } from 'node:http';
import { request as overHttps } from 'node:https';
import { isIP } from 'node:net';
import type { WebhookRequest, WebhookSender } from '@dms/domain/webhooks/ports';
import { reachableFrom } from './networks.ts';

type Address = { readonly address: string; readonly family: number };
export type Resolve = (host: string) => Promise<readonly Address[]>;

type Options = {
  /** Networks of our own that may be reached all the same, as `10.1.0.0/16`. */
  readonly allowedNetworks: readonly string[];
  readonly resolve?: Resolve;
  readonly timeoutMs?: number;
};

const TIMEOUT_MS = 10_000; // it is told inside a transaction, which must not lie idle for long
/** Nobody reads what is answered: it is taken in so far, so that a short answer ends in peace, and then hung up on. */
const LONGEST_ANSWER_BYTES = 16 * 1024;
const AGENT = 'DMS-Webhooks/1';

const everyAddress: Resolve = (host) => lookup(host, { all: true });

/** A host as a URL has it, without the brackets of IPv6. */
const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, '$1');

/**
 * Sends to the address that was checked, and to no other: between the check and the connection no name is asked for a second time.
 * Redirects are not followed; what a receiver answers is bounded in time and size.
 */
export const webhookSender = ({ allowedNetworks, resolve = everyAddress, timeoutMs = TIMEOUT_MS }: Options): WebhookSender => {
  const { isNamed, mayReach } = reachableFrom(allowedNetworks);

  const checkedAddress = async (url: URL): Promise<Address> => {
    const host = hostOf(url);
    const literal = isIP(host);
    const addresses = literal > 0 ? [{ address: host, family: literal }] : await resolve(host);
    if (addresses.length === 0) throw new Error('The address of the webhook has no host.');
    // One that may not be reached among others is a trap, or a mistake.
    if (!addresses.every(({ address }) => mayReach(address)))
      throw new Error('The address of the webhook lies in a network that is not reached.');
    if (url.protocol === 'http:' && !addresses.every(({ address }) => isNamed(address)))
      throw new Error('Outside of the networks that are allowed a webhook is told over TLS alone.');
    return addresses[0]!;
  };

  const optionsOf = (url: URL, { address, family }: Address, { headers, body }: WebhookRequest): RequestOptions => ({
    method: 'POST',
    headers: {
      ...headers,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'user-agent': AGENT,
      connection: 'close',
    },
    agent: false,
    host: hostOf(url),
    port: url.port === '' ? undefined : Number(url.port),
    path: `${url.pathname}${url.search}`,
    lookup: (_host, { all }, done) =>
      all ? (done as unknown as (error: null, found: Address[]) => void)(null, [{ address, family }]) : done(null, address, family),
  });

  /** The status that it is answered with. Once it is too late nobody waits for it any more. */
  const told = async (url: URL, address: Address, message: WebhookRequest, late: Promise<never>): Promise<number> => {
    const { promise, resolve: answered, reject } = Promise.withResolvers<number>();
    const send = url.protocol === 'https:' ? overHttps : overHttp;
    const request = send(optionsOf(url, address, message), (response) => drain(response, () => answered(response.statusCode ?? 0)));
    request.on('error', reject);
    request.end(message.body);
    try {
      return await Promise.race([promise, late]);
    } finally {
      request.destroy();
    }
  };

  return {
    refusalOf(text) {
      if (!URL.canParse(text)) return 'must be a URL';
      const url = new URL(text);
      const host = hostOf(url);
      if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'must be an https:// URL';
      if (url.username !== '' || url.password !== '') return 'must have no name and password in it';
      if (isIP(host) > 0 && !mayReach(host)) return 'lies in a network that is not reached';
      if (url.protocol === 'http:' && !(isIP(host) > 0 && isNamed(host))) return 'must be an https:// URL';
      return undefined;
    },

    async post(message) {
      const url = new URL(message.url);
      // From the question for its address on: servers of names are silent too.
      const { promise: late, reject: giveUp } = Promise.withResolvers<never>();
      const timer = setTimeout(() => giveUp(new Error(`It did not answer within ${timeoutMs / 1000} seconds.`)), timeoutMs);
      try {
        return await told(url, await Promise.race([checkedAddress(url), late]), message, late);
      } finally {
        clearTimeout(timer);
      }
    },
  };
};

/** The status is what counts: whatever follows it is read to its end, or so far, and thrown away. */
const drain = (response: IncomingMessage, done: () => void): void => {
  let size = 0;
  response.on('data', (part: Buffer) => {
    size += part.byteLength;
    if (size > LONGEST_ANSWER_BYTES) done();
  });
  response.on('end', done);
  response.on('error', done);
};
