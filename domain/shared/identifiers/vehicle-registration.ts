import { DomainError } from '../errors.ts';

/** The shapes of plate that are known, and two that take any text: a temporary plate, and others (army, trade, before 1989). */
export const registrationTypes = ['STANDARD', 'BH', 'VINTAGE', 'DIPLOMATIC', 'TEMPORARY', 'OTHER'] as const;
export type RegistrationType = (typeof registrationTypes)[number];

export type Registration = {
  readonly type: RegistrationType;
  /** Capitals and digits alone, as on the plate: `KA01AB1234`. */
  readonly normalised: string;
  /** By which two plates are one: office padded to two digits, number to four, so that GJ5AB1 is GJ05AB0001. */
  readonly key: string;
};

/** What vehicles carry: states and union territories, with prefixes no longer given out but still on the road. */
const OFFICES = 'AN|AP|AR|AS|BR|CG|CH|DD|DL|DN|GA|GJ|HP|HR|JH|JK|KA|KL|LA|LD|MH|ML|MN|MP|MZ|NL|OD|OR|PB|PY|RJ|SK|TG|TN|TR|TS|UA|UK|UP|WB';
// I and O are not given out: they read as 1 and 0.
const LETTER = '[A-HJ-NP-Z]';

type Shape = { readonly type: RegistrationType; readonly pattern: RegExp; readonly key: (groups: { [name: string]: string }) => string };

/** Tried in order; the first that matches decides. */
const shapes: readonly Shape[] = [
  {
    type: 'BH',
    pattern: new RegExp(`^(?<year>\\d{2})BH(?<number>\\d{4})(?<series>${LETTER}{1,2})$`),
    key: ({ year, number, series }) => `${year}BH${number}${series}`,
  },
  {
    type: 'VINTAGE',
    pattern: new RegExp(`^(?<state>${OFFICES})VA(?<series>${LETTER}{2})(?<number>\\d{4})$`),
    key: ({ state, series, number }) => `${state}VA${series}${number}`,
  },
  {
    type: 'STANDARD',
    pattern: new RegExp(`^(?<state>${OFFICES})(?<office>\\d{1,2})(?<series>${LETTER}{0,3})(?<number>\\d{1,4})$`),
    key: ({ state, office, series, number }) => `${state}${office!.padStart(2, '0')}${series}${number!.padStart(4, '0')}`,
  },
  {
    type: 'DIPLOMATIC',
    pattern: /^(?<country>\d{1,3})(?<corps>CD|CC|UN)(?<number>\d{1,4})$/,
    key: ({ country, corps, number }) => `${country}${corps}${number!.padStart(4, '0')}`,
  },
];

const NOT_ON_PLATES = /[^A-Z0-9]/g;
const ZERO = /^0+$/;
const FREE_TEXT_LENGTH = 20;

/** The registration, or undefined when it fits no known shape. */
export const readRegistration = (text: string): Registration | undefined => {
  const normalised = text.toUpperCase().replace(NOT_ON_PLATES, '');
  for (const { type, pattern, key } of shapes) {
    const groups = pattern.exec(normalised)?.groups;
    if (groups !== undefined && !ZERO.test(groups['number']!)) return { type, normalised, key: key(groups) };
  }
  return undefined;
};

/**
 * The one normal form of a plate (TAX-11, VEH-01). A plate that fits no known shape is taken only when it is declared temporary or other.
 * @throws DomainError `registration.invalid`
 */
export const normaliseRegistration = (text: string, declared?: RegistrationType): Registration => {
  const registration = declared === 'TEMPORARY' || declared === 'OTHER' ? freeText(text, declared) : readRegistration(text);
  if (registration !== undefined) return registration;
  throw new DomainError(
    'registration.invalid',
    `"${text}" fits no known shape of registration; a temporary or other plate needs to be declared as TEMPORARY or OTHER.`,
  );
};

const freeText = (text: string, type: 'TEMPORARY' | 'OTHER'): Registration | undefined => {
  const normalised = text.toUpperCase().replace(NOT_ON_PLATES, '');
  return normalised === '' || normalised.length > FREE_TEXT_LENGTH ? undefined : { type, normalised, key: normalised };
};
