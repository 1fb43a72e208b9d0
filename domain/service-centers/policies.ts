import { DomainError, type FieldFault } from '../shared/errors.ts';
import { assertSeriesFits } from '../shared/gst/number-series.ts';
import type { SeriesPatterns } from '../shared/gst/document-series.ts';
import { isStateCode, stateName } from '../shared/gst/states.ts';
import { panOfGstin, parseGstin, stateOfGstin } from '../shared/identifiers/gstin.ts';
import { parseIfsc } from '../shared/identifiers/ifsc.ts';
import { parsePan } from '../shared/identifiers/pan.ts';
import { parsePincode } from '../shared/identifiers/pincode.ts';
import { parseUpiId } from '../shared/identifiers/upi.ts';
import { faultOfHolidays, faultOfHours } from '../shared/opening-hours.ts';
import type { OpenEnds } from './ports.ts';
import type { ServiceCenter } from './service-center.ts';

/** One thing that a branch has to be, on which field, and who says so: a function that throws when it is not. */
type Demand = readonly [field: keyof ServiceCenter, check: (branch: ServiceCenter, patterns: readonly SeriesPatterns[]) => void];

const unsuitable = (sentence: string | undefined): void => {
  if (sentence !== undefined) throw new DomainError('service_center.invalid', sentence);
};

const within = (value: string | null, least: number, most: number, what: string): void =>
  unsuitable(
    value !== null && (Number(value) < least || Number(value) > most)
      ? `${what} lies between ${least} and ${most}, and not at ${value}.`
      : undefined,
  );

const registered = (gstin: string): string => {
  const code = stateOfGstin(gstin);
  return `The GSTIN ${gstin} is of ${stateName(code)} (${code})`;
};

/** SCN-01: what cannot be right is refused when it is saved, not when a customer waits for a paper. */
const demands: readonly Demand[] = [
  ['gstNumber', ({ gstNumber }) => void parseGstin(gstNumber)],
  [
    'stateCode',
    ({ gstNumber, stateCode }) =>
      unsuitable(stateOfGstin(gstNumber) === stateCode ? undefined : `${registered(gstNumber)}, and not of the state ${stateCode}.`),
  ],
  [
    'state',
    ({ gstNumber, state }) =>
      unsuitable(stateName(stateOfGstin(gstNumber)) === state ? undefined : `${registered(gstNumber)}, and not of ${state}.`),
  ],
  ['panNumber', ({ panNumber }) => void (panNumber === null || parsePan(panNumber))],
  [
    'panNumber',
    ({ panNumber, gstNumber }) =>
      unsuitable(
        panNumber === null || panNumber === panOfGstin(gstNumber)
          ? undefined
          : `The PAN ${panNumber} is not the one inside the GSTIN ${gstNumber}.`,
      ),
  ],
  // Whether it is one of the state is asked when it is certain which state that is.
  [
    'pincode',
    ({ pincode, state, stateCode }) =>
      void parsePincode(pincode, isStateCode(stateCode) && stateName(stateCode) === state ? stateCode : undefined),
  ],
  ['bankIfsc', ({ bankIfsc }) => void (bankIfsc === null || parseIfsc(bankIfsc))],
  ['upiId', ({ upiId }) => void (upiId === null || parseUpiId(upiId))],
  [
    'invoicePrefix',
    ({ invoicePrefix }, patterns) =>
      patterns.flatMap((each) => Object.values(each)).forEach((pattern) => assertSeriesFits(pattern, invoicePrefix)),
  ],
  [
    'latitude',
    ({ latitude, longitude }) =>
      unsuitable((latitude === null) === (longitude === null) ? undefined : 'Latitude and longitude are given together.'),
  ],
  // India with its islands: what lies beyond is a slip, most often the two exchanged.
  ['latitude', ({ latitude }) => within(latitude, 6, 38, 'The latitude of a place in India')],
  ['longitude', ({ longitude }) => within(longitude, 68, 98, 'The longitude of a place in India')],
  ['serviceRadiusKm', ({ serviceRadiusKm }) => within(serviceRadiusKm, 0, 500, 'The radius in kilometres')],
  ['hours', ({ hours }) => unsuitable(faultOfHours(hours))],
  ['holidays', ({ holidays }) => unsuitable(faultOfHolidays(holidays))],
];

const faultAt = (
  branch: ServiceCenter,
  patterns: readonly SeriesPatterns[],
  [field, check]: Demand,
): (FieldFault & { readonly error: DomainError }) | undefined => {
  try {
    check(branch, patterns);
    return undefined;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { pointer: `/${field}`, message: error.message, error };
  }
};

/**
 * Refuses a branch that cannot be right, with everything that is wrong about it; the code is that of the first fault. `patterns`
 * are those of its series now and later.
 * @throws DomainError `gstin.invalid`, `pan.invalid`, `pincode.invalid`, `ifsc.invalid`, `upi.invalid`, `document_number.invalid`, `service_center.invalid`
 */
export const refuseUnsuitable = (branch: ServiceCenter, patterns: readonly SeriesPatterns[]): void => {
  const faults = demands.flatMap((demand) => faultAt(branch, patterns, demand) ?? []);
  const [first] = faults;
  // A GSTIN that is none has neither a state nor a PAN to compare: what follows from it is not told apart.
  const told = faults.filter(({ error }, index) => index === 0 || error.code !== 'gstin.invalid');
  if (first) throw new DomainError(first.error.code, first.message, { errors: told.map(({ pointer, message }) => ({ pointer, message })) });
};

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** What keeps a branch from being closed, each as a sentence (SCN-02). */
export const openAt = ({ jobCards, stockedParts, unpaidInvoices }: OpenEnds): string[] => [
  ...(jobCards > 0 ? [`${counted(jobCards, 'job card is', 'job cards are')} open.`] : []),
  ...(stockedParts > 0 ? [`${counted(stockedParts, 'part is', 'parts are')} in stock.`] : []),
  ...(unpaidInvoices > 0 ? [`${counted(unpaidInvoices, 'invoice is', 'invoices are')} a draft or unpaid.`] : []),
];
