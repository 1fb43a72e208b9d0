import assert from 'node:assert/strict';
import { it } from 'node:test';
import { approvableCommands } from '@dms/domain/approvals/approvable';
import { kindByAction } from '@dms/domain/approvals/kinds';
import { columns, decidedAs } from '@dms/domain/shared/access/matrix';
import { actions, rows } from '@dms/domain/shared/access/rows';
import { readSource, sourceFiles, withoutComments } from '../../house/source.ts';

/** What somebody may only ask for, or has a limit, smaller actions included. */
const asked = actions.filter((action) => {
  const { cells } = rows[action];
  return columns.some((role) => cells[role].scope === 'R' || cells[role].elseAsk || cells[role].limit !== undefined);
});

/** Whose modules are still to come: each leaves this list with the use case that asks the policy for it. */
const toCome = ['order.return', 'creditnote.approve', 'debitnote.approve'];

/** Judged at an amount of nothing: to give up a draft spends no limit, so it is never another's to decide. */
const spendsNothing = ['creditnote.discard', 'debitnote.discard'];

/** The use cases that ask the policy for an action: those whose file names it, or loads a table or function that does. */
const naming = (action: string): string[] => {
  const says = (file: string): boolean => withoutComments(readSource(file)).includes(`'${action}'`);
  // The tables of states of notes name refunds ahead of their use cases.
  const files = sourceFiles(['domain']).filter((file) => !/^domain\/(shared|approvals|memory)\/|credit-note\.states\.ts$/.test(file));
  return files.filter(says);
};

const exportsOf = (name: string): RegExp => new RegExp(`export const ${name} =`);
const importsFile = (file: string, imported: string): boolean =>
  new RegExp(`from '[^']*/${imported.split('/').at(-1)!.replaceAll('.', '\\.')}'`).test(readSource(file));

/** Whether one of these files is that of a use case that can be asked for, or is used by one. */
const isCarried = (files: readonly string[]): boolean => {
  const useCases = sourceFiles(['domain']).filter((file) => file.includes('/use-cases/'));
  const homes = Object.keys(approvableCommands).map((name) => useCases.find((file) => exportsOf(name).test(readSource(file)))!);
  return files.some((file) => homes.some((home) => home === file || importsFile(home, file)));
};

it('APR-05 every action that a use case asks the policy for, and that may be another’s to decide, is one that can be asked for', () => {
  const inUse = asked.filter((action) => naming(action).length > 0);
  assert.deepEqual(
    inUse.filter((action) => !spendsNothing.includes(action) && !isCarried(naming(action))),
    [],
    'compose the use case by `approvable`, with its line in approvable.ts',
  );
  assert.deepEqual(asked.filter((action) => !inUse.includes(action)).toSorted(), toCome.toSorted(), 'what has come is no longer to come');
});

it('APR-05 every action that may only be asked for, or has a limit, has a kind of approval', () => {
  const known = new Set([...Object.keys(kindByAction), ...Object.keys(decidedAs)]);
  assert.deepEqual(
    asked.filter((action) => rows[action].parent === action && !known.has(action)),
    [],
  );
});

it('APR-05 every use case that can be asked for is composed so that it says what was asked of it', () => {
  const root = sourceFiles(['adapters/composition'])
    .map((file) => withoutComments(readSource(file)))
    .join('\n');
  assert.deepEqual(
    Object.keys(approvableCommands).filter((name) => !new RegExp(`${name}: approvable\\('${name}', ${name}\\)`).test(root)),
    [],
  );
});
