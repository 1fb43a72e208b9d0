import { audiencesOfBroadcasts, broadcastCategories } from '@dms/domain/notifications/broadcast';
import { categories, channels } from '@dms/domain/notifications/channels';
import { kindNames, templatedKinds } from '@dms/domain/notifications/kinds';
import { recipientTypes } from '@dms/domain/notifications/notification';
import { notificationStatuses } from '@dms/domain/notifications/notification.states';
import { paperLanguages } from '@dms/domain/shared/languages';
import { Type } from '@sinclair/typebox';
import { Enumeration, EventStream, InstantText, Nullable, Page, pageQuery, Uuid, Words } from '../schemas.ts';

const TemplatedKind = Enumeration(templatedKinds as unknown as readonly [string, ...string[]], { examples: ['payment-reminder'] });
const Kind = Enumeration(kindNames as unknown as readonly [string, ...string[]], { examples: ['payment-reminder'] });
const Channel = Enumeration(channels, { examples: ['SMS'] });
const Category = Enumeration(categories, { examples: ['BILLING'] });
const Language = Enumeration(paperLanguages, { examples: ['en'] });
const Subject = Words(200, { examples: ['Invoice {{number}}'], description: 'Of a letter, or the title of a message in the application.' });
const Body = Words(20_000, { examples: ['Dear {{customer}}, ₹{{amount}} is to be paid on invoice {{number}}.'] });
const Html = Words(100_000, { examples: ['<p>Dear {{customer}}</p>'], description: 'Of a letter, beside its text.' });
const VariableName = Type.String({
  pattern: '^[a-zA-Z][a-zA-Z0-9]{0,39}$',
  examples: ['customer'],
  'x-refusal': 'must be a name of letters and digits',
});
const Variables = Type.Array(VariableName, { maxItems: 50, uniqueItems: true, description: 'Everything that the texts insert.' });
const DltId = Type.String({
  pattern: '^[0-9]{6,30}$',
  description: 'Under which the text of an SMS is registered with the operators (DLT).',
  examples: ['1107160000000012345'],
  'x-refusal': 'must be the digits of a template id',
});
const Vars = Type.Record(VariableName, Type.String({ maxLength: 2_000, examples: ['Asha Rao'] }), {
  description: 'What is inserted, by the name of its place.',
  examples: [{ customer: 'Asha Rao', amount: '1,180.00', number: 'BLR01/2627/00001' }],
});

export const CreateTemplate = Type.Object({
  type: TemplatedKind,
  channel: Channel,
  language: Language,
  subject: Type.Optional(Nullable(Subject)),
  body: Body,
  html: Type.Optional(Nullable(Html)),
  variables: Variables,
  dltTemplateId: Type.Optional(Nullable(DltId)),
});
export const EditTemplate = Type.Object(
  {
    subject: Type.Optional(Nullable(Subject)),
    body: Type.Optional(Body),
    html: Type.Optional(Nullable(Html)),
    variables: Type.Optional(Variables),
    dltTemplateId: Type.Optional(Nullable(DltId)),
  },
  { minProperties: 1 },
);
export const Template = Type.Object(
  {
    id: Uuid,
    type: TemplatedKind,
    channel: Channel,
    language: Language,
    subject: Nullable(Type.String({ examples: ['Invoice {{number}}'] })),
    body: Type.String({ examples: ['Dear {{customer}}'] }),
    html: Nullable(Type.String({ examples: ['<p>Dear {{customer}}</p>'] })),
    variables: Type.Array(Type.String({ examples: ['customer'] })),
    dltTemplateId: Nullable(Type.String({ examples: ['1107160000000012345'] })),
    version: Type.Integer({ minimum: 1, examples: [1] }),
  },
  { $id: 'Template' },
);
export const TemplatePage = Page(Template);
export const TemplateQuery = pageQuery(['type'], {
  type: Type.Optional(Kind),
  channel: Type.Optional(Channel),
  language: Type.Optional(Language),
});
export const PreviewTemplate = Type.Object({ vars: Vars });
export const Preview = Type.Object(
  {
    subject: Nullable(Type.String({ examples: ['Invoice BLR01/2627/00001'] })),
    text: Type.String({ examples: ['Dear Asha Rao'] }),
    html: Nullable(Type.String({ examples: ['<p>Dear Asha Rao</p>'] })),
  },
  { $id: 'TemplatePreview' },
);

const Preference = Type.Object({ category: Category, channel: Channel, enabled: Type.Boolean({ examples: [false] }) });
export const PreferenceQuery = Type.Object({
  customerId: Type.Optional({ ...Uuid, description: 'Of a customer, in place of one’s own.' }),
});
export const SetPreferences = Type.Object({
  customerId: Type.Optional({ ...Uuid, description: 'Of a customer, in place of one’s own.' }),
  preferences: Type.Array(Preference, { maxItems: categories.length * channels.length }),
});
export const Preferences = Type.Object({ preferences: Type.Array(Preference) }, { $id: 'NotificationPreferences' });

