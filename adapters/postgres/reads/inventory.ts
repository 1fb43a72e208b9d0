import { Part } from '@dms/domain/inventory/part';
import type { InventoryReads, PartRow, StockRow } from '@dms/domain/inventory/reads';
import { averageCost } from '@dms/domain/inventory/stock-item';
import { everywhere } from '@dms/domain/shared/actor';
import { absent } from '@dms/domain/shared/errors';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import { sql } from 'kysely';
import type { Executor } from '../database.ts';
import type { ReadAggregate } from '../read-aggregate.ts';
import { given, readPage, withinBranches } from './page.ts';

type Texts<Row> = {
  [Key in keyof Row]: Row[Key] extends Money | Quantity ? string : Row[Key] extends Money | Quantity | null ? string | null : Row[Key];
};
type Balance = Omit<Texts<StockRow>, 'averageCost'>;

const paise = (text: string): Money => Money.ofPaise(BigInt(text));
const maybePaise = (text: string | null): Money | null => (text === null ? null : paise(text));

const stockColumns = sql`i.id, i.part_id as "partId", p.sku, i.service_center_id as "serviceCenterId", i.on_hand as "onHand", i.reserved,
  i.on_hand - i.reserved as available, i.in_transit as "inTransit", i.stock_value as value, i.min_level as "minLevel",
  i.max_level as "maxLevel", i.reorder_at as "reorderAt", i.low, i.version`;
const stockTables = sql`inventory i join parts p on p.id = i.part_id`;

const maybeQuantity = (text: string | null): Quantity | null => (text === null ? null : Quantity.parse(text));

const stockOf = ({ onHand, reserved, available, inTransit, value, minLevel, maxLevel, reorderAt, ...item }: Balance): StockRow => ({
  ...item,
  onHand: Quantity.parse(onHand),
  reserved: Quantity.parse(reserved),
  available: Quantity.parse(available),
  inTransit: Quantity.parse(inTransit),
  value: paise(value),
  averageCost: averageCost(paise(value), Quantity.parse(onHand)),
  minLevel: maybeQuantity(minLevel),
  maxLevel: maybeQuantity(maxLevel),
  reorderAt: Quantity.parse(reorderAt),
});

const LIKE_SIGNS = /[\\%_]/g;
/** What begins so: the pattern, with nothing of it a sign of its own. */
const beginning = (text: string): string => `${text.toUpperCase().replaceAll(LIKE_SIGNS, (sign) => `\\${sign}`)}%`;

export const postgresInventoryReads = (db: Executor, readAggregate: ReadAggregate): InventoryReads => ({
  parts: ({ sku, category, active, q }, page) =>
    readPage<Texts<PartRow>, PartRow>(
      db,
      {
        select: sql`p.id, p.sku, p.name, p.description, p.category, p.manufacturer, p.supplier, p.barcode, p.hsn, p.unit,
          p.tax_treatment as "taxTreatment", p.unit_price as "unitPrice", p.cost, p.mrp, p.reorder_level as "reorderLevel",
          p.serial_tracked as "serialTracked", p.substitutes, p.active, p.version`,
        from: sql`parts p`,
        id: sql`p.id`,
        where: [
          given(sku, (value) => sql`upper(p.sku) = upper(${value})`),
          given(category, (value) => sql`p.category = ${value}`),
          given(active, (value) => (value ? sql`p.active` : sql`not p.active`)),
          given(q, (value) => sql`(upper(p.sku) like ${beginning(value)} or upper(p.name) like ${beginning(value)})`),
        ],
        orders: { sku: { key: sql`upper(p.sku)`, type: 'text', descending: false } },
        item: ({ unitPrice, cost, mrp, reorderLevel, ...part }) => ({
          ...part,
          unitPrice: paise(unitPrice),
          cost: maybePaise(cost),
          mrp: maybePaise(mrp),
          reorderLevel: Quantity.parse(reorderLevel),
        }),
      },
      page,
    ),

  part: (id) => readAggregate(Part, id, everywhere),

  stock: ({ serviceCenterId, partId, below }, scope, page) =>
    readPage<Balance, StockRow>(
      db,
      {
        select: stockColumns,
        from: stockTables,
        id: sql`i.id`,
        where: [given(partId, (value) => sql`i.part_id = ${value}`), below && sql`i.low`],
        branches: { column: sql`i.service_center_id`, scope, only: serviceCenterId, indexedOverAll: below === undefined },
        orders: { id: { key: sql`i.id`, type: 'uuid', descending: false } },
        item: stockOf,
      },
      page,
    ),

  async stockItem(id, scope) {
    const within = withinBranches(sql`i.service_center_id`, scope) ?? sql`true`;
    const { rows } = await sql<Balance>`select ${stockColumns} from ${stockTables} where i.id = ${id} and ${within}`.execute(db);
    if (!rows[0]) throw absent('stock item');
    return stockOf(rows[0]);
  },
});
