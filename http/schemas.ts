import type { ReceivedFile } from '@dms/domain/files/received-file';
import { type Static, type TObject, type TProperties, type TSchema, type TUnsafe, Type } from '@sinclair/typebox';

/**
 * The vocabulary every route's schemas are written in. `x-refusal` is what a person is told when the text has not the right
 * form; it stays in the OpenAPI document, where a frontend can use it too.
 */

const refused = (refusal: string, options: object) => Type.String({ ...options, 'x-refusal': refusal });

// In small letters alone, as they are given out: the same id has one spelling.
const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
export const Uuid = refused('must be a UUID in small letters', {
  format: 'uuid',
  pattern: `^${UUID}$`,
  examples: ['019aaf7e-5c00-7cc4-8d3e-2f6a1b9c0d11'],
});

// Ten digits of rupees and six of quantity: their product in paise still fits the database's bigint.
const RUPEES = '[0-9]{1,10}(\\.[0-9]{1,2})?';
const UNITS = '[0-9]{1,6}(\\.[0-9]{1,3})?';
const NOT_ZERO = '(?=.*[1-9])';
const money = (sign: string, refusal: string, example: string) => refused(refusal, { pattern: `^${sign}${RUPEES}$`, examples: [example] });
const quantity = (sign: string, refusal: string, example: string) =>
  refused(refusal, { pattern: `^${sign}${UNITS}$`, examples: [example] });

/** Rupees, not negative. */
export const MoneyText = money('', 'must be a decimal string with two places, such as "1180.00"', '1180.00');
export const PositiveMoneyText = money(
  NOT_ZERO,
  'must be a decimal string with two places and more than zero, such as "1180.00"',
  '1180.00',
);
export const SignedMoneyText = money('-?', 'must be a decimal string with two places, such as "-0.10"', '-0.10');
/** A quantity of a part or of work, not negative. */
export const QuantityText = quantity('', 'must be a decimal string with up to three places, such as "3.500"', '3.500');
export const PositiveQuantityText = quantity(
  NOT_ZERO,
  'must be a decimal string with up to three places and more than zero, such as "3.500"',
  '3.500',
);
export const SignedQuantityText = quantity('-?', 'must be a decimal string with up to three places, such as "-3.500"', '-3.500');
/** Per cent. */
export const RateText = refused('must be a percentage as a decimal string, such as "18"', {
  pattern: '^[0-9]{1,3}(\\.[0-9]{1,3})?$',
  examples: ['18'],
});

// The centuries and offsets are bounded because what lies beyond them is no instant for PostgreSQL or for Date.
const DAY = '(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}';
const TIME = '([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])';
export const InstantText = refused('must be an instant such as "2026-11-22T04:30:00.000Z"', {
  format: 'date-time',
  pattern: `^${DAY}T${TIME}$`,
  examples: ['2026-11-22T04:30:00.000Z'],
});
/** A business day: a calendar day in Asia/Kolkata. */
export const DayText = refused('must be a day such as "2026-11-22"', { format: 'date', pattern: `^${DAY}$`, examples: ['2026-11-22'] });

/** Words of a person: something visible, and no more than so many characters. */
export const Words = (maxLength: number, options: { description?: string; examples?: string[] } = {}) =>
  refused('must not be blank', {
    minLength: 1,
    maxLength,
    pattern: '\\S',
    examples: ['as agreed on the phone'.slice(0, maxLength).trim()],
    ...options,
  });

export const Enumeration = <const Values extends readonly string[]>(values: Values, options: object = {}): TUnsafe<Values[number]> =>
  Type.Unsafe<Values[number]>({ type: 'string', enum: [...values], ...options });

/** The schema, or null. Written as a list of types, which the serializer needs no validator for. */
export const Nullable = <Schema extends TSchema>(schema: Schema): TUnsafe<Static<Schema> | null> => {
  const { $id: _, ...rest } = schema;
  if (typeof rest.type !== 'string') throw new Error('Only a schema with one type can be made nullable.');
  return Type.Unsafe<Static<Schema> | null>({ ...rest, type: [rest.type, 'null'], ...(rest.enum && { enum: [...rest.enum, null] }) });
};

/** `{ id }` of a path. */
export const ById = Type.Object({ id: Uuid });

const CURSOR = { minLength: 1, maxLength: 1024, pattern: '^[A-Za-z0-9_-]+$', examples: ['eyJhdCI6IjIwMjYifQ'] };

/** The query of a list: keyset paging, one of the named orders, and the list's own filters. */
export const pageQuery = <const Sorts extends readonly [string, ...string[]], Filters extends TProperties>(
  sorts: Sorts,
  filters: Filters,
) =>
  Type.Object({
    limit: Type.Integer({ minimum: 1, maximum: 100, default: 20, description: 'How many, at most.' }),
    cursor: Type.Optional(
      Type.String({ ...CURSOR, description: '`page.next` of the answer before.', 'x-refusal': 'must be the `page.next` of an answer' }),
    ),
    sort: Enumeration(sorts, { default: sorts[0], description: 'A field; with a minus, descending.' }),
    count: Type.Optional(Type.Boolean({ default: false, description: 'Whether to count the whole list, which costs time.' })),
    ...filters,
  });

