import { creditNoteStatuses } from '@dms/domain/billing/credit-note.states';
import { sourceTypes } from '@dms/domain/billing/invoice';
import { Type } from '@sinclair/typebox';
import { DayText, Enumeration, InstantText, Nullable, Page, pageQuery, PositiveMoneyText, Uuid, Words } from '../schemas.ts';
import { Amount, draftNote, figures, taxedLine } from './note-schemas.ts';

const Status = Enumeration(creditNoteStatuses, { examples: ['issued'] });
const Number = Nullable(Type.String({ description: 'None before the issue.', examples: ['CBLR012627/00001'] }));

export const DraftCreditNote = draftNote({ quantity: '1.000' }, 'The filter was not fitted');

export const RefundCreditNote = Type.Object(
  {
    paymentId: Type.Optional(Uuid),
    amount: Type.Optional(PositiveMoneyText),
    reason: Words(500, { examples: ['the customer has no other bill'] }),
  },
  { description: 'By default all that is open, by the payment of the invoice that brought as much.' },
);

export const ApplyCreditNote = Type.Object({ invoiceId: Uuid, amount: Type.Optional(PositiveMoneyText) });

export const CreditNote = Type.Object(
  {
    id: Uuid,
    noteNumber: Number,
    status: Status,
    invoiceId: Uuid,
    serviceCenterId: Uuid,
    customerId: Nullable(Uuid),
    reason: Type.String({ examples: ['The filter was not fitted'] }),
    placeOfSupply: Type.String({ description: 'A GST state code.', examples: ['29'] }),
    supplyType: Enumeration(['INTRA', 'INTER']),
    documentDate: Nullable(DayText),
    issuedAt: Nullable(InstantText),
    ...figures,
    appliedAmount: Amount,
    refundAmount: Amount,
    refundedAmount: Amount,
    openAmount: Amount,
    lines: Type.Array(Type.Object({ ...taxedLine, invoiceLineId: Uuid })),
    applications: Type.Array(Type.Object({ id: Uuid, invoiceId: Uuid, amount: Amount, appliedAt: InstantText })),
    version: Type.Integer({ minimum: 1, examples: [1] }),
  },
  { $id: 'CreditNote' },
);

export const CreditNoteQuery = pageQuery(['-createdAt'], {
  status: Type.Optional(Status),
  serviceCenterId: Type.Optional(Uuid),
  customerId: Type.Optional(Uuid),
  invoiceId: Type.Optional(Uuid),
});

export const CreditNotePage = Page(
  Type.Object(
    {
      id: Uuid,
      noteNumber: Number,
      invoiceId: Uuid,
      serviceCenterId: Uuid,
      customerId: Nullable(Uuid),
      sourceType: Enumeration(sourceTypes),
      status: Status,
      documentDate: Nullable(DayText),
      totalAmount: Amount,
      appliedAmount: Amount,
      openAmount: Amount,
    },
    { $id: 'CreditNoteRow' },
  ),
);
