import { addDays, isBusinessDay, startOfBusinessDay } from '@dms/domain/shared/calendar';
import { DomainError } from '@dms/domain/shared/errors';
import { Type } from '@sinclair/typebox';

/** An instant, or a business day; the century is bounded as that of every instant is. */
export const Moment = (description: string) =>
  Type.Optional(
    Type.String({
      description,
      pattern:
        '^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}(T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9]))?$',
      examples: ['2026-11-22'],
      'x-refusal': 'must be a day or an instant, such as "2026-11-22" or "2026-11-22T04:30:00.000Z"',
    }),
  );

/** The filters of a period, of which either end may be open. */
export const Period = {
  from: Moment('From this day or instant on.'),
  to: Moment('Up to and with this day, or before this instant.'),
};

const DAY_LENGTH = 'YYYY-MM-DD'.length;

const momentOf = (name: string, text: string | undefined, daysOn: number): Date | undefined => {
  if (text === undefined) return undefined;
  const isDay = text.length === DAY_LENGTH;
  if (!isBusinessDay(text.slice(0, DAY_LENGTH))) throw noDay(name); // a Date would take 30 February for 2 March
  const moment = isDay ? startOfBusinessDay(addDays(text, daysOn)) : new Date(text);
  if (!Number.isNaN(moment.getTime())) return moment;
  throw noDay(name);
};

export const noDay = (name: string): DomainError => {
  const fault = { pointer: `/${name}`, message: 'must be a day of the calendar', in: 'query' };
  return new DomainError('request.invalid', `"${name}" is no day of the calendar.`, { errors: [fault] });
};

/**
 * The instants that a period names: of days, the ones at which the first begins and the last ends.
 * @throws DomainError `request.invalid` for a day that there is not
 */
export const periodOf = ({ from, to }: { readonly from?: string | undefined; readonly to?: string | undefined }) => ({
  from: momentOf('from', from, 0),
  to: momentOf('to', to, 1),
});

type SpanName<Name extends string> = `${Name}From` | `${Name}To`;

/** The same for a list with several dates: `openedFrom` and `openedTo`. */
export const spanFilters = <const Name extends string>(name: Name, what: string) =>
  ({
    [`${name}From`]: Moment(`${what} on this day or at this instant, or later.`),
    [`${name}To`]: Moment(`${what} up to and with this day, or before this instant.`),
  }) as Record<SpanName<Name>, ReturnType<typeof Moment>>;

/** @throws DomainError `request.invalid` for a day that there is not */
export const spanOf = <const Name extends string>(name: Name, query: { readonly [Key in SpanName<Name>]?: string | undefined }) => {
  const [from, to]: readonly SpanName<Name>[] = [`${name}From`, `${name}To`];
  return { from: momentOf(from!, query[from!], 0), to: momentOf(to!, query[to!], 1) };
};
