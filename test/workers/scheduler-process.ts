import { writeSync } from 'node:fs';
import { loadConfig } from '../../adapters/config.ts';
import { buildContainer, type Cradle } from '../../adapters/container.ts';
import { startWorkers } from '../../workers/run.ts';

// A scheduler in a process of its own. Its first argument says what becomes of it after a step has worked and before that is committed.

const fate = process.argv[2];
const say = (line: string): void => void writeSync(1, `${line}\n`);

const config = loadConfig();
const container = await buildContainer(config);
const expireApprovals: Cradle['expireApprovals'] = async (command, actor) => {
  const step = await container.cradle.expireApprovals(command, actor);
  say(`worked ${step.done}`);
  if (fate === 'hangs in the middle') await new Promise(() => {}); // it never ends
  return step;
};
const cradle = new Proxy(container.cradle, {
  get: (target, name) => (name === 'expireApprovals' ? expireApprovals : target[name as keyof Cradle]),
});
const workers = await startWorkers({ container: { cradle }, config, queues: ['scheduler'] });
say('started');
process.on('SIGTERM', () => {
  void workers
    .close()
    .then(() => container.dispose())
    .then(() => process.exit(0));
});
