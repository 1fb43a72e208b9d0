import type { StoredFiles } from '../../files/ports.ts';
import { keepFile } from '../../files/use-cases/keep-file.ts';
import { type Actor, everywhere } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import type { Ids } from '../../shared/ports.ts';
import type { Storage } from '../../shared/storage.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { invoicePdfStored } from '../events.ts';
import type { InvoiceDocument } from '../invoice-document.ts';
import type { Invoices } from '../ports.ts';

type Deps = {
  readonly transact: Transact<{ invoices: Invoices; files: StoredFiles }>;
  readonly ids: Ids;
  readonly storage: Storage;
  /** Draws the frozen copy; the same copy gives the same bytes (INV-05). */
  readonly renderInvoice: (document: InvoiceDocument) => Promise<Uint8Array>;
};

const PDF = 'application/pdf';

/**
 * Makes the PDF of an issued invoice and keeps it; if that was done already, says where. The bytes depend on the frozen copy
 * alone, so whoever stores them twice under their key has changed nothing.
 */
export const storeInvoicePdf =
  ({ transact, ids, storage, renderInvoice }: Deps) =>
  ({ invoiceId }: { readonly invoiceId: string }, actor: Actor): Promise<{ readonly key: string; readonly name: string }> =>
    transact(actor, async ({ invoices, files, record }) => {
      const made = await files.findOf('Invoice', invoiceId, PDF);
      if (made) return made;
      const invoice = await invoices.get(invoiceId, everywhere);
      if (invoice.document === null) throw new DomainError('invoice.transition', 'A draft has no PDF: issue it first.');
      const file = await keepFile({ storage, ids })(files, {
        key: `invoices/${invoice.id}/invoice.pdf`,
        name: `${invoice.document.number.replaceAll('/', '-')}.pdf`,
        contentType: PDF,
        bytes: await renderInvoice(invoice.document),
        entityType: 'Invoice',
        entityId: invoice.id,
        serviceCenterId: invoice.serviceCenterId,
      });
      record(invoicePdfStored(invoice));
      return file;
    });
