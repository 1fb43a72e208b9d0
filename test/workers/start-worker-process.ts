import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { noteProcess } from '../support/test-home.ts';
import { until } from '../support/until.ts';
import type { Address } from './worker-world.ts';

const script = join(import.meta.dirname, 'worker-process.ts');

/** A worker in a process of its own, which meets its fate in the middle of each job. */
export const startWorkerProcess = (t: TestContext, fate: string, address: Address, env: Record<string, string> = {}) =>
  startScript(t, script, [fate, JSON.stringify(address)], env);

/** A scheduler in a process of its own, with the variables of `dms worker`. */
export const startSchedulerProcess = (t: TestContext, fate: string, env: Record<string, string>, use = 'expireApprovals') =>
  startScript(t, join(import.meta.dirname, 'scheduler-process.ts'), [fate, use], env);

/** A worker that is killed between the registration portal and its own books. */
export const startPortalProcess = (t: TestContext, env: Record<string, string>) =>
  startScript(t, join(import.meta.dirname, 'portal-process.ts'), [], env);

const startScript = async (t: TestContext, script: string, args: readonly string[], env: Record<string, string>) => {
  const child = spawn(process.execPath, [script, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  await noteProcess(child.pid!, script);
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => (said += part));
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    child.on('close', (code, signal) => resolve({ code, signal })),
  );
  t.after(() => void child.kill('SIGKILL'));
  return {
    exited,
    signal: (name: NodeJS.Signals): boolean => child.kill(name),
    says: (line: RegExp): Promise<boolean> => until(() => line.test(said), { what: `the worker to say ${String(line)}` }),
  };
};
