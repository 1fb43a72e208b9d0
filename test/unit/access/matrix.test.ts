import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseCell, type CellScope } from '@dms/domain/shared/access/cell';
import { type ActionName, columns, matrix, smaller } from '@dms/domain/shared/access/matrix';
import { actions, isActionName, rows } from '@dms/domain/shared/access/rows';
import { inWords } from '@dms/domain/shared/access/words';
import { roles } from '@dms/domain/shared/actor';
import { accessDoc, committedAccessDoc } from '../../support/generate-access-doc.ts';
import { meaningOf } from './agreed-cells.ts';
import { agreedColumns, agreedSmaller, agreedTable } from './agreed-table.ts';

// "What a role may create, edit, ask for or decide it may read": R reads as B.
const width: Readonly<Record<CellScope, number>> = { none: 0, O: 1, B: 2, R: 2, A: 3 };

// Engineers ask about their own jobs and time logs, and a test message belongs to no branch.
const readNarrower = new Set(['job.estimate:SERVICE_ENGINEER', 'timelog.correct:SERVICE_ENGINEER', 'notification.test:SC_MANAGER']);

describe('the access matrix', () => {
  it('ACC-08 has every row of the agreed table, cell by cell', () => {
    assert.equal(agreedTable.length, 113 * agreedColumns.length);
    for (const { action, role, cell } of [...agreedTable, ...agreedSmaller]) {
      assert.ok(isActionName(action), `${action} is missing`);
      const { text, ...actual } = rows[action].cells[role];
      assert.deepEqual(actual, meaningOf[cell], `${action}, ${role}: agreed is "${cell}", the policy has "${text}"`);
    }
  });

  it('has the columns of the agreed table, and every role there is', () => {
    assert.deepEqual(columns, agreedColumns);
    assert.deepEqual(columns.toSorted(), [...roles].toSorted());
  });

  it('names no action twice', () => {
    assert.deepEqual(
      Object.keys(smaller).filter((action) => Object.hasOwn(matrix, action)),
      [],
    );
    assert.equal(actions.length, Object.keys(matrix).length + Object.keys(smaller).length);
  });

  it('lets a role read what it may create, edit, ask for or decide, in the same scope', () => {
    let compared = 0;
    for (const action of actions) {
      const { seenBy, cells } = rows[action];
      if (!seenBy || action === 'preference.edit') continue;
      for (const role of columns) {
        const { scope } = cells[role];
        if (scope === 'none' || readNarrower.has(`${action}:${role}`)) continue;
        compared += 1;
        const read = rows[seenBy].cells[role].scope;
        assert.ok(width[read] >= width[scope], `${role} has ${action} with ${scope}, but ${seenBy} with ${read}`);
      }
    }
    assert.ok(compared > 400);
  });

  it('ACC-02 ACC-05 puts the laws over the rows they belong to, for every role', () => {
    const underLaw = actions.filter((action) => rows[action].laws.length > 0).map((action) => [action, ...rows[action].laws]);
    assert.deepEqual(underLaw, [
      ['transfer.approve', 'never own', 'other side'],
      ['transfer.dispatch', 'sending side'],
      ['transfer.receive', 'receiving side'],
      ['warranty.decide', 'never own'],
      ['job.qc', 'never who did the work'],
      ['approval.decide', 'never own', 'limits'],
      ['creditnote.approve', 'never own'],
      ['refund.approve', 'never own'],
      ['warranty.settle', 'never own'],
      ['debitnote.approve', 'never own'],
    ]);
  });

  it('ACC-10 does not compile with an action it does not name', () => {
    // @ts-expect-error: the policy knows job.assign, and nothing like this
    const action: ActionName = 'job.asign';
    assert.equal(isActionName(action), false);
    assert.equal(isActionName('toString'), false);
  });

  it('has words for every action', () => {
    for (const action of actions) assert.match(inWords(action), /^[a-z]+ .+[a-z]$/, action);
  });

  it('refuses to load a cell it cannot read', () => {
    for (const cell of ['X', 'A (nobody knows)', 'B ≤25,000', 'B≤', '', 'A else B'])
      assert.throws(() => parseCell(cell), /access matrix/, cell);
  });

  it('is what docs/access.md shows', () => {
    assert.equal(committedAccessDoc(), accessDoc(), 'run `node test/support/generate-access-doc.ts`');
  });
});
