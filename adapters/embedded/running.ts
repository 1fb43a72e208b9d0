import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** The command line of a process that lives, else undefined. A killed process that nobody has reaped yet does not live. */
function commandOf(pid: number): string | undefined {
  if (!existsSync('/proc/self/stat')) {
    const [state = '', ...command] = spawnSync('ps', ['-o', 'state=,command=', '-p', String(pid)], { encoding: 'utf8' })
      .stdout.trim()
      .split(/\s+/);
    return state === '' || state.startsWith('Z') ? undefined : command.join(' ');
  }
  try {
    if (/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))) return undefined;
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

/** Whether the process of this id is the one meant: after a restart of the machine another program may bear its number. */
export const isRunning = (pid: number, named: string): boolean =>
  Number.isInteger(pid) && pid > 1 && (commandOf(pid)?.includes(named) ?? false);

/** Asks until the answer is there, or the time is over. */
export async function within<T>(timeoutMs: number, ask: () => Promise<T | undefined> | T | undefined): Promise<T | undefined> {
  for (const deadline = Date.now() + timeoutMs; ; await pause(20)) {
    const answer = await ask();
    if (answer !== undefined || Date.now() > deadline) return answer;
  }
}

export const lastLines = (file: string, count = 12): string =>
  existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count).join('\n') : '(no log)';