export const InboxQuery = pageQuery(['-createdAt'], {
  unread: Type.Optional(Type.Boolean({ default: false, description: 'Only what was not read yet.' })),
});
export const Message = Type.Object(
  {
    id: Uuid,
    type: Kind,
    category: Category,
    title: Type.String({ examples: ['OIL-5W30 is running low'] }),
    body: Type.String({ examples: ['2.000 is left of OIL-5W30.'] }),
    entityId: Uuid,
    serviceCenterId: Nullable(Uuid),
    createdAt: InstantText,
    readAt: Nullable(InstantText),
  },
  { $id: 'InboxMessage' },
);
export const Inbox = Page(Message);
export const InboxEvents = EventStream(
  'Server-sent events: `ready` and `reset` about the stream itself; `message` for each message that comes, with `id`, `type`, `category`, `title`, `body`, `entityId`, `serviceCenterId`, `createdAt` and `readAt` as JSON.',
);
export const ReadAll = Type.Object({ read: Type.Integer({ minimum: 0, examples: [3] }) }, { $id: 'MessagesRead' });

export const DeliveryQuery = pageQuery(['-createdAt'], {
  status: Type.Optional(Enumeration(notificationStatuses, { examples: ['dead'] })),
  channel: Type.Optional(Channel),
  type: Type.Optional(Kind),
  recipientId: Type.Optional(Uuid),
  entityId: Type.Optional({ ...Uuid, description: 'What it is about, such as an invoice.' }),
  serviceCenterId: Type.Optional(Uuid),
});
export const Delivery = Type.Object(
  {
    id: Uuid,
    type: Kind,
    category: Category,
    channel: Channel,
    status: Enumeration(notificationStatuses, { examples: ['sent'] }),
    recipientType: Enumeration(recipientTypes, { examples: ['CUSTOMER'] }),
    recipientId: Nullable(Uuid),
    entityId: Uuid,
    serviceCenterId: Nullable(Uuid),
    reason: Nullable(Type.String({ description: 'Why it was not sent, or not yet.', examples: ['The customer has no e-mail address.'] })),
    failures: Type.Integer({ minimum: 0, examples: [0] }),
    deferredUntil: Nullable(InstantText),
    templateId: Nullable(Uuid),
    templateVersion: Nullable(Type.Integer({ minimum: 1, examples: [1] })),
    language: Nullable(Language),
    createdAt: InstantText,
    sentAt: Nullable(InstantText),
    deliveredAt: Nullable({
      ...InstantText,
      description: 'When it is known to have arrived: at once in the application, of an SMS by its receipt.',
    }),
  },
  { $id: 'NotificationDelivery' },
);
export const DeliveryPage = Page(Delivery);

export const SmsReceipt = Type.Object(
  { status: Type.Optional(Type.String({ maxLength: 20, examples: ['1'] })) },
  { additionalProperties: true, description: 'What the provider says, in its own form.' },
);

export const TestMessage = Type.Object({
  templateId: Uuid,
  type: Type.Optional(TemplatedKind),
  channel: Type.Optional(Channel),
  vars: Vars,
});

const BroadcastText = Type.Object({
  language: Language,
  subject: Words(200, { examples: ['We are closed on 26 January'] }),
  body: Words(1_000, { examples: ['Dear {{name}}, all our branches are closed on Republic Day.'] }),
  dltTemplateId: Type.Optional(Nullable(DltId)),
});
export const StartBroadcast = Type.Object({
  category: Enumeration(broadcastCategories, { examples: ['SERVICE'] }),
  to: Enumeration(audiencesOfBroadcasts, { examples: ['CUSTOMERS'] }),
  channels: Type.Array(Channel, { minItems: 1, maxItems: channels.length, uniqueItems: true }),
  serviceCenterIds: Type.Optional(
    Type.Array(Uuid, { maxItems: 100, uniqueItems: true, description: 'Of these branches; of the whole company where none is named.' }),
  ),
  texts: Type.Array(BroadcastText, { minItems: 1, maxItems: paperLanguages.length, description: 'One for each language.' }),
  recipients: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 1_000_000_000,
      description: 'How many it goes to, as the answer without it said. Only with it anything is sent.',
      examples: [1200],
    }),
  ),
});
export const ShownAudience = Type.Object(
  {
    recipients: Type.Integer({ minimum: 0, examples: [1200] }),
    broadcastId: Nullable(Uuid),
  },
  { $id: 'BroadcastAudience' },
);
