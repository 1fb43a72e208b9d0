import { restingSchedules, restingWork, switchedOff } from '@dms/domain/configuration/switchable-modules';
import { systemActor } from '@dms/domain/shared/actor';
import type { Cradle } from '../../adapters/container.ts';

/** What is wrong, in sentences; nothing where all is well. */
type Look = (cradle: Cradle) => Promise<readonly string[]>;
type Check = {
  readonly what: string;
  readonly look: Look;
  /** What is as somebody wanted it, and may surprise all the same. */
  readonly notes?: Look;
};

const actor = systemActor('dms doctor');
const MOST_SKEW_MS = 2_000;
const MOST_LAG_SECONDS = 60;
const MOST_LATE_MS = 5 * 60_000;
const SHOWN = 20;

const some = (sentences: readonly string[], all = sentences.length): string[] =>
  all > SHOWN ? [...sentences.slice(0, SHOWN), `… and ${all - SHOWN} more.`] : [...sentences];

/** Asking is all there is to it. */
const answers = async (asked: Promise<unknown>): Promise<string[]> => {
  await asked;
  return [];
};

const differing = (who: string, itsMs: number, oursMs: number): string[] => {
  const skewMs = Math.abs(itsMs - oursMs);
  return skewMs > MOST_SKEW_MS ? [`The clock of ${who} and that of this machine are ${Math.round(skewMs / 1000)} seconds apart.`] : [];
};

/** Asked on the way there and back: what lies between is not the clock's. */
const skewOf = async (who: string, ask: () => Promise<number>): Promise<string[]> => {
  const before = Date.now();
  const its = await ask();
  return differing(who, its, Math.min(Math.max(its, before), Date.now()));
};

type Late = Awaited<ReturnType<Cradle['probes']['lateSchedules']>>;
type Configured = Awaited<ReturnType<Cradle['configuration']['current']>>;

/** What was begun before its module was switched off waits for that to be on. */
const lateOf = async (late: Promise<Late>, configured: Configured): Promise<Late> => {
  const resting: ReadonlySet<string> = restingSchedules(configured);
  return (await late).filter(({ name }) => !resting.has(name));
};

