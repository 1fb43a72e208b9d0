import assert from 'node:assert/strict';
import { it } from 'node:test';
import { refuseOldServer, serverVersionFault } from '../../../db/server-version.ts';
import { EXIT, exitCodeOf, failureText } from '../../../workers/cli/exit-codes.ts';

it('a PostgreSQL before 18 is refused in a sentence that names both versions, and 18 is not', () => {
  assert.equal(serverVersionFault(180_000), undefined);
  assert.match(serverVersionFault(170_006)!, /PostgreSQL 17, .* 18 or newer/);
  assert.throws(
    () => refuseOldServer(150_012),
    (error: unknown) => {
      assert.equal(exitCodeOf(error), EXIT.unavailable);
      assert.match(failureText(error), /^The server is PostgreSQL 15, [^\n]+$/);
      return true;
    },
  );
});
