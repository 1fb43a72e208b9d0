import { drawPaper } from '../../adapters/pdf/draw-paper.ts';
import { paperDrawer } from '../../adapters/pdf/paper-drawer.ts';
import type { InvoiceDocument } from '@dms/domain/billing/invoice-document';
import { originalOf, type PaperRef } from '@dms/domain/files/ports';
import type { Paper } from '@dms/domain/files/use-cases/papers';

const ANY_ID = '01990000-0000-7000-8000-000000000001';

type Marked = Partial<Pick<PaperRef, 'copy' | 'cancelled' | 'registered'>>;

/** A paper of a frozen copy, the original unless something else is said. */
export const paperOf = <Kind extends Paper['kind']>(
  kind: Kind,
  document: Extract<Paper, { readonly kind: Kind }>['document'],
  marked: Marked = {},
): Paper => ({ ...originalOf(kind, ANY_ID), ...marked, document }) as Paper;

const inParts = async function* (bytes: Uint8Array) {
  yield bytes;
};

/** Draws any paper; storage has this logo under every key, or none. */
export const draw = (paper: Paper, logo?: Uint8Array): Promise<Uint8Array> =>
  paperDrawer({
    draw: drawPaper,
    storage: {
      get: async (key) => {
        if (!logo) throw new Error(`Nothing is kept under ${key}: there is no logo.`);
        return { size: logo.length, content: inParts(logo) };
      },
    },
  })(paper);

export const drawInvoice = (document: InvoiceDocument, logo?: Uint8Array): Promise<Uint8Array> => draw(paperOf('INVOICE', document), logo);
