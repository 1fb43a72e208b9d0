import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { startRelay } from '../../workers/relay.ts';
import { workOf } from '../../workers/consumers.ts';
import { until } from '../support/until.ts';
import { consumer, freshWorld } from '../workers/worker-world.ts';

const ROUNDS = 3;
const EVENTS_APART_MS = 10;

const handlers = consumer('counting', 'email', () => async () => null);

type World = Awaited<ReturnType<typeof freshWorld>>;

const relayOver = ({ relayLedger, jobQueues, configuration, logger }: World) =>
  startRelay({ relayLedger, jobQueues, configuration, logger, workOf: workOf(handlers) });

const leftOver = async (world: World): Promise<boolean> => {
  const [found] = await world.rows<{ left: boolean }>(
    "select exists (select from outbox where dispatched_at is null) or exists (select from job_runs where state = 'waiting') as left",
  );
  return found!.left;
};

/** From a full outbox to the last row handed over to Redis. */
const rowsPerSecond = async (world: World, rows: number): Promise<number> => {
  await world.publish(rows);
  const startedAt = performance.now();
  const relay = relayOver(world);
  await until(async () => !(await leftOver(world)), { everyMs: 20, timeoutMs: 120_000 });
  const seconds = (performance.now() - startedAt) / 1000;
  await relay.close();
  return rows / seconds;
};

/** From the commit of an event to its being handed over, while one comes every few milliseconds. */
const lagsMs = async (world: World, events: number): Promise<number[]> => {
  await world.rows('truncate outbox, job_runs, dead_letters');
  const relay = relayOver(world);
  for (let event = 0; event < events; event += 1) {
    await world.publish();
    await sql`select pg_notify('outbox', '')`.execute(world.database.pool);
    await pause(EVENTS_APART_MS);
  }
  await until(async () => !(await leftOver(world)));
  await relay.close();
  const found = await world.rows<{ lag: string }>(
    'select extract(epoch from handed_at - occurred_at) * 1000 as lag from job_runs join outbox on outbox.id = event_id order by 1',
  );
  return found.map(({ lag }) => Number(lag));
};

/** The outbox to the queue: rows a second (the median of some rounds) and the lag of single events. */
export const relayBench = async ({ rows = 10_000, events = 300 } = {}): Promise<{
  rowsPerSecond: number;
  lagP50Ms: number;
  lagP95Ms: number;
}> => {
  const endings: (() => Promise<void>)[] = [];
  const world = await freshWorld({ after: (work) => void endings.push(work) });
  try {
    const rounds: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) rounds.push(await rowsPerSecond(world, rows));
    const lags = await lagsMs(world, events);
    return {
      rowsPerSecond: Math.round(rounds.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)]!),
      lagP50Ms: Math.round(lags[Math.floor(lags.length / 2)]!),
      lagP95Ms: Math.round(lags[Math.floor(lags.length * 0.95)]!),
    };
  } finally {
    for (const end of endings.reverse()) await end();
  }
};
