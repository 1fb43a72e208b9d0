import { DomainError, type FieldFault } from '../shared/errors.ts';
import { priceWithTax } from '../shared/gst/price-with-tax.ts';
import type { RateOnDay } from '../shared/gst/tax-rates.ts';
import { type TaxTreatment, treatments } from '../shared/gst/tax-engine.ts';
import { isUnitCode } from '../shared/gst/unit-codes.ts';
import { partTreatments } from './part.ts';
import { CONTROLS, hasControls } from '../shared/control-characters.ts';
import type { PartFields } from './part-fields.ts';

/** How many parts may stand in for one. */
export const MOST_SUBSTITUTES = 20;

// HSN codes of goods have four, six or eight digits (Notification 78/2020-CT).
const HSN = /^\d{4}(\d{2}){0,2}$/;

type Demand = readonly [field: keyof PartFields, holds: (part: PartFields) => boolean, message: string];

/** What a part has to be by itself, on which field, and the sentence where it is not. */
const demands: readonly Demand[] = [
  ['sku', ({ sku }) => /^\S(.{0,62}\S)?$/.test(sku), 'has to have 1 to 64 characters'],
  ['name', ({ name }) => /\S/.test(name), 'must not be blank'],
  ['hsn', ({ hsn }) => HSN.test(hsn), 'must be an HSN code of four, six or eight digits'],
  ['unit', ({ unit }) => isUnitCode(unit), 'must be a unit quantity code (UQC), such as "LTR" or "PCS"'],
  [
    'taxTreatment',
    ({ taxTreatment }) => (partTreatments as readonly string[]).includes(taxTreatment),
    `must be one of ${partTreatments.join(', ')}`,
  ],
  ['unitPrice', ({ unitPrice }) => !unitPrice.isNegative(), 'must not be below zero'],
  ['cost', ({ cost }) => !cost.isNegative(), 'must not be below zero'],
  ['mrp', ({ mrp }) => mrp === null || mrp.isPositive(), 'must be above zero, or null where none is printed'],
  ['reorderLevel', ({ reorderLevel }) => !reorderLevel.isNegative(), 'must not be below zero'],
  ['substitutes', ({ substitutes }) => substitutes.length <= MOST_SUBSTITUTES, `may be ${MOST_SUBSTITUTES} parts at most`],
  ...(['sku', 'name', 'description', 'category', 'manufacturer', 'supplier', 'barcode'] as const).map((field): Demand => [
    field,
    (part) => !hasControls(part[field] ?? ''),
    CONTROLS,
  ]),
  ['substitutes', ({ substitutes }) => new Set(substitutes).size === substitutes.length, 'must not name a part twice'],
];

const invalid = (errors: readonly FieldFault[]): DomainError =>
  new DomainError('request.invalid', `The part cannot be kept like this: ${errors[0]!.pointer.slice(1)} ${errors[0]!.message}.`, {
    errors,
  });

/** @throws DomainError `request.invalid`, with every field that does not fit */
export const refuseUnsuitable = (part: PartFields): void => {
  const errors = demands.filter(([, holds]) => !holds(part)).map(([field, , message]) => ({ pointer: `/${field}`, message }));
  if (errors.length > 0) throw invalid(errors);
};

/** @throws DomainError `request.invalid` for a substitute that there is none of, or for the part itself */
export const refuseSubstitutes = (partId: string, substitutes: readonly string[], known: ReadonlySet<string>): void => {
  const errors = substitutes.flatMap((id, index) => {
    const message = id === partId ? 'is the part itself' : known.has(id) ? null : 'there is no such part';
    return message === null ? [] : [{ pointer: `/substitutes/${index}`, message }];
  });
  if (errors.length > 0) throw invalid(errors);
};

/**
 * Refuses a price that with its tax is above what is printed: Legal Metrology (Packaged Commodities) Rules 2011, rule 18(2). A code
 * without a rate is refused here and not when a customer waits for the bill (TAX-07).
 * @throws DomainError `price.above_mrp`, `tax_rate.unknown`
 */
export const refusePrice = (
  { sku, hsn, unitPrice, mrp, taxTreatment }: Pick<PartFields, 'sku' | 'hsn' | 'unitPrice' | 'mrp' | 'taxTreatment'>,
  rate: RateOnDay | undefined,
): void => {
  if (!rate) throw new DomainError('tax_rate.unknown', `No tax rate is known for "${hsn}": have it added, or use another code.`);
  if (mrp === null) return;
  const taxed = [taxTreatment, rate.treatment].every((each) => treatments[each as TaxTreatment].bearsTax);
  const withTax = taxed ? priceWithTax(unitPrice, rate.rate) : unitPrice;
  if (withTax.compare(mrp) > 0)
    throw new DomainError('price.above_mrp', `${sku}: ₹${withTax} with tax is above the printed price of ₹${mrp}.`);
};
