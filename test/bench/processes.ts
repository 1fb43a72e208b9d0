import { type ChildProcess, fork, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Load, Order } from './load.ts';

const here = (file: string): string => join(import.meta.dirname, file);

export type Serving = { readonly url: string; readonly port: number; readonly pid: number; stop(): Promise<void> };

const ended = (child: ChildProcess): Promise<void> => {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (child.exitCode !== null || child.signalCode !== null) resolve();
  else child.once('exit', () => resolve());
  return promise;
};

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts a server of the benches and waits for the line that tells where it listens. */
export const serve = async (
  file: string,
  env: Readonly<Record<string, string>>,
  nodeArguments: readonly string[] = [],
): Promise<Serving> => {
  const child = spawn(process.execPath, [...nodeArguments, here(file)], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.add(child);
  void ended(child).then(() => running.delete(child));
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part;
    const line = text.split('\n').find((each) => each.startsWith('{"ready":true'));
    if (line !== undefined) resolve((JSON.parse(line) as { url: string }).url);
  });
  child.once('exit', (code) => reject(new Error(`${file} ended with ${code} before it was ready:\n${text}`)));
  const url = await promise;
  return {
    url,
    port: Number(new URL(url).port),
    pid: child.pid as number,
    stop: async () => {
      child.kill('SIGTERM');
      await ended(child);
    },
  };
};

/** The process that makes the load; it stays for all rounds, so that it is as warm in the first as in the last. */
export const loadGenerator = () => {
  const child = fork(here('load.ts'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  running.add(child);
  return {
    run: (order: Order): Promise<Load> => {
      const { promise, resolve, reject } = Promise.withResolvers<Load>();
      child.once('message', (message: { load?: Load; error?: string }) =>
        message.load ? resolve(message.load) : reject(new Error(message.error)),
      );
      child.send(order);
      return promise;
    },
    stop: (): void => void child.kill(),
  };
};

const TICKS_PER_SECOND = 100; // the unit of /proc/PID/stat on Linux, whatever the kernel's own

/** What a process has used of the processors so far, in microseconds; undefined where the system does not tell. */
export const cpuMicrosOf = (pid: number): number | undefined => {
  if (process.platform !== 'linux') return undefined;
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1_000_000) / TICKS_PER_SECOND;
};

/** Its resident memory in MiB. */
export const residentMiBOf = (pid: number): number | undefined => {
  if (process.platform !== 'linux') return undefined;
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
};
