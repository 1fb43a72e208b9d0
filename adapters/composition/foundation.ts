import type { Clock, Digest, Ids } from '@dms/domain/shared/ports';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import type { freePort } from '../embedded/data-folder.ts';
import type { Database } from '../postgres/database.ts';
import type { Tracing } from '../telemetry/tracing.ts';

/** What is open and has to be closed, or is handed in from outside. */
export type Foundation = {
  readonly config: Config;
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly digest: Digest;
  readonly random: () => number;
  readonly logger: Logger;
  readonly freePort: typeof freePort;
  /** There where the configuration names a collector. */
  readonly tracing: Tracing | undefined;
};
