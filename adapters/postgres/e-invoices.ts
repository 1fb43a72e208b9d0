import type { EInvoiceCancellation } from '@dms/domain/billing/e-invoice-cancelling';
import type { EInvoices, RegisteredEInvoice } from '@dms/domain/billing/e-invoice-registration';
import { sql } from 'kysely';
import type { Executor } from './database.ts';

export const postgresEInvoices = (db: Executor): EInvoices => ({
  async ofDocument(documentId) {
    const { rows } = await sql<RegisteredEInvoice>`
      select document_id as "documentId", coalesce(i.kind, 'CREDIT_NOTE') as "documentKind", irn, ack_number as "ackNumber",
        ack_date as "ackDate", signed_qr as "signedQr", registered_at as "registeredAt", registered_by as "registeredBy"
      from e_invoices left join invoices i on i.id = invoice_id where document_id = ${documentId}`.execute(db);
    return rows[0];
  },

  async keep({ documentKind, documentId, irn, ackNumber, ackDate, signedQr, registeredAt, registeredBy }) {
    const [invoiceId, creditNoteId] = documentKind === 'CREDIT_NOTE' ? [null, documentId] : [documentId, null];
    const { rows } = await sql`
      insert into e_invoices (invoice_id, credit_note_id, irn, ack_number, ack_date, signed_qr, registered_at, registered_by)
      values (${invoiceId}, ${creditNoteId}, ${irn}, ${ackNumber}, ${ackDate}, ${signedQr}, ${registeredAt}, ${registeredBy})
      on conflict (document_id) do nothing returning document_id`.execute(db);
    return rows.length > 0;
  },

  async ask(documentId, at) {
    await sql`insert into e_invoice_requests (document_id, asked_at) values (${documentId}, ${at}) on conflict do nothing`.execute(db);
  },

  async isAsked(documentId) {
    const { rows } = await sql`select from e_invoice_requests where document_id = ${documentId}`.execute(db);
    return rows.length > 0;
  },

  async answered(documentId) {
    await sql`delete from e_invoice_requests where document_id = ${documentId}`.execute(db);
  },

  async askCancellation({ documentId, code, reason, askedAt, askedBy }) {
    await sql`
      insert into e_invoice_cancellations (document_id, code, reason, asked_at, asked_by)
      values (${documentId}, ${code}, ${reason}, ${askedAt}, ${askedBy})`.execute(db);
  },

  async cancellationOf(documentId) {
    const { rows } = await sql<EInvoiceCancellation>`
      select document_id as "documentId", code, reason, asked_at as "askedAt", asked_by as "askedBy", cancelled_at as "cancelledAt"
      from e_invoice_cancellations where document_id = ${documentId}`.execute(db);
    return rows[0];
  },

  async cancelled(documentId, at) {
    await sql`update e_invoice_cancellations set cancelled_at = ${at} where document_id = ${documentId}`.execute(db);
  },

  async dropCancellation(documentId) {
    await sql`delete from e_invoice_cancellations where document_id = ${documentId}`.execute(db);
  },
});
