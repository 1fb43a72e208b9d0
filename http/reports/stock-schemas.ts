import { ageBuckets } from '@dms/domain/reports/stock-reports';
import { type TProperties, Type } from '@sinclair/typebox';
import {
  DayText,
  Enumeration,
  MoneyText,
  Nullable,
  pageQuery,
  QuantityText,
  SignedMoneyText,
  SignedQuantityText,
  Uuid,
} from '../schemas.ts';

const filters = {
  serviceCenterId: Type.Optional(Uuid),
  category: Type.Optional(Type.String({ minLength: 1, maxLength: 64, examples: ['Lubricants'] })),
};
const ofPart = {
  partId: Uuid,
  sku: Type.String({ examples: ['OIL-5W30'] }),
  name: Type.String({ examples: ['Engine oil 5W-30'] }),
  category: Nullable(Type.String({ examples: ['Lubricants'] })),
  unit: Type.String({ description: 'A unit quantity code (UQC).', examples: ['LTR'] }),
  serviceCenterId: Uuid,
};

/** A report: its rows by keyset, and what its figures mean (KPI-01). */
const reportOf = ($id: string, row: TProperties) =>
  Type.Object(
    {
      title: Type.String({ examples: ['Stock levels'] }),
      figures: Type.Unsafe<Record<string, string>>({
        type: 'object',
        additionalProperties: { type: 'string' },
        description: 'What each figure means.',
        examples: [{ available: 'on hand − reserved' }],
      }),
      data: Type.Array(Type.Object(row)),
      page: Type.Object({
        next: Nullable(
          Type.String({ description: 'The cursor of the next page; null on the last one.', examples: ['eyJhdCI6IjIwMjYifQ'] }),
        ),
        count: Type.Optional(Type.Integer({ minimum: 0, examples: [250] })),
      }),
    },
    { $id },
  );

const below = {
  below: Type.Optional(Enumeration(['reorder'], { description: 'Only where no more is available than the level of reordering.' })),
};
export const LevelsQuery = pageQuery(['id'], { ...filters, ...below });
export const LevelsReport = reportOf('StockLevelsReport', {
  id: Uuid,
  ...ofPart,
  onHand: QuantityText,
  reserved: QuantityText,
  available: QuantityText,
  inTransit: QuantityText,
  averageCost: Nullable(MoneyText),
  value: Nullable(MoneyText),
  reorderAt: QuantityText,
  maxLevel: Nullable(QuantityText),
  low: Type.Boolean({ examples: [false] }),
});

export const ReorderQuery = pageQuery(['id'], { ...filters, ...below });
export const ReorderReport = reportOf('StockReorderReport', {
  id: Uuid,
  ...ofPart,
  onHand: QuantityText,
  reserved: QuantityText,
  available: QuantityText,
  inTransit: QuantityText,
  reorderAt: QuantityText,
  maxLevel: Nullable(QuantityText),
  low: Type.Boolean({ examples: [false] }),
  used: QuantityText,
  lost: QuantityText,
  dailyDemand: QuantityText,
  suggested: QuantityText,
  surplus: Nullable(Type.Object({ serviceCenterId: Uuid, quantity: QuantityText })),
});

const date = { date: Type.Optional({ ...DayText, description: 'The business day at whose end; by default today.' }) };
export const ValuationQuery = pageQuery(['category'], {
  ...filters,
  ...date,
  by: Type.Optional(
    Enumeration(['category', 'branch'], { default: 'category', description: 'A row for each category, or one for each branch.' }),
  ),
});
export const ValuationReport = reportOf('StockValuationReport', {
  serviceCenterId: Uuid,
  category: Nullable(Type.String({ examples: ['Lubricants'] })),
  parts: Type.Integer({ minimum: 0, examples: [12] }),
  value: Nullable(MoneyText),
  inTransitValue: Nullable(MoneyText),
});

export const UsageQuery = pageQuery(['sku'], {
  ...filters,
  from: Type.Optional({ ...DayText, description: 'The first business day; by default that of the month.' }),
  to: Type.Optional({ ...DayText, description: 'The last business day; by default today.' }),
});
export const UsageReport = reportOf('StockUsageReport', {
  ...ofPart,
  issued: QuantityText,
  returned: QuantityText,
  sold: QuantityText,
  takenBack: QuantityText,
  used: SignedQuantityText,
  usedValue: Nullable(SignedMoneyText),
});

export const AgeingQuery = pageQuery(['id'], { ...filters, ...date });
export const AgeingReport = reportOf('StockAgeingReport', {
  id: Uuid,
  ...ofPart,
  onHand: QuantityText,
  value: Nullable(MoneyText),
  buckets: Type.Array(
    Type.Object({ days: Enumeration(ageBuckets, { examples: ['0-30'] }), quantity: QuantityText, value: Nullable(MoneyText) }),
  ),
});
