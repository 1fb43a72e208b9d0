import assert from 'node:assert/strict';
import { it } from 'node:test';
import { periodOf, spanOf } from '../../../http/moments.ts';

it('a day that there is not is refused, alone and in an instant, as a fault of the query', () => {
  for (const from of ['2026-02-30', '2026-02-30T00:00:00Z'])
    assert.throws(() => spanOf('opened', { openedFrom: from }), {
      code: 'request.invalid',
      details: { errors: [{ pointer: '/openedFrom', message: 'must be a day of the calendar', in: 'query' }] },
    });
  assert.deepEqual(periodOf({ from: '2028-02-29T00:00:00Z' }).from, new Date('2028-02-29T00:00:00Z'));
});
