import { readSource, sourceFiles, withoutComments } from '../house/source.ts';

export type Rule = { readonly id: string; readonly status: 'planned' | 'delivered' | 'partial' };
type Title = { readonly file: string; readonly title: string };
type Finding = string;

const catalogue = 'docs/rules/README.md';
const row = /^\|\s*(?<id>[A-Z]+-\d+)\s*\|\s*(?<statement>[^|]*?)\s*\|\s*(?<mark>[^|]*?)\s*\|\s*$/;
const marks: readonly (readonly [RegExp, Rule['status']])[] = [
  [/^planned$/, 'planned'],
  [/^delivered$/, 'delivered'],
  [/^partial: .+$/, 'partial'], // what is still to come, and the module that brings it
];

/** The rules of the catalogue, and what is wrong with its rows. */
export const readCatalogue = (markdown: string): { rules: Rule[]; findings: Finding[] } => {
  const rules: Rule[] = [];
  const findings: Finding[] = [];
  for (const text of markdown.split('\n')) {
    const { id = '', statement, mark = '' } = row.exec(text)?.groups ?? {};
    if (id === '') continue;
    const status = marks.find(([shape]) => shape.test(mark))?.[1];
    if (!statement) findings.push(`${id} says nothing`);
    if (rules.some((rule) => rule.id === id)) findings.push(`${id} is listed twice`);
    if (status) rules.push({ id, status });
    else findings.push(`${id} is marked "${mark}": write planned, delivered, or partial: <what comes with which module>`);
  }
  return { rules, findings };
};

// A skipped test shows nothing, so its title is not read.
const titled =
  /\b(?:test|it|describe|suite)(?:\.only)?\s*(?:<[^>]*>)?\(\s*(?:'(?<single>(?:[^'\\\n]|\\.)*)'|"(?<double>(?:[^"\\\n]|\\.)*)"|`(?<template>(?:[^`\\]|\\[\s\S])*)`)(?!\s*,\s*\{[^}]*\b(?:skip|todo)\b)/g;

/** The titles of the tests in a source text. */
export const titlesOf = (source: string): string[] =>
  [...withoutComments(source).matchAll(titled)].map(({ groups }) => groups?.['single'] ?? groups?.['double'] ?? groups?.['template'] ?? '');

// Not the end of an SKU such as BRK-PAD-01.
const ruleId = /(?<![\w-])[A-Z]{3,4}-\d{2}(?![\w-])/g;

/** What catalogue and tests say of each other that is not true. */
export const compareRules = (rules: readonly Rule[], titles: readonly Title[]): Finding[] => {
  const named = titles.flatMap(({ file, title }) => [...title.matchAll(ruleId)].map(([id]) => ({ id, file, title })));
  const known = new Set(rules.map(({ id }) => id));
  const shown = new Set(named.map(({ id }) => id));
  return [
    ...rules
      .filter(({ id, status }) => status !== 'planned' && !shown.has(id))
      .map(({ id, status }) => `${id} is ${status}, and no test is titled for it`),
    ...named
      .filter(({ id }) => !known.has(id))
      .map(({ id, file, title }) => `${file}: "${title}" names ${id}, which ${catalogue} does not list`),
  ];
};

const main = (): void => {
  const { rules, findings } = readCatalogue(readSource(catalogue));
  const titles = sourceFiles(['test'])
    .filter((file) => file.endsWith('.test.ts') || file.startsWith('test/contracts/'))
    .flatMap((file) => titlesOf(readSource(file)).map((title) => ({ file, title })));
  const all = [...findings, ...compareRules(rules, titles)];
  if (rules.length === 0) all.push(`${catalogue} lists no rule`);
  if (titles.length === 0) all.push('no test was found');
  const count = (status: Rule['status']): number => rules.filter((rule) => rule.status === status).length;
  for (const finding of all) console.error(finding);
  console.log(
    `${rules.length} rules: ${count('delivered')} delivered, ${count('partial')} partial, ${count('planned')} planned; ${titles.length} tests read`,
  );
  if (all.length > 0) process.exitCode = 1;
};

if (import.meta.main) main();
