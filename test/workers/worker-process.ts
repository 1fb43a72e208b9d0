import { writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { consumer, leaveEffect, openParts } from './worker-world.ts';
import type { Parts } from './worker-world.ts';
import type { QueueName } from '@dms/domain/notifications/queues';
import { work } from '../../workers/work.ts';

// A worker process for crash tests. It tells what it does by lines on its output, and does what its name says in the middle.

const [, , fate = 'steady', address = '{}'] = process.argv;
const say = (line: string): void => void writeSync(1, `${line}\n`);

const poisoned = (entityId: string): boolean => process.env.POISON?.includes(entityId) ?? false;
const killed = (): boolean => process.kill(process.pid, 'SIGKILL');

const fates: Record<string, (entityId: string, queue: QueueName) => Promise<void> | void> = {
  steady: () => {},
  'killed in the middle': () => void killed(),
  'killed by poison': (entityId) => void (poisoned(entityId) && killed()),
  'killed by poison in email, slow at all else': async (entityId, queue) => {
    await pause(300);
    if (queue === 'email' && poisoned(entityId)) killed();
    await pause(300);
  },
  // eslint-disable-next-line promise/param-names -- it never ends
  'hangs for ever': () => new Promise(() => {}),
  'takes a second': () => pause(1_000),
};

const { QUEUES } = process.env;

const counting = (queue: QueueName) =>
  consumer(QUEUES === undefined ? 'counting' : `counting ${queue}`, queue, (uses: Parts) => async ({ entityId }) => {
    say(`began ${entityId}`);
    await leaveEffect(uses, entityId);
    say(`effect ${entityId}`);
    await fates[fate]!(entityId, queue);
    return null;
  });

const handlers = Object.assign({}, ...(QUEUES ?? 'reports').split(' ').map((queue) => counting(queue as QueueName)));

const parts = await openParts(JSON.parse(address) as never, { random: () => 0 });
const workers = work({
  uses: parts,
  workers: ['all'],
  handlers,
  relay: { pollMs: 50, overdueAfterMs: Number(process.env.OVERDUE_MS ?? 30_000) },
});
say('started');
process.on('SIGTERM', () => {
  void workers
    .close(Number(process.env.GRACE_MS ?? 5_000))
    .then(() => parts.close())
    .then(() => process.exit(0));
});
