import assert from 'node:assert/strict';
import { it } from 'node:test';
import { kindByAction } from '@dms/domain/approvals/kinds';
import { columns, decidedAs } from '@dms/domain/shared/access/matrix';
import { actions, rows } from '@dms/domain/shared/access/rows';

it('APR-05 every action that may only be asked for, or has a limit, has a kind of approval', () => {
  const asked = actions.filter((action) => {
    const { parent, cells } = rows[action];
    return parent === action && columns.some((role) => cells[role].scope === 'R' || cells[role].elseAsk || cells[role].limit !== undefined);
  });
  const known = new Set([...Object.keys(kindByAction), ...Object.keys(decidedAs)]);
  assert.deepEqual(
    asked.filter((action) => !known.has(action)),
    [],
  );
});
