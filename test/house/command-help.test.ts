import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Command } from 'commander';
import { EXIT, exitCodesText } from '../../workers/cli/exit-codes.ts';
import { EXAMPLES } from '../../workers/cli/help.ts';
import { dms } from '../../workers/cli/main.ts';

type Page = { readonly path: string; readonly command: Command; readonly text: string };

/** What is printed for --help, with what was added behind it. */
const helpOf = (command: Command): string => {
  let text = '';
  command.configureOutput({ writeOut: (part) => (text += part), getOutHelpWidth: () => 100 });
  command.outputHelp();
  return text;
};

const program = dms();
const pagesBelow = (command: Command, path: readonly string[]): Page[] =>
  command.commands.flatMap((part) => {
    const names = [...path, part.name()];
    return [{ path: names.join(' '), command: part, text: helpOf(part) }, ...pagesBelow(part, names)];
  });
const pages = pagesBelow(program, []);
const leaves = pages.filter(({ command }) => command.commands.length === 0);

/** `A=b dms queue retry email --json > file`, without what the shell reads of it. */
const wordsOf = (line: string): string[] =>
  line
    .replace(/\s[<>].*$/, '')
    .split(' ')
    .filter((word) => !/^[A-Z_]+=/.test(word));

describe('the help of the command line', () => {
  it('has a page for each command, with usage, what it does, its options, examples and exit codes', () => {
    assert.ok(leaves.length >= 20, `${leaves.length} commands`);
    for (const { path, command, text } of pages) {
      assert.match(text, new RegExp(`^Usage: dms ${path}\\b`), path);
      assert.ok(command.description().length >= 10, `${path} says what it does`);
      assert.ok(text.includes(exitCodesText()), `${path} tells its exit codes`);
    }
    for (const { path, command, text } of leaves) {
      assert.match(text, /^Options:$/m, path);
      assert.match(text, /^Examples:$/m, path);
      for (const { description, flags, mandatory } of command.options)
        assert.ok(description !== '' || mandatory || /<name>|<role>/.test(flags), `${path} ${flags} says what it is`);
      for (const argument of command.registeredArguments) assert.ok(argument.description !== '', `${path} <${argument.name()}>`);
    }
  });

  it('is for programs too: every command prints JSON when it is asked to', () => {
    const without = leaves.filter(({ command }) => !command.options.some(({ long }) => long === '--json'));
    assert.deepEqual(
      without.map(({ path }) => path),
      [],
    );
  });

  it('shows examples of every command and of none that is not there, with options that it has', () => {
    assert.deepEqual(Object.keys(EXAMPLES).sort(), leaves.map(({ path }) => path).sort());
    for (const { path, command } of leaves)
      for (const [line] of EXAMPLES[path]!) {
        const words = wordsOf(line);
        assert.equal(words.slice(0, 1 + path.split(' ').length).join(' '), `dms ${path}`, line);
        for (const option of words.filter((word) => word.startsWith('--')))
          assert.ok(
            command.options.some(({ long }) => long === option),
            `${line}: ${option}`,
          );
      }
  });

  it('groups every command by what it is for, and explains each exit code once', () => {
    const text = helpOf(program);
    const apart = program.commands.filter((command) => command.helpGroup() === '').map((command) => command.name());
    assert.deepEqual(apart, []);
    for (const command of program.commands) assert.match(text, new RegExp(`^  ${command.name()}\\b`, 'm'));
    const codes = [...exitCodesText().matchAll(/^ {2}(\d) {2}\S/gm)].map(([, code]) => Number(code));
    assert.deepEqual(codes, Object.values(EXIT));
  });

  it('leaves no command out that operators were promised', () => {
    const specified = [
      ...[
        'start',
        'api',
        'worker',
        'migrate up',
        'migrate status',
        'seed',
        'import',
        'queue stats',
        'queue failed',
        'queue retry',
        'queue drain',
      ],
      ...['audit verify', 'stock verify', 'series audit', 'rebuild history', 'outbox status', 'outbox replay', 'user create-admin'],
      ...['keys rotate', 'doctor', 'openapi', 'backup', 'restore'],
    ];
    const there = leaves.map(({ path }) => path);
    assert.deepEqual(
      specified.filter((path) => !there.includes(path)),
      [],
    );
  });
});
