import type { EInvoices, RegisteredEInvoice } from '@dms/domain/billing/e-invoice-registration';
import { sql } from 'kysely';
import type { Executor } from './database.ts';

export const postgresEInvoices = (db: Executor): EInvoices => ({
  async ofDocument(documentId) {
    const { rows } = await sql<RegisteredEInvoice>`
      select invoice_id as "invoiceId", irn, ack_number as "ackNumber", ack_date as "ackDate", signed_qr as "signedQr",
        registered_at as "registeredAt", registered_by as "registeredBy"
      from e_invoices where invoice_id = ${documentId}`.execute(db);
    return rows[0];
  },

  async keep({ invoiceId, irn, ackNumber, ackDate, signedQr, registeredAt, registeredBy }) {
    const { rows } = await sql`
      insert into e_invoices (invoice_id, irn, ack_number, ack_date, signed_qr, registered_at, registered_by)
      values (${invoiceId}, ${irn}, ${ackNumber}, ${ackDate}, ${signedQr}, ${registeredAt}, ${registeredBy})
      on conflict (invoice_id) do nothing returning invoice_id`.execute(db);
    return rows.length > 0;
  },
});
