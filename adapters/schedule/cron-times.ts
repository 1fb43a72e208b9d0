import { Cron } from 'croner';

/** The instants a cron expression names in a zone, a DST change of that zone included. An expression like the 31st of February names none. */
export const cronTimes = (expression: string, zone: string) => {
  const cron = new Cron(expression, { timezone: zone, paused: true, mode: '5-part' });
  return {
    after: (instant: Date): Date | undefined => cron.nextRun(instant) ?? undefined,
    /** The last one that is not after `instant`. */
    until: (instant: Date): Date | undefined => (cron.match(instant) ? toMinute(instant) : cron.previousRuns(1, instant)[0]),
  };
};

const toMinute = (instant: Date): Date => new Date(Math.floor(instant.getTime() / 60_000) * 60_000);
