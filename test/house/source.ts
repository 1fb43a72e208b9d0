import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The root of the checkout, with a slash at its end. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Hand-written source files below the folders given, as paths from the root. */
export const sourceFiles = (folders: readonly string[]): string[] =>
  folders
    .flatMap((folder) => globSync(`${folder}/**/*.{ts,mts,js,mjs}`, { cwd: root, exclude: ['**/node_modules/**', '**/dist/**'] }))
    .sort();

export const readSource = (path: string): string => readFileSync(root + path, 'utf8');

// Longest first: a comment, a string, a template without nesting, a regular expression after a sign that no operand can precede.
const token =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\[\s\S])*`|(?<=(?:[=(,:;!&|?{}[\n]|=>|\breturn)[ \t]*)\/(?![/*])(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/g;

const isComment = (text: string): boolean => text.startsWith('//') || text.startsWith('/*');

/** The source with its comments blanked, so that nothing said in a comment is taken for code. Lines keep their numbers. */
export const withoutComments = (source: string): string =>
  source.replace(token, (text) => (isComment(text) ? text.replace(/[^\n]/g, ' ') : text));

export type ImportOf = {
  readonly line: number;
  /** What is imported; undefined when it is computed while the program runs. */
  readonly specifier: string | undefined;
  readonly typeOnly: boolean;
};

const importForms: readonly { readonly form: RegExp; readonly typeOnly: (text: string) => boolean }[] = [
  // import x from 'y' · import type { x } from 'y' · export { x } from 'y' · export * from 'y'
  {
    form: /(?:^|;)[ \t]*(?:import|export)\b(?!\s*\()[^'"`;=]*?\bfrom\s*(['"])(?<specifier>[^'"\n]+)\1/gm,
    typeOnly: (text) => /^;?\s*(?:import|export)\s+type\b/.test(text),
  },
  // import 'y'
  { form: /(?:^|;)[ \t]*import\s*(['"])(?<specifier>[^'"\n]+)\1/gm, typeOnly: () => false },
  // import('y'), also in a type · require('y') · import.meta.resolve('y')
  {
    form: /\b(?:import|require|import\.meta\.resolve)\s*\(\s*(?:(['"`])(?<specifier>[^'"`\n$]+)\1\s*[,)]|(?!\s*\)))/g,
    typeOnly: () => false,
  },
];

/** Every import of a source text: static, dynamic, re-exported, of types, of side effects. */
export const importsOf = (source: string): ImportOf[] => {
  const code = withoutComments(source);
  const found = importForms.flatMap(({ form, typeOnly }) =>
    [...code.matchAll(form)].map((match) => ({
      line: code.slice(0, match.index).split('\n').length,
      specifier: match.groups?.['specifier'],
      typeOnly: typeOnly(match[0]),
    })),
  );
  return found.sort((a, b) => a.line - b.line);
};
