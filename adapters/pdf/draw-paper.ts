import { createHash } from 'node:crypto';
import type { TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { BrandingCopy } from '@dms/domain/billing/invoice-document';
import type { PaperKind } from '@dms/domain/files/ports';
import { logoKey } from '@dms/domain/files/ports';
import type { Paper } from '@dms/domain/files/use-cases/papers';
import type { PaperLanguage } from '@dms/domain/shared/languages';
import type { Storage } from '@dms/domain/shared/storage';
import { challanDefinition } from './challan-definition.ts';
import { inFonts } from './in-fonts.ts';
import { invoiceDefinition } from './invoice-definition.ts';
import { labelsOf } from './labels.ts';
import { renderPdf } from './render.ts';

type Define<Document> = (document: Document, logo: string | undefined, paper: Paper) => TDocumentDefinitions;
type DocumentOf<Kind extends PaperKind> = Extract<Paper, { readonly kind: Kind }>['document'];

/** What each kind of paper looks like. */
const definitions: { readonly [Kind in PaperKind]: Define<DocumentOf<Kind>> } = {
  INVOICE: invoiceDefinition,
  CHALLAN: (challan, _logo, marking) => challanDefinition(challan, marking),
};

type Drawn = {
  readonly template: { readonly language: PaperLanguage };
  readonly seller?: { readonly branding?: BrandingCopy };
  readonly number: string;
};

/** The definition of a paper in fonts that have its letters; it serves one rendering. */
export const paperDefinition = (paper: Paper, logo?: string): TDocumentDefinitions => {
  const define = definitions[paper.kind] as Define<Paper['document']>;
  return inFonts(define(paper.document, logo, paper), labelsOf[paper.document.template.language].unprintable);
};

/**
 * Draws papers: the same one gives the same bytes, today and in ten years (INV-05). A logo is taken from storage under the hash that the
 * frozen copy names, and must be that one.
 */
export const paperDrawer =
  ({ storage }: { readonly storage: Pick<Storage, 'get'> }) =>
  async (paper: Paper): Promise<Uint8Array> => {
    const { seller, number }: Drawn = paper.document;
    const logoHash = seller?.branding?.logoHash;
    if (logoHash === undefined) return renderPdf(paperDefinition(paper));
    const logo = await contentOf(storage, logoKey(logoHash));
    if (createHash('sha256').update(logo).digest('hex') !== logoHash)
      throw new Error(`Paper ${number} was issued under a logo that is not the one at hand.`);
    return renderPdf(paperDefinition(paper, `data:image;base64,${logo.toString('base64')}`));
  };

const contentOf = async (storage: Pick<Storage, 'get'>, key: string): Promise<Buffer> => {
  const parts: Uint8Array[] = [];
  for await (const part of (await storage.get(key)).content) parts.push(part);
  return Buffer.concat(parts);
};
