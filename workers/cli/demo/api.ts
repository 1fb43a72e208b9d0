import { CommandFailure, EXIT } from '../exit-codes.ts';

const MOST_PATIENCE_MS = 40_000; // the API gives up at 30 seconds by itself

/** The server said no, or something else than was agreed. */
export class Refused extends CommandFailure {
  override name = 'Refused';
  readonly status: number;
  readonly code: string | undefined;
  constructor(asked: string, status: number, { code, detail }: { code?: string; detail?: string }) {
    super(`${asked} answered ${[status, code].join(' ').trim()}${detail ? `: ${detail}` : '.'}`);
    this.status = status;
    this.code = code;
  }
}

type Sent = { readonly body?: object; readonly key?: string };
export type Answered = { readonly status: number; readonly bytes: Uint8Array; readonly type: string; json<Body>(): Body };

/** Somebody who asks the server. A path is answered with one of the statuses that are agreed for it. */
export type Caller = {
  ask(method: string, path: string, agreed: readonly number[], sent?: Sent): Promise<Answered>;
  get<Body>(path: string): Promise<Body>;
  post<Body>(path: string, body?: object, options?: { readonly agreed?: number; readonly key?: string }): Promise<Body>;
  patch<Body>(path: string, body: object): Promise<Body>;
};

const unreachable = (url: string, cause: unknown): CommandFailure =>
  Object.assign(
    new CommandFailure(`No DMS answers at ${url}. Is it running? \`npm start\` starts it, and says when it is ready.`, EXIT.unavailable),
    {
      cause,
    },
  );

const parsed = (bytes: Uint8Array, asked: string, status: number): unknown => {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    if (error instanceof SyntaxError) throw new Refused(asked, status, { detail: 'the answer is not JSON, so this is no DMS.' });
    throw error;
  }
};

const headersOf = (token: string | undefined, { body, key }: Sent): Record<string, string> => ({
  ...(token !== undefined && { authorization: `Bearer ${token}` }),
  ...(body !== undefined && { 'content-type': 'application/json' }),
  ...(key !== undefined && { 'idempotency-key': key }),
});

/** Speaks to the API as a frontend does. */
export const callerAt = (url: string, token?: string): Caller => {
  const send = async (method: string, path: string, sent: Sent): Promise<Response> =>
    fetch(url + path, {
      method,
      headers: headersOf(token, sent),
      signal: AbortSignal.timeout(MOST_PATIENCE_MS),
      ...(sent.body !== undefined && { body: JSON.stringify(sent.body) }),
    }).catch((error: unknown) => {
      throw unreachable(url, error);
    });

  const ask: Caller['ask'] = async (method, path, agreed, sent = {}) => {
    const response = await send(method, path, sent);
    const { status } = response;
    const bytes = new Uint8Array(await response.arrayBuffer());
    const asked = `${method} ${path}`;
    if (!agreed.includes(status)) throw new Refused(asked, status, parsed(bytes, asked, status) as object);
    return { status, bytes, type: response.headers.get('content-type') ?? '', json: <Body>() => parsed(bytes, asked, status) as Body };
  };

  return {
    ask,
    get: async (path) => (await ask('GET', path, [200])).json(),
    post: async (path, body, { agreed = 200, key } = {}) =>
      (await ask('POST', path, [agreed], { ...(body && { body }), ...(key !== undefined && { key }) })).json(),
    patch: async (path, body) => (await ask('PATCH', path, [200], { body })).json(),
  };
};
