import { type Static, Type } from '@sinclair/typebox';
import { MoneyText, Nullable, PositiveMoneyText, QuantityText, RateText, SignedMoneyText, Uuid, Words } from '../schemas.ts';

/** Null for who may not see amounts. */
export const Amount = Nullable(MoneyText);

/** What an invoice comes to, and a note on it. */
export const figures = {
  subtotal: Amount,
  discount: Amount,
  taxable: Amount,
  cgst: Amount,
  sgst: Amount,
  igst: Amount,
  tax: Amount,
  roundOff: Nullable(SignedMoneyText),
  totalAmount: Amount,
};

/** What a line of an invoice has, and a line of a note on it. */
export const taxedLine = {
  id: Uuid,
  position: Type.Integer({ minimum: 1, examples: [1] }),
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
};

const AskedLine = Type.Object(
  {
    lineId: Uuid,
    quantity: Type.Optional(QuantityText),
    amount: Type.Optional(PositiveMoneyText),
  },
  { description: 'A line of the invoice with the quantity that comes back, or the amount before tax by which its price is corrected.' },
);

/** A note on an invoice, by line; `part` and `reason` are such as one writes on a note of the kind. */
export const draftNote = (part: Omit<Static<typeof AskedLine>, 'lineId'>, reason: string) =>
  Type.Object({
    invoiceId: Uuid,
    lines: Type.Array(AskedLine, {
      minItems: 1,
      maxItems: 500,
      examples: [[{ lineId: '01936e5a-7c00-7000-8000-000000000001', ...part }]],
    }),
    reason: Words(500, { examples: [reason] }),
  });
export type DraftNote = ReturnType<typeof draftNote>;

/** Why a draft is not wanted, if anybody cares to say. */
export const DiscardDraft = Type.Object({ reason: Type.Optional(Words(500, { examples: ['drawn up on the wrong invoice'] })) });
