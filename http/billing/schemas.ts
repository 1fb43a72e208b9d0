import { cancelReasons } from '@dms/domain/billing/e-invoice-cancelling';
import { invoiceStatuses } from '@dms/domain/billing/invoice.states';
import { cancellationStates } from '@dms/domain/billing/reads';
import { payers, sourceTypes } from '@dms/domain/billing/invoice';
import { documentKinds } from '@dms/domain/billing/ports';
import { Type } from '@sinclair/typebox';
import { DayText, Enumeration, InstantText, Nullable, Page, pageQuery, PositiveMoneyText, RateText, Uuid, Words } from '../schemas.ts';
import { InvoiceDiscount } from '../workshop/estimate-schemas.ts';
import { Amount, figures, taxedLine } from './note-schemas.ts';
import { State } from './tax-schemas.ts';

const Status = Enumeration(invoiceStatuses, { examples: ['UNPAID'] });
const Number = Nullable(Type.String({ description: 'None before the issue.', examples: ['BLR01/2627/00123'] }));

const Overdue = Type.Boolean({ description: 'Its due date is past, and something of it is due.', examples: [false] });

export const DraftInvoice = Type.Object({
  // Orders and visits are billed when their modules are there.
  sourceType: Enumeration(sourceTypes.slice(0, 1), { examples: ['job'] }),
  sourceId: Uuid,
  payer: Type.Optional(
    Enumeration(payers, {
      description: 'By default CUSTOMER. What INTERNAL and GOODWILL bear is taken off as a discount, within the limits of one.',
      examples: ['CUSTOMER'],
    }),
  ),
  payerCustomerId: Type.Optional(Type.Intersect([Uuid], { description: 'The insurer or manufacturer, a customer with a GSTIN.' })),
  lines: Type.Optional(
    Type.Array(
      Type.Object({
        sourceLineId: Uuid,
        share: Type.Optional(
          Type.Union([
            Type.Object({ type: Type.Literal('PERCENT'), value: RateText }, { description: 'Of the whole line.' }),
            Type.Object({ type: Type.Literal('AMOUNT'), value: PositiveMoneyText }, { description: 'In rupees before tax.' }),
          ]),
        ),
      }),
      { minItems: 1, maxItems: 500, description: 'What this payer is billed; by default all that remains.' },
    ),
  ),
  invoiceDiscount: Type.Optional(InvoiceDiscount),
});

export const EndInvoice = Type.Object({ reason: Words(1000, { examples: ['billed to the wrong customer'] }) });
export const CancelInvoice = Type.Object({
  ...EndInvoice.properties,
  reasonCode: Type.Optional(
    Enumeration(cancelReasons, {
      description: 'What the registration portal is told where the invoice is registered as an e-invoice; by default OTHER.',
      examples: ['DATA_ENTRY'],
    }),
  ),
});
export const SendInvoice = Type.Object({
  to: Type.Optional(
    Type.String({
      format: 'email',
      maxLength: 254,
      description: 'By default the customer’s own address.',
      examples: ['accounts@example.com'],
    }),
  ),
  channel: Type.Optional(Enumeration(['EMAIL'], { description: 'By default EMAIL, and so far the only one.', examples: ['EMAIL'] })),
});

export const OverridePlaceOfSupply = Type.Object({
  placeOfSupply: Nullable(State),
  reason: Words(1000, { examples: ['the parts were delivered to the site in Pune'] }),
});

export const ChangeDueDate = Type.Object({ dueDate: DayText, reason: Type.Optional(Words(1000, { examples: ['agreed by phone'] })) });

export const Invoice = Type.Object(
  {
    id: Uuid,
    kind: Enumeration([...documentKinds, 'OPENING'] as const),
    invoiceNumber: Number,
    status: Status,
    overdue: Overdue,
    serviceCenterId: Uuid,
    customerId: Nullable(Uuid),
    sourceType: Enumeration(sourceTypes),
    sourceId: Uuid,
    payer: Enumeration(payers),
    replacesId: Nullable(Uuid),
    placeOfSupply: Type.String({ description: 'A GST state code.', examples: ['29'] }),
    supplyType: Enumeration(['INTRA', 'INTER']),
    placeOverride: Nullable(Type.String({ description: 'The place of supply that somebody set by hand.', examples: ['27'] })),
    placeOverrideReason: Nullable(Type.String({ examples: ['the parts were delivered to the site in Pune'] })),
    documentDate: Nullable(DayText),
    dueDate: Nullable(DayText),
    issuedAt: Nullable(InstantText),
    paidAt: Nullable(InstantText),
    cancelledAt: Nullable(InstantText),
    cancellationAskedAt: Nullable(
      Type.String({
        format: 'date-time',
        description: 'Since when its cancelling waits for the registration portal.',
        examples: ['2026-11-22T06:30:00.000Z'],
      }),
    ),
    cancellationStalledAt: Nullable(
      Type.String({
        format: 'date-time',
        description: 'Since when nobody asks the portal any more, as it gave no answer: cancel it again.',
        examples: ['2026-11-24T09:30:00.000Z'],
      }),
    ),
    cancellationRefusal: Nullable(
      Type.String({
        description: 'Why the portal did not cancel the registration, when it was asked last.',
        examples: ['An e-way bill was made for it'],
      }),
    ),
    ...figures,
    paidAmount: Amount,
    creditedAmount: Amount,
    writtenOffAmount: Amount,
    balance: Amount,
    lines: Type.Array(Type.Object({ ...taxedLine, sourceLineId: Nullable(Uuid) })),
    version: Type.Integer({ minimum: 1, examples: [2] }),
  },
  { $id: 'Invoice' },
);

export const Cancellation = Enumeration(cancellationStates, {
  description:
    'Only what waits for the registration portal to cancel it: all of that, or what nobody asks the portal for any more until it is cancelled again.',
  examples: ['stalled'],
});

export const InvoiceQuery = pageQuery(['-createdAt'], {
  status: Type.Optional(Status),
  serviceCenterId: Type.Optional(Uuid),
  customerId: Type.Optional(Uuid),
  overdue: Type.Optional(Type.Boolean({ description: 'Only what is overdue, or only what is not.' })),
  cancellation: Type.Optional(Cancellation),
});

export const invoiceRow = {
  id: Uuid,
  invoiceNumber: Number,
  serviceCenterId: Uuid,
  customerId: Nullable(Uuid),
  sourceType: Enumeration(sourceTypes),
  status: Status,
  overdue: Overdue,
  documentDate: Nullable(DayText),
  dueDate: Nullable(DayText),
  totalAmount: Amount,
  paidAmount: Amount,
  creditedAmount: Amount,
  writtenOffAmount: Amount,
  balance: Amount,
};

export const InvoicePage = Page(Type.Object(invoiceRow, { $id: 'InvoiceRow' }));
