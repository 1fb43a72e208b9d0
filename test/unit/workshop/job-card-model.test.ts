import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DomainError } from '@dms/domain/shared/errors';
import { Money } from '@dms/domain/shared/money';
import type { JobCard } from '@dms/domain/workshop/job-card';
import { jobCardMachine, type JobCardEvent, type JobCardStatus, jobCardStatuses } from '@dms/domain/workshop/job-card.states';
import fc from 'fast-check';
import { branch, by, engineer, estimate, finishEverything, inspector, issue, labour, newCard, oil, outsideParts } from './cards.ts';

const RUNS = 200;
const SHORTEST = 20;
const LONGEST = 60;

/** The card, and what the world around it knows: what is still due on its bill. */
type World = { readonly card: JobCard; due: Money | undefined };
type Command = {
  readonly name: string;
  readonly run: (world: World) => void;
  /** It is several things, of which the first may be done and the next refused. */
  readonly several?: boolean;
};

const others = [
  engineer,
  { id: 'engineer 2', active: true, serviceCenterIds: [branch] },
  { id: 'gone', active: false, serviceCenterIds: [branch] },
];
const command = (name: string, run: Command['run']): Command => ({ name, run });
const moves = (...events: readonly JobCardEvent[]): fc.Arbitrary<Command> =>
  fc.constantFrom(...events).map((event) => command(event, ({ card }) => card.move(event, by())));

/** What people do most of the time: the next thing, so that the others are tried in late states too. */
const nextThing: { readonly [Status in JobCardStatus]?: (world: World) => void } = {
  created: ({ card }) => {
    if (!card.currentEstimate) estimate(card, [labour, oil]);
    card.move('submit', by());
  },
  inspecting: ({ card }) => {
    if (!card.currentEstimate) estimate(card, [labour]);
    card.move('submit', by());
  },
  awaiting_approval: ({ card }) => void card.decide('ACCEPTED', 'PHONE', null, by()),
  approved: ({ card }) => void card.assign(engineer, by()),
  reopened: ({ card }) => void card.assign(engineer, by()),
  assigned: ({ card }) => {
    if (card.tasks.every(({ settled }) => settled)) estimate(card, [labour]);
    if (card.openEstimate) card.decide('ACCEPTED', 'COUNTER', null, by());
    card.startTask(card.tasks.find(({ settled }) => !settled)!.id, engineer.id, by(engineer.id));
  },
  in_progress: ({ card }) => {
    if (card.openEstimate)
      card.decide(
        'ACCEPTED',
        'COUNTER',
        null,
        by(),
        card
          .linesOf(card.openEstimate)
          .slice(0, 1)
          .map(({ id }) => id),
      );
    finishEverything(card);
    card.move('complete', by());
  },
  parts_pending: ({ card }) => void card.move('resume', by()),
  on_hold: ({ card }) => void card.move('resume', by()),
  completed: ({ card }) => void card.inspect('PASS', by(inspector), null),
  qc: ({ card }) => void card.inspect('PASS', by(inspector), null),
  ready: (world) => bill(world),
  invoiced: (world) => {
    world.due = Money.zero;
    world.card.deliver(20_160, world.due, by());
  },
  delivered: ({ card }) => void card.move('close', by()),
  closed: ({ card }) => void card.move('reopen', by()),
};

const bill = (world: World): void => {
  world.card.move('bill', by(), { outstanding: Money.parse('118.00') });
  world.card.consumeParts();
  world.due = Money.parse('118.00');
};

const onward: Command = { name: 'the next thing', run: (world) => nextThing[world.card.status]?.(world), several: true };

const laidAside = (event: 'hold' | 'await_parts'): Command => ({
  name: `everybody pauses, and ${event}`,
  run: ({ card }) => {
    for (const { taskId, engineerId } of card.runningTimeLogs) card.pauseTask(taskId, engineerId, 'Tea', by(engineerId));
    card.move(event, by());
  },
  several: true,
});

