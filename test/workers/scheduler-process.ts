import { writeSync } from 'node:fs';
import type { ScheduledUse } from '@dms/domain/configuration/schedules';
import type { Scheduled } from '@dms/domain/shared/scheduled';
import { loadConfig } from '../../adapters/config.ts';
import { buildContainer, type Cradle } from '../../adapters/container.ts';
import { startWorkers } from '../../workers/run.ts';

// A scheduler in a process of its own. Its first argument says what becomes of it after a step has worked and before that is committed, its
// second which use case that is about.

const [fate, use = 'expireApprovals'] = process.argv.slice(2) as [string, ScheduledUse?];
const say = (line: string): void => void writeSync(1, `${line}\n`);

const config = loadConfig();
const container = await buildContainer(config);
const watched: Scheduled = async (command, actor) => {
  const step = await container.cradle[use](command, actor);
  say(`worked ${step.done}`);
  if (fate === 'hangs in the middle') await new Promise(() => {}); // it never ends
  return step;
};
const cradle = new Proxy(container.cradle, {
  get: (target, name) => (name === use ? watched : target[name as keyof Cradle]),
});
const workers = await startWorkers({ container: { cradle }, config, queues: ['scheduler'] });
say('started');
process.on('SIGTERM', () => {
  void workers
    .close()
    .then(() => container.dispose())
    .then(() => process.exit(0));
});
