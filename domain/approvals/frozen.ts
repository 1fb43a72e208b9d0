import type { Json } from '../shared/events.ts';
import { Money } from '../shared/money.ts';
import { Quantity } from '../shared/quantity.ts';

type Kind<Value> = {
  readonly is: (value: unknown) => value is Value;
  readonly freeze: (value: Value) => string;
  readonly thaw: (text: string) => Value;
};

const kind = <Value>(each: Kind<Value>): Kind<unknown> => each as unknown as Kind<unknown>;

/** The values of a command that JSON has no form for, each under a name that no field has. */
const kinds: Readonly<Record<string, Kind<unknown>>> = {
  $money: kind<Money>({ is: (value) => value instanceof Money, freeze: String, thaw: Money.parse }),
  $quantity: kind<Quantity>({ is: (value) => value instanceof Quantity, freeze: String, thaw: Quantity.parse }),
  $instant: kind<Date>({ is: (value) => value instanceof Date, freeze: (date) => date.toISOString(), thaw: (text) => new Date(text) }),
  $integer: kind<bigint>({ is: (value) => typeof value === 'bigint', freeze: String, thaw: BigInt }),
};

const isKept = (value: unknown): boolean => value !== undefined && typeof value !== 'function';

/** A command as JSON, so that it can be carried out later as it was asked for. What the caller wants to be told on the way is left out. */
export const freeze = (value: unknown): Json => {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  for (const [name, each] of Object.entries(kinds)) if (each.is(value)) return { [name]: each.freeze(value) };
  if (Array.isArray(value)) return value.map(freeze);
  const members = Object.entries(value as object).filter(([, member]) => isKept(member));
  return Object.fromEntries(members.map(([name, member]) => [name, freeze(member)]));
};

/** The command that was frozen. */
export const thaw = (json: Json): unknown => {
  if (json === null || typeof json !== 'object') return json;
  if (Array.isArray(json)) return json.map(thaw);
  const members = Object.entries(json);
  const [[name, text] = ['', null]] = members;
  const found = members.length === 1 ? kinds[name] : undefined;
  if (found && typeof text === 'string') return found.thaw(text);
  return Object.fromEntries(members.map(([member, value]) => [member, thaw(value)]));
};