/** Anything that anybody may try, in any order; most of it is refused most of the time. */
const commands: fc.Arbitrary<Command> = fc.oneof(
  { weight: 14, arbitrary: fc.constant(onward) },
  { weight: 2, arbitrary: fc.constantFrom(laidAside('hold'), laidAside('await_parts')) },
  {
    weight: 6,
    arbitrary: moves('inspect', 'submit', 'approve', 'await_parts', 'hold', 'resume', 'begin_qc', 'complete', 'close', 'reopen'),
  },
  { weight: 1, arbitrary: moves('cancel', 'unbill') },
  fc.constant(
    command('estimate', ({ card }) => {
      if (['created', 'inspecting', 'approved', 'assigned', 'in_progress'].includes(card.status)) estimate(card, [labour, oil]);
    }),
  ),
  fc
    .constantFrom('ACCEPTED', 'ACCEPTED', 'DECLINED')
    .map((decision) => command(decision, ({ card }) => void card.decide(decision, 'PHONE', null, by()))),
  fc.constantFrom(...others).map((who) => command(`assign ${who.id}`, ({ card }) => card.assign(who, by()))),
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.nat(3), fc.constantFrom('engineer', 'engineer 2'), fc.constantFrom('start', 'start', 'pause', 'finish'))
      .map(([n, who, what]) =>
        command(`${who}: ${what} ${n}`, ({ card }) => {
          const taskId = card.tasks[n]?.id ?? 'none';
          if (what === 'start') card.startTask(taskId, who, by(who));
          else if (what === 'pause') card.pauseTask(taskId, who, 'Tea', by(who));
          else card.finishTask(taskId, by(who));
        }),
      ),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom(outsideParts.oil, outsideParts.filter), fc.integer({ min: 1, max: 8 }))
      .map(([partId, halves]) => command(`issue ${partId}`, ({ card }) => issue(card, partId, String(halves / 2)))),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom('PASS', 'PASS', 'FAIL'), fc.constantFrom(inspector, 'engineer'))
      .map(([result, who]) => command(`${result} by ${who}`, ({ card }) => void card.inspect(result, by(who), null))),
  },
  {
    weight: 2,
    arbitrary: fc.constant(command('bill', bill)),
  },
  fc.constant(
    command('pay', (world) => {
      if (world.due) world.due = Money.zero;
    }),
  ),
  {
    weight: 2,
    arbitrary: fc
      .integer({ min: 20_000, max: 20_300 })
      .map((odometer) => command(`deliver at ${odometer}`, ({ card, due }) => void card.deliver(odometer, due, by()))),
  },
);

const over = ['completed', 'qc', 'ready', 'invoiced', 'delivered', 'closed'];

