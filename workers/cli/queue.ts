import { setTimeout as pause } from 'node:timers/promises';
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import type { DeadLetter, QueueFigures } from '@dms/domain/notifications/queue-desk';
import { type QueueName, queues } from '@dms/domain/notifications/queues';
import { systemActor } from '@dms/domain/shared/actor';
import type { Cradle } from '../../adapters/container.ts';
import { EXIT } from './exit-codes.ts';
import { onContainer } from './platform.ts';

const names = Object.keys(queues) as QueueName[];
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const ASK_EVERY_MS = 500;

type Json = { readonly json?: boolean };

const aQueue = () => new Argument('[queue]', 'one of them; all, if left out').choices(names);

const wholeNumber = (text: string): number => {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('It has to be a whole number above zero.');
  return Number(text);
};

const table = (rows: readonly (readonly string[])[]): string => {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('  '))
    .join('\n');
};

const figuresText = (figures: readonly QueueFigures[]): string =>
  table([
    ['queue', 'waiting', 'due', 'resting', 'running', 'dead', 'lag'],
    ...figures.map(({ name, waiting, due, resting, running, dead, lagSeconds }) => [
      name,
      ...[waiting, due, resting, running, dead].map(String),
      `${lagSeconds.toFixed(1)} s`,
    ]),
  ]);

const errorsText = (figures: readonly QueueFigures[]): string[] =>
  figures.flatMap(({ name, lastErrors }) =>
    lastErrors.map(
      ({ jobId, consumer, at, error, dead }) => `${at.toISOString()}  ${name}  ${consumer}  ${jobId}${dead ? '  dead' : ''}\n  ${error}`,
    ),
  );

const stats = (): Command =>
  new Command('stats')
    .description(
      'how much work waits, rests with its module, runs and was given up in each queue, by how much it is behind, and what went wrong last',
    )
    .addArgument(aQueue())
    .option('--json', 'print JSON')
    .action((queue: QueueName | undefined, { json }: Json) =>
      onContainer(async ({ inspectQueues }) => {
        const all = (await inspectQueues({}, systemActor('dms queue stats'))).queues;
        const figures = all.filter(({ name }) => queue === undefined || name === queue);
        console.log(json ? JSON.stringify(figures) : [figuresText(figures), ...errorsText(figures)].join('\n'));
      }),
    );

const letterText = ({ jobId, queue, consumer, payload, diedAt, failures }: DeadLetter): string =>
  [
    `${jobId}  ${queue}  ${consumer}  given up ${diedAt.toISOString()}`,
    `  ${JSON.stringify(payload)}`,
    ...failures.map(({ attempt, at, error }) => `  attempt ${attempt}, ${at}: ${error}`),
  ].join('\n');

const failed = (): Command =>
  new Command('failed')
    .description('what was given up and not begun anew, the latest first, with everything that went wrong')
    .addArgument(aQueue())
    .addOption(new Option('--limit <count>', 'how many at most').argParser(wholeNumber).default(20))
    .option('--json', 'print JSON')
    .action((queue: QueueName | undefined, { limit, json }: Json & { limit: number }) =>
      onContainer(async ({ listDeadLetters }) => {
        const page = { limit, sort: '-diedAt' };
        const { data } = await listDeadLetters({ queue }, page, systemActor('dms queue failed'));
        console.log(json ? JSON.stringify(data) : data.length === 0 ? 'Nothing was given up.' : data.map(letterText).join('\n'));
      }),
    );

const jobOrQueue = (text: string): string => {
  if (UUID.test(text) || text === 'all' || (names as string[]).includes(text)) return text;
  throw new InvalidArgumentError(`It has to be the id of a job, "all", or one of ${names.join(', ')}.`);
};

const retried = async ({ retryJob, retryJobs }: Cradle, which: string) => {
  const actor = systemActor('dms queue retry');
  if (UUID.test(which)) return [await retryJob({ jobId: which }, actor)];
  return retryJobs(which === 'all' ? {} : { queue: which as QueueName }, actor);
};

const retry = (): Command =>
  new Command('retry')
    .description('begin work anew that was given up: one job by its id, a queue, or all of them')
    .argument('<job|queue|all>', `the id of a job, "all", or one of ${names.join(', ')}`, jobOrQueue)
    .option('--json', 'print JSON')
    .action((which: string, { json }: Json) =>
      onContainer(async (cradle) => {
        const begun = await retried(cradle, which);
        console.log(json ? JSON.stringify({ retried: begun.length, jobs: begun.map(({ id }) => id) }) : `${begun.length} begun anew.`);
      }),
    );

/** What is open now, of these queues: what waits for a later time does not count. */
const leftOf = async ({ queueDesk }: Cradle, queue: QueueName | undefined): Promise<number> => {
  const [figures, outbox] = await Promise.all([queueDesk.figures(), queueDesk.outbox()]);
  const wanted = figures.filter(({ name }) => queue === undefined || name === queue);
  return wanted.reduce((sum, { due, running }) => sum + due + running, outbox.waiting);
};

const drain = (): Command =>
  new Command('drain')
    .description(
      'wait until the workers have done what is due, as before a deployment; what waits for its time stays, and nothing is thrown away; exit code 1 if some is left',
    )
    .addArgument(aQueue())
    .addOption(new Option('--timeout <seconds>', 'how long to wait').argParser(wholeNumber).default(300))
    .option('--json', 'print JSON')
    .action((queue: QueueName | undefined, { timeout, json }: Json & { timeout: number }) =>
      onContainer(async (cradle) => {
        const untilMs = performance.now() + timeout * 1000;
        let left = await leftOf(cradle, queue);
        while (left > 0 && performance.now() < untilMs) {
          await pause(ASK_EVERY_MS);
          left = await leftOf(cradle, queue);
        }
        console.log(json ? JSON.stringify({ drained: left === 0, left }) : left === 0 ? 'All is done that was due.' : `${left} are left.`);
        if (left > 0) process.exitCode = EXIT.failed;
      }),
    );

export const queueCommand = (): Command =>
  new Command('queue')
    .description('work in the background')
    .addCommand(stats())
    .addCommand(failed())
    .addCommand(retry())
    .addCommand(drain());
