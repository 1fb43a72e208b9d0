import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import pdfmake from 'pdfmake';
import type { TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { InvoiceDocument } from '@dms/domain/billing/invoice-document';
import { invoiceDefinition } from './invoice-definition.ts';

const font = (file: string): string => fileURLToPath(import.meta.resolve(`@expo-google-fonts/hind/${file}`));

// Hind holds Latin, Devanagari and the rupee sign in one file, and shapes conjuncts.
const hind = { normal: font('400Regular/Hind_400Regular.ttf'), bold: font('600SemiBold/Hind_600SemiBold.ttf') };

pdfmake.setFonts({ Hind: hind });
// A document holds what customers typed: nothing in it may reach a file or an address.
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy((path) => Object.values(hind).includes(path));

/** Draws a definition. The same definition gives the same bytes if it says when it was created. */
export const renderPdf = (definition: TDocumentDefinitions): Promise<Uint8Array> => pdfmake.createPdf(definition).getBuffer();

/**
 * The PDF of an issued invoice: the same copy gives the same bytes, today and in ten years (INV-05).
 * @param logo the branch's PNG or JPEG; needed where the copy names one, and it must be that one
 */
export const renderInvoice = async (document: InvoiceDocument, logo?: Uint8Array): Promise<Uint8Array> => {
  const { logoHash } = document.seller.branding ?? {};
  if (logoHash === undefined) return renderPdf(invoiceDefinition(document));
  if (logo === undefined || createHash('sha256').update(logo).digest('hex') !== logoHash) {
    throw new Error(`Invoice ${document.number} was issued under a logo that is not the one at hand.`);
  }
  return renderPdf(invoiceDefinition(document, `data:image;base64,${Buffer.from(logo).toString('base64')}`));
};
