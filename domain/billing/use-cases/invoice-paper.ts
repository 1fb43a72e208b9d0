import type { PaperCopy } from '../../files/ports.ts';
import { aboutPaper, type PaperSource } from '../../files/use-cases/paper-source.ts';
import { everywhere } from '../../shared/actor.ts';
import { absent } from '../../shared/errors.ts';
import { type EInvoices, printedDocument } from '../e-invoice-registration.ts';
import { invoicePdfStored } from '../events.ts';
import { hasGoods, type InvoiceDocument, type Registered } from '../invoice-document.ts';
import type { Invoices } from '../ports.ts';

/** Goods travel with three copies, services with two: CGST Rule 48(1) and (2). */
export const copiesOfInvoice = (document: InvoiceDocument): readonly PaperCopy[] =>
  hasGoods(document) ? ['ORIGINAL', 'DUPLICATE', 'TRIPLICATE'] : ['ORIGINAL', 'DUPLICATE'];

/** The paper of an issued invoice; a draft has none, and a debit note one of its own. */
export const invoicePaper: PaperSource<{ invoices: Invoices; eInvoices: EInvoices }, Registered<InvoiceDocument>> = {
  entityType: 'Invoice',
  find: async (unit, id, ref) => {
    const invoice = await unit.invoices.get(id, everywhere);
    if (invoice.kind !== 'INVOICE') throw absent('invoice');
    const { document } = invoice;
    if (document === null) throw absent('PDF, as the invoice is still a draft');
    return {
      document: await printedDocument(unit, id, document, ref),
      serviceCenterId: invoice.serviceCenterId,
      number: document.number,
      copies: copiesOfInvoice(document),
      stored: (paper) => invoicePdfStored(invoice, aboutPaper(paper)),
    };
  },
};
