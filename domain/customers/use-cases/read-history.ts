import { scopeOf } from '../../shared/access/decide.ts';
import type { Actor } from '../../shared/actor.ts';
import { absent } from '../../shared/errors.ts';
import type { Page, PageRequest } from '../../shared/page.ts';
import type { CustomerReads, HistoryEntry } from '../reads.ts';

/**
 * The timeline of a vehicle, newest first (HIS-01). Every branch sees it; an engineer that of the vehicles of their own jobs.
 * @throws DomainError `entity.absent`
 */
export const readHistory =
  ({ customerReads }: { readonly customerReads: CustomerReads }) =>
  async (vehicleId: string, page: PageRequest, actor: Actor): Promise<Page<HistoryEntry>> => {
    const reach = scopeOf(actor, 'vehicle.history');
    if (reach.kind === 'own' && !(await customerReads.isOn(vehicleId, reach))) throw absent('vehicle');
    return customerReads.history(vehicleId, page);
  };
