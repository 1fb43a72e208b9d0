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
  REDIS_SENTINELS                        who says which server that is, where Redis Sentinel watches several
  DATA_DIR                               private servers, files and letters
  .env.example names every variable with its default.
`;

/** How each command is used, by its whole name: the line, and what it is for. One that is missing here fails a test. */
export const EXAMPLES: Readonly<Record<string, readonly (readonly [line: string, what: string])[]>> = {
  start: [
    ['dms start', 'everything in one process, with private servers where no URLs are set'],
    ['PORT=8080 dms start --json', 'on a port of your own; one line of JSON when it is ready'],
  ],
  api: [['dms api', 'the API, with workers in other processes']],
  worker: [
    ['dms worker', 'everything that is to be worked on'],
    ['dms worker relay scheduler', 'hand events on and keep times, and leave the queues to others'],
    ['dms worker pdf email', 'two of the queues'],
  ],
  'migrate up': [['DATABASE_MIGRATION_URL=postgres://owner@db/dms dms migrate up', 'before the new version starts']],
  'migrate status': [['dms migrate status --json', 'what is carried out, and what is pending']],
  seed: [
    ['dms seed', 'what every company needs; as often as wanted'],
    ['dms seed --demo', 'a world to play in besides'],
  ],
  import: [
    ['dms import parts parts.csv --dry-run', 'what would come of the file'],
    ['dms import customers old-customers.csv --service-center BLR01', 'with the branch of rows that name none'],
  ],
  backup: [['dms backup /backups/2026-11-28', 'while everything goes on running']],
  restore: [['DATA_DIR=/srv/dms dms restore /backups/2026-11-28', 'into a data folder without database and files']],
  'user create-admin': [
    ['dms user create-admin --email asha@dealer.example --first-name Asha', 'an invitation goes out'],
    ['dms user create-admin --email asha@dealer.example --first-name Asha --password-stdin < password', 'no letter is needed'],
  ],
  'keys rotate': [['dms keys rotate', 'the two lines for the secret store; then start every process anew']],
  demo: [['dms demo', 'against the server that runs here']],
  doctor: [
    ['dms doctor', 'is anything broken?'],
    ['dms doctor database redis storage mail', 'these alone, as before a start'],
    ['dms doctor --json', 'for a program that watches'],
  ],
  'queue stats': [
    ['dms queue stats', 'every queue'],
    ['dms queue stats email --json', 'one of them, for a program'],
  ],
  'queue failed': [['dms queue failed email --limit 5', 'the five that were given up last']],
  'queue retry': [
    ['dms queue retry 019aaf7e-5c00-7cc4-8d3e-2f6a1b9c0d11', 'one job'],
    ['dms queue retry email', 'a queue, as after an outage of the mail server'],
  ],
  'queue drain': [['dms queue drain --timeout 120', 'before a deployment']],
  'outbox status': [['dms outbox status', 'is a relay running?']],
  'outbox replay': [
    ['dms outbox replay --from 2026-11-22T00:00:00+05:30', 'everything since; nothing is done twice'],
    ['dms outbox replay --from 2026-11-22T00:00:00+05:30 --event InvoiceIssued', 'one kind of event'],
  ],
  'audit verify': [['dms audit verify --json', 'nightly, from a machine of somebody else']],
  'audit archive': [
    ['dms audit archive', 'monthly, as the maintenance role; the guide to the audit trail says how'],
    ['dms audit archive --before 2026-04', 'everything before a financial year'],
  ],
  'series audit': [['dms series audit', 'before a return is filed']],
  'stock verify': [['dms stock verify', 'after a restore, or nightly']],
  'rebuild history': [['dms rebuild history', 'while work goes on']],
  openapi: [['dms openapi > openapi.json', 'for a generator of clients']],
};

const examplesText = (examples: readonly (readonly [string, string])[]): string =>
  ['', 'Examples:', ...examples.flatMap(([line, what]) => [`  ${line}`, `      ${what}`])].join('\n');

/** Every command is told as a page of its own: what it does, its options, how it is used. */
const exemplify = (command: Command, path: readonly string[]): void => {
  const examples = EXAMPLES[path.join(' ')];
  if (examples) command.addHelpText('after', examplesText(examples));
  for (const part of command.commands) exemplify(part, [...path, part.name()]);
};

/** What somebody is told who asks for help: the commands by what they are for, and how to begin. */
export const explain = (program: Command): Command => {
  for (const [heading, names] of Object.entries(GROUPS))
    for (const command of program.commands) if (names.includes(command.name())) command.helpGroup(heading);
  exemplify(program, []);
  return program.description(DESCRIPTION).addHelpText('after', MORE);
};
