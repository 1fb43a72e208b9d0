import { join } from 'node:path';
import { makeTestHome, removeTestHome } from './test-home.ts';

// For `node --test --test-global-setup=test/support/global.ts`. The servers themselves are started by the first test
// that asks for them (embedded.ts), so that a run of unit tests alone starts none.

let home: string | undefined;

export async function globalSetup(): Promise<void> {
  home = await makeTestHome();
  // Every file is a process of its own, and all of them load the same modules: compiled once a run.
  process.env.NODE_COMPILE_CACHE ??= join(home, 'compiled');
}

export function globalTeardown(): void {
  if (home) removeTestHome(home);
}