/** Everything that is looked at, in this order. A module that has something to prove adds its line. */
export const checks = {
  database: { what: 'PostgreSQL answers', look: ({ probes }) => answers(probes.askDatabase()) },
  redis: { what: 'Redis answers', look: ({ probes }) => answers(probes.askRedis()) },
  storage: {
    what: 'the storage of files takes one and lets it go',
    look: async ({ storage, ids }) => {
      await storage.probe();
      const key = `doctor/${ids.next()}`;
      await storage.put(key, new Uint8Array(1), { contentType: 'application/octet-stream' });
      await storage.remove(key);
      return [];
    },
  },
  mail: { what: 'letters can leave', look: ({ probeMail }) => answers(probeMail()) },
  migrations: {
    what: 'every migration is applied',
    look: async ({ probes }) => (await probes.pendingMigrations()).map((name) => `${name} is pending: run dms migrate up.`),
  },
  extensions: {
    what: 'every extension is there',
    look: async ({ probes }) => (await probes.missingExtensions()).map((name) => `The extension ${name} is missing.`),
  },
  roles: {
    what: "the application's role may what it must, and nothing else",
    look: async ({ probes }) => (await probes.roleFaults()).map((fault) => `The role of DATABASE_URL ${fault}.`),
  },
  clocks: {
    what: 'the clocks agree',
    look: async ({ probes }) => [
      ...(await skewOf('PostgreSQL', () => probes.databaseTimeMs())),
      ...(await skewOf('Redis', () => probes.redisTimeMs())),
    ],
  },
  ledger: {
    what: 'every balance of stock is what its movements add up to',
    look: async ({ verifyStock }) => {
      const { faults, faultCount } = await verifyStock(actor);
      return some(
        faults.map(({ sentence }) => sentence),
        faultCount,
      );
    },
  },
  series: {
    what: 'every number series is without gap and duplicate',
    look: async ({ auditSeries }) => {
      const { series, sharedNumbers } = await auditSeries(actor);
      return some([
        ...series.flatMap(({ gstin, kind, prefix, faults }) => faults.map(({ sentence }) => `${gstin} ${kind} ${prefix}: ${sentence}`)),
        ...sharedNumbers.map(({ gstin, kind, number, ids }) => `${gstin} ${kind}: ${ids.length} documents bear ${number}.`),
      ]);
    },
  },
  audit: {
    what: 'the audit trail is as it was written',
    look: async ({ verifyAuditTrail }) => some((await verifyAuditTrail(actor)).faults.map(({ sentence }) => sentence)),
  },
  outbox: {
    what: 'the outbox is handed on in time',
    look: async ({ queueDesk }) => {
      const { waiting, lagSeconds } = await queueDesk.outbox();
      if (lagSeconds <= MOST_LAG_SECONDS) return [];
      return [`${waiting} events wait, the oldest for ${Math.round(lagSeconds)} seconds: is a relay running (dms worker relay)?`];
    },
  },
  queues: {
    what: 'no work is late or given up',
    look: async ({ queueDesk }) =>
      (await queueDesk.figures()).flatMap(({ name, due, dead, lagSeconds }) => [
        ...(dead > 0 ? [`${dead} jobs of the queue ${name} were given up (dms queue failed ${name}).`] : []),
        ...(lagSeconds > MOST_LAG_SECONDS
          ? [`${due} jobs of the queue ${name} are late, by up to ${Math.round(lagSeconds)} seconds: is a worker running?`]
          : []),
      ]),
  },
  modules: {
    what: 'work rests only with its module',
    look: async ({ queueDesk, configuration }) => {
      if (restingWork(await configuration.current()).off.length > 0) return [];
      return (await queueDesk.figures()).flatMap(({ name, resting }) =>
        resting > 0 ? [`${resting} jobs of the queue ${name} rest, and their module is on: is a relay running (dms worker relay)?`] : [],
      );
    },
    notes: async ({ queueDesk, configuration }) => [
      ...switchedOff(await configuration.current()).map((name) => `The module ${name} is switched off (features.${name}).`),
      ...(await queueDesk.figures()).flatMap(({ name, resting }) => (resting > 0 ? [`${resting} jobs of the queue ${name} rest.`] : [])),
    ],
  },
  cancellations: {
    what: 'whatever waits for the registration portal is asked of it',
    look: async ({ probes }) =>
      some(
        (await probes.stalledCancellations()).map(
          (number) => `${number} waits for the registration portal to cancel it, and nobody asks it any more: cancel it again.`,
        ),
      ),
  },
  schedules: {
    what: 'what is scheduled is begun in time, and comes to its end',
    look: async ({ probes, clock, configuration }) => [
      ...(await probes.failedSchedules()).map(
        ({ name, dueAt, error }) => `The last run of ${name}, due at ${dueAt}, failed: ${error ?? 'nobody knows why'}.`,
      ),
      ...(await lateOf(probes.lateSchedules(new Date(clock.now().getTime() - MOST_LATE_MS)), await configuration.current())).map(
        ({ name, dueAt }) => `${name} was due at ${dueAt}, and nobody goes on with it: is a scheduler running (dms worker scheduler)?`,
      ),
    ],
  },
  files: {
    what: 'every file has its content, and every content its file',
    look: async ({ findOrphans }) => {
      const { withoutFile, withoutContent } = await findOrphans();
      return [
        ...some(withoutContent.map((key) => `The content of ${key} is missing: restore it from a backup.`)),
        ...some(withoutFile.map((key) => `Nothing speaks of ${key} in storage: it can be removed.`)),
      ];
    },
  },
} as const satisfies Record<string, Check>;

export type CheckName = keyof typeof checks;
export type Finding = {
  readonly check: CheckName;
  readonly what: string;
  readonly sound: boolean;
  readonly faults: readonly string[];
  readonly notes: readonly string[];
};

const wordsOf = (error: unknown): string =>
  error instanceof Error ? error.message || ((error as { code?: string }).code ?? error.name) : String(error);

/** For an operator with what it came from, which other people are not told. */
const messageOf = (error: unknown): string =>
  error instanceof Error && error.cause !== undefined ? `${wordsOf(error)} (${wordsOf(error.cause)})` : wordsOf(error);

const noNotes: Look = async () => [];

/** Looks at one thing. What cannot be looked at is not sound either. */
export const lookAt = async (name: CheckName, cradle: Cradle): Promise<Finding> => {
  const { what, look, notes = noNotes }: Check = checks[name];
  const faults = await look(cradle).catch((error: unknown) => [messageOf(error)]);
  return { check: name, what, sound: faults.length === 0, faults, notes: await notes(cradle).catch(() => []) };
};
