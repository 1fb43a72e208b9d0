import { Type } from '@sinclair/typebox';
import { Enumeration, MoneyText } from '../schemas.ts';

const figure = (example: number) => Type.Number({ examples: [example] });
const word = (example: string) => Type.String({ examples: [example] });
const code = (example: number) => Type.Integer({ examples: [example] });

const EWayBill = Type.Object({
  supplyType: word('O'),
  subSupplyType: Enumeration(['1', '5']),
  docType: Enumeration(['INV', 'CHL']),
  docNo: word('TBLR012627/00007'),
  docDate: word('22/11/2026'),
  transactionType: code(1),
  fromGstin: word('29AABCS1429B1ZQ'),
  fromTrdName: word('Sahyadri Motors Private Limited'),
  fromAddr1: word('214, 11th Main Road'),
  fromAddr2: word('Jayanagar 4th Block'),
  fromPlace: word('Bengaluru'),
  fromPincode: code(560011),
  fromStateCode: code(29),
  actFromStateCode: code(29),
  toGstin: word('29AABCS1429B1ZQ'),
  toTrdName: word('Sahyadri Motors Private Limited'),
  toAddr1: word('12, Whitefield Main Road'),
  toAddr2: word('EPIP Zone'),
  toPlace: word('Bengaluru'),
  toPincode: code(560066),
  toStateCode: code(29),
  actToStateCode: code(29),
  totalValue: figure(64000),
  cgstValue: figure(0),
  sgstValue: figure(0),
  igstValue: figure(0),
  cessValue: figure(0),
  otherValue: figure(0),
  totInvValue: figure(64000),
  transDistance: code(0),
  transporterName: Type.Optional(word('VRL Logistics')),
  transMode: Type.Optional(word('1')),
  vehicleType: Type.Optional(word('R')),
  vehicleNo: Type.Optional(word('KA01AB1234')),
  itemList: Type.Array(
    Type.Object({
      productName: word('Front brake pad set'),
      hsnCode: code(87083000),
      quantity: figure(20),
      qtyUnit: word('SET'),
      taxableAmount: figure(64000),
      cgstRate: figure(0),
      sgstRate: figure(0),
      igstRate: figure(0),
      cessRate: figure(0),
    }),
  ),
});

export const EWayBillData = Type.Object(
  {
    needed: Type.Boolean({ description: 'Whether the value is above the limit of the day (CGST Rule 138(1)).', examples: [true] }),
    value: MoneyText,
    limit: Type.Union([MoneyText, Type.Null()]),
    bill: EWayBill,
  },
  { $id: 'EWayBillData', description: 'What the e-way bill portal takes, with its own names and numbers.' },
);
