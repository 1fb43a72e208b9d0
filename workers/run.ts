import type { Config } from '../adapters/config.ts';
import type { Container, Cradle } from '../adapters/container.ts';
import type { Handlers } from './consumers.ts';
import { startAnchoring } from './anchoring.ts';
import { email, reminders, sms } from './handlers/notifications.ts';
import { inventory } from './handlers/inventory.ts';
import { portal } from './handlers/portal.ts';
import { pdf } from './handlers/pdf.ts';
import { webhooks } from './handlers/webhooks.ts';
import { startScheduler } from './scheduler.ts';
import { work } from './work.ts';
import type { Workers } from './work.ts';

/** Every queue that has something to do. */
const handlers: Handlers<Cradle> = { pdf, reminders, email, sms, inventory, portal, webhooks };

type Start = { readonly container: Pick<Container, 'cradle'>; readonly config: Config; readonly queues: readonly string[] };

/** What is started beside the queues, by the name that asks for it. */
const companions: Readonly<Record<string, (cradle: Cradle) => { close(): Promise<void> }>> = {
  relay: startAnchoring,
  scheduler: startScheduler,
};

/** Starts workers by name over the parts of the container: `relay`, which also anchors the audit trail, `scheduler`, a queue, or `all`. */
export const startWorkers = async ({ container: { cradle }, config, queues }: Start): Promise<Workers> => {
  const wanted = (name: string): boolean => queues.includes('all') || queues.includes(name);
  const workers = work({ uses: cradle, workers: queues, handlers, concurrency: config.workers.concurrency });
  const { relay, scheduler } = Object.fromEntries(
    Object.entries(companions).flatMap(([name, start]) => (wanted(name) ? [[name, start(cradle)]] : [])),
  );
  return {
    async close(graceMs) {
      await Promise.all([workers.close(graceMs), scheduler?.close()]);
      // Last, so that what was written on the way out is anchored too.
      await relay?.close();
    },
  };
};
