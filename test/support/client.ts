import { randomUUID } from 'node:crypto';

export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly code: string;
  readonly requestId: string;
  readonly errors?: readonly { readonly pointer: string; readonly message: string; readonly in?: string }[];
  readonly missing?: readonly string[];
  readonly shortages?: readonly { readonly partId: string; readonly requested: string; readonly available: string }[];
  readonly balance?: string;
  readonly explanation?: {
    readonly action: string;
    readonly rule: string;
    readonly reason: string;
    readonly roles: readonly string[];
    readonly requiresApproval: boolean;
  };
};

export type Answer<Body = unknown> = {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  readonly text: string;
  /** The JSON of the answer; undefined where it is none. */
  readonly body: Body;
  /** The same, where a refusal is expected. */
  readonly problem: Problem;
};

type Sent = {
  readonly body?: unknown;
  /** An Idempotency-Key. */
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

export type Client = {
  ask<Body = unknown>(method: string, path: string, sent?: Sent): Promise<Answer<Body>>;
  get<Body = unknown>(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer<Body>>;
  post<Body = unknown>(path: string, body?: unknown, sent?: Omit<Sent, 'body'>): Promise<Answer<Body>>;
  patch<Body = unknown>(path: string, body?: unknown, sent?: Omit<Sent, 'body'>): Promise<Answer<Body>>;
  /** The same caller at another address, as behind a proxy or after a restart. */
  at(url: string): Client;
};

const MOST_PATIENCE_MS = 40_000; // the API gives up at 30 seconds by itself

const jsonOf = (type: string | null, text: string): unknown =>
  text !== '' && type !== null && /\bjson\b/.test(type) ? JSON.parse(text) : undefined;

const isRaw = (body: unknown): body is string | Uint8Array<ArrayBuffer> | FormData =>
  typeof body === 'string' || body instanceof Uint8Array || body instanceof FormData;

/** A stream of events has no end to wait for: it is hung up on. */
const contentOf = async (response: Response): Promise<Buffer> => {
  if (!response.headers.get('content-type')?.startsWith('text/event-stream')) return Buffer.from(await response.arrayBuffer());
  await response.body?.cancel();
  return Buffer.alloc(0);
};

/** Speaks to the API as a frontend does: over HTTP, with a token. */
export const clientAt = (url: string, token?: string): Client => {
  const ask = async <Body>(method: string, path: string, { body, key, headers = {} }: Sent = {}): Promise<Answer<Body>> => {
    const response = await fetch(url + path, {
      method,
      signal: AbortSignal.timeout(MOST_PATIENCE_MS),
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && !(body instanceof FormData) && { 'content-type': 'application/json' }),
        ...(key !== undefined && { 'idempotency-key': key }),
        ...headers,
      },
      ...(body !== undefined && { body: isRaw(body) ? body : JSON.stringify(body) }),
    });
    const bytes = await contentOf(response);
    const text = bytes.toString('utf8');
    const json = jsonOf(response.headers.get('content-type'), text);
    return { status: response.status, headers: response.headers, bytes, text, body: json as Body, problem: json as Problem };
  };
  return {
    ask,
    get: (path, headers = {}) => ask('GET', path, { headers }),
    post: (path, body, sent = {}) => ask('POST', path, { ...sent, body }),
    patch: (path, body, sent = {}) => ask('PATCH', path, { ...sent, body }),
    at: (other) => clientAt(other, token),
  };
};

/** A key that nobody used before. */
export const freshKey = (): string => randomUUID();
