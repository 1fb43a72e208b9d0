import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../house/source.ts';
import { type AnyMachine, type Listed, machines } from './machines.ts';

const folder = join(root, 'docs/diagrams');
const fileOf = ({ machine }: Listed): string => join(folder, `${machine.name.replaceAll(' ', '-')}.md`);

const arrows = ({ initial, terminal, edges }: AnyMachine): string[] => [
  `  [*] --> ${initial}`,
  ...edges.map(({ from, event, to }) => `  ${from} --> ${to}: ${event}`),
  ...terminal.map((state) => `  ${state} --> [*]`),
];

/** `everyTaskSettled` as "every task settled". */
const spaced = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

const row = (edge: AnyMachine['edges'][number]): string =>
  `| ${edge.from} | ${edge.event} | ${edge.to} | \`${edge.action}\` | ${(edge.guards ?? []).map(({ name }) => spaced(name)).join(', ')} |`;

/** A machine as a picture and as a table, made of the data that decides. */
export const diagramOf = ({ machine, source }: Listed): string =>
  [
    `# The states of a ${machine.name}`,
    '',
    `Made from \`${source}\` by \`node test/support/generate-diagrams.ts\`; a test fails when the two differ.`,
    '',
    '```mermaid',
    'stateDiagram-v2',
    ...arrows(machine),
    '```',
    '',
    '| from | event | to | who (action) | when |',
    '|---|---|---|---|---|',
    ...machine.edges.map(row),
    '',
  ].join('\n');

/** The page as it lies in the repository. */
export const committedDiagram = (listed: Listed): string => readFileSync(fileOf(listed), 'utf8');

if (import.meta.main) {
  mkdirSync(folder, { recursive: true });
  for (const listed of machines) writeFileSync(fileOf(listed), diagramOf(listed));
}
