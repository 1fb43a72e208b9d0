import { DomainError } from '../errors.ts';
import { isStateCode, type StateCode, states } from '../gst/states.ts';

const PINCODE = /^[1-9][0-9]{5}$/;
/** What stands for places without one: Other Territory, and abroad. */
export const NO_PINCODE = '999999';

type Range = readonly [first: number, last: number];

/**
 * The first three digits that the pincodes of a state begin with, as the registration portal's master codes have them. Ranges overlap where
 * a post office serves both sides of a border; Telangana and Ladakh have those of the states they were part of.
 */
const ranges: { readonly [State in StateCode]: readonly Range[] } = {
  '01': [[180, 194]],
  '02': [[171, 177]],
  '03': [[140, 160]],
  '04': [
    [140, 140],
    [160, 160],
  ],
  '05': [[244, 263]],
  '06': [[121, 136]],
  '07': [[110, 110]],
  '08': [[301, 345]],
  '09': [[201, 285]],
  '10': [[800, 855]],
  '11': [[737, 737]],
  '12': [[790, 792]],
  '13': [[797, 798]],
  '14': [[795, 795]],
  '15': [[796, 796]],
  '16': [[799, 799]],
  '17': [[793, 794]],
  '18': [[781, 788]],
  '19': [[700, 743]],
  '20': [[813, 835]],
  '21': [[751, 770]],
  '22': [[490, 497]],
  '23': [[450, 488]],
  '24': [[360, 396]],
  '26': [
    [362, 362],
    [396, 396],
  ],
  '27': [[400, 445]],
  '29': [[560, 591]],
  '30': [[403, 403]],
  '31': [[682, 682]],
  '32': [[670, 695]],
  '33': [[600, 643]],
  '34': [
    [533, 533],
    [605, 605],
    [607, 607],
    [609, 609],
    [673, 673],
  ],
  '35': [[744, 744]],
  '36': [[500, 535]],
  '37': [[500, 535]],
  '38': [[180, 194]],
  '96': [],
  '97': [[100, 999]],
};

/** Whether the text has the shape of a postal code; 999999 stands for places without one (Other Territory, abroad). */
export const isPincode = (text: string): boolean => PINCODE.test(text);

/** Whether a postal code can be one of the state; 999999 only abroad and in Other Territory. */
export const pincodeFitsState = (pincode: string, state: string): boolean => {
  if (!isPincode(pincode) || !isStateCode(state)) return false;
  if (pincode === NO_PINCODE) return state === '96' || state === '97';
  const region = Number(pincode.slice(0, 3));
  return ranges[state].some(([first, last]) => region >= first && region <= last);
};

/**
 * The text itself once it is known to be a pincode, and one of the state if that is given.
 * @throws DomainError `pincode.invalid`
 */
export const parsePincode = (text: string, state?: string): string => {
  if (!isPincode(text)) throw new DomainError('pincode.invalid', `"${text}" is not a pincode: six digits, the first not 0.`);
  if (state !== undefined && isStateCode(state) && !pincodeFitsState(text, state))
    throw new DomainError('pincode.invalid', `"${text}" is no pincode of ${states[state]}.`);
  return text;
};
