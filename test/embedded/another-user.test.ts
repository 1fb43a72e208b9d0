import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chownSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { isRoot } from '../../adapters/embedded/data-folder.ts';
import { workFolder } from '../support/test-home.ts';

const nobody = { uid: 65534, gid: 65534 };
const services = JSON.stringify(join(import.meta.dirname, '../../adapters/embedded/services.ts'));

/** Twice, so that the second attaches; then both let go, and nothing is left. */
const script = `const { ensureServices } = await import(${services});
  const first = await ensureServices(process.env);
  const second = await ensureServices(process.env);
  console.log(JSON.stringify([first, second]));
  await first.release(); await second.release();`;

const mayRead = (): boolean => spawnSync(process.execPath, ['--version'], nobody).status === 0;

test(
  'a user without rights gets both servers too',
  { skip: !(isRoot() && mayRead()) && 'needs root, and a checkout that others can read' },
  async () => {
    const home = await workFolder('home');
    chownSync(home, nobody.uid, nobody.gid);
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      ...nobody,
      cwd: home,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: home, DATA_DIR: join(home, 'data') },
    });
    assert.equal(status, 0, stderr);
    const [first, second] = JSON.parse(stdout) as [Started, Started];
    assert.equal(first.embedded.length, 2);
    assert.doesNotMatch(first.embedded.join(), /it was running/);
    assert.match(second.embedded.join(), /PostgreSQL.*it was running.*Redis.*it was running/);
    assert.equal(second.env.DATABASE_URL, first.env.DATABASE_URL);
  },
);
type Started = { embedded: string[]; env: Record<string, string> };
