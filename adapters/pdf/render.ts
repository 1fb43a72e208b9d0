import pdfmake from 'pdfmake';
import type { TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { fonts } from './fonts.ts';
import { attachWhereAnchored } from './shaping.ts';

const files = new Set<string>(Object.values(fonts).flatMap(({ normal, bold }) => [normal, bold]));

attachWhereAnchored();
pdfmake.setFonts(fonts);
// A document holds what customers typed: nothing in it may reach a file or an address.
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy((path) => files.has(path));

/** Draws a definition. The same definition gives the same bytes if it says when it was created. */
export const renderPdf = (definition: TDocumentDefinitions): Promise<Uint8Array> => pdfmake.createPdf(definition).getBuffer();
