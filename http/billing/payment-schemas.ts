import { advanceSupplies, paymentMethods } from '@dms/domain/billing/payment';
import { paymentStatuses } from '@dms/domain/billing/payment.states';
import { refundStatuses } from '@dms/domain/billing/refund.states';
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
  RateText,
  SignedMoneyText,
  Uuid,
  Words,
} from '../schemas.ts';

const MOST_INVOICES = 50;
/** Null for who may not see amounts. */
const Amount = Nullable(MoneyText);
const Method = Enumeration(paymentMethods, { examples: ['UPI'] });
const PaymentStatus = Enumeration(paymentStatuses, { examples: ['captured'] });
const RefundStatus = Enumeration(refundStatuses, { examples: ['requested'] });
const ReceiptNumber = Nullable(Type.String({ description: 'None before the money is there.', examples: ['RBLR012627/00042'] }));
const Supply = Enumeration(advanceSupplies, { examples: ['SERVICE'] });
const Allocations = Type.Array(Type.Object({ invoiceId: Uuid, amount: PositiveMoneyText }), {
  minItems: 1,
  maxItems: MOST_INVOICES,
  description: 'Invoices of one customer, and how much of the money goes to each.',
});
const reference = Type.Optional(Words(100, { examples: ['UPI-1'] }));
const notes = Type.Optional(Words(1000, { examples: ['paid at the counter'] }));
const receivedAt = Type.Optional(InstantText);
const Reason = Words(1000, { examples: ['recorded on the wrong invoice'] });

export const RecordPayment = Type.Object(
  {
    invoiceId: Type.Optional(Uuid),
    amount: Type.Optional(PositiveMoneyText),
    allocations: Type.Optional(Allocations),
    tds: Type.Optional(PositiveMoneyText),
    method: Method,
    reference,
    notes,
    receivedAt,
  },
  {
    description:
      'Either `invoiceId` with an `amount` that is no more than is due, or `allocations`; then an `amount` above their sum leaves the customer a credit. `tds` is tax that the payer deducted at source, and settles beside the amount.',
    examples: [{ invoiceId: '01980000-0000-7000-8000-000000000001', amount: '1180.00', method: 'UPI', reference: 'UPI-1' }],
  },
);

export const RecordAdvance = Type.Object({
  serviceCenterId: Type.Optional(Uuid),
  customerId: Uuid,
  amount: PositiveMoneyText,
  method: Method,
  supply: Type.Optional(Supply),
  taxRate: Type.Optional(RateText),
  reference,
  notes,
  receivedAt,
});

export const ApplyAdvance = Type.Object(
  { invoiceId: Type.Optional(Uuid), amount: Type.Optional(PositiveMoneyText), allocations: Type.Optional(Allocations) },
  {
    description: 'Either `invoiceId`, by default with as much as is due and left, or `allocations`.',
    examples: [{ invoiceId: '01980000-0000-7000-8000-000000000001', amount: '1180.00' }],
  },
);

export const UndoPayment = Type.Object({ reason: Reason });
export const RequestRefund = Type.Object({ amount: Type.Optional(PositiveMoneyText), reason: Reason });
export const CompleteRefund = Type.Object({ reference });
export const RefuseRefund = Type.Object({ reason: Reason });

export const BeginOnlinePayment = Type.Object({
  invoiceId: Uuid,
  amount: Type.Optional(Type.Intersect([PositiveMoneyText], { description: 'By default what is due.' })),
});

export const PaymentCallback = Type.Object(
  { kind: Type.String({ maxLength: 100, examples: ['payment.captured'] }) },
  { additionalProperties: true, description: 'What the provider says, in its own form.' },
);

