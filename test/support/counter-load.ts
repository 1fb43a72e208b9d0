import assert from 'node:assert/strict';
import type { ListOf, PaymentBody } from './bodies.ts';
import { type Client, freshKey } from './client.ts';

export type CounterLoad = {
  /** How often each kind of answer came, as `pay 201` or `read 503 service.unavailable`. */
  readonly counts: Readonly<Record<string, number>>;
  /** The ids of the payments that somebody was told of. */
  readonly taken: readonly string[];
  /** Lets everybody finish what they are at. */
  stop(): Promise<void>;
};

type Options = {
  readonly payers: readonly Client[];
  readonly readers?: readonly (readonly [Client, string])[];
  readonly invoiceId: string;
  /** Whether an answer may stay out altogether, as from a process that is killed. */
  readonly mayVanish?: boolean;
};

/** A paisa after the other is paid on one invoice, each by the same request again until somebody says that it was taken. */
export function loadCounters({ payers, readers = [], invoiceId, mayVanish = false }: Options): CounterLoad {
  const counts: Record<string, number> = {};
  const taken: string[] = [];
  let stopping = false;
  const note = (name: string): void => void (counts[name] = (counts[name] ?? 0) + 1);

  const payOnce = async (client: Client): Promise<void> => {
    for (const key = freshKey(); ;) {
      const asked = client.post<PaymentBody>('/payments', { invoiceId, amount: '0.01', method: 'CASH' }, { key });
      const answer = mayVanish ? await asked.catch(() => undefined) : await asked;
      if (answer === undefined) {
        note('pay unanswered');
        continue;
      }
      const { status, body, problem, headers } = answer;
      note(status < 300 ? `pay ${status}` : `pay ${status} ${problem.code}`);
      if (status === 201) return void taken.push(body.id);
      if (status >= 500) assert.match(headers.get('retry-after') ?? '', /^\d+$/);
    }
  };
  const paying = async (client: Client): Promise<void> => {
    while (!stopping) await payOnce(client);
  };
  const reading = async (client: Client, path: string): Promise<void> => {
    while (!stopping) {
      const { status, problem } = await client.get<ListOf<object>>(path);
      note(status < 300 ? `read ${status}` : `read ${status} ${problem.code}`);
    }
  };
  const work = Promise.all([...payers.map(paying), ...readers.map(([client, path]) => reading(client, path))]);
  return {
    counts,
    taken,
    stop: async () => {
      stopping = true;
      await work;
    },
  };
}

/** Nothing but what may be answered while a database comes and goes: done, come again, still running. */
export const assertOnlyOutages = (counts: CounterLoad['counts']): void => {
  const expected = /^(pay 201|read 200|(pay|read) 503 service\.unavailable|pay 409 idempotency\.in_progress|pay unanswered)$/;
  assert.deepEqual(
    Object.keys(counts).filter((name) => !expected.test(name)),
    [],
    JSON.stringify(counts),
  );
};
