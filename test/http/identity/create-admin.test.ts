import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import { checkout } from '../../../adapters/embedded/data-folder.ts';
import { freshDatabase } from '../../support/database.ts';
import { query } from '../../support/embedded.ts';
import { withSuite } from '../../support/endings.ts';
import { runDms } from '../../support/processes.ts';
import { freshRedis } from '../../support/redis.ts';
import { variablesOf } from '../../support/server.ts';

describe('dms user create-admin', () => {
  const suite = withSuite();

  it('ACC-09 makes the first super administrator of an empty installation, by a password or an invitation, and refuses what is wrong', async () => {
    const database = await freshDatabase(suite);
    const env = await variablesOf({ databaseUrl: database.url, redisUrl: (await freshRedis()).url });
    const args = ['user', 'create-admin', '--email', 'lakshmi@dms.example', '--first-name', 'Lakshmi', '--last-name', 'Menon', '--json'];

    const withPassword = async (password: string) => {
      const child = spawn(process.execPath, [join(checkout, 'bin', 'dms.js'), ...args, '--password-stdin'], {
        env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
        stdio: ['pipe', 'pipe', 'pipe'],
      });
      child.stdin.end(`${password}\n`);
      const [output, complaint] = await Promise.all([text(child.stdout), text(child.stderr)]);
      return { output, complaint };
    };
    const weak = await withPassword('password1234');
    assert.equal(weak.output, '');
    assert.match(weak.complaint, /^The password .*\.$/m);
    assert.doesNotMatch(weak.complaint, /^\s+at /m);

    const { output } = await withPassword('seventeen mangoes on a tin roof');
    const made = JSON.parse(output) as { id: string; email: string; role: string };
    assert.deepEqual([made.email, made.role], ['lakshmi@dms.example', 'SUPER_ADMIN']);
    const again = await runDms(args, { env });
    assert.equal(again.code, 1);
    assert.match(again.output, /There is a user with this e-mail address/);

    const invited = await runDms(['user', 'create-admin', '--email', 'arvind@dms.example', '--first-name', 'Arvind', '--role', 'ADMIN'], {
      env,
    });
    assert.equal(invited.code, 0, invited.output);
    assert.match(invited.output, /Arvind is ADMIN now\. An invitation is on its way\./);
    const rows = await query(database.adminUrl, `select email, role, password is null as invited from users order by email`);
    assert.deepEqual(
      rows.map((row) => Object.values(row)),
      [
        ['arvind@dms.example', 'ADMIN', true],
        ['lakshmi@dms.example', 'SUPER_ADMIN', false],
      ],
    );
  });
});
