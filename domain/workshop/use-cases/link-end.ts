import type { Settings } from '../../configuration/ports.ts';
import { configuredIn } from '../../configuration/use-cases/read-settings.ts';
import type { Clock } from '../../shared/ports.ts';
import { DAY_MS } from '../../shared/calendar.ts';

/** Until when a link to an estimate is good that is made now. */
export const linkEnd = async ({ settings }: { readonly settings: Settings }, clock: Clock): Promise<Date> => {
  const { days } = (await configuredIn(settings, clock)).of('workshop.estimate-links');
  return new Date(clock.now().getTime() + days * DAY_MS);
};
