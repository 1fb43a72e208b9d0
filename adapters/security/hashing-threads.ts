import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { DomainError } from '@dms/domain/shared/errors';
import type { Question, Reply } from './bcrypt-worker.ts';

type Asked = { resolve(answer: never): void; reject(error: Error): void };
type Thread = { readonly worker: Worker; readonly waiting: Map<number, Asked> };
type Wanted = Question extends infer Kind ? (Kind extends Question ? Omit<Kind, 'id'> : never) : never;

/** One processor is left to who answers requests. */
const MOST_THREADS = Math.max(1, Math.min(4, availableParallelism() - 1));
/** Half a minute of hashing: who would wait longer is told to come back. */
const MOST_WAITING = 100;
const COME_BACK_SECONDS = 5;

export type HashingThreads = { ask<Answer extends string | boolean>(question: Wanted): Promise<Answer>; close(): Promise<void> };

/**
 * Threads apart from Node's own pool, where twenty passwords would hold up everything else that has to go through it: files,
 * names of hosts, and the greeting of each new connection to PostgreSQL. They are started when first needed, and keep no
 * process alive that has nothing to ask.
 */
export const hashingThreads = (): HashingThreads => {
  const threads = new Set<Thread>();
  let lastId = 0;

  const start = (): Thread => {
    const worker = new Worker(new URL('./bcrypt-worker.ts', import.meta.url));
    const thread: Thread = { worker, waiting: new Map() };
    const lose = (error: Error): void => {
      threads.delete(thread);
      for (const { reject } of thread.waiting.values()) reject(error);
      thread.waiting.clear();
    };
    worker.on('message', (reply: Reply) => {
      const asked = thread.waiting.get(reply.id);
      thread.waiting.delete(reply.id);
      if (thread.waiting.size === 0) worker.unref();
      if ('answer' in reply) asked?.resolve(reply.answer as never);
      else asked?.reject(new Error(reply.failure));
    });
    worker.on('error', lose);
    worker.on('exit', (code) => lose(new Error(`A hashing thread ended with ${code}.`)));
    worker.unref();
    threads.add(thread);
    return thread;
  };

  const leastBusy = (): Thread => {
    const [first] = [...threads].toSorted((a, b) => a.waiting.size - b.waiting.size);
    return first === undefined || (first.waiting.size > 0 && threads.size < MOST_THREADS) ? start() : first;
  };

  return {
    ask: (question) => {
      const { worker, waiting } = leastBusy();
      if (waiting.size >= MOST_WAITING)
        return Promise.reject(
          new DomainError('service.unavailable', 'Too many people log in at this moment.', { retryAfterSeconds: COME_BACK_SECONDS }),
        );
      const { promise, resolve, reject } = Promise.withResolvers<never>();
      lastId += 1;
      waiting.set(lastId, { resolve, reject });
      worker.ref();
      worker.postMessage({ ...question, id: lastId } satisfies Question);
      return promise;
    },
    close: async () => {
      await Promise.all([...threads].map(({ worker }) => worker.terminate()));
    },
  };
};
