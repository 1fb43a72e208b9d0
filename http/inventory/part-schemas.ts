import { partTreatments } from '@dms/domain/inventory/part';
import { MOST_SUBSTITUTES } from '@dms/domain/inventory/part-policies';
import { unitCodes } from '@dms/domain/shared/gst/unit-codes';
import { Type } from '@sinclair/typebox';
import { Enumeration, MoneyText, Nullable, Page, pageQuery, PositiveMoneyText, QuantityText, Uuid, Words } from '../schemas.ts';

const Sku = Words(64, { examples: ['OIL-5W30'] });
const Name = Words(200, { examples: ['Engine oil 5W-30'] });
const Category = Words(64, { examples: ['Lubricants'] });
const Maker = Words(100, { examples: ['Sahyadri Lubricants'] });
const Hsn = Type.String({
  pattern: '^[0-9]{4}([0-9]{2}){0,2}$',
  description: 'An HSN code of four, six or eight digits that the table of rates knows.',
  examples: ['27101980'],
  'x-refusal': 'must be an HSN code of four, six or eight digits',
});

const fields = {
  description: Type.Optional(Nullable(Words(1000, { examples: ['Fully synthetic, for petrol engines'] }))),
  category: Type.Optional(Nullable(Category)),
  manufacturer: Type.Optional(Nullable(Maker)),
  supplier: Type.Optional(Nullable(Maker)),
  barcode: Type.Optional(Nullable(Words(64, { examples: ['8901234567890'] }))),
  taxTreatment: Type.Optional(Enumeration(partTreatments, { examples: ['TAXABLE'] })),
  cost: Type.Optional(MoneyText),
  mrp: Type.Optional(Nullable(PositiveMoneyText)),
  reorderLevel: Type.Optional(QuantityText),
  serialTracked: Type.Optional(Type.Boolean({ examples: [false] })),
  substitutes: Type.Optional(
    Type.Array(Uuid, { maxItems: MOST_SUBSTITUTES, description: 'Parts that may stand in for this one.', examples: [[]] }),
  ),
  active: Type.Optional(Type.Boolean({ description: 'False discontinues it: its stock can still leave.', examples: [true] })),
};
const Unit = Enumeration(unitCodes, { description: 'A unit quantity code (UQC).', examples: ['LTR'] });

export const CreatePart = Type.Object({ sku: Sku, name: Name, hsn: Hsn, unit: Unit, unitPrice: MoneyText, ...fields });
export const EditPart = Type.Partial(CreatePart, { minProperties: 1 });

export const Part = Type.Object(
  {
    id: Uuid,
    sku: Type.String({ examples: ['OIL-5W30'] }),
    name: Type.String({ examples: ['Engine oil 5W-30'] }),
    description: Nullable(Type.String({ examples: ['Fully synthetic, for petrol engines'] })),
    category: Nullable(Type.String({ examples: ['Lubricants'] })),
    manufacturer: Nullable(Type.String({ examples: ['Sahyadri Lubricants'] })),
    supplier: Nullable(Type.String({ examples: ['Sahyadri Lubricants'] })),
    barcode: Nullable(Type.String({ examples: ['8901234567890'] })),
    hsn: Type.String({ examples: ['27101980'] }),
    unit: Type.String({ description: 'A unit quantity code (UQC).', examples: ['LTR'] }),
    taxTreatment: Type.String({ examples: ['TAXABLE'] }),
    unitPrice: MoneyText,
    cost: Nullable(MoneyText),
    mrp: Nullable(MoneyText),
    reorderLevel: QuantityText,
    serialTracked: Type.Boolean({ examples: [false] }),
    substitutes: Type.Array(Uuid),
    active: Type.Boolean({ examples: [true] }),
    version: Type.Integer({ minimum: 1, examples: [1] }),
  },
  { $id: 'Part' },
);

export const PartQuery = pageQuery(['sku'], {
  sku: Type.Optional(Type.String({ minLength: 1, maxLength: 64, examples: ['OIL-5W30'] })),
  category: Type.Optional(Type.String({ minLength: 1, maxLength: 64, examples: ['Lubricants'] })),
  active: Type.Optional(Type.Boolean({ examples: [true] })),
  q: Type.Optional(
    Type.String({ minLength: 2, maxLength: 64, description: 'How the name or the SKU begins, in whatever letters.', examples: ['engine'] }),
  ),
});

export const PartPage = Page(Part);
