import { originalOf } from '@dms/domain/files/ports';
import { paperWork } from '@dms/domain/notifications/ports';
import type { World } from './world.ts';

/** Takes the failed attempts of a piece of work as made: it is given up, and nobody has begun it anew. */
export const giveUp = async ({ rows }: Pick<World, 'rows'>, id: string): Promise<void> => {
  const failures = JSON.stringify(
    [1, 2].map((attempt) => ({ attempt, at: '2026-11-22T04:30:00.000Z', error: `ENOENT ${attempt}`, told: false })),
  );
  await rows(
    `update job_runs set state = 'dead', attempt = 2, starts = 5, failures = '${failures}', finished_at = now() where id = '${id}'`,
  );
  await rows(`insert into dead_letters (id, job_run_id, queue, consumer, payload, failures, last_error, died_at)
    select gen_random_uuid(), id, queue, consumer, payload, failures, 'ENOENT 2', now() from job_runs where id = '${id}'`);
};

/** Work of the queue pdf that was given up, with two attempts behind it. Answers its id. */
export const deadWork = async (world: Pick<World, 'rows' | 'cradle'>): Promise<string> => {
  const work = paperWork(originalOf('INVOICE', world.cradle.ids.next()));
  const id = await world.cradle.jobRuns.ensure(work, { userId: null, requestId: 'test' }, null);
  await giveUp(world, id);
  return id;
};
