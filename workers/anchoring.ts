import type { Cradle } from '../adapters/container.ts';

const EVERY_MS = 60_000;

type Deps = Pick<Cradle, 'anchorAuditTrail' | 'logger'>;

/**
 * Anchors the audit trail every minute, and a last time on the way out (AUD-02). Many processes may do so: one at a time sets
 * an anchor, and none where nothing was written. It never gives up; what one minute could not anchor, the next one does.
 */
export const startAnchoring = ({ anchorAuditTrail, logger }: Deps, everyMs = EVERY_MS): { close(): Promise<void> } => {
  const anchor = async (): Promise<void> => {
    await anchorAuditTrail().catch((error: unknown) =>
      logger.error({ err: error }, 'The audit trail cannot be anchored; it is tried again'),
    );
  };
  let under = Promise.resolve();
  const timer = setInterval(() => {
    under = under.then(anchor);
  }, everyMs);
  return {
    async close() {
      clearInterval(timer);
      await under.then(anchor);
    },
  };
};
