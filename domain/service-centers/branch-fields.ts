import type { ActionName } from '../shared/access/matrix.ts';
import { formatScaled, parseScaled } from '../shared/decimal.ts';
import { DomainError } from '../shared/errors.ts';
import { stateName } from '../shared/gst/states.ts';
import { isGstin, stateOfGstin } from '../shared/identifiers/gstin.ts';
import type { ServiceCenter } from './service-center.ts';

/** What somebody decides about a branch. The state follows from the GSTIN, and is given only to be compared with it. */
export type BranchFields = Pick<
  ServiceCenter,
  | 'name'
  | 'legalName'
  | 'address'
  | 'city'
  | 'state'
  | 'stateCode'
  | 'pincode'
  | 'gstNumber'
  | 'invoicePrefix'
  | 'panNumber'
  | 'phone'
  | 'email'
  | 'capacity'
  | 'serviceRadiusKm'
  | 'homeServiceEnabled'
  | 'selfAssign'
  | 'latitude'
  | 'longitude'
  | 'hours'
  | 'holidays'
  | 'bankName'
  | 'bankAccount'
  | 'bankIfsc'
  | 'upiId'
  | 'branding'
  | 'serviceTypes'
>;

export type GivenFields = { readonly [Field in keyof BranchFields]?: BranchFields[Field] | undefined };

/** Which action of the matrix a field is changed under: what stands on statutory documents is not the manager's alone. */
export const guardedBy = {
  name: 'branch.edit',
  legalName: 'branch.edit-statutory',
  address: 'branch.edit-statutory',
  city: 'branch.edit-statutory',
  state: 'branch.edit-statutory',
  stateCode: 'branch.edit-statutory',
  pincode: 'branch.edit-statutory',
  gstNumber: 'branch.edit-statutory',
  invoicePrefix: 'branch.edit-statutory',
  panNumber: 'branch.edit-statutory',
  phone: 'branch.edit',
  email: 'branch.edit',
  capacity: 'branch.edit',
  serviceRadiusKm: 'branch.edit',
  homeServiceEnabled: 'branch.edit',
  selfAssign: 'branch.edit',
  latitude: 'branch.edit',
  longitude: 'branch.edit',
  hours: 'branch.edit',
  holidays: 'branch.edit',
  bankName: 'branch.edit-statutory',
  bankAccount: 'branch.edit-statutory',
  bankIfsc: 'branch.edit-statutory',
  upiId: 'branch.edit-statutory',
  branding: 'branch.edit',
  serviceTypes: 'branch.edit',
} as const satisfies { readonly [Field in keyof BranchFields]: ActionName };

/** Figures are kept with all their places, so that what was given compares with what is there. */
const places: { readonly [field: string]: number } = { latitude: 6, longitude: 6, serviceRadiusKm: 2 };

const inFull = (text: string, field: string): string => {
  const scaled = parseScaled(text, places[field]!);
  if (scaled === undefined) throw new DomainError('service_center.invalid', `"${text}" is no figure with at most ${places[field]} places.`);
  return formatScaled(scaled, places[field]!);
};

/** A number differs from another by more than its case (CGST Rule 46(b)): two prefixes that do not would be two series of the same numbers. */
const normal = (field: string, value: unknown): unknown => {
  if (typeof value !== 'string') return value;
  if (field === 'invoicePrefix') return value.toUpperCase();
  return field in places ? inFull(value, field) : value;
};

/** The fields that were given at all, in their one normal form, with the state that follows from a GSTIN among them. */
export const normalFields = (given: GivenFields): Partial<BranchFields> => {
  const fields = Object.fromEntries(
    Object.entries(given)
      .filter(([, value]) => value !== undefined)
      .map(([field, value]) => [field, normal(field, value)]),
  ) as Partial<BranchFields>;
  return fields.gstNumber === undefined ? fields : { ...fields, ...stateFrom(fields.gstNumber, fields) };
};

/** What was given beside another GSTIN stays as it was given, and is refused where everything that is wrong is told. */
const stateFrom = (gstin: string, { state, stateCode }: Partial<BranchFields>): Pick<BranchFields, 'state' | 'stateCode'> => {
  if (!isGstin(gstin)) return { state: state ?? '', stateCode: stateCode ?? '' };
  const code = stateOfGstin(gstin);
  const name = stateName(code);
  const isNamed = state === undefined || state.toLowerCase() === name.toLowerCase();
  return { state: isNamed ? name : state, stateCode: stateCode ?? code };
};
