import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { conditionNamed, conditions, type ConditionName } from '@dms/domain/shared/access/conditions';
import { columns, decidedAs, people } from '@dms/domain/shared/access/matrix';
import { actions, matrixLimits, rows, type Row } from '@dms/domain/shared/access/rows';
import { limitInWords } from '@dms/domain/shared/access/limits';
import { inWords } from '@dms/domain/shared/access/words';
import { root } from '../house/source.ts';

export const accessDocPath = join(root, 'docs/access.md');

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const table = (head: readonly string[], body: readonly (readonly string[])[]): string[] => [
  line(head),
  line(head.map(() => '---')),
  ...body.map(line),
];

const matrixRow = ({ action, cells }: Row): string[] => [`\`${action}\``, inWords(action), ...columns.map((role) => cells[role].text)];

const spelled = actions.map((action) => rows[action]).filter(({ action, parent }) => action === parent);
const children = actions.map((action) => rows[action]).filter(({ action, parent }) => action !== parent);

const conditionRow = (name: ConditionName): string[] => [name, conditionNamed(name).needs, conditionNamed(name).rule ?? ''];

const lawRow = ({ action, laws }: Row): string[] => [
  `\`${action}\``,
  laws.map((law) => conditionNamed(law).needs).join('; '),
  laws
    .flatMap((law) => conditionNamed(law).rule ?? [])
    .filter((rule, at, all) => all.indexOf(rule) === at)
    .join(', '),
];

const decidedRow = ([asked, decided]: readonly [string, string]): string[] => [`\`${asked}\``, `\`${decided}\``];

/** The policy as a page for people, made of the data that decides. */
export const accessDoc = (): string =>
  [
    '# Who may do what',
    '',
    'Made from `domain/shared/access/matrix.ts` by `node test/support/generate-access-doc.ts`; a test fails when the two differ.',
    'The same data enforces, explains (`POST /authz/explain`, and every 403) and says what a user may do (`GET /auth/me`).',
    '',
    `Columns, from left to right: ${columns.map((role) => `\`${role}\` (${people[role]})`).join(', ')}.`,
    '',
    'A cell is how far the role reaches: **A** every branch · **B** the branches assigned to the user · **O** own or assigned-to-them records',
    'inside B · **R** may only ask, inside B: it becomes an approval · **–** no. Roles without branches reach with B, O and R whichever branch they name.',
    '`≤` is a limit by document and, for amounts, by user and business day: above it the action becomes R. In brackets: conditions (below) and masks',
    '(**m** contact fields, amounts, customer name). **else R**: where the condition does not hold, the role may still ask.',
    '',
    '## The matrix',
    '',
    ...table(['action', 'who has it may', ...columns], spelled.map(matrixRow)),
    '',
    '## Smaller actions',
    '',
    'Each has the cells, limits and laws of its parent.',
    '',
    ...table(
      ['action', 'who has it may', 'as'],
      children.map(({ action, parent }) => [`\`${action}\``, inWords(action), `\`${parent}\``]),
    ),
    '',
    '## What holds for every role',
    '',
    ...table(['action', 'only when', 'rule'], spelled.filter(({ laws }) => laws.length > 0).map(lawRow)),
    '',
    '## Conditions',
    '',
    ...table(['written', 'only when', 'rule'], (Object.keys(conditions) as ConditionName[]).map(conditionRow)),
    '',
    '## Limits',
    '',
    'These figures hold until configuration says otherwise, under the key given.',
    '',
    ...table(
      ['key', 'limit'],
      [...matrixLimits].map(([key, limit]) => [`\`${key}\``, limitInWords(limit)]),
    ),
    '',
    '## Who decides what was asked for',
    '',
    'Whoever may do the action themselves with the same figures; for these, whoever holds the action beside it.',
    '',
    ...table(['asked for', 'decided as'], Object.entries(decidedAs).map(decidedRow)),
    '',
  ].join('\n');

/** The page as it lies in the repository. */
export const committedAccessDoc = (): string => readFileSync(accessDocPath, 'utf8');

if (import.meta.main) writeFileSync(accessDocPath, accessDoc());
