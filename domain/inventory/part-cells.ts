import type { ImportRow } from '../shared/import-batch.ts';
import { flag, type ReadCell, readCells, rupees, units, words } from '../shared/import-cells.ts';
import type { GivenFields } from './part-fields.ts';

const capitals: ReadCell = (text) => text.toUpperCase();

/** How the cell of each column is read. */
const columns: Readonly<Record<string, ReadCell>> = {
  sku: words(64),
  name: words(200),
  hsn: words(8),
  unit: capitals,
  description: words(1000),
  category: words(64),
  manufacturer: words(100),
  supplier: words(100),
  barcode: words(64),
  taxTreatment: capitals,
  unitPrice: rupees,
  cost: rupees,
  mrp: rupees,
  reorderLevel: units,
  serialTracked: flag,
  active: flag,
};

/**
 * What the cells of a row say of a part. A cell that is not there says nothing.
 * @throws DomainError with the column in its sentence
 */
export const fieldsOfCells = (cells: ImportRow['cells']): GivenFields => readCells(columns, cells);
