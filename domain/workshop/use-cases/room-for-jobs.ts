import type { Settings } from '../../configuration/ports.ts';
import { configuredIn } from '../../configuration/use-cases/read-settings.ts';
import type { ServiceCenters } from '../../service-centers/ports.ts';
import { everywhere } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import type { Clock } from '../../shared/ports.ts';

type Unit = { readonly serviceCenters: ServiceCenters; readonly settings: Settings };
type Branch = { readonly id: string; readonly name: string; readonly capacity: number | null };

/**
 * What is to be said of one more open job at the branch (SCN-03): nothing, a warning, or a refusal if so configured. Where it is
 * refused the branch is locked until this unit ends, lest two take the last place.
 * @throws DomainError `service_center.full`
 */
export const roomForJobs = async (
  { serviceCenters, settings }: Unit,
  { id, name, capacity }: Branch,
  clock: Clock,
): Promise<string | undefined> => {
  if (capacity === null) return undefined;
  const refuses = (await configuredIn(settings, clock)).of('workshop.capacity') === 'REFUSE';
  if (refuses) await serviceCenters.getForChange(id, everywhere);
  if ((await serviceCenters.openJobCards(id, capacity)) < capacity) return undefined;
  const sentence = `${name} has room for ${capacity} open ${capacity === 1 ? 'job' : 'jobs'}, and all of it is taken.`;
  if (refuses) throw new DomainError('service_center.full', sentence);
  return sentence;
};
