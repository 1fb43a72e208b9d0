import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { checkout } from '../../adapters/embedded/data-folder.ts';
import { noteProcess, workFolder } from './test-home.ts';
import { until } from './until.ts';

export type Exit = { code: number | null; signal: NodeJS.Signals | null };
export type Ready = { ready: true; url: string; metricsUrl: string; pid: number; dataFolder: string };

export type DmsProcess = {
  pid: number;
  exited: Promise<Exit>;
  /** What it has written so far, to both outputs. */
  logs(): string;
  /** The line that `--json` prints when the command is ready to work. */
  ready(timeoutMs?: number): Promise<Ready>;
  /** Waits for a line that it writes. */
  line(pattern: RegExp, timeoutMs?: number): Promise<RegExpExecArray>;
  /** Sends the signal, if it still runs, and waits for its end. */
  kill(signal?: NodeJS.Signals): Promise<Exit>;
};

export type SpawnOptions = {
  /** Variables beside PATH; nothing else of the test's own environment comes in. */
  env?: Readonly<Record<string, string | undefined>>;
  /** The Node that runs it; that of the test unless told otherwise. */
  node?: string;
  cwd?: string;
};

const launcher = join(checkout, 'bin', 'dms.js');
const started = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of started) child.kill('SIGKILL');
});

const readyLine = (text: string): Ready | undefined => {
  const line = text.split('\n').find((each) => each.startsWith('{"ready":true'));
  return line === undefined ? undefined : (JSON.parse(line) as Ready);
};

/** Starts `dms` with these arguments, in an empty folder (so without a `.env`). It never outlives the test process. */
export async function spawnDms(
  args: readonly string[],
  { env = {}, node = process.execPath, cwd }: SpawnOptions = {},
): Promise<DmsProcess> {
  const inherited = { PATH: process.env.PATH, HOME: process.env.HOME, NODE_V8_COVERAGE: process.env.NODE_V8_COVERAGE };
  const child = spawn(node, [launcher, ...args], {
    cwd: cwd ?? (await workFolder('dms')),
    env: Object.fromEntries(Object.entries({ ...inherited, ...env }).filter(([, value]) => value !== undefined)),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.add(child);
  let text = '';
  for (const output of [child.stdout, child.stderr]) output.setEncoding('utf8').on('data', (part: string) => (text += part));
  const exited = new Promise<Exit>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal }));
  });
  void exited.finally(() => started.delete(child)).catch(() => undefined);
  const pid = child.pid;
  if (pid === undefined)
    throw await exited.then(
      () => new Error('not started'),
      (error: unknown) => error,
    );
  await noteProcess(pid, launcher);
  const running = (): boolean => child.exitCode === null && child.signalCode === null;
  const awaited = async <T>(find: () => T | undefined | null, what: string, timeoutMs: number): Promise<NonNullable<T>> => {
    const found = await until(() => find() ?? (running() ? undefined : 'ended'), { timeoutMs, what }).catch((error: Error) => error);
    if (found === 'ended' || found instanceof Error) throw new Error(`dms ${args.join(' ')}: no ${what}. It wrote:\n${text}`);
    return found;
  };
  return {
    pid,
    exited,
    logs: () => text,
    ready: (timeoutMs = 120_000) => awaited(() => readyLine(text), 'line that tells it is ready', timeoutMs),
    line: (pattern, timeoutMs = 60_000) => awaited(() => pattern.exec(text), `line like ${String(pattern)}`, timeoutMs),
    kill: (signal = 'SIGKILL') => {
      if (running()) child.kill(signal);
      return exited;
    },
  };
}

/** Runs a `dms` command to its end. */
export async function runDms(args: readonly string[], options: SpawnOptions = {}): Promise<Exit & { output: string }> {
  const child = await spawnDms(args, options);
  const exit = await child.exited;
  return { ...exit, output: child.logs() };
}
