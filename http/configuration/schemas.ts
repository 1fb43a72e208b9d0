import { settingsByKey } from '@dms/domain/configuration/known-settings';
import type { Json } from '@dms/domain/shared/events';
import { Type } from '@sinclair/typebox';
import { Enumeration, InstantText, List, Nullable, Uuid, Words } from '../schemas.ts';

const categories = [...new Set([...settingsByKey.values()].map(({ category }) => category))];
const Key = Type.String({ minLength: 1, maxLength: 120, pattern: '^[A-Za-z0-9._-]+$', examples: ['limits.discount.give.SERVICE_ADVISOR'] });
const MOST_FIELDS = 50;

/** Whatever the form of the key says; its use case judges it. */
const GivenValue = Type.Unsafe<Json>({
  type: ['object', 'array', 'string', 'number', 'boolean'],
  maxProperties: MOST_FIELDS,
  maxItems: MOST_FIELDS,
  maxLength: 500,
  description: 'As the `form` of the setting says.',
  examples: [{ amount: '750.00', percent: '6' }],
});

const Value = Type.Unsafe<Json>({ description: 'As the `form` of the setting says.', examples: [{ amount: '750.00', percent: '6' }] });

export const ByKey = Type.Object({ key: Key });
export const SettingQuery = Type.Object({ category: Type.Optional(Enumeration(categories)) });

export const SetSetting = Type.Object({
  value: GivenValue,
  validFrom: Type.Optional(Type.String({ ...InstantText, description: 'From when on; by default from now, never from before.' })),
  reason: Type.Optional(Words(500, { description: 'Why.', examples: ['agreed at the meeting of the regional managers'] })),
});

export const Setting = Type.Object(
  {
    key: Key,
    category: Type.String({ examples: ['limits'] }),
    description: Type.String({ examples: ['How far service advisors may give a discount before somebody else decides.'] }),
    form: Type.String({ description: 'What a value looks like.', examples: ['an object with "amount" in rupees such as "25000.00"'] }),
    value: Value,
    validFrom: Nullable(Type.String({ ...InstantText, description: 'Since when; null while it is as the product came.' })),
    initial: Value,
    entries: Type.Array(
      Type.Object({
        value: Value,
        validFrom: InstantText,
        reason: Nullable(Type.String({ examples: ['agreed at the meeting of the regional managers'] })),
        setBy: Nullable(Uuid),
        setAt: InstantText,
      }),
      { description: 'Every value that was set, those to come included, newest first.' },
    ),
  },
  { $id: 'Setting' },
);
export const Settings = List(Setting);
