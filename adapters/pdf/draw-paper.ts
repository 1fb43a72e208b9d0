import type { TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { PaperKind } from '@dms/domain/files/ports';
import type { Paper } from '@dms/domain/files/use-cases/papers';
import { challanDefinition } from './challan-definition.ts';
import { gatePassDefinition } from './gate-pass-definition.ts';
import { historyDefinition } from './history-definition.ts';
import { inFonts } from './in-fonts.ts';
import { invoiceDefinition } from './invoice-definition.ts';
import { labelsOf } from './labels.ts';
import { receiptDefinition } from './receipt-definition.ts';
import { refundVoucherDefinition } from './refund-voucher-definition.ts';
import { renderPdf } from './render.ts';

type Define<Document> = (document: Document, logo: string | undefined, paper: Paper) => TDocumentDefinitions;
type DocumentOf<Kind extends PaperKind> = Extract<Paper, { readonly kind: Kind }>['document'];

/** What each kind of paper looks like. */
const definitions: { readonly [Kind in PaperKind]: Define<DocumentOf<Kind>> } = {
  INVOICE: invoiceDefinition,
  CHALLAN: challanDefinition,
  RECEIPT: receiptDefinition,
  REFUND_VOUCHER: refundVoucherDefinition,
  CREDIT_NOTE: invoiceDefinition,
  DEBIT_NOTE: invoiceDefinition,
  GATE_PASS: gatePassDefinition,
  HISTORY: historyDefinition,
};

/** The definition of a paper in fonts that have its letters; it serves one rendering. */
export const paperDefinition = (paper: Paper, logo?: string): TDocumentDefinitions => {
  const define = definitions[paper.kind] as Define<Paper['document']>;
  return inFonts(define(paper.document, logo, paper), labelsOf[paper.document.template.language].unprintable);
};

/** Draws a paper; the same one gives the same bytes, today and in ten years (INV-05). @param logo a PNG or JPEG as a data URL */
export const drawPaper = (paper: Paper, logo?: string): Promise<Uint8Array> => renderPdf(paperDefinition(paper, logo));
