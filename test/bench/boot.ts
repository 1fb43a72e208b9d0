import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { checkout } from '../../adapters/embedded/data-folder.ts';
import { isRunning } from '../../adapters/embedded/running.ts';
import { noteProcess, workFolder } from '../support/test-home.ts';
import { until } from '../support/until.ts';
import { type Figure, median } from './figures.ts';
import { residentMiBOf } from './processes.ts';

const ROUNDS = 3;
const IDLE_MS = 3000;
const START_AIM_SECONDS = 6;
const API_AIM_SECONDS = 1.2;
const API_AIM_MIB = 160;

type Ready = { readonly pid: number };
type Environment = Readonly<Record<string, string>>;

/** Starts a command and measures until it says that it is ready; then looks at it, and ends it. */
const startOf = async (
  program: string,
  args: readonly string[],
  env: Environment,
  look: (pid: number) => Promise<number> = async () => 0,
) => {
  const startedAt = performance.now();
  const child = spawn(program, args, {
    cwd: checkout,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { promise, resolve, reject } = Promise.withResolvers<Ready>();
  let text = '';
  for (const output of [child.stdout, child.stderr])
    output.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      const line = text.split('\n').find((each) => each.startsWith('{"ready":true') && each.endsWith('}'));
      if (line !== undefined) resolve(JSON.parse(line) as Ready);
    });
  child.once('close', (code) => reject(new Error(`${program} ${args.join(' ')} ended with ${code}:\n${text}`)));
  const { pid } = await promise;
  const seconds = (performance.now() - startedAt) / 1000;
  await noteProcess(pid, 'dms.js');
  const seen = await look(pid);
  process.kill(pid, 'SIGTERM');
  await until(() => !isRunning(pid, 'dms.js'), { timeoutMs: 30_000 });
  return { seconds, seen };
};

/** `npm start` on a folder that has been started before: private servers, migrations, seeds, workers and the API. */
const warmStarts = async (): Promise<number[]> => {
  const env = { DATA_DIR: await workFolder('bench-boot') };
  const start = () => startOf('npm', ['start', '--silent', '--', '--json'], env);
  await start();
  const seconds: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) seconds.push((await start()).seconds);
  return seconds;
};

/** Idle: a few seconds after it was ready, with nobody asking. */
const idleMemory = async (pid: number): Promise<number> => {
  await pause(IDLE_MS);
  return residentMiBOf(pid) ?? 0;
};

/** The API alone, in production, on servers that run already. */
export const apiBoots = async (env: Environment): Promise<Figure[]> => {
  const boots: { readonly seconds: number; readonly seen: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1)
    boots.push(await startOf(process.execPath, [join(checkout, 'bin', 'dms.js'), 'api', '--json'], env, idleMemory));
  const [seconds, memory] = [median(boots.map((boot) => boot.seconds)), median(boots.map(({ seen }) => seen))];
  return [
    {
      bench: 'boot',
      what: 'the API alone, to ready',
      measured: `${seconds.toFixed(2)} s`,
      aim: `≤ ${API_AIM_SECONDS} s`,
      reached: seconds <= API_AIM_SECONDS,
      details: boots,
    },
    {
      bench: 'boot',
      what: 'idle memory of the API',
      measured: `${memory.toFixed(0)} MiB`,
      aim: `≤ ${API_AIM_MIB} MB`,
      reached: memory * 1.048576 <= API_AIM_MIB,
    },
  ];
};

export const startBoots = async (): Promise<Figure> => {
  const all = await warmStarts();
  const seconds = median(all);
  return {
    bench: 'boot',
    what: 'npm start, warm, to ready',
    measured: `${seconds.toFixed(2)} s`,
    aim: `≤ ${START_AIM_SECONDS} s`,
    reached: seconds <= START_AIM_SECONDS,
    details: all,
  };
};
