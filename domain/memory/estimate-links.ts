import type { EstimateLinks } from '../workshop/ports.ts';

/** Tokens that say openly what they are for: for trying out and for tests. Who faces the outside signs them. */
export const plainEstimateLinks = (): EstimateLinks => ({
  tokenFor: ({ estimateId, expiresAt }) => JSON.stringify({ estimateId, expiresAt }),
  read: (token) => {
    try {
      const { estimateId, expiresAt } = JSON.parse(token) as { estimateId: string; expiresAt: string };
      return { estimateId, expiresAt: new Date(expiresAt) };
    } catch {
      // Whatever else it is, it is no link.
      return undefined;
    }
  },
});
