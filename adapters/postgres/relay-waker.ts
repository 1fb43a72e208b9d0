import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Database } from './database.ts';

/** However many commits follow each other, the relay is woken at most so often. */
const COALESCE_MS = 20;

/**
 * Wakes the relay by NOTIFY after commits. Inside the transaction it would cost two fifths of the throughput, as all commits
 * queue for it; outside and coalesced it costs nothing, and polling stands behind one that is lost.
 */
export const relayWaker = ({ database, logger }: { readonly database: Database; readonly logger: Logger }) => {
  let timer: NodeJS.Timeout | undefined;
  const wake = (): void => {
    timer = undefined;
    sql`select pg_notify('outbox', '')`
      .execute(database.pool)
      .catch((error: unknown) => logger.debug({ err: error }, 'the relay will find out by polling'));
  };
  return Object.assign(
    (): void => {
      timer ??= setTimeout(wake, COALESCE_MS);
    },
    { settle: (): void => clearTimeout(timer) },
  );
};
