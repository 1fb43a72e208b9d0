import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { keepCompany, type Leave } from '../../../workers/company.ts';

const LONGEST_MS = 15_000;

/** Who came in so far, in that order, and who was turned away. */
const watched = (t: TestContext) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const company = keepCompany({ longestMs: LONGEST_MS });
  const entered: string[] = [];
  const turnedAway: string[] = [];
  const leaves: Record<string, Leave> = {};
  return {
    come: async (name: string, alone = false): Promise<void> => {
      const leave = await company.enter(alone);
      (leave ? entered : turnedAway).push(name);
      if (leave) leaves[name] = leave;
    },
    leave: (...names: string[]): void => names.forEach((name) => leaves[name]!()),
    pass: (ms: number): void => t.mock.timers.tick(ms),
    close: company.close,
    seen: async () => {
      await turn();
      return { entered: entered.join(' '), turnedAway: turnedAway.join(' ') };
    },
  };
};

describe('who works beside whom', () => {
  it('NOT-04 lets all in who may be beside each other, at once', async (t) => {
    const { come, seen } = watched(t);
    for (const name of 'abcdef') void come(name);
    assert.deepEqual(await seen(), { entered: 'a b c d e f', turnedAway: '' });
  });

  it('NOT-04 keeps who is to be alone waiting until the last has left, and the others until that one has', async (t) => {
    const { come, leave, seen } = watched(t);
    void come('a');
    void come('b');
    void come('lone', true);
    void come('c');
    await seen();
    leave('a');
    leave('a');
    assert.equal((await seen()).entered, 'a b', 'who leaves twice has left once');
    leave('b');
    assert.equal((await seen()).entered, 'a b lone');
    void come('d');
    assert.equal((await seen()).entered, 'a b lone');
    leave('lone');
    assert.equal((await seen()).entered, 'a b lone c d');
  });

  it('NOT-04 has those who are to be alone take turns with the others', async (t) => {
    const { come, leave, seen } = watched(t);
    void come('first', true);
    void come('second', true);
    void come('third', true);
    void come('a');
    await seen();
    leave('first');
    assert.equal((await seen()).entered, 'first a');
    void come('b');
    assert.equal((await seen()).entered, 'first a', 'who comes later does not keep the second out');
    leave('a');
    assert.equal((await seen()).entered, 'first a second');
    leave('second');
    assert.equal((await seen()).entered, 'first a second b');
    leave('b');
    assert.equal((await seen()).entered, 'first a second b third');
    leave('third');
    void come('c');
    void come('d');
    assert.equal((await seen()).entered, 'first a second b third c d');
  });

  it('NOT-04 opens after so long where one who is alone does not come to an end', async (t) => {
    const { come, leave, pass, seen } = watched(t);
    void come('hangs', true);
    void come('a');
    void come('lone', true);
    await seen();
    pass(LONGEST_MS - 1);
    assert.deepEqual(await seen(), { entered: 'hangs', turnedAway: '' });
    pass(1);
    assert.deepEqual(await seen(), { entered: 'hangs a', turnedAway: 'lone' });
    void come('b');
    assert.equal((await seen()).entered, 'hangs a b');
    void come('lone again', true);
    leave('hangs', 'a', 'b');
    assert.equal((await seen()).entered, 'hangs a b lone again');
  });

  it('NOT-04 opens after so long where one who is not alone does not come to an end', async (t) => {
    const { come, pass, seen } = watched(t);
    void come('hangs');
    void come('lone', true);
    void come('a');
    await seen();
    pass(LONGEST_MS);
    assert.deepEqual(await seen(), { entered: 'hangs a', turnedAway: 'lone' });
  });

  it('NOT-04 is patient anew with each who is alone', async (t) => {
    const { come, leave, pass, seen } = watched(t);
    void come('first', true);
    void come('second', true);
    await seen();
    pass(LONGEST_MS - 1);
    leave('first');
    void come('a');
    pass(LONGEST_MS - 1);
    assert.deepEqual(await seen(), { entered: 'first second', turnedAway: '' });
    pass(1);
    assert.deepEqual(await seen(), { entered: 'first second a', turnedAway: '' });
  });

  it('turns all away where it is closed', async (t) => {
    const { come, leave, close, seen } = watched(t);
    void come('lone', true);
    void come('a');
    void come('other', true);
    await seen();
    close();
    void come('late');
    leave('lone');
    assert.deepEqual(await seen(), { entered: 'lone', turnedAway: 'other a late' });
  });
});
