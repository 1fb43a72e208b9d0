import { Client } from 'pg';
import type { Logger } from 'pino';

/** There is something new in the outbox. */
export const OUTBOX = 'outbox';
/** The relay has taken something out of it. */
export const DISPATCHED = 'dispatched';

type Deps = {
  readonly channel: typeof OUTBOX | typeof DISPATCHED;
  /** Who listens, for the log and the list of connections. */
  readonly who: string;
  readonly databaseUrl: string;
  readonly logger: Pick<Logger, 'warn'>;
  readonly wake: () => void;
};

const RECONNECT_MS = 1_000;

/**
 * Calls `wake` for each NOTIFY on the channel, over a connection of its own that is made anew whenever it breaks.
 * A signal may be lost meanwhile: polling stands behind it, and each new connection begins with a wake.
 */
export const listenTo = ({ channel, who, databaseUrl, logger, wake }: Deps): { close(): Promise<void> } => {
  let closed = false;
  let client: Client | undefined;
  let timer: NodeJS.Timeout | undefined;

  const connect = async (): Promise<void> => {
    const fresh = new Client({ connectionString: databaseUrl, keepAlive: true, application_name: `dms: ${who}` });
    client = fresh;
    fresh.on('notification', wake);
    fresh.on('error', (error) => again(fresh, error));
    fresh.on('end', () => again(fresh));
    try {
      await fresh.connect();
      await fresh.query(`listen ${channel}`);
      wake();
    } catch (error) {
      again(fresh, error);
    }
  };

  const again = (broken: Client, error?: unknown): void => {
    if (closed || client !== broken) return;
    client = undefined;
    logger.warn({ err: error }, `${who} lost its wake-up line; it polls until it has a new one`);
    broken.end().catch(() => {}); // it is broken: there is nobody left to say goodbye to
    timer = setTimeout(() => void connect(), RECONNECT_MS);
  };

  void connect();
  return {
    async close() {
      closed = true;
      clearTimeout(timer);
      await client?.end();
    },
  };
};
