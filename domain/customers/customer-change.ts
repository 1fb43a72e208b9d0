import type { Customer } from './customer.ts';
import { type CustomerField, type CustomerFields, statesAgree } from './customer-fields.ts';

const said = (value: unknown): string => JSON.stringify(value ?? null);

/**
 * Which of these fields would change, and whether the GSTIN counts as confirmed afterwards: what was confirmed of another GSTIN or
 * state is not confirmed of this one (CUS-01).
 */
export const customerChange = (
  customer: Customer,
  fields: Partial<CustomerFields>,
  confirmed: boolean | undefined,
): { readonly changed: readonly CustomerField[]; readonly gstinConfirmed: boolean } => {
  const changed = (Object.keys(fields) as CustomerField[]).filter((field) => said(fields[field]) !== said(customer[field]));
  const untouched = !changed.some((field) => field === 'gstin' || field === 'stateCode');
  const stateConfirmed = confirmed ?? (untouched && customer.gstinConfirmed);
  return { changed, gstinConfirmed: stateConfirmed && !statesAgree({ ...customer, ...fields }) };
};
