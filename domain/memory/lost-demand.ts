import type { LostDemands } from '../inventory/ports.ts';
import type { WorkingTables } from './tables.ts';

export const memoryLostDemand = ({ lostDemand }: WorkingTables): LostDemands => ({
  isKept: async (occasion) => lostDemand.rows().some((kept) => kept.occasion === occasion),
  keep: async (lost) => {
    const isThere = (occasion: string, partId: string) =>
      lostDemand.rows().some((kept) => kept.occasion === occasion && kept.partId === partId);
    for (const one of lost) if (!isThere(one.occasion, one.partId)) lostDemand.add(one);
  },
});
