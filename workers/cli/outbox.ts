import { Command, InvalidArgumentError, Option } from 'commander';
import type { OutboxFigures } from '@dms/domain/notifications/queue-desk';
import { isBusinessDay } from '@dms/domain/shared/calendar';
import { eventCatalogue } from '@dms/domain/shared/event-catalogue';
import { systemActor } from '@dms/domain/shared/actor';
import { onContainer } from './platform.ts';

type Json = { readonly json?: boolean };

const published = Object.entries(eventCatalogue).flatMap(([name, entry]) => ('version' in entry ? [name] : []));

/** Of an instant its zone is asked for, so that nobody's clock decides what is meant. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;
const instant = (text: string): Date => {
  const at = new Date(text);
  if (!INSTANT.test(text) || !isBusinessDay(text.slice(0, 'YYYY-MM-DD'.length)) || Number.isNaN(at.getTime()))
    throw new InvalidArgumentError('It has to be an instant with its zone, such as 2026-11-22T10:00:00+05:30.');
  return at;
};

const statusText = ({ waiting, lagSeconds, dispatched, oldestAt, lastDispatchedAt }: OutboxFigures): string =>
  [
    waiting === 0 ? 'Every event was handed on.' : `${waiting} events wait, the oldest for ${lagSeconds.toFixed(1)} s.`,
    `${dispatched} that were handed on are kept${oldestAt ? `, the oldest of ${oldestAt.toISOString()}` : ''}.`,
    ...(lastDispatchedAt ? [`The last was handed on at ${lastDispatchedAt.toISOString()}.`] : []),
  ].join('\n');

const status = (): Command =>
  new Command('status')
    .description('how many events wait to be handed on, and for how long')
    .option('--json', 'print JSON')
    .action(({ json }: Json) =>
      onContainer(async ({ inspectQueues }) => {
        const { outbox } = await inspectQueues({}, systemActor('dms outbox status'));
        console.log(json ? JSON.stringify(outbox) : statusText(outbox));
      }),
    );

/** What was forgotten cannot be handed on: whoever asks for it has to know. */
const replayedText = (from: Date, { replayed, keptFrom }: { readonly replayed: number; readonly keptFrom: Date | null }): string =>
  [
    `${replayed} events are handed on again.`,
    ...(keptFrom === null ? ['No events are there any more.'] : []),
    ...(keptFrom !== null && from < keptFrom
      ? [`Events are still there from ${keptFrom.toISOString()} on: what was before that is forgotten after the time of retention.outbox.`]
      : []),
  ].join('\n');

type Replay = Json & { readonly from: Date; readonly until?: Date; readonly event?: string };

const replay = (): Command =>
  new Command('replay')
    .description('hand the events of a time on again: work that was never made of them is made, and none is done twice')
    .requiredOption('--from <instant>', 'the first instant, with its zone', instant)
    .option('--until <instant>', 'the instant after the last; now, if left out', instant)
    .addOption(new Option('--event <name>', 'events of this name alone').choices(published))
    .option('--json', 'print JSON')
    .action(({ from, until, event, json }: Replay) =>
      onContainer(async ({ replayOutbox, clock }) => {
        const answer = await replayOutbox({ from, until: until ?? clock.now(), event }, systemActor('dms outbox replay'));
        console.log(json ? JSON.stringify(answer) : replayedText(from, answer));
      }),
    );

export const outboxCommand = (): Command =>
  new Command('outbox').description('events on their way to who acts upon them').addCommand(status()).addCommand(replay());
