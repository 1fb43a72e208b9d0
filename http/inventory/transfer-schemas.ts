import { recallOutcomes, transferDocumentKinds, urgencies } from '@dms/domain/inventory/stock-transfer';
import { stockTransferStatuses } from '@dms/domain/inventory/stock-transfer.states';
import { varianceKinds, varianceOutcomes } from '@dms/domain/inventory/transfer-variance';
import { Type } from '@sinclair/typebox';
import { Serials } from './receipt-schemas.ts';
import {
  DayText,
  Enumeration,
  InstantText,
  MoneyText,
  Nullable,
  Page,
  pageQuery,
  PositiveQuantityText,
  QuantityText,
  Uuid,
  Words,
} from '../schemas.ts';

const MOST_ITEMS = 200;
/** Null for who may not know what a part costs. */
const Cost = Nullable(MoneyText);
const Status = Enumeration(stockTransferStatuses, { examples: ['in_transit'] });
const Urgency = Enumeration(urgencies, { examples: ['NORMAL'] });
const Number = Type.String({ examples: ['TR-BLR01-2627-00042'] });
const DocumentNumber = Nullable(Type.String({ description: 'None before the dispatch.', examples: ['TBLR012627/00042'] }));
const DocumentKind = Nullable(Enumeration(transferDocumentKinds, { examples: ['CHALLAN'] }));

const Units = Type.Array(Type.String({ examples: ['SN-00042'] }));

export const CreateTransfer = Type.Object({
  fromServiceCenterId: Uuid,
  toServiceCenterId: Uuid,
  items: Type.Array(Type.Object({ partId: Uuid, quantity: PositiveQuantityText }), { minItems: 1, maxItems: MOST_ITEMS }),
  reason: Words(500, { examples: ['two services are booked for tomorrow'] }),
  urgency: Type.Optional(Urgency),
});

export const ApproveTransfer = Type.Object({ comments: Type.Optional(Words(1000)) });
export const RejectTransfer = Type.Object({ rejectionReason: Words(1000, { examples: ['we need them ourselves'] }) });
export const CancelTransfer = Type.Object({ reason: Words(1000, { examples: ['the customer moved the date'] }) });

export const DispatchTransfer = Type.Object({
  vehicleNumber: Type.Optional(
    Type.String({
      description: 'Letters and digits alone, as an e-way bill has it.',
      pattern: '^[A-Z0-9]{4,15}$',
      examples: ['KA01AB1234'],
      'x-refusal': 'must be 4 to 15 capital letters and digits, such as "KA01AB1234"',
    }),
  ),
  transporter: Type.Optional(Words(100, { examples: ['own van'] })),
  items: Type.Optional(
    Type.Array(Type.Object({ partId: Uuid, serials: Serials }), {
      maxItems: MOST_ITEMS,
      description: 'Which units go, of each part that is tracked by serial number.',
    }),
  ),
});

export const ReceiveTransfer = Type.Object({
  items: Type.Array(
    Type.Object({
      partId: Uuid,
      quantity: QuantityText,
      short: Type.Optional(QuantityText),
      damaged: Type.Optional(QuantityText),
      serials: Type.Optional(Serials),
      shortSerials: Type.Optional(Serials),
      damagedSerials: Type.Optional(Serials),
    }),
    { minItems: 1, maxItems: MOST_ITEMS, description: 'Of each part what is good, what was not there, and what is damaged.' },
  ),
});

export const OfVariance = Type.Object({ id: Uuid, varianceId: Uuid });

export const DecideVariance = Type.Object({
  outcome: Enumeration(varianceOutcomes, { examples: ['WRITTEN_OFF'] }),
  note: Type.Optional(Words(1000, { examples: ['broken in the van'] })),
});

export const RecallTransfer = Type.Object({
  outcome: Enumeration(recallOutcomes, { examples: ['RETURNED'] }),
  reason: Words(1000, { examples: ['sent to the wrong branch'] }),
});

const Place = Type.Object({
  legalName: Type.String({ examples: ['Sahyadri Motors Private Limited'] }),
  branchName: Type.String({ examples: ['Sahyadri Motors, Jayanagar'] }),
  branchCode: Type.String({ examples: ['BLR01'] }),
  lines: Type.Array(Type.String({ examples: ['214, 11th Main Road'] })),
  city: Type.String({ examples: ['Bengaluru'] }),
  state: Type.String({ examples: ['Karnataka'] }),
  stateCode: Type.String({ examples: ['29'] }),
  pincode: Type.String({ examples: ['560011'] }),
  gstin: Type.String({ examples: ['29AABCS1429B1ZQ'] }),
});