/** The answer of a list. */
export const Page = <Item extends TSchema>(item: Item): TObject =>
  Type.Object(
    {
      data: Type.Array(item),
      page: Type.Object({
        next: Nullable(
          Type.String({ description: 'The cursor of the next page; null on the last one.', examples: ['eyJhdCI6IjIwMjYifQ'] }),
        ),
        count: Type.Optional(Type.Integer({ minimum: 0, examples: [250] })),
      }),
    },
    item.$id === undefined ? {} : { $id: `${item.$id}Page` },
  );

/**
 * An answer of one of several forms, by what the query asks for; the first where it asks for none. Each form has an `$id`, and what two of
 * them call the same is the same.
 */
export const OneOf = <const Forms extends readonly TSchema[]>(...forms: Forms): TUnsafe<Static<Forms[number]>> =>
  Type.Unsafe<Static<Forms[number]>>({ oneOf: [...forms] });

/** What a list that is never longer than a page answers. */
export const List = <Item extends TSchema>(item: Item): TObject => Type.Object({ data: Type.Array(item) });

/** 202 for work that goes on in the background. */
export const JobStarted = Type.Object(
  { jobId: Uuid },
  { $id: 'JobStarted', description: 'The work goes on; `/jobs/{jobId}` tells how far it is.' },
);

/** An answer that is a file; `contentMediaType` becomes the content type of the OpenAPI document. */
/** ACC-04: nothing was done yet; somebody else decides. */
export const ApprovalAsked = Type.Object({ approvalId: Uuid }, { $id: 'ApprovalAsked' });

/** A body that is a file, of one of these types of content; its handler is given the bytes, or nothing where nothing was sent. */
export const BytesOf = (...contentMediaTypes: readonly string[]) =>
  Type.Unsafe<Uint8Array | undefined>({ type: 'string', format: 'binary', contentMediaTypes });

/** A field of a form that is a file. Its handler is given what was received of it. */
export const FormFile = (types: readonly string[], description: string) =>
  Type.Unsafe<ReceivedFile>({
    contentMediaType: 'application/octet-stream',
    description,
    examples: ['(the bytes of the file)'],
    'x-content-types': types,
  });

export const FileOf = (contentMediaType: string) => Type.Unsafe<Uint8Array>({ type: 'string', contentMediaType });

/** An answer of server-sent events. */
export const EventStream = (description: string) =>
  Type.Unsafe<string>({ type: 'string', contentMediaType: 'text/event-stream', description });

export const FieldFault = Type.Object({
  pointer: Type.String({ description: 'A JSON pointer to the field.', examples: ['/lines/0/quantity'] }),
  message: Type.String({ examples: ['must be a decimal string with up to three places, such as "3.500"'] }),
  in: Type.Optional(
    Enumeration(['body', 'query', 'path', 'header'], { description: 'The part of the request that the pointer points into.' }),
  ),
});

/** RFC 9457, with what a refusal adds. */
export const Problem = Type.Object(
  {
    type: Type.String({ format: 'uri-reference', description: 'Where the code is explained.', examples: ['/problems/stock.insufficient'] }),
    title: Type.String({ examples: ['There is not enough stock'] }),
    status: Type.Integer({ minimum: 400, maximum: 599, examples: [409] }),
    detail: Type.String({ examples: ['OIL-5W30: 3.500 asked for, 2.000 available.'] }),
    instance: Type.String({ format: 'uri-reference', examples: ['/job-cards/019aaf7e-5c00-7cc4-8d3e-2f6a1b9c0d11/parts/issue'] }),
    code: Type.String({ description: 'Stable, one of `/problems`.', examples: ['stock.insufficient'] }),
    requestId: Type.String({ examples: ['019aaf7e-5c00-7cc4-8d3e-2f6a1b9c0d11'] }),
    errors: Type.Optional(Type.Array(FieldFault, { description: 'What is wrong, field by field.' })),
    missing: Type.Optional(Type.Array(Type.String(), { description: 'What has to be done or repaired first.' })),
    shortages: Type.Optional(Type.Array(Type.Object({ partId: Uuid, requested: QuantityText, available: QuantityText }))),
    balance: Type.Optional(MoneyText),
    explanation: Type.Optional(
      Type.Object(
        {
          action: Type.String({ examples: ['payment.record'] }),
          rule: Type.String({ examples: ['ACC-10'] }),
          reason: Type.String({ examples: ['A service engineer does not adjust stock.'] }),
          roles: Type.Array(Type.String({ examples: ['SC_MANAGER'] })),
          requiresApproval: Type.Boolean({ examples: [false] }),
        },
        { description: 'The rule that refuses, and the roles that could.' },
      ),
    ),
  },
  { $id: 'Problem', description: 'What went wrong, for programs by `code` and for people by `title` and `detail`.' },
);
