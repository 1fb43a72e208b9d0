import assert from 'node:assert/strict';
import { it } from 'node:test';
import { approvableCommands } from '@dms/domain/approvals/approvable';
import { kindByAction } from '@dms/domain/approvals/kinds';
import { columns, decidedAs } from '@dms/domain/shared/access/matrix';
import { actions, rows } from '@dms/domain/shared/access/rows';
import { readSource, sourceFiles, withoutComments } from '../../house/source.ts';
import { symbolsOf } from '../../house/symbols.ts';

/** What somebody may only ask for, or has a limit, smaller actions included. */
const asked = actions.filter((action) => {
  const { cells } = rows[action];
  return columns.some((role) => cells[role].scope === 'R' || cells[role].elseAsk || cells[role].limit !== undefined);
});

/** Whose modules are still to come: each leaves this list with the use case that asks the policy for it. */
const toCome = ['order.return', 'creditnote.approve', 'debitnote.approve'];

/** Judge at an amount of nothing, or only share the judge with one that asks: what they do spends no limit, so it is never another's to decide. */
const spendNothing = [
  'applyAdvance',
  'beginOnlinePayment',
  'completeRefund',
  'discardCreditNote',
  'discardDebitNote',
  'failRefund',
  'lockPeriod',
  'processRefund',
  'refundCreditNote',
  'registerCreditNoteEInvoice',
  'rejectRefund',
  'rejectTransfer',
  'requestRefund',
];

// The tables of states of notes name refunds ahead of their use cases.
const domain = symbolsOf(['domain'], /^domain\/(shared|approvals|memory)\/|credit-note\.states\.ts$/);

const composed = sourceFiles(['adapters/composition'])
  .map((file) => withoutComments(readSource(file)))
  .join('\n');
/** The use cases that somebody can call, with all that they use. */
const useCases = domain.all
  .filter(({ file, name, exported }) => exported && file.includes('/use-cases/') && new RegExp(`\\b${name}\\b`).test(composed))
  .map((useCase) => ({ name: useCase.name, texts: domain.reachedFrom(useCase).map(({ text }) => text) }));

/** Hands the action to the policy by its name; where a table holds the action, it is only named. */
const asksFor = (action: string): RegExp => new RegExp(`\\b(?:permit\\w*|\\w+ForChange)\\([^;]*'${action.replaceAll('.', '\\.')}'`);
const asking = (action: string): string[] => {
  const form = asksFor(action);
  return useCases.filter(({ texts }) => texts.some((text) => form.test(text))).map(({ name }) => name);
};
const naming = (action: string): string[] =>
  useCases.filter(({ texts }) => texts.some((text) => text.includes(`'${action}'`))).map(({ name }) => name);

const canBeAskedFor = (name: string): boolean => Object.hasOwn(approvableCommands, name);

it('APR-05 every use case that asks the policy for what may be another’s to decide is one that can be asked for', () => {
  const uncarried = asked.flatMap(asking).filter((name) => !canBeAskedFor(name));
  assert.deepEqual(
    [...new Set(uncarried)].toSorted(),
    spendNothing,
    'compose the use case by `approvable`, with its line in approvable.ts',
  );
});

it('APR-05 every action that may be another’s to decide, and that a table alone hands to the policy, is used by one that can be asked for', () => {
  const byTable = asked.filter((action) => asking(action).length === 0 && naming(action).length > 0);
  assert.ok(byTable.length > 0);
  assert.deepEqual(
    byTable.filter((action) => !naming(action).some(canBeAskedFor)),
    [],
  );
  const unused = asked.filter((action) => naming(action).length === 0);
  assert.deepEqual(unused.toSorted(), toCome.toSorted(), 'what has come is no longer to come');
});

it('APR-05 every action that may only be asked for, or has a limit, has a kind of approval', () => {
  const known = new Set([...Object.keys(kindByAction), ...Object.keys(decidedAs)]);
  assert.deepEqual(
    asked.filter((action) => rows[action].parent === action && !known.has(action)),
    [],
  );
});

it('APR-05 every use case that can be asked for is composed so that it says what was asked of it', () => {
  assert.deepEqual(
    Object.keys(approvableCommands).filter((name) => !new RegExp(`${name}: approvable\\('${name}', ${name}\\)`).test(composed)),
    [],
  );
});
