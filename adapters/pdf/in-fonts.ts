import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { type FontName, leading } from './fonts.ts';
import { isPlain, runsOf, UNPRINTABLE } from './runs.ts';

type Node = Record<string, unknown>;

const CHILDREN = ['stack', 'columns', 'ol', 'ul', 'body', 'table'] as const;

/**
 * Sets every text in fonts that have its letters, in place: nodes keep their identity, as the layout notes on them where they stand.
 * @returns whether something could not be printed
 */
const setInFonts = (node: unknown): boolean => {
  if (Array.isArray(node)) return setEach(node);
  if (typeof node !== 'object' || node === null) return false;
  const content = node as Node;
  const parts = CHILDREN.map((key) => setInFonts(content[key]));
  if (content.text === undefined) return parts.includes(true);
  const inlines = inlinesOf(content.text);
  if (inlines === undefined) return parts.includes(true);
  content.text = inlines;
  return inlines.some(isReplaced) || parts.includes(true);
};

const setEach = (nodes: unknown[]): boolean => {
  let replaced = false;
  for (const [index, node] of nodes.entries()) {
    if (typeof node === 'string' && !isPlain(node)) nodes[index] = { text: node };
    replaced = setInFonts(nodes[index]) || replaced;
  }
  return replaced;
};

/** The pieces of a line, each in its font and in the style of the piece that it is of; nothing where it can stay as it is. */
const inlinesOf = (text: unknown): Node[] | undefined => {
  const pieces = (Array.isArray(text) ? text : [text]).map((piece): Node =>
    typeof piece === 'string' ? { text: piece } : (piece as Node),
  );
  if (pieces.every((piece) => typeof piece.text !== 'string' || isPlain(piece.text))) return undefined;
  return pieces.flatMap((piece) =>
    typeof piece.text === 'string' ? runsOf(piece.text).map((run) => ({ ...piece, ...run, ...spaced(run.font) })) : [piece],
  );
};

const spaced = (font: FontName): Node => {
  const lineHeight = leading(font);
  return lineHeight === undefined ? {} : { lineHeight };
};

const isReplaced = ({ text }: Node): boolean => text === UNPRINTABLE;

type Frame = TDocumentDefinitions['header'];

const framed = (frame: Frame): Frame => {
  if (typeof frame !== 'function') return frame;
  return (...page) => {
    const content = frame(...page);
    setInFonts(content);
    return content;
  };
};

/** The definition with every text in a font that has its letters, and a line about those that none has. */
export const inFonts = (definition: TDocumentDefinitions, aboutUnprintable: string): TDocumentDefinitions => {
  const content = definition.content as Content[];
  if (setInFonts(content)) content.push({ text: aboutUnprintable, margin: [0, 8, 0, 0] });
  return { ...definition, content, header: framed(definition.header), footer: framed(definition.footer) };
};
