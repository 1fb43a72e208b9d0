import { Worker } from 'node:worker_threads';
import type { Drawn, Order } from './drawing-worker.ts';
import type { Draw } from './paper-drawer.ts';

type Waiting = ReturnType<typeof Promise.withResolvers<Uint8Array>>;

/**
 * Draws papers on a thread of its own and of a lower priority, so that a process that also answers requests is not held up by the tenth of a
 * second that a paper takes. The thread begins with the first paper; one that dies takes the papers that it had with it, which are tried
 * again as any other work, and the next paper gets another.
 */
export const drawingThread = (): { readonly draw: Draw; close(): Promise<void> } => {
  const waiting = new Map<number, Waiting>();
  let thread: Worker | undefined;
  let asked = 0;

  const settle = ({ id, ...outcome }: Drawn): void => {
    const order = waiting.get(id);
    waiting.delete(id);
    if (waiting.size === 0) thread?.unref();
    if ('bytes' in outcome) order?.resolve(outcome.bytes);
    else order?.reject(new Error(outcome.failure));
  };

  const begin = (): Worker => {
    const begun = new Worker(new URL('./drawing-worker.ts', import.meta.url));
    const lose = (error: Error): void => {
      if (thread !== begun) return;
      thread = undefined;
      for (const order of waiting.values()) order.reject(error);
      waiting.clear();
    };
    begun.on('message', settle);
    begun.on('error', lose);
    begun.on('exit', () => lose(new Error('The thread that draws papers has ended.')));
    return begun;
  };

  return {
    draw: (paper, logo) => {
      const order: Order = { id: (asked += 1), paper, logo };
      const outcome = Promise.withResolvers<Uint8Array>();
      waiting.set(order.id, outcome);
      thread ??= begin();
      thread.ref();
      thread.postMessage(order);
      return outcome.promise;
    },
    close: async () => {
      await thread?.terminate();
    },
  };
};
