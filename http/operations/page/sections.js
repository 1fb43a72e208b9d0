// The sections of the page, each over the answer that it shows.

import { bad, duration, element, good, id as shownId, instant, none, quiet, show, table } from './elements.js';

const LATE_SECONDS = 60;

const lag = (seconds) => (seconds > LATE_SECONDS ? bad(`${duration(seconds)} late`) : duration(seconds));
const fact = (name, value) => element('div', {}, element('dt', {}, name), element('dd', {}, value));

const READINESS = {
  ready: () => good('ready'),
  degraded: ({ degraded }) => bad(`without ${degraded.join(' and ')}`),
};

const PREFIX = 'features.';
const switchedOff = ({ data }) => data.filter(({ value }) => !value).map(({ key }) => key.slice(PREFIX.length));

export const showOutbox = ({ outbox }, readiness, features) =>
  show(
    'outbox',
    fact('System', READINESS[readiness.status]?.(readiness) ?? bad('not ready')),
    fact('Modules switched off', switchedOff(features).join(', ') || 'none'),
    fact('Events that wait', String(outbox.waiting)),
    fact('Lag', lag(outbox.lagSeconds)),
    fact('Events kept', String(outbox.dispatched)),
    fact('Last handed on', instant(outbox.lastDispatchedAt)),
  );

export const showQueues = ({ queues }) =>
  show(
    'queues',
    table(
      'Queues',
      'figures',
      [
        ['Queue', ({ name }) => name],
        ['Waiting', ({ waiting, resting }) => [String(waiting), ...(resting > 0 ? [quiet(`${resting} rest`)] : [])], 'figure'],
        ['Due', ({ due }) => String(due), 'figure'],
        ['Running', ({ running }) => String(running), 'figure'],
        ['Given up', ({ dead }) => (dead > 0 ? bad(String(dead)) : '0'), 'figure'],
        ['Lag', ({ lagSeconds }) => lag(lagSeconds), 'figure'],
      ],
      queues,
    ),
  );

const history = ({ id, failures }) =>
  element(
    'details',
    { id: `history-${id}` },
    element('summary', {}, failures.length === 1 ? '1 attempt' : `${failures.length} attempts`),
    element('ol', {}, ...failures.map(({ at, error }) => element('li', {}, instant(at), `: ${error}`))),
  );

const again = (id, text, label, deed) => element('button', { type: 'button', id, 'aria-label': label, onclick: deed }, text);

/** What was given up, each with a button, and one for a whole queue. */
export const showFailures = ({ data, page }, { retryJob, retryQueue }) => {
  const ofQueues = [...new Set(data.map(({ queue }) => queue))];
  if (data.length === 0) return show('failures', none('Nothing was given up.'));
  show(
    'failures',
    element(
      'p',
      { class: 'deeds' },
      ...ofQueues.map((queue) =>
        again(`retry-${queue}`, `Retry all of ${queue}`, `Retry all of the queue ${queue}`, () => retryQueue(queue)),
      ),
    ),
    table(
      'Given up',
      'words',
      [
        ['Work', ({ consumer, queue, jobId }) => [consumer, quiet(`queue ${queue}`), shownId(jobId)]],
        ['Given up', ({ diedAt }) => instant(diedAt)],
        [
          'Why',
          ({ failures, ...letter }) => [failures.at(-1)?.error ?? '–', failures.length > 0 ? history({ failures, ...letter }) : undefined],
        ],
        ['', ({ id, jobId, consumer }) => again(`retry-${id}`, 'Retry', `Retry ${consumer} ${jobId}`, () => retryJob(jobId))],
      ],
      data,
    ),
    page.next === null ? '' : none('Older ones are shown once these are done with; `dms queue failed` has them all.'),
  );
};

export const showRetried = ({ queues }) => {
  const errors = queues.flatMap(({ name, lastErrors }) =>
    lastErrors.filter(({ dead }) => !dead).map((error) => ({ queue: name, ...error })),
  );
  show(
    'retried',
    errors.length === 0
      ? none('Nothing fails at present.')
      : table(
          'Failed, and tried again by itself',
          'words',
          [
            ['Work', ({ consumer, queue, jobId }) => [consumer, quiet(`queue ${queue}`), shownId(jobId)]],
            ['Failed', ({ at }) => instant(at)],
            ['Why', ({ error }) => error],
          ],
          errors,
        ),
  );
};

const STATES = {
  open: (run) => (run.tries > 1 ? bad('is tried again') : 'is going on'),
  done: () => good('done'),
  failed: () => bad('failed'),
  skipped: () => quiet('skipped: its module was switched off'),
};

const lastRun = ({ runs: [run] }) => {
  if (run === undefined) return 'none so far';
  return [instant(run.dueAt), ' ', STATES[run.state](run), `, ${run.done} done`, ...(run.error === null ? [] : [quiet(run.error)])];
};

const earlier = ({ name, runs: [, ...runs] }) =>
  runs.length === 0
    ? []
    : element(
        'details',
        { id: `runs-${name}` },
        element('summary', {}, runs.length === 1 ? 'the run before' : `${runs.length} runs before`),
        element('ol', {}, ...runs.map((run) => element('li', {}, instant(run.dueAt), ' ', STATES[run.state](run), `, ${run.done} done`))),
      );

export const showSchedules = ({ data }) =>
  show(
    'schedules',
    table(
      'Schedules',
      'words',
      [
        ['Schedule', ({ name, does }) => [name, quiet(does)]],
        ['Cron', ({ cron }) => cron, 'code'],
        ['Next', ({ nextDueAt, rests }) => [instant(nextDueAt), ...(rests ? [quiet('rests: its module is switched off')] : [])]],
        ['Last run', (schedule) => [lastRun(schedule), earlier(schedule)].flat()],
      ],
      data,
    ),
  );

const letterOf = ({ id }, readLetter) => {
  const text = element('pre', { tabindex: '0' }, 'Loading …');
  const read = async ({ target }) => {
    if (target.open) text.textContent = await readLetter(id);
  };
  return element('details', { id: `letter-${id}`, ontoggle: read }, element('summary', {}, 'Read'), text);
};

export const showLetters = ({ kept, data }, { readLetter }) =>
  show(
    'letters',
    kept
      ? none('No mail server is named, so letters are kept on this machine. The latest fifty:')
      : none('Letters go out by the mail server; none is kept here.'),
    ...(data.length === 0
      ? []
      : [
          table(
            'Letters',
            'words',
            [
              ['Subject', ({ subject, attachments }) => [subject, ...attachments.map(quiet)]],
              ['To', ({ to }) => to, 'long'],
              ['Written', ({ at }) => instant(at)],
              ['', (letter) => letterOf(letter, readLetter)],
            ],
            data,
          ),
        ]),
  );
