import { creditNoteStatuses } from '@dms/domain/billing/credit-note.states';
import { sourceTypes } from '@dms/domain/billing/invoice';
import { Type } from '@sinclair/typebox';
import {
  DayText,
  Enumeration,
  InstantText,
  MoneyText,
  Nullable,
  Page,
  pageQuery,
  PositiveMoneyText,
  QuantityText,
  RateText,
  SignedMoneyText,
  Uuid,
  Words,
} from '../schemas.ts';

/** Null for who may not see amounts. */
const Amount = Nullable(MoneyText);
const Status = Enumeration(creditNoteStatuses, { examples: ['issued'] });
const Number = Nullable(Type.String({ description: 'None before the issue.', examples: ['CBLR012627/00001'] }));
export const AskedLine = Type.Object(
  {
    lineId: Uuid,
    quantity: Type.Optional(QuantityText),
    amount: Type.Optional(PositiveMoneyText),
  },
  { description: 'A line of the invoice with the quantity that comes back, or the amount before tax by which its price is corrected.' },
);

export const DraftCreditNote = Type.Object({
  invoiceId: Uuid,
  lines: Type.Array(AskedLine, {
    minItems: 1,
    maxItems: 500,
    examples: [[{ lineId: '01936e5a-7c00-7000-8000-000000000001', quantity: '1.000' }]],
  }),
  reason: Words(500, { examples: ['The filter was not fitted'] }),
});

/** Why a draft is not wanted, if anybody cares to say. */
export const DiscardDraft = Type.Object({ reason: Type.Optional(Words(500, { examples: ['drawn up on the wrong invoice'] })) });

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
    subtotal: Amount,
    discount: Amount,
    taxable: Amount,
    cgst: Amount,
    sgst: Amount,
    igst: Amount,
    tax: Amount,
    roundOff: Nullable(SignedMoneyText),
    totalAmount: Amount,
    appliedAmount: Amount,
    refundAmount: Amount,
    refundedAmount: Amount,
    openAmount: Amount,
    lines: Type.Array(
      Type.Object({
        id: Uuid,
        position: Type.Integer({ minimum: 1, examples: [1] }),
        invoiceLineId: Uuid,
        kind: Type.String({ examples: ['PART'] }),
        partId: Nullable(Uuid),
        description: Type.String({ examples: ['Oil filter'] }),
        hsn: Type.String({ examples: ['84212300'] }),
        unit: Type.String({ examples: ['PCS'] }),
        quantity: QuantityText,
        unitPrice: Amount,
        gross: Amount,
        discount: Amount,
        taxable: Amount,
        taxRate: RateText,
        cgst: Amount,
        sgst: Amount,
        igst: Amount,
      }),
    ),
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
