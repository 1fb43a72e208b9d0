import type { Config } from '../adapters/config.ts';
import type { Container, Cradle } from '../adapters/container.ts';
import type { Handlers } from './consumers.ts';
import { startAnchoring } from './anchoring.ts';
import { email } from './handlers/email.ts';
import { pdf } from './handlers/pdf.ts';
import { work } from './work.ts';
import type { Workers } from './work.ts';

/** Every queue that has something to do. */
const handlers: Handlers<Cradle> = { pdf, email };

type Start = { readonly container: Pick<Container, 'cradle'>; readonly config: Config; readonly queues: readonly string[] };

/** Starts workers by name over the parts of the container: `relay`, which also anchors the audit trail, a queue, or `all` of them. */
export const startWorkers = async ({ container, config, queues }: Start): Promise<Workers> => {
  const workers = work({ uses: container.cradle, workers: queues, handlers, concurrency: config.workers.concurrency });
  if (!queues.some((queue) => queue === 'relay' || queue === 'all')) return workers;
  const anchoring = startAnchoring(container.cradle);
  return {
    async close(graceMs) {
      await workers.close(graceMs);
      // Last, so that what the jobs wrote on their way out is anchored too.
      await anchoring.close();
    },
  };
};
