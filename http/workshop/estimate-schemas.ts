import { decisionChannels, estimateStatuses, lineKinds } from '@dms/domain/workshop/estimate';
import { Type } from '@sinclair/typebox';
import {
  Enumeration,
  InstantText,
  MoneyText,
  Nullable,
  PositiveQuantityText,
  QuantityText,
  RateText,
  SignedMoneyText,
  Uuid,
  Words,
} from '../schemas.ts';

const MOST_LINES = 100;
const Description = Words(500, { examples: ['20,000 km service'] });
/** Null for who may not see amounts. */
export const Amount = Nullable(MoneyText);

const discount = {
  type: Enumeration(['AMOUNT', 'PERCENT']),
  value: Type.String({
    pattern: '^[0-9]{1,10}(\\.[0-9]{1,2})?$',
    examples: ['5'],
    'x-refusal': 'must be rupees or a percentage, as a decimal string',
  }),
};

/** A discount on the whole of an estimate or a bill, before tax. */
export const InvoiceDiscount = Type.Object(
  {
    ...discount,
    appliesTo: Type.Optional(
      Type.Array(Enumeration(lineKinds), {
        minItems: 1,
        maxItems: lineKinds.length,
        uniqueItems: true,
        description: 'Lines of these kinds alone.',
      }),
    ),
  },
  { description: 'Off the whole before tax, spread over the lines to the paisa; within the limits of `discount.give`.' },
);

const line = {
  kind: Enumeration(lineKinds, { examples: ['PART'] }),
  partId: Type.Optional(Type.String({ ...Uuid, description: 'Of a PART line.' })),
  description: Type.Optional(Description),
  hsn: Type.Optional(
    Type.String({
      pattern: '^[0-9]{4,8}$',
      description: 'HSN or SAC of a LABOUR or SERVICE line; a part has its own.',
      examples: ['998714'],
      'x-refusal': 'must be a HSN or SAC of 4 to 8 digits',
    }),
  ),
  quantity: PositiveQuantityText,
  unitPrice: Type.Optional(MoneyText),
  taxRate: Type.Optional(RateText),
  discount: Type.Optional(Type.Object(discount)),
};
const bounds = { minItems: 1, maxItems: MOST_LINES };

/** The lines that a job card is opened with. */
export const EstimateLines = Type.Array(Type.Object(line), bounds);

export const ReviseEstimate = Type.Object({
  invoiceDiscount: Type.Optional(InvoiceDiscount),
  lines: Type.Array(
    Type.Object({
      ...line,
      inspectionItemId: Type.Optional({
        ...Uuid,
        description:
          'What the last inspection found, failed or to be watched, that this line mends: the line is called as it is, unless described.',
      }),
    }),
    bounds,
  ),
});

export const AcceptedLines = Type.Array(Uuid, {
  minItems: 1,
  maxItems: MOST_LINES,
  uniqueItems: true,
  description: 'The lines that are agreed to, where it is not all of them: the others are declined.',
});

const priced = {
  description: Description,
  kind: Enumeration(lineKinds),
  unit: Type.String({ examples: ['LTR'] }),
  quantity: QuantityText,
  unitPrice: Amount,
  taxRate: RateText,
  gross: Amount,
  discount: Amount,
  taxable: Amount,
  cgst: Amount,
  sgst: Amount,
  igst: Amount,
};
const Accepted = Type.Unsafe<boolean | null>({
  type: ['boolean', 'null'],
  description: 'What the customer said to this line; null while nothing is decided.',
  examples: [true],
});

const EstimateLine = Type.Object({
  id: Uuid,
  partId: Nullable(Uuid),
  hsn: Type.String({ examples: ['998714'] }),
  ...priced,
  accepted: Accepted,
  inspectionItemId: Nullable(Uuid),
});

const Revision = Type.Integer({ minimum: 1, examples: [1] });
const EstimateStatus = Enumeration(estimateStatuses);
const sums = {
  subtotal: Amount,
  discount: Amount,
  taxable: Amount,
  cgst: Amount,
  sgst: Amount,
  igst: Amount,
  tax: Amount,
  roundOff: Nullable(SignedMoneyText),
  total: Amount,
};

