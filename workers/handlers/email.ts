import type { mailInvoice } from '@dms/domain/notifications/use-cases/mail-invoice';
import { invoiceMailWork } from '@dms/domain/notifications/ports';
import type { Consumer } from '../consumers.ts';

type Uses = { readonly mailInvoice: ReturnType<typeof mailInvoice> };

const invoiceMail: Consumer<Uses, { invoiceId: string }> = {
  on: 'InvoicePdfStored',
  work: ({ entityId }) => invoiceMailWork(entityId),
  handle:
    ({ mailInvoice }) =>
    async ({ invoiceId }, { id, actor }) => {
      const mailed = await mailInvoice({ invoiceId, messageId: id }, actor);
      return mailed.outcome === 'suppressed' ? mailed.reason : null;
    },
};

export const email = { 'invoice-mail': invoiceMail };
