import assert from 'node:assert/strict';
import { it } from 'node:test';
import { EXIT, exitCodeOf, failureText } from '../../../workers/cli/exit-codes.ts';

it('what an operator mends by a variable is told in a sentence that names it, without a stack', () => {
  for (const [code, exitCode, variable] of [
    ['EADDRINUSE', EXIT.unavailable, /PORT/],
    ['28P01', EXIT.configuration, /DATABASE_URL/],
    ['3D000', EXIT.configuration, /DATABASE_URL/],
  ] as const) {
    const error = Object.assign(new Error('its own words'), { code });
    assert.equal(exitCodeOf(error), exitCode, code);
    assert.match(failureText(error), variable);
    assert.match(failureText(error), /its own words/);
    assert.doesNotMatch(failureText(error), /\n/);
  }
  assert.match(failureText(new Error('a bug')), /\n +at /);
});
