import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compareRules, readCatalogue, titlesOf } from '../support/rules.ts';

const table = (...rows: readonly string[]): string => ['| id | rule | status |', '|---|---|---|', ...rows].join('\n');
const named = (...titles: readonly string[]) => titles.map((title) => ({ file: 'test/unit/some.test.ts', title }));
const { rules } = readCatalogue(
  table(
    '| AAA-01 | It holds. | delivered |',
    '| AAA-02 | It will. | planned |',
    '| AAA-03 | It begins. | partial: refunds come with billing |',
  ),
);

describe('the check of the rules', () => {
  it('refuses a delivered and a partial rule without a test', () => {
    assert.deepEqual(compareRules(rules, named('AAA-02 is early')), [
      'AAA-01 is delivered, and no test is titled for it',
      'AAA-03 is partial, and no test is titled for it',
    ]);
  });

  it('refuses a test of a rule that is not listed, and takes no part number for one', () => {
    assert.deepEqual(compareRules(rules, named('AAA-01 and AAA-03 hold', 'AAA-09 does not exist', 'BRK-PAD-01 is a brake pad')), [
      'test/unit/some.test.ts: "AAA-09 does not exist" names AAA-09, which docs/rules/README.md does not list',
    ]);
  });

  it('refuses a mark that is none of the three, an empty rule and a second row of one id', () => {
    const { findings } = readCatalogue(table('| AAA-01 | It holds. | done |', '| AAA-02 | | planned |', '| AAA-02 | Again. | planned |'));
    assert.deepEqual(findings, [
      'AAA-01 is marked "done": write planned, delivered, or partial: <what comes with which module>',
      'AAA-02 says nothing',
      'AAA-02 is listed twice',
    ]);
  });

  it('reads titles in every spelling, and none that is skipped or commented out', () => {
    const source = [
      "test('one', () => {});",
      'it("two", async () => {});',
      'describe(`three ${x}`, () => {});',
      "  await t.test('four', async (t) => {});",
      "test('five', { timeout: 1000 }, () => {});",
      "// test('no', () => {});",
      "test.skip('no', () => {});",
      "test.todo('no');",
      "test('no', { skip: true }, () => {});",
    ].join('\n');
    assert.deepEqual(titlesOf(source), ['one', 'two', 'three ${x}', 'four', 'five']);
  });
});
