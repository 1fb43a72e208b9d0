import { Money } from '../shared/money.ts';
import { Quantity } from '../shared/quantity.ts';

/**
 * An entity with everything that hangs on it, so that nothing done to one is seen on the other. Amounts and quantities
 * never change and are shared; the rest is rebuilt with its class, without running a constructor.
 */
export const copyOf = <Value>(value: Value): Value => {
  if (typeof value !== 'object' || value === null || isAmount(value)) return value;
  if (value instanceof Date) return new Date(value.getTime()) as Value;
  if (Array.isArray(value)) return value.map(copyOf) as Value;
  const fields = Object.entries(value).map(([name, field]) => [name, copyOf(field)]);
  return Object.assign(Object.create(Object.getPrototypeOf(value) as object) as object, Object.fromEntries(fields)) as Value;
};

/** Whether two entities say the same in every field, down to their last child. */
export const isSame = (one: unknown, other: unknown): boolean => {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (one instanceof Date || other instanceof Date) return one instanceof Date && other instanceof Date && +one === +other;
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => isSame((one as Fields)[name], (other as Fields)[name]));
};

type Fields = { readonly [name: string]: unknown };

const isAmount = (value: object): boolean => value instanceof Money || value instanceof Quantity;
