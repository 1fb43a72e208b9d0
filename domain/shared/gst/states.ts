import { DomainError } from '../errors.ts';

/** The state codes in force for GST, as they begin a GSTIN. 25 (Daman and Diu) and 28 (Andhra Pradesh before 2014) are retired. */
export const states = {
  '01': 'Jammu and Kashmir',
  '02': 'Himachal Pradesh',
  '03': 'Punjab',
  '04': 'Chandigarh',
  '05': 'Uttarakhand',
  '06': 'Haryana',
  '07': 'Delhi',
  '08': 'Rajasthan',
  '09': 'Uttar Pradesh',
  '10': 'Bihar',
  '11': 'Sikkim',
  '12': 'Arunachal Pradesh',
  '13': 'Nagaland',
  '14': 'Manipur',
  '15': 'Mizoram',
  '16': 'Tripura',
  '17': 'Meghalaya',
  '18': 'Assam',
  '19': 'West Bengal',
  '20': 'Jharkhand',
  '21': 'Odisha',
  '22': 'Chhattisgarh',
  '23': 'Madhya Pradesh',
  '24': 'Gujarat',
  '26': 'Dadra and Nagar Haveli and Daman and Diu',
  '27': 'Maharashtra',
  '29': 'Karnataka',
  '30': 'Goa',
  '31': 'Lakshadweep',
  '32': 'Kerala',
  '33': 'Tamil Nadu',
  '34': 'Puducherry',
  '35': 'Andaman and Nicobar Islands',
  '36': 'Telangana',
  '37': 'Andhra Pradesh',
  '38': 'Ladakh',
  '96': 'Other Countries',
  '97': 'Other Territory',
} as const;

/** A two-digit GST state code in force. */
export type StateCode = keyof typeof states;

/** The place of supply of exports; nobody is registered there. */
export const OVERSEAS: StateCode = '96';

// Union territories without a legislature levy UTGST (UTGST Act s. 7); Delhi, Puducherry and Jammu and Kashmir have their own SGST Acts.
const withoutLegislature: ReadonlySet<StateCode> = new Set(['04', '26', '31', '35', '38', '97']);

/** Whether the text is a state code in force. */
export const isStateCode = (text: string): text is StateCode => Object.hasOwn(states, text);

/**
 * The text as a state code.
 * @throws DomainError `tax.invalid` for a retired or unknown code
 */
export const parseStateCode = (text: string): StateCode => {
  if (!isStateCode(text)) throw new DomainError('tax.invalid', `"${text}" is not the code of a state in force for GST.`);
  return text;
};

/** The name of a state as invoices print it. */
export const stateName = (code: StateCode): string => states[code];

/** Whether the state's own half of the tax is called UTGST instead of SGST. */
export const leviesUnionTerritoryTax = (code: StateCode): boolean => withoutLegislature.has(code);
