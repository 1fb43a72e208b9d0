import type { storeInvoicePdf } from '@dms/domain/billing/use-cases/store-invoice-pdf';
import { invoicePdfWork } from '@dms/domain/notifications/ports';
import type { Consumer } from '../consumers.ts';

type Uses = { readonly storeInvoicePdf: ReturnType<typeof storeInvoicePdf> };

const invoicePdf: Consumer<Uses, { invoiceId: string }> = {
  on: 'InvoiceIssued',
  work: ({ entityId }) => invoicePdfWork(entityId),
  handle:
    ({ storeInvoicePdf }) =>
    async ({ invoiceId }, { actor }) => {
      await storeInvoicePdf({ invoiceId }, actor);
      return `/invoices/${invoiceId}/pdf`;
    },
};

export const pdf = { 'invoice-pdf': invoicePdf };
