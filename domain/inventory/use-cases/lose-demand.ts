import type { Actor } from '../../shared/actor.ts';
import type { DomainEvent } from '../../shared/events.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import { Quantity } from '../../shared/quantity.ts';
import type { Recording, Transact } from '../../shared/unit-of-work.ts';
import { demandLost } from '../stock-events.ts';
import { LostDemand } from '../lost-demand.ts';
import type { LostDemands } from '../ports.ts';
import type { Demand, StockShort } from '../stock-short.ts';

type Made = { readonly clock: Clock; readonly ids: Ids };
type Missed = { readonly partId: string; readonly requested: Quantity; readonly available: Quantity; readonly met: Quantity };

/** Keeps what stock could not meet, in the unit of work of the request that was answered in part. */
export const loseDemand =
  ({ clock, ids }: Made) =>
  async (
    { lostDemand }: { readonly lostDemand: LostDemands },
    demand: Omit<Demand, 'asked'>,
    occasion: string,
    missed: readonly Missed[],
    actor: Actor,
  ): Promise<DomainEvent[]> => {
    const lost = missed.map(
      (figures) => new LostDemand({ id: ids.next(), ...demand, ...figures, occasion, askedAt: clock.now(), askedBy: actor.userId }),
    );
    if (lost.length > 0) await lostDemand.keep(lost);
    return lost.map(demandLost);
  };

/**
 * DEM-01: keeps what was asked for and refused, once everything that was tried is undone: so in a unit of work of its own. Whoever
 * catches the refusal at the outermost calls it. The same request sent again, under its key or of the same transfer, is not more demand.
 */
export const noteLostDemand =
  ({ transact, clock, ids }: Made & { readonly transact: Transact<{ lostDemand: LostDemands } & Recording> }) =>
  async ({ demand: refused }: StockShort, actor: Actor, key?: string): Promise<void> => {
    if (!refused || refused.asked.length === 0) return;
    const { asked, ...demand } = refused;
    const occasion = [demand.sourceType, demand.sourceId, ...(key === undefined ? [] : [actor.userId, key])].join(' ');
    const missed = asked.map(({ partId, requested, available }) => ({
      ...{ partId, requested: Quantity.parse(requested), available: Quantity.parse(available), met: Quantity.zero },
    }));
    await transact(actor, async (unit) => {
      if (await unit.lostDemand.isKept(occasion)) return;
      unit.record(...(await loseDemand({ clock, ids })(unit, demand, occasion, missed, actor)));
    });
  };
