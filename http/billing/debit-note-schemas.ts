import { invoiceStatuses } from '@dms/domain/billing/invoice.states';
import { Type } from '@sinclair/typebox';
import { Enumeration, Nullable, Page, pageQuery, Uuid } from '../schemas.ts';
import { draftNote } from './note-schemas.ts';
import { Cancellation, Invoice, invoiceRow } from './schemas.ts';

const Status = Enumeration(invoiceStatuses, { examples: ['UNPAID'] });
const noted = {
  noteNumber: Nullable(Type.String({ description: 'None before the issue.', examples: ['DBLR012627/00001'] })),
  invoiceId: Nullable(
    Type.Intersect([Uuid], { description: 'The invoice whose value it raises; the charge of a cheque that bounced has none.' }),
  ),
};

export const DraftDebitNote = draftNote({ amount: '100.00' }, 'The price was that of last year');

const { invoiceNumber: _number, replacesId: _replaces, kind: _kind, ...fields } = Invoice.properties;
export const DebitNote = Type.Object(
  { ...noted, reason: Type.String({ examples: ['The price was that of last year'] }), ...fields },
  { $id: 'DebitNote', description: 'It is due and paid like an invoice.' },
);

export const DebitNoteQuery = pageQuery(['-createdAt'], {
  status: Type.Optional(Status),
  serviceCenterId: Type.Optional(Uuid),
  customerId: Type.Optional(Uuid),
  invoiceId: Type.Optional(Uuid),
  overdue: Type.Optional(Type.Boolean({ description: 'Only what is overdue, or only what is not.' })),
  cancellation: Type.Optional(Cancellation),
});

const { invoiceNumber: _rowNumber, ...row } = invoiceRow;
export const DebitNotePage = Page(Type.Object({ ...noted, ...row }, { $id: 'DebitNoteRow' }));
