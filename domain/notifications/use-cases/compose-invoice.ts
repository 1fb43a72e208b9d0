import type { EInvoices, Invoices } from '../../billing/ports.ts';
import { originalOf, paperKey, type StoredFiles } from '../../files/ports.ts';
import { everywhere } from '../../shared/actor.ts';
import { absent } from '../../shared/errors.ts';
import { formatIndian } from '../../shared/indian-grouping.ts';
import type { PaperLanguage } from '../../shared/languages.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import type { Compose } from '../ports.ts';

type Words = {
  readonly INVOICE: readonly [string, string];
  readonly DEBIT_NOTE: readonly [string, string];
  readonly due: (day: string) => string;
  readonly nothingDue: string;
};

/** What a paper is called, at the beginning and in the middle of a sentence, and when it is to be paid. */
const words: Readonly<Record<PaperLanguage, Words>> = {
  en: {
    INVOICE: ['Invoice', 'invoice'],
    DEBIT_NOTE: ['Debit note', 'debit note'],
    due: (day) => `It is due on ${day}.`,
    nothingDue: 'Nothing is to be paid.',
  },
  hi: {
    INVOICE: ['इनवॉइस', 'इनवॉइस'],
    DEBIT_NOTE: ['डेबिट नोट', 'डेबिट नोट'],
    due: (day) => `भुगतान की अंतिम तिथि ${day} है।`,
    nothingDue: 'कुछ भी भुगतान शेष नहीं है।',
  },
};

type Deps = { readonly transact: Transact<{ invoices: Invoices; eInvoices: EInvoices; files: StoredFiles }> };

/** The invoice, or the debit note, with its PDF: of a registered one only that which bears its reference number (CGST Rule 48(4) and (5)). */
export const composeInvoice =
  ({ transact }: Deps): Compose =>
  ({ entityId: invoiceId, recipientName, language }, actor) =>
    transact(actor, async ({ invoices, eInvoices, files }) => {
      const invoice = await invoices.get(invoiceId, everywhere);
      if (invoice.status === 'CANCELLED') return { suppressed: 'The invoice was cancelled.' };
      if (invoice.kind === 'OPENING') throw absent('PDF, as the old books have its paper');
      const registered = (await eInvoices.ofDocument(invoiceId)) !== undefined;
      const file = await files.findByKey(paperKey({ ...originalOf(invoice.kind, invoiceId), registered }));
      if (invoice.document === null || !file) throw absent('PDF of this invoice');
      const { number, seller, buyer, totals } = invoice.document;
      const { due, nothingDue, ...papers } = words[language];
      const [paper, paperName] = papers[invoice.kind === 'DEBIT_NOTE' ? 'DEBIT_NOTE' : 'INVOICE'];
      return {
        vars: {
          ...{ paper, paperName, customer: recipientName || buyer.name, number, amount: formatIndian(invoice.totalAmount) },
          due: totals.total === '0.00' ? nothingDue : due(String(invoice.dueDate)),
          ...{ seller: seller.legalName, branch: seller.branchName },
        },
        attachments: [{ filename: file.name, contentType: file.contentType, storageKey: file.key }],
      };
    });
