import type { Json } from '../shared/events.ts';

/** What a value may look like: how a refusal says it, and the value once it is one. */
export type Form<Value> = { readonly says: string; readonly read: (json: Json) => Value | undefined };

export const wholeNumber = (least: number, most: number): Form<number> => ({
  says: `a whole number from ${least} to ${most}`,
  read: (json) => (typeof json === 'number' && Number.isInteger(json) && json >= least && json <= most ? json : undefined),
});

export const oneOf = <const Values extends readonly string[]>(...values: Values): Form<Values[number]> => ({
  says: `one of ${values.join(', ')}`,
  read: (json) => values.find((value) => value === json),
});

export const textLike = (pattern: RegExp, says: string): Form<string> => ({
  says,
  read: (json) => (typeof json === 'string' && pattern.test(json) ? json : undefined),
});

export const timeOfDay: Form<string> = textLike(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as "09:30"');

export const trueOrFalse: Form<boolean> = {
  says: 'true or false',
  read: (json) => (typeof json === 'boolean' ? json : undefined),
};

/** A list without repetitions. */
export const listOf = <Value>(item: Form<Value>, most: number): Form<readonly Value[]> => ({
  says: `a list of at most ${most} of ${item.says}, each once`,
  read: (json) => {
    if (!Array.isArray(json) || json.length > most || new Set(json).size < json.length) return undefined;
    const values = (json as readonly Json[]).map((each) => item.read(each));
    return values.some((value) => value === undefined) ? undefined : (values as Value[]);
  },
});

/** The form, and beyond it a condition. */
export const suchThat = <Value>(form: Form<Value>, holds: (value: Value) => boolean, says: string): Form<Value> => ({
  says: `${form.says}; ${says}`,
  read: (json) => {
    const value = form.read(json);
    return value !== undefined && holds(value) ? value : undefined;
  },
});

type Fields = { readonly [name: string]: Form<unknown> };
type Shape<Of extends Fields> = { readonly [Name in keyof Of]: Of[Name] extends Form<infer Value> ? Value : never };

export const isObject = (json: Json): json is { readonly [key: string]: Json } =>
  typeof json === 'object' && json !== null && !Array.isArray(json);

/** An object with these fields and no others. */
export const shape = <const Of extends Fields>(fields: Of): Form<Shape<Of>> => ({
  says: Object.entries(fields)
    .map(([name, { says }]) => `${name}: ${says}`)
    .join('; '),
  read: (json) => {
    if (!isObject(json) || Object.keys(json).some((name) => !Object.hasOwn(fields, name))) return undefined;
    const read = Object.entries(fields).map(
      ([name, form]) => [name, Object.hasOwn(json, name) ? form.read(json[name]!) : undefined] as const,
    );
    return read.some(([, value]) => value === undefined) ? undefined : (Object.fromEntries(read) as Shape<Of>);
  },
});
