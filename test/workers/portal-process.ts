import { writeSync } from 'node:fs';
import { loadConfig } from '../../adapters/config.ts';
import { buildContainer } from '../../adapters/container.ts';
import { startWorkers } from '../../workers/run.ts';

// A worker that is killed when the registration portal has cancelled and before anybody has heard of it.

const config = loadConfig();
const container = await buildContainer(config);
const { registrationPortal: portal } = container.cradle;
const usual = portal.cancel.bind(portal);
portal.cancel = async (irn, because) => {
  await usual(irn, because);
  writeSync(1, `cancelled ${irn}\n`);
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => {}); // it never ends
};
await startWorkers({ container, config, queues: ['relay', 'portal'] });
