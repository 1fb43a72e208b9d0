import { connect, type Socket } from 'node:net';
import { duels } from './duels.ts';

// The load, in a process of its own: a fixed number of connections, each sending its next request when the last is answered.

export type Order = {
  readonly bench: string;
  readonly plan: unknown;
  readonly port: number;
  readonly clients: number;
  readonly durationMs: number;
  /** Each client sends so often, and late only when the last was not answered in time; without it, as soon as the last is answered. */
  readonly everyMs?: number;
  /** The numbers of the requests to send: each once, or in a loop where sending them again does the same. */
  readonly from: number;
  readonly upTo: number;
};
export type Load = {
  readonly requests: number;
  readonly failed: number;
  /** The first refused answer, to tell why. */
  readonly failure: string | undefined;
  readonly elapsedMs: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  /** All numbers were used before the time was over. */
  readonly ranOut: boolean;
};

/** What goes over the wire. */
export type Request = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly token: string;
  readonly body?: unknown;
  readonly key?: string;
  /** How it is answered, where that is not the same for all of a bench. */
  readonly status?: number;
};

const wireOf = ({ method, path, token, body, key }: Request): string => {
  const text = body === undefined ? '' : JSON.stringify(body);
  const content = body === undefined ? '' : `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n`;
  const once = key === undefined ? '' : `idempotency-key: ${key}\r\n`;
  return `${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${token}\r\n${once}${content}\r\n${text}`;
};

/** Sends one request at a time over a connection that stays open, and tells the status and the text of its answer. */
const client = (socket: Socket) => {
  let pending: Buffer = Buffer.alloc(0);
  let answered: ((status: number, text: () => string) => void) | undefined;
  socket.setNoDelay(true);
  socket.on('data', (chunk: Buffer) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    const headEnd = pending.indexOf('\r\n\r\n');
    if (headEnd < 0) return;
    const head = pending.toString('latin1', 0, headEnd);
    const length = /content-length: (\d+)/i.exec(head)?.[1];
    if (length === undefined) throw new Error(`An answer without a length:\n${head}`);
    if (pending.length < headEnd + 4 + Number(length)) return;
    const whole = pending;
    pending = Buffer.alloc(0);
    answered?.(Number(head.slice(9, 12)), () => whole.toString());
  });
  return (wire: string, then: (status: number, text: () => string) => void): void => {
    answered = then;
    socket.write(wire);
  };
};

const opened = (port: number): Promise<Socket> => {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const socket = connect(port, '127.0.0.1', () => resolve(socket)).on('error', reject);
  return promise;
};

const run = async ({ bench, plan, port, clients, durationMs, everyMs, from, upTo }: Order): Promise<Load> => {
  const duel = duels.find(({ name }) => name === bench)!;
  const requestOf = duel.requests(plan);
  const sockets = await Promise.all(Array.from({ length: clients }, () => opened(port)));
  const latencies: number[] = [];
  let [next, failed, running] = [from, 0, sockets.length];
  let failure: string | undefined;
  const { promise, resolve } = Promise.withResolvers<void>();
  const startedAt = performance.now();
  const endsAt = startedAt + durationMs;
  for (const [index, socket] of sockets.entries()) {
    const ask = client(socket);
    // They do not begin all at once.
    let dueAt = everyMs === undefined ? startedAt : startedAt + (everyMs * index) / sockets.length;
    const wait = (): void => {
      const early = everyMs === undefined ? 0 : dueAt - performance.now();
      if (early > 0) setTimeout(step, early);
      else step();
    };
    const step = (): void => {
      if (duel.repeatable && next >= upTo) next = from;
      if (performance.now() >= endsAt || next >= upTo) {
        running -= 1;
        if (running === 0) resolve();
        return;
      }
      const request = requestOf(next);
      const wire = wireOf(request);
      next += 1;
      // Who has to wait to ask waits too.
      const askedAt = everyMs === undefined ? performance.now() : dueAt;
      dueAt += everyMs ?? 0;
      ask(wire, (status, text) => {
        latencies.push(performance.now() - askedAt);
        if (status !== (request.status ?? duel.status)) {
          failed += 1;
          failure ??= `${request.method} ${request.path}: ${text()}`;
        }
        wait();
      });
    };
    wait();
  }
  await promise;
  const elapsedMs = performance.now() - startedAt;
  for (const socket of sockets) socket.destroy();
  latencies.sort((a, b) => a - b);
  const percentile = (share: number): number => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
  return {
    requests: latencies.length,
    failed,
    failure,
    elapsedMs,
    p50Ms: percentile(0.5),
    p95Ms: percentile(0.95),
    p99Ms: percentile(0.99),
    ranOut: next >= upTo && !duel.repeatable,
  };
};

process.on('message', (order: Order) => {
  run(order).then(
    (load) => process.send!({ load }),
    (error: unknown) => process.send!({ error: String((error as Error).stack) }),
  );
});
