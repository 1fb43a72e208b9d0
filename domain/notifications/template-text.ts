/** What is inserted, by the name of its place. */
export type Vars = Readonly<Record<string, string>>;

const PLACE = /\{\{\s*([a-zA-Z][a-zA-Z0-9]*)\s*\}\}/g;
const BRACES = /\{\{|\}\}/;

/** The names of the places of a text, each once. */
export const placesOf = (text: string): string[] => [...new Set([...text.matchAll(PLACE)].map(([, name]) => name!))];

/** Whether there are braces that are no place, such as `{{ a b }}`: nobody means them so. */
export const hasStrayBraces = (text: string): boolean => BRACES.test(text.replaceAll(PLACE, ''));

const htmlOf: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** For a text that is inserted into HTML, between tags or in a quoted attribute. */
const inHtml = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => htmlOf[character]!);

/** On one line: a header or a title ends where a line does, and what follows would be another header. */
// oxlint-disable-next-line no-control-regex -- they are what is taken out
const onOneLine = (text: string): string => text.replaceAll(/[\u0000-\u001f\u007f\u2028\u2029]+/g, ' ');

/** What is inserted stays within its place: it adds no paragraph, and no place of its own. */
const insert = (text: string, vars: Vars, escape: (value: string) => string): string =>
  text.replaceAll(PLACE, (_, name: string) => {
    const value = vars[name];
    if (value === undefined) throw new Error(`Nothing was given for {{${name}}}.`);
    return escape(value);
  });

/** A title or a subject. */
export const renderLine = (text: string, vars: Vars): string => onOneLine(insert(text, vars, onOneLine)).trim();

/** Paragraphs, parted by an empty line; one in which nothing is left is left out. */
export const renderText = (text: string, vars: Vars): string =>
  text
    .split(/\r?\n[^\S\n]*\r?\n/)
    .map((paragraph) => insert(paragraph, vars, onOneLine).trim())
    .filter((paragraph) => paragraph !== '')
    .join('\n\n');

/** HTML of whoever may edit templates, into which nobody else's tags come. */
export const renderHtml = (html: string, vars: Vars): string => insert(html, vars, (value) => inHtml(onOneLine(value)));
