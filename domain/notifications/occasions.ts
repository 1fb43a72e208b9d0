import type { BusinessDay } from '../shared/calendar.ts';
import type { DomainEvent } from '../shared/events.ts';

/** The warranties of one bill that end on one day. */
export type EndingWarranties = {
  readonly invoiceId: string;
  /** Of the bill that took its place, where it was cancelled. */
  readonly invoiceNumber: string;
  readonly serviceCenterId: string;
  /** Whose the warranties are, whoever paid the bill: an insurer or manufacturer may have. */
  readonly customerId: string;
  readonly vehicleId: string | null;
  readonly endsOn: BusinessDay;
  readonly count: number;
};

/** Days that a customer is told of, each once (NOT-05). */
export type Occasions = {
  /**
   * Takes down whose birthday a day is, and gives those who were not taken down before: who agreed to be told of offers, at most so many.
   * Who was born on 29 February has their day on the 28th in other years.
   */
  birthdays(today: BusinessDay, most: number, now: Date): Promise<readonly { readonly customerId: string }[]>;
  /** The same for warranties that end after the one day and by the other, of units that were not replaced. */
  endingWarranties(after: BusinessDay, until: BusinessDay, most: number, now: Date): Promise<readonly EndingWarranties[]>;
};

export const birthdayCame = ({ customerId }: { readonly customerId: string }, day: BusinessDay): DomainEvent => ({
  name: 'BirthdayCame',
  entityId: customerId,
  serviceCenterId: null,
  data: { customerId, day },
});

export const warrantiesEnding = ({ invoiceId, serviceCenterId, ...about }: EndingWarranties): DomainEvent => ({
  name: 'WarrantiesEnding',
  entityId: invoiceId,
  serviceCenterId,
  data: about,
});

/** The months and days, as `02-29`, that are somebody's birthday on a day. */
export const birthdaysOn = (day: BusinessDay): string[] => {
  const [year, own] = [Number(day.slice(0, 4)), day.slice(5)];
  const isLeapYear = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return own === '02-28' && !isLeapYear ? [own, '02-29'] : [own];
};
