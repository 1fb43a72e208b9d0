// Logs in, asks every ten seconds as long as somebody looks, and does what is pressed.

import { instant } from './elements.js';
import { showFailures, showLetters, showOutbox, showQueues, showRetried, showSchedules } from './sections.js';
import { ask, logIn, logOut, Refused, resume } from './session.js';

const EVERY_MS = 10_000;
const place = (id) => document.getElementById(id);

const say = (text) => {
  place('notice').textContent = text;
  place('notice').hidden = text === '';
};

/** A refusal says in words what it is; anything else is told to be what it is for people: no connection. */
const told = (error) => (error instanceof Refused ? error.message : `The server cannot be reached (${error.message}).`);

const askReadiness = () => ask('GET', '/ready').catch((error) => ({ status: error.code ?? 'unreachable' }));

const refresh = async () => {
  const [queues, failures, schedules, letters, features, readiness] = await Promise.all([
    ask('GET', '/admin/queues'),
    ask('GET', '/admin/dead-letters?limit=50'),
    ask('GET', '/admin/schedules'),
    ask('GET', '/admin/letters'),
    ask('GET', '/system-config?category=features'),
    askReadiness(),
  ]);
  showOutbox(queues, readiness, features);
  showQueues(queues);
  showFailures(failures, deeds);
  showRetried(queues);
  showSchedules(schedules);
  showLetters(letters, deeds);
  place('updated').replaceChildren('As of ', instant(new Date().toISOString()));
  say('');
};

/** Whether somebody is in and may see this. */
let looking = false;

const leave = (why) => {
  looking = false;
  place('board').hidden = true;
  place('session').hidden = true;
  place('login').hidden = false;
  say(why);
};

/** What goes wrong is said; who is no longer in, or may not, is asked to log in. */
const attempt = async (deed) => {
  try {
    await deed();
  } catch (error) {
    if (error instanceof Refused && (error.status === 401 || error.status === 403)) leave(told(error));
    else say(told(error));
  }
};

/** What is pressed cannot be pressed again before it is done. */
const busy = async (button, deed) => {
  button.disabled = true;
  await attempt(deed);
  button.disabled = false;
};

const deeds = {
  retryJob: (jobId) =>
    attempt(async () => {
      await ask('POST', `/jobs/${jobId}/retry`);
      await refresh();
    }),
  retryQueue: (queue) =>
    attempt(async () => {
      await ask('POST', `/admin/queues/${queue}/retry`);
      await refresh();
    }),
  readLetter: async (id) => {
    try {
      return (await ask('GET', `/admin/letters/${id}`)).text;
    } catch (error) {
      return told(error);
    }
  },
};

const enter = async ({ firstName, lastName }) => {
  place('who').textContent = [firstName, lastName].filter(Boolean).join(' ');
  looking = true;
  await attempt(async () => {
    await refresh();
    place('login').hidden = true;
    place('session').hidden = false;
    place('board').hidden = false;
  });
};

const enterAs = async ({ username, password, remember }) => {
  const user = await logIn(username.value, password.value, remember.checked);
  password.value = '';
  await enter(user);
  if (looking) place('content').focus();
};

const leaveForGood = async () => {
  await logOut();
  leave('');
  place('username').focus();
};

place('login').addEventListener('submit', (event) => {
  event.preventDefault();
  const form = event.currentTarget;
  void busy(form.querySelector('button'), () => enterAs(form.elements));
});
place('logout').addEventListener('click', ({ currentTarget }) => void busy(currentTarget, leaveForGood));
place('refresh').addEventListener('click', ({ currentTarget }) => void busy(currentTarget, refresh));

setInterval(() => {
  if (looking && !document.hidden) void attempt(refresh);
}, EVERY_MS);

const user = await resume().catch((error) => {
  say(told(error));
});
if (user) await enter(user);
else place('login').hidden = false;
