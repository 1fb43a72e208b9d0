import { Type } from '@sinclair/typebox';
import { type ScheduleName, scheduleNames } from '@dms/domain/configuration/schedules';
import { type QueueName, queues } from '@dms/domain/notifications/queues';
import { Enumeration, InstantText, List, Nullable, Page, pageQuery, Uuid } from '../schemas.ts';

const count = (description: string) => Type.Integer({ minimum: 0, description, examples: [120] });
const Queue = Enumeration(Object.keys(queues) as QueueName[], { examples: ['email'] });
const Consumer = Type.String({ examples: ['invoice-mail'] });
const Failed = Type.String({ examples: ['The storage did not answer.'] });

const seconds = (description: string) => Type.Number({ minimum: 0, description, examples: [0.25] });
const QueueErrors = Type.Array(
  Type.Object({
    jobId: Uuid,
    consumer: Consumer,
    at: InstantText,
    error: Failed,
    dead: Type.Boolean({ description: 'Whether it was given up.', examples: [true] }),
  }),
  { description: 'The last ones, of what was given up and of what is tried again.' },
);
export const Queues = Type.Object(
  {
    queues: Type.Array(
      Type.Object({
        name: Queue,
        waiting: count('Waiting for its time or its turn.'),
        due: count('Of these, waiting longer than they should.'),
        resting: count('Due, of a module that is switched off; not waiting, and not late.'),
        running: count('With a worker, or on its way to one.'),
        dead: count('Given up, and not begun anew.'),
        lagSeconds: seconds('For how long the one that has waited longest should have been begun.'),
        lastErrors: QueueErrors,
      }),
    ),
    outbox: Type.Object({
      waiting: count('Events that were not handed on yet.'),
      lagSeconds: seconds('How old the oldest of them is.'),
      dispatched: count('Events that were handed on and are kept.'),
      oldestAt: Nullable(InstantText),
      lastDispatchedAt: Nullable(InstantText),
    }),
  },
  { $id: 'Queues' },
);

export const ByQueue = Type.Object({ name: Queue });
export const Retried = Type.Object({ retried: count('How much was begun anew.') }, { $id: 'Retried' });

export const DeadLetterQuery = pageQuery(['-diedAt'], { queue: Type.Optional(Queue) });
export const DeadLetter = Type.Object(
  {
    id: Uuid,
    jobId: Uuid,
    queue: Queue,
    consumer: Consumer,
    diedAt: InstantText,
    failures: Type.Array(Type.Object({ attempt: Type.Integer({ minimum: 1, examples: [1] }), at: InstantText, error: Failed }), {
      description: 'Everything that went wrong, the first first.',
    }),
  },
  { $id: 'DeadLetter' },
);
export const DeadLetterPage = Page(DeadLetter);

const Run = Type.Object({
  dueAt: InstantText,
  state: Enumeration(['open', 'done', 'failed', 'skipped'], {
    description: 'Skipped: due while its module was switched off.',
    examples: ['done'],
  }),
  startedAt: Nullable(InstantText),
  finishedAt: Nullable(InstantText),
  tries: Type.Integer({ minimum: 0, description: 'How often its present step was begun.', examples: [1] }),
  done: count('How many things it did.'),
  error: Nullable(Type.String({ description: 'Why its last step failed.', examples: ['It failed for a reason of the machine.'] })),
});
export const Schedules = List(
  Type.Object(
    {
      name: Enumeration(scheduleNames as readonly [ScheduleName, ...ScheduleName[]], { examples: ['retention'] }),
      does: Type.String({ examples: ['forgets what was kept for as long as it is configured'] }),
      cron: Type.String({ description: 'Minute, hour, day of month, month and day of week in Asia/Kolkata.', examples: ['30 2 * * *'] }),
      rests: Type.Boolean({ description: 'Its module is switched off: what is due is skipped.', examples: [false] }),
      nextDueAt: Nullable(InstantText),
      runs: Type.Array(Run, { description: 'The last five, the latest first.' }),
    },
    { $id: 'Schedule' },
  ),
);

const letter = {
  id: Type.String({ examples: ['019aaf7e-5c00-7cc4-8d3e-2f6a1b9c0d11'] }),
  at: InstantText,
  to: Type.String({ examples: ['asha.rao@customers.example'] }),
  subject: Type.String({ examples: ['Invoice BLR01/2627/00001'] }),
  attachments: Type.Array(Type.String({ examples: ['invoice.pdf'] })),
};
export const Letter = Type.Object({ ...letter, text: Type.String({ examples: ['Dear Asha Rao'] }) }, { $id: 'Letter' });
export const Letters = Type.Object(
  {
    kept: Type.Boolean({ description: 'Whether letters are kept here, or go out by a mail server.', examples: [true] }),
    data: Type.Array(Type.Object(letter, { $id: 'LetterRow' })),
  },
  { $id: 'Letters' },
);
export const ByLetter = Type.Object({
  id: Type.String({
    pattern: '^[A-Za-z0-9_-]{1,100}$',
    examples: ['019aaf7e-5c00-7cc4-8d3e-2f6a1b9c0d11'],
    'x-refusal': 'must be the `id` of a letter',
  }),
});
