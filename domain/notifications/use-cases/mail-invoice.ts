import type { Invoices } from '../../billing/ports.ts';
import type { Customers } from '../../customers/ports.ts';
import { originalOf, paperKey, type StoredFiles } from '../../files/ports.ts';
import { type Actor, everywhere } from '../../shared/actor.ts';
import { absent } from '../../shared/errors.ts';
import { formatIndian } from '../../shared/indian-grouping.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import type { Mail } from '../ports.ts';

export type MailInvoice = {
  readonly invoiceId: string;
  readonly messageId: string;
  /** By default the customer's address. */
  readonly to?: string | null;
};
export type Mailed = { readonly outcome: 'sent' } | { readonly outcome: 'suppressed'; readonly reason: string };

type Deps = { readonly transact: Transact<{ invoices: Invoices; customers: Customers; files: StoredFiles }>; readonly mail: Mail };

/** Sends the invoice, or the debit note, to the customer with its PDF. Without an address nothing is sent, and the reason is kept with the run. */
export const mailInvoice =
  ({ transact, mail }: Deps) =>
  ({ invoiceId, messageId, to: named }: MailInvoice, actor: Actor): Promise<Mailed> =>
    transact(actor, async ({ invoices, customers, files }) => {
      const invoice = await invoices.get(invoiceId, everywhere);
      if (invoice.status === 'CANCELLED') return { outcome: 'suppressed', reason: 'The invoice was cancelled.' };
      if (invoice.kind === 'OPENING') throw absent('PDF, as the old books have its paper');
      const file = await files.findByKey(paperKey(originalOf(invoice.kind, invoiceId)));
      if (invoice.document === null || !file) throw absent('PDF of this invoice');
      const customer = invoice.customerId ? await customers.get(invoice.customerId, everywhere) : undefined;
      const to = named ?? customer?.email;
      if (!to) return { outcome: 'suppressed', reason: 'The customer has no e-mail address.' };
      const { number, seller, buyer, totals } = invoice.document;
      const name = invoice.kind === 'DEBIT_NOTE' ? 'Debit note' : 'Invoice';
      await mail.send({
        messageId,
        to,
        subject: `${name} ${number} from ${seller.legalName}`,
        text: [
          `Dear ${customer?.displayName ?? buyer.name},`,
          `please find attached ${name.toLowerCase()} ${number} for ₹${formatIndian(invoice.totalAmount)}.`,
          totals.total === '0.00' ? 'Nothing is to be paid.' : `It is due on ${invoice.dueDate}.`,
          `Thank you for coming to ${seller.branchName}.`,
        ].join('\n\n'),
        attachments: [{ filename: file.name, contentType: file.contentType, storageKey: file.key }],
      });
      return { outcome: 'sent' };
    });