const estimate = {
  id: Uuid,
  revision: Revision,
  status: EstimateStatus,
  ...sums,
  invoiceDiscountType: Nullable(Enumeration(['AMOUNT', 'PERCENT'])),
  invoiceDiscountValue: Nullable(
    Type.String({ description: 'What was taken off the whole; the lines have their parts.', examples: ['100.00'] }),
  ),
  drawnUpAt: InstantText,
  drawnUpBy: Nullable(Uuid),
  decidedAt: Nullable(InstantText),
  decisionChannel: Nullable(Enumeration(decisionChannels, { examples: ['PHONE'] })),
  decisionNote: Nullable(Type.String({ examples: ['agreed on the phone at 10:15'] })),
  decidedBy: Nullable(Type.String({ ...Uuid, description: 'Who took it down; null where the customer decided by the link.' })),
  lines: Type.Array(EstimateLine),
};

export const Estimate = Type.Object(estimate, { $id: 'Estimate' });

const Link = Type.Unsafe<{ token: string; path: string; url: string; expiresAt: string } | null>({
  type: ['object', 'null'],
  description: 'For the customer, where they are asked now and the caller may take down their word.',
  properties: {
    token: Type.String({ examples: ['AZqvflwAfMSNPi9qGxic'] }),
    path: Type.String({ examples: ['/public/estimates/AZqvflwAfMSNPi9qGxic'] }),
    url: Type.String({
      description: 'The page that is configured (`workshop.estimate-links`).',
      examples: ['https://dms.example/estimates/AZqvflwAfMSNPi9qGxic'],
    }),
    expiresAt: InstantText,
  },
  required: ['token', 'path', 'url', 'expiresAt'],
});
export const ListedEstimate = Type.Object({ ...estimate, link: Link }, { $id: 'ListedEstimate' });

export const ByToken = Type.Object({
  token: Type.String({
    minLength: 1,
    maxLength: 100,
    pattern: '^[A-Za-z0-9_-]+$',
    examples: ['AZqvflwAfMSNPi9qGxic'],
    'x-refusal': 'must be the end of a link',
  }),
});

export const DecideEstimate = Type.Object({
  decision: Enumeration(['ACCEPTED', 'DECLINED']),
  acceptedLineIds: Type.Optional(AcceptedLines),
  note: Type.Optional(Words(1000, { examples: ['not the wipers, please'] })),
});

/** What the customer is shown: what it is about so that they know it again, and nothing of anybody else. */
export const PublicEstimate = Type.Object(
  {
    jobNumber: Type.String({ examples: ['JC-BLR01-2627-00042'] }),
    branch: Type.Object({
      name: Type.String({ examples: ['Sahyadri Motors, Jayanagar'] }),
      city: Type.String({ examples: ['Bengaluru'] }),
      phone: Nullable(Type.String({ examples: ['+918026543210'] })),
    }),
    vehicle: Type.Object({
      make: Type.String({ examples: ['Maruti Suzuki'] }),
      model: Type.String({ examples: ['Swift'] }),
      registration: Type.String({ description: 'Its last four characters.', examples: ['******1234'] }),
    }),
    customer: Type.Object({ phone: Nullable(Type.String({ examples: ['98****2345'] })) }),
    revision: Revision,
    status: EstimateStatus,
    mayDecide: Type.Boolean({ description: 'Whether it can be decided on now.', examples: [true] }),
    closed: Nullable(Type.String({ description: 'Why not.', examples: ['A newer estimate has taken the place of this one.'] })),
    validUntil: InstantText,
    drawnUpAt: InstantText,
    decidedAt: Nullable(InstantText),
    lines: Type.Array(Type.Object({ id: Uuid, ...priced, accepted: Accepted })),
    ...sums,
  },
  { $id: 'PublicEstimate' },
);