const invariants: { readonly [sentence: string]: (world: World) => boolean } = {
  'its status is where its last step led': ({ card }) => card.status === (card.transitions.at(-1)?.toStatus ?? 'created'),
  'each step begins where the one before ended': ({ card: { transitions } }) =>
    transitions.every(({ fromStatus }, index) => fromStatus === (transitions[index - 1]?.toStatus ?? 'created')),
  'each step is an edge of the machine': ({ card }) =>
    card.transitions.every(({ event, fromStatus, toStatus }) =>
      jobCardMachine.edges.some((edge) => edge.event === event && edge.from === fromStatus && edge.to === toStatus),
    ),
  'an engineer is at work on one task at a time': ({ card }) =>
    new Set(card.runningTimeLogs.map(({ engineerId }) => engineerId)).size === card.runningTimeLogs.length,
  'somebody is at work only while the card is in progress': ({ card }) =>
    card.runningTimeLogs.length === 0 || card.status === 'in_progress',
  'a span of time is open exactly while its log runs': ({ card }) =>
    card.timeLogs.every(({ status, spans }) => spans.filter(({ to }) => to === null).length === (status === 'running' ? 1 : 0)),
  'what is done or dropped has nobody at work on it': ({ card }) =>
    card.runningTimeLogs.every(({ taskId }) => card.task(taskId).status === 'in_progress'),
  'nothing is used up or brought back that was not issued': ({ card }) => card.parts.every(({ onJob }) => !onJob.isNegative()),
  'what is not on the job is worth nothing on it': ({ card }) =>
    card.parts.every(({ onJob, issuedValue }) => onJob.isPositive() || issuedValue.isZero()),
  'completed work has every task settled and every part issued': ({ card }) =>
    !over.includes(card.status) ||
    (card.tasks.every(({ settled }) => settled) && card.parts.every(({ unfilled }) => !unfilled.isPositive())),
  'QC was passed by somebody who did not do the work': ({ card }) =>
    card.transitions.every(({ event, movedBy }) => event !== 'pass' || movedBy === inspector),
  'what is delivered is paid, and not driven backwards': ({ card, due }) =>
    card.status !== 'delivered' || (due !== undefined && due.isZero() && card.odometerOut! >= card.odometerIn!),
  'what the customer did not accept is not approved': ({ card }) =>
    card.approvedLines.every((line) =>
      card.estimates.some(({ id, status, declinedLineIds }) => {
        const isAgreed = status === 'accepted' || status === 'partially_accepted';
        return id === line.estimateId && isAgreed && !declinedLineIds.includes(line.id);
      }),
    ),
  'nobody works on what the customer has not agreed to': ({ card }) =>
    card.tasks.every(
      ({ status, estimateLineId }) =>
        estimateLineId === null || !['in_progress', 'done'].includes(status) || card.approvedLines.some(({ id }) => id === estimateLineId),
    ),
  'completed work has no question to the customer left': ({ card }) => !over.includes(card.status) || card.openEstimate === undefined,
  'one estimate at the most waits for a decision': ({ card }) => card.estimates.filter(({ status }) => status === 'open').length <= 1,
  'a job that is called off has no work left on it': ({ card }) =>
    card.status !== 'cancelled' ||
    (card.tasks.every(({ settled }) => settled) && card.timeLogs.every(({ status }) => status === 'stopped')),
  'a card that came back is not called off': ({ card }) => !(card.comeback && card.status === 'cancelled'),
};

const asItWas = (card: JobCard): string => JSON.stringify(card);

test('JOB-01 whatever is tried on a job card, and in whatever order, it stays in order', () => {
  const reached = new Set<string>();
  const property = fc.property(
    fc.array(commands, { minLength: SHORTEST, maxLength: LONGEST, size: 'max' }),
    fc.boolean(),
    (tried, needsNoEstimate) => {
      const world: World = { card: newCard(needsNoEstimate ? { serviceType: 'WASH' } : {}), due: undefined };
      for (const { name, run, several = false } of tried) {
        const before = asItWas(world.card);
        try {
          run(world);
        } catch (refused) {
          if (!(refused instanceof DomainError)) throw refused;
          if (!several) assert.equal(asItWas(world.card), before, `"${name}" was refused and left something behind: ${refused.message}`);
        }
        reached.add(world.card.status);
        for (const [sentence, holds] of Object.entries(invariants))
          assert.ok(holds(world), `after "${name}" it is not so that ${sentence}`);
      }
    },
  );
  fc.assert(property, { numRuns: RUNS, seed: 20261122 });
  assert.deepEqual([...reached].sort(), [...jobCardStatuses].sort());
});

test('JOB-01 a refused step has left nothing behind, and the card still goes its way', () => {
  const card = newCard();
  const goOn: [string, () => unknown][] = [
    ['submit', () => card.move('submit', by())],
    ['accept', () => card.decide('ACCEPTED', 'PHONE', null, by())],
    ['assign', () => card.assign(engineer, by())],
    ['start', () => card.startTask(card.tasks[0]!.id, engineer.id, by(engineer.id))],
  ];
  estimate(card, [labour]);
  for (const [name, step] of goOn) {
    assert.throws(() => card.move('deliver', by()), DomainError);
    assert.throws(() => card.inspect('PASS', by(), null), DomainError);
    step();
    assert.equal(card.transitions.at(-1)?.event, name);
  }
});
