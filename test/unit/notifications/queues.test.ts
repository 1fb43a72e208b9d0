import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { backoffMs, type QueueName, type QueueRule, queues } from '@dms/domain/notifications/queues';

const UNIT_MS: Record<string, number> = { min: 60_000, h: 3_600_000 };
const LARGEST_DRAW = 1 - Number.EPSILON / 2;

/** All the waits of work that nothing comes of, from its first failure to its death. */
const waitsOf = (rule: QueueRule, random: () => number): number[] =>
  Array.from({ length: rule.maxAttempts - 1 }, (_, index) => backoffMs(rule, index + 1, random()));
const lifeOf = (rule: QueueRule, random: () => number): number => waitsOf(rule, random).reduce((sum, wait) => sum + wait, 0);

const inMs = (text: string): number => {
  const [figure, unit] = text.split(' ');
  return Number(figure) * UNIT_MS[unit!]!;
};

/** What the README promises, by queue. */
const promised = new Map(
  readFileSync(new URL('../../../workers/README.md', import.meta.url), 'utf8')
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter((cells) => cells[1] !== undefined && cells[1] in queues)
    .map(([, name, starts, longest, least, most]) => [
      name as QueueName,
      { starts: Number(starts), longestMs: inMs(longest!), leastMs: inMs(least!), mostMs: inMs(most!) },
    ]),
);

describe('how long work lives that nothing comes of', () => {
  it('NOT-04 is promised for every queue', () => {
    assert.deepEqual([...promised.keys()].sort(), Object.keys(queues).sort());
  });

  for (const [name, rule] of Object.entries(queues) as [QueueName, QueueRule][])
    it(`NOT-04 is in ${name} what is promised, whatever is drawn`, () => {
      const { starts, longestMs, leastMs, mostMs } = promised.get(name)!;
      assert.deepEqual([rule.maxAttempts, rule.longestBackoffMs], [starts, longestMs]);
      const [shortest, longest] = [lifeOf(rule, () => 0), lifeOf(rule, () => LARGEST_DRAW)];
      assert.ok(leastMs <= shortest, `${shortest} ms at least`);
      assert.ok(longest <= mostMs, `${longest} ms at most`);
      const draw = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
      const aLife = fc.array(draw, { minLength: starts - 1, maxLength: starts - 1 });
      fc.assert(
        fc.property(aLife, (draws) => {
          const left = draws.values();
          const lived = lifeOf(rule, () => left.next().value!);
          assert.ok(lived >= shortest && lived <= longest, `${lived} ms`);
        }),
      );
    });

  for (const [name, rule] of Object.entries(queues) as [QueueName, QueueRule][])
    it(`NOT-04 comes in ${name} to the longest wait, and each wait is between the half of its most and that`, () => {
      const [least, most] = [waitsOf(rule, () => 0), waitsOf(rule, () => LARGEST_DRAW)];
      assert.ok(Math.abs(most.at(-1)! - rule.longestBackoffMs) <= 1);
      for (const [index, wait] of least.entries()) {
        assert.ok(Math.abs(most[index]! - 2 * wait) <= 2);
        assert.ok(wait >= (least[index - 1] ?? rule.firstBackoffMs / 2), 'no wait is shorter than the one before');
      }
    });
});
