import { addMonths, type BusinessDay, daysBetween } from '../shared/calendar.ts';

/** What decides whether a unit is under warranty. Both ends are the last ones that still count. */
export type Term = {
  readonly startsOn: BusinessDay;
  readonly endsOn: BusinessDay;
  /** Kilometres on the odometer; null where the distance does not matter. */
  readonly endOdometer: number | null;
  readonly replacedOn: BusinessDay | null;
};

export type Coverage = {
  readonly inForce: boolean;
  /** A sentence with the figures, either way. */
  readonly reason: string;
  /** Whole days after today, zero on the last one and when it is over. */
  readonly daysLeft: number;
  /** Null where distance does not matter or no reading is known. */
  readonly kilometresLeft: number | null;
};

/**
 * The end of a term that begins on a day, at an odometer reading in kilometres. The day it begins on is not counted (General
 * Clauses Act 1897, s. 9), so twelve months from 22 November end with 22 November. A distance without a reading to count from
 * cannot end it.
 */
export const termFrom = (
  startsOn: BusinessDay,
  startOdometer: number | null,
  { months, kilometres }: { readonly months: number; readonly kilometres: number | null },
): Term => ({
  startsOn,
  endsOn: addMonths(startsOn, months),
  endOdometer: kilometres === null || startOdometer === null ? null : startOdometer + kilometres,
  replacedOn: null,
});

/** What remains of a term for what takes the unit's place: the same ends, however far they are by now, and never a fresh term. */
export const inheritedTerm = ({ endsOn, endOdometer }: Term, fittedOn: BusinessDay): Term => ({
  startsOn: fittedOn,
  endsOn,
  endOdometer,
  replacedOn: null,
});

/** Whether a unit is under warranty on a day, with the odometer at so many kilometres, and why: the earlier of date and distance ends it. */
export const coverageOn = (term: Term, day: BusinessDay, odometer: number | null): Coverage => {
  const { endsOn, endOdometer } = term;
  const daysLeft = Math.max(0, daysBetween(day, endsOn));
  const kilometresLeft = endOdometer === null || odometer === null ? null : Math.max(0, endOdometer - odometer);
  const over = endings.flatMap((ending) => ending(term, day, odometer) ?? []);
  const inForce = over.length === 0;
  return { inForce, reason: inForce ? untilWhen(term) : over.join(' '), daysLeft, kilometresLeft };
};

type Ending = (term: Term, day: BusinessDay, odometer: number | null) => string | undefined;

const endings: readonly Ending[] = [
  ({ startsOn }, day) => (day < startsOn ? `The warranty begins on ${startsOn}, and this is ${day}.` : undefined),
  // From that day on it is the replacement that is under warranty.
  ({ replacedOn }, day) =>
    replacedOn !== null && day >= replacedOn
      ? `The unit was replaced on ${replacedOn}: what remained of its warranty is its replacement's.`
      : undefined,
  ({ endsOn }, day) =>
    day > endsOn
      ? `Expired by date: the warranty ended with ${endsOn}, and this is ${day}, ${counted(daysBetween(endsOn, day), 'day')} later.`
      : undefined,
  ({ endOdometer }, _, odometer) =>
    endOdometer !== null && odometer !== null && odometer > endOdometer
      ? `Expired by distance: the warranty ended at ${endOdometer} km, and the odometer reads ${odometer} km, ${odometer - endOdometer} km more.`
      : undefined,
];

const untilWhen = ({ endsOn, endOdometer }: Term): string =>
  endOdometer === null ? `In force until ${endsOn}.` : `In force until ${endsOn} or ${endOdometer} km, whichever comes first.`;

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
