import { DomainError } from '../shared/errors.ts';
import { type BusinessDay, parseBusinessDay } from '../shared/calendar.ts';
import { isStateCode } from '../shared/gst/states.ts';
import { parseGstin, stateOfGstin } from '../shared/identifiers/gstin.ts';
import { normaliseMobile } from '../shared/identifiers/mobile.ts';
import { parsePincode } from '../shared/identifiers/pincode.ts';
import type { Customer } from './customer.ts';

/** What a person may say of a customer. */
export type CustomerFields = Pick<
  Customer,
  | 'type'
  | 'firstName'
  | 'lastName'
  | 'phone'
  | 'email'
  | 'address'
  | 'city'
  | 'state'
  | 'stateCode'
  | 'pincode'
  | 'gstin'
  | 'gstCategory'
  | 'legalName'
  | 'language'
  | 'consents'
  | 'creditLimit'
  | 'paymentTermsDays'
  | 'dateOfBirth'
>;
export type CustomerField = keyof CustomerFields;
export type GivenCustomer = { readonly [Field in CustomerField]?: CustomerFields[Field] | undefined };

/** The fields that `customer.edit-tax` guards: what a customer is taxed as, and what it may owe. */
export const taxFields: readonly CustomerField[] = ['gstin', 'gstCategory', 'creditLimit', 'paymentTermsDays'];

const needed: readonly CustomerField[] = ['firstName', 'phone'];

const readers: { readonly [Field in CustomerField]?: (text: string) => unknown } = {
  phone: normaliseMobile,
  gstin: (text) => parseGstin(text.toUpperCase()),
  pincode: parsePincode,
  email: (text) => text.toLowerCase(),
  dateOfBirth: parseBusinessDay,
  stateCode: (text) => {
    if (isStateCode(text)) return text;
    throw invalid('stateCode', 'must be a state code in force, such as "29"');
  },
};

const normal = (field: CustomerField, value: unknown): unknown => {
  if (typeof value !== 'string') return value;
  const text = value.trim();
  if (text === '') return needed.includes(field) ? refuseBlank(field) : null;
  return readers[field]?.(text) ?? text;
};

const refuseBlank = (field: CustomerField): never => {
  throw invalid(field, 'must not be blank');
};

const invalid = (field: CustomerField, message: string): DomainError =>
  new DomainError('request.invalid', `${field} ${message}.`, { errors: [{ pointer: `/${field}`, message }] });

/**
 * In the forms they are kept in, without blanks around texts and with nothing for texts that are blank. What was not given stays out.
 * @throws DomainError `phone.invalid`, `gstin.invalid`, `pincode.invalid`, `day.malformed`, `request.invalid`
 */
export const normalCustomer = (given: GivenCustomer): Partial<CustomerFields> =>
  Object.fromEntries(
    (Object.entries(given) as [CustomerField, unknown][])
      .filter(([, value]) => value !== undefined)
      .map(([field, value]) => [field, normal(field, value)]),
  );

/** Where a GSTIN is given and no state, the state is that of the GSTIN. */
export const withStateOfGstin = (fields: Partial<CustomerFields>): Partial<CustomerFields> =>
  fields.gstin && !fields.stateCode ? { ...fields, stateCode: stateOfGstin(fields.gstin) } : fields;

/** CUS-01: the state of a GSTIN is that of the address. */
export const statesAgree = ({ gstin, stateCode }: Pick<Customer, 'gstin' | 'stateCode'>): boolean =>
  gstin === null || stateCode === null || gstin.startsWith(stateCode);

/** @throws DomainError `customer.gstin_state` unless they agree or somebody confirmed that they need not */
export const refuseOtherState = (customer: Pick<Customer, 'gstin' | 'stateCode' | 'gstinConfirmed'>): void => {
  if (statesAgree(customer) || customer.gstinConfirmed) return;
  const { gstin, stateCode } = customer;
  throw new DomainError(
    'customer.gstin_state',
    `${gstin} is of state ${gstin!.slice(0, 2)} and the address of state ${stateCode}. Correct one of them, or send "confirmed".`,
  );
};

/** @throws DomainError `request.invalid` for somebody not born yet */
export const refuseUnborn = (dateOfBirth: string | null, day: BusinessDay): void => {
  if (dateOfBirth !== null && dateOfBirth > day) throw invalid('dateOfBirth', 'must not be in the future');
};