const paymentFields = {
  id: Uuid,
  invoiceId: Nullable(Uuid),
  receiptNumber: ReceiptNumber,
  serviceCenterId: Uuid,
  customerId: Nullable(Uuid),
  amount: Amount,
  tdsAmount: Amount,
  method: Method,
  status: PaymentStatus,
  reference: Nullable(Type.String({ examples: ['UPI-1'] })),
  notes: Nullable(Type.String({ examples: ['paid at the counter'] })),
  receivedAt: InstantText,
  advanceFor: Nullable(Supply),
  placeOfSupply: Nullable(Type.String({ description: 'A GST state code, of an advance.', examples: ['29'] })),
  taxRate: Nullable(RateText),
  allocatedAmount: Amount,
  unallocated: Amount,
  refundAmount: Amount,
  refundedAmount: Amount,
  noteRefundAmount: Amount,
  bounceCharge: Amount,
  chargeId: Nullable(Type.Intersect([Uuid], { description: 'The debit note that bills the charge.' })),
  allocations: Type.Array(
    Type.Object({
      id: Uuid,
      invoiceId: Uuid,
      amount: Nullable(SignedMoneyText),
      businessDay: DayText,
      allocatedAt: InstantText,
    }),
    { description: 'Below zero what was taken back.' },
  ),
  version: Type.Integer({ minimum: 1, examples: [1] }),
};

export const Payment = Type.Object(paymentFields, { $id: 'Payment' });
export const BegunPayment = Type.Object(
  { ...paymentFields, checkoutUrl: Type.String({ description: 'Where the customer pays.', examples: ['https://pay.example/order_1'] }) },
  { $id: 'BegunPayment' },
);

export const PaymentQuery = pageQuery(['-receivedAt'], {
  status: Type.Optional(PaymentStatus),
  method: Type.Optional(Method),
  serviceCenterId: Type.Optional(Uuid),
  customerId: Type.Optional(Uuid),
  invoiceId: Type.Optional(Uuid),
  advance: Type.Optional(Type.Boolean({ examples: [true] })),
  unallocated: Type.Optional(Type.Boolean({ description: 'Whether it leaves the customer a credit.', examples: [true] })),
});

export const PaymentPage = Page(
  Type.Object(
    {
      id: Uuid,
      receiptNumber: ReceiptNumber,
      serviceCenterId: Uuid,
      customerId: Nullable(Uuid),
      method: Method,
      status: PaymentStatus,
      advance: Type.Boolean({ examples: [false] }),
      reference: Nullable(Type.String({ examples: ['UPI-1'] })),
      receivedAt: InstantText,
      amount: Amount,
      allocatedAmount: Amount,
      unallocated: Amount,
    },
    { $id: 'PaymentRow' },
  ),
);

const refundFields = {
  id: Uuid,
  paymentId: Uuid,
  creditNoteId: Nullable(Uuid),
  serviceCenterId: Uuid,
  customerId: Nullable(Uuid),
  amount: Amount,
  method: Method,
  status: RefundStatus,
  reason: Type.String({ examples: ['the customer cancelled'] }),
  requestedAt: InstantText,
};

export const Refund = Type.Object(
  {
    ...refundFields,
    requestedBy: Nullable(Uuid),
    decidedBy: Nullable(Uuid),
    decidedAt: Nullable(InstantText),
    reference: Nullable(Type.String({ examples: ['UTR-77'] })),
    failure: Nullable(Type.String({ examples: ['the account is closed'] })),
    settledAt: Nullable(InstantText),
    voucherNumber: Nullable(
      Type.String({
        description: 'Of the refund voucher, where an advance went back that no invoice had used.',
        examples: ['VBLR012627/00001'],
      }),
    ),
    version: Type.Integer({ minimum: 1, examples: [1] }),
  },
  { $id: 'Refund' },
);

export const RefundQuery = pageQuery(['-requestedAt'], {
  status: Type.Optional(RefundStatus),
  serviceCenterId: Type.Optional(Uuid),
  paymentId: Type.Optional(Uuid),
});

export const RefundPage = Page(Type.Object(refundFields, { $id: 'RefundRow' }));
