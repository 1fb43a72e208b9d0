import type { Limit } from '../shared/access/cell.ts';
import { formatScaledShort, parseScaled } from '../shared/decimal.ts';
import type { Json } from '../shared/events.ts';
import { Money } from '../shared/money.ts';
import { Quantity } from '../shared/quantity.ts';
import type { Form } from './forms.ts';

/** A limit as it is written: rupees, units and per cent as decimal strings, like all figures of the API. */
type Written = { readonly [Name in keyof typeof figures]?: string };

const MOST_PERCENT = 1_000_000n;

const atLeastZero = (value: bigint | undefined): bigint | undefined => (value !== undefined && value >= 0n ? value : undefined);
const atMost = (most: bigint, value: bigint | undefined): bigint | undefined => (value !== undefined && value <= most ? value : undefined);

/** The figures that a limit can have: what they are called in a value, and how they are read and written. */
const figures = {
  amount: {
    of: 'amountPaise',
    example: '"amount" in rupees such as "25000.00"',
    read: (text: string) => atLeastZero(parseScaled(text, 2)),
    write: (value: bigint) => Money.ofPaise(value).toString(),
  },
  quantity: {
    of: 'quantityThousandths',
    example: '"quantity" in units such as "5.000"',
    read: (text: string) => atLeastZero(parseScaled(text, 3)),
    write: (value: bigint) => Quantity.ofThousandths(value).toString(),
  },
  percent: {
    of: 'percentTenThousandths',
    example: '"percent" up to 100 such as "15"',
    read: (text: string) => atMost(MOST_PERCENT, atLeastZero(parseScaled(text, 4))),
    write: (value: bigint) => formatScaledShort(value, 4),
  },
} as const;
type FigureName = keyof typeof figures;
const figureNames = Object.keys(figures) as FigureName[];

const namesIn = (limit: Limit): FigureName[] => figureNames.filter((name) => limit[figures[name].of] !== undefined);

/** A limit of the matrix as a value of the configuration. */
export const writtenLimit = (limit: Limit): Written =>
  Object.fromEntries(namesIn(limit).map((name) => [name, figures[name].write(limit[figures[name].of]!)]));

/** The limits that may stand in a cell: those figures that the matrix limits there, at least one, and no others. */
export const limitForm = (cell: Limit): Form<Limit> => {
  const allowed = namesIn(cell);
  return {
    says: `an object with ${allowed.map((name) => figures[name].example).join(' and ')}`,
    read: (json: Json) => {
      if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined;
      const given = Object.entries(json);
      const read = given.map(([name, text]) => {
        const known = allowed.find((each) => each === name);
        const value = known && typeof text === 'string' ? figures[known].read(text) : undefined;
        return known && value !== undefined ? ([figures[known].of, value] as const) : undefined;
      });
      return read.length === 0 || read.includes(undefined) ? undefined : Object.fromEntries(read.filter((each) => each !== undefined));
    },
  };
};
