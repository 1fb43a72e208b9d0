import type { Command } from 'commander';

/** How commands are told together. One that is in no group stands apart. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  'Running it:': ['start', 'api', 'worker'],
  'Data:': ['migrate', 'seed', 'import', 'backup', 'restore'],
  'People and keys:': ['user', 'keys'],
  'Looking after it:': ['doctor', 'queue', 'outbox', 'audit', 'series', 'stock', 'rebuild'],
  'Trying it and building on it:': ['demo', 'openapi'],
};

const DESCRIPTION = [
  "The backend of a vehicle dealer's service network: its API, its workers, and what operators need.",
  'Every command reads its configuration from the environment, or from an .env file beside it, and says all that is wrong with it at once. Where no DATABASE_URL or REDIS_URL is set, it uses a private PostgreSQL and Redis of the data folder, and leaves them as it found them.',
  'With --json a command prints JSON, for programs; progress bars and colours are for terminals alone.',
].join('\n\n');

const MORE = `
Examples:
  dms start                                        everything in one process
  dms worker pdf email                             a process for two of the queues
  dms import customers old-customers.csv --dry-run --service-center BLR01
                                                   what would come of a file, and why some rows are refused
  dms doctor                                       is anything broken?
  dms queue failed email && dms queue retry email  look at what was given up, and begin it anew
  dms outbox replay --from 2026-11-22T00:00:00+05:30
                                                   hand the events of a day on again; nothing is done twice

Environment:
  DATABASE_URL, DATABASE_MIGRATION_URL   the application's role, and the owner's
  REDIS_URL                              queues, caches and rate limits; nothing in it is missed for long
  DATA_DIR                               private servers, files and letters
  .env.example names every variable with its default.
`;

/** What somebody is told who asks for help: the commands by what they are for, and how to begin. */
export const explain = (program: Command): Command => {
  for (const [heading, names] of Object.entries(GROUPS))
    for (const command of program.commands) if (names.includes(command.name())) command.helpGroup(heading);
  return program.description(DESCRIPTION).addHelpText('after', MORE);
};
