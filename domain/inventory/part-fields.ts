import type { ActionName } from '../shared/access/matrix.ts';
import type { Part } from './part.ts';

/** What a person may say of a part. */
export type PartFields = Pick<
  Part,
  | 'sku'
  | 'name'
  | 'description'
  | 'category'
  | 'manufacturer'
  | 'supplier'
  | 'barcode'
  | 'hsn'
  | 'unit'
  | 'taxTreatment'
  | 'unitPrice'
  | 'cost'
  | 'mrp'
  | 'reorderLevel'
  | 'serialTracked'
  | 'substitutes'
  | 'active'
>;
export type PartField = keyof PartFields;
export type GivenFields = { readonly [Field in PartField]?: PartFields[Field] | undefined };

/** The fields that `part.price` guards, beside `part.edit` for all of them. */
const prices: readonly PartField[] = ['unitPrice', 'cost', 'mrp'];

/**
 * What an edit of these fields has to be permitted, in the order it is asked: who may not touch a price at all is told so, and does
 * not ask for what nobody could approve.
 */
export const actionsOf = (changed: readonly PartField[]): readonly ActionName[] =>
  changed.some((field) => prices.includes(field)) ? ['part.price', 'part.edit'] : ['part.edit'];

/** What every part has, whatever else is said of it. */
export type Needed = 'sku' | 'name' | 'hsn' | 'unit' | 'unitPrice';
const needed: readonly PartField[] = ['sku', 'name', 'hsn', 'unit', 'taxTreatment'];

const normal = (field: string, value: unknown): unknown => {
  if (typeof value !== 'string') return value;
  const text = value.trim();
  return text === '' && !(needed as readonly string[]).includes(field) ? null : text;
};

/** Without blanks around texts, and with nothing for texts that are blank. What was not given stays out. */
export const normalFields = (given: GivenFields): Partial<PartFields> =>
  Object.fromEntries(
    Object.entries(given)
      .filter(([, value]) => value !== undefined)
      .map(([field, value]) => [field, normal(field, value)]),
  );
