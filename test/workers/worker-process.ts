import { writeSync } from 'node:fs';
import { consumer, leaveEffect, openParts } from './worker-world.ts';
import type { Parts } from './worker-world.ts';
import { work } from '../../workers/work.ts';

// A worker process for crash tests. It tells what it does by lines on its output, and does what its name says in the middle.

const [, , fate = 'steady', address = '{}'] = process.argv;
const say = (line: string): void => void writeSync(1, `${line}\n`);

const fates: Record<string, (entityId: string) => Promise<void> | void> = {
  steady: () => {},
  'killed in the middle': () => void process.kill(process.pid, 'SIGKILL'),
  'killed by poison': (entityId) => void (process.env.POISON?.includes(entityId) && process.kill(process.pid, 'SIGKILL')),
  // eslint-disable-next-line promise/param-names -- it never ends
  'hangs for ever': () => new Promise(() => {}),
  'takes a second': async () => {
    const { setTimeout } = await import('node:timers/promises');
    await setTimeout(1_000);
  },
};

const handlers = consumer('counting', 'reports', (uses: Parts) => async ({ entityId }) => {
  say(`began ${entityId}`);
  await leaveEffect(uses, entityId);
  say(`effect ${entityId}`);
  await fates[fate]!(entityId);
  return null;
});

const parts = await openParts(JSON.parse(address) as never, { random: () => 0 });
const workers = work({ uses: parts, workers: ['all'], handlers, relay: { pollMs: 50 } });
say('started');
process.on('SIGTERM', () => {
  void workers
    .close(Number(process.env.GRACE_MS ?? 5_000))
    .then(() => parts.close())
    .then(() => process.exit(0));
});
