import type { TDocumentDefinitions } from 'pdfmake/interfaces.js';

const CHILDREN = ['text', 'stack', 'columns', 'ol', 'table', 'body'] as const;
const A4 = { width: 595.28, height: 841.89, orientation: 'portrait' } as const;

type Node = { readonly [key in (typeof CHILDREN)[number]]?: unknown } & { readonly qr?: string };

const childrenOf = (node: unknown): readonly unknown[] =>
  Array.isArray(node) ? node : typeof node === 'object' && node !== null ? CHILDREN.map((key) => (node as Node)[key]) : [];

const collect = <Found>(node: unknown, find: (node: unknown) => Found | undefined): Found[] => {
  const found = find(node);
  return [...(found === undefined ? [] : [found]), ...childrenOf(node).flatMap((child) => collect(child, find))];
};

const textIn = (node: unknown): string[] => collect(node, (part) => (typeof part === 'string' && part !== '' ? part : undefined));

const asNode = (frame: unknown, ...page: unknown[]): unknown => (typeof frame === 'function' ? (frame(...page) as unknown) : frame);

/** What stands above the content of a page. */
export const headerOf = ({ header }: TDocumentDefinitions, page: number, pages: number): string =>
  textIn(asNode(header, page, pages, A4)).join(' ');

/** What stands below the content of a page. */
export const footerOf = ({ footer }: TDocumentDefinitions, page: number, pages: number): string =>
  textIn(asNode(footer, page, pages, A4)).join(' ');

/** Every text of a definition with the frame of its first page, in the order of reading. */
export const textOf = (definition: TDocumentDefinitions): string[] => [
  ...textIn(asNode(definition.header, 1, 1, A4)),
  ...textIn(definition.content),
  ...textIn(asNode(definition.footer, 1, 1, A4)),
];

/** The same as one text. */
export const wordsOf = (definition: TDocumentDefinitions): string => textOf(definition).join(' ');

/** The contents of the QR codes. */
export const qrOf = ({ content }: TDocumentDefinitions): string[] =>
  collect(content, (node) => (typeof node === 'object' && node !== null ? (node as Node).qr : undefined));