/** CGST Rule 55, as it was on the day. */
const Challan = Type.Object({
  title: Type.String({ examples: ['Delivery Challan'] }),
  number: Type.String({ examples: ['TBLR012627/00042'] }),
  date: DayText,
  issuedAt: InstantText,
  transferNumber: Number,
  consignor: Place,
  consignee: Place,
  reason: Type.String({ examples: ['two services are booked for tomorrow'] }),
  lines: Type.Array(
    Type.Object({
      position: Type.Integer({ minimum: 1, examples: [1] }),
      sku: Type.String({ examples: ['OIL-5W30'] }),
      description: Type.String({ examples: ['Engine oil 5W-30'] }),
      hsn: Type.String({ examples: ['27101980'] }),
      quantity: QuantityText,
      unit: Type.String({ examples: ['LTR'] }),
      taxableValue: Cost,
    }),
  ),
  taxableValue: Cost,
  transport: Type.Object({
    vehicleNumber: Type.Optional(Type.String({ examples: ['KA01AB1234'] })),
    transporter: Type.Optional(Type.String({ examples: ['own van'] })),
  }),
  copies: Type.Array(Type.String({ examples: ['ORIGINAL FOR CONSIGNEE'] })),
});

export const StockTransfer = Type.Object(
  {
    id: Uuid,
    transferNumber: Number,
    status: Status,
    fromServiceCenterId: Uuid,
    toServiceCenterId: Uuid,
    makerServiceCenterId: Nullable(Uuid),
    urgency: Urgency,
    reason: Type.String({ examples: ['two services are booked for tomorrow'] }),
    requestedBy: Nullable(Uuid),
    requestedAt: InstantText,
    approvedBy: Nullable(Uuid),
    approvedAt: Nullable(InstantText),
    approvedValue: Cost,
    dispatchedBy: Nullable(Uuid),
    dispatchedAt: Nullable(InstantText),
    vehicleNumber: Nullable(Type.String({ examples: ['KA01AB1234'] })),
    transporter: Nullable(Type.String({ examples: ['own van'] })),
    receivedAt: Nullable(InstantText),
    documentKind: DocumentKind,
    documentNumber: DocumentNumber,
    documentDate: Nullable(DayText),
    invoiceId: Nullable(Uuid),
    challan: Type.Optional(Challan),
    items: Type.Array(
      Type.Object({
        id: Uuid,
        position: Type.Integer({ minimum: 1, examples: [1] }),
        partId: Uuid,
        sku: Type.String({ examples: ['OIL-5W30'] }),
        description: Type.String({ examples: ['Engine oil 5W-30'] }),
        quantity: QuantityText,
        inTransit: QuantityText,
        received: QuantityText,
        returned: QuantityText,
        writtenOff: QuantityText,
        short: QuantityText,
        damaged: QuantityText,
        dispatchedValue: Cost,
        transitValue: Cost,
        receivedValue: Cost,
        returnedValue: Cost,
        writtenOffValue: Cost,
        serials: Units,
        serialsInTransit: Units,
      }),
    ),
    variances: Type.Array(
      Type.Object({
        id: Uuid,
        partId: Uuid,
        kind: Enumeration(varianceKinds, { examples: ['SHORT'] }),
        quantity: QuantityText,
        serials: Units,
        reportedBy: Nullable(Uuid),
        reportedAt: InstantText,
        outcome: Nullable(Enumeration(varianceOutcomes, { examples: ['WRITTEN_OFF'] })),
        note: Nullable(Type.String({ examples: ['broken in the van'] })),
        decidedBy: Nullable(Uuid),
        decidedAt: Nullable(InstantText),
      }),
    ),
    transitions: Type.Array(
      Type.Object({
        event: Type.String({ examples: ['approve'] }),
        fromStatus: Status,
        toStatus: Status,
        reason: Nullable(Type.String({ examples: ['as agreed on the phone'] })),
        movedBy: Nullable(Uuid),
        movedAt: InstantText,
      }),
    ),
    version: Type.Integer({ minimum: 1, examples: [2] }),
  },
  { $id: 'StockTransfer' },
);

export const TransferQuery = pageQuery(['-createdAt'], {
  status: Type.Optional(Status),
  fromServiceCenterId: Type.Optional(Uuid),
  toServiceCenterId: Type.Optional(Uuid),
});

export const TransferPage = Page(
  Type.Object(
    {
      id: Uuid,
      transferNumber: Number,
      fromServiceCenterId: Uuid,
      toServiceCenterId: Uuid,
      status: Status,
      urgency: Urgency,
      requestedAt: InstantText,
      dispatchedAt: Nullable(InstantText),
      receivedAt: Nullable(InstantText),
      documentKind: DocumentKind,
      documentNumber: DocumentNumber,
    },
    { $id: 'StockTransferRow' },
  ),
);
