import { auditActions } from '@dms/domain/shared/event-catalogue';
import { Type } from '@sinclair/typebox';
import { Enumeration, InstantText, Nullable, Page, pageQuery, Uuid } from '../schemas.ts';

const Action = Enumeration(auditActions, { examples: ['UPDATE'] });
const EntityType = Type.String({
  pattern: '^[A-Z][A-Za-z]{0,63}$',
  examples: ['JobCard'],
  'x-refusal': 'must be the kind of a record, such as JobCard',
});
const State = Nullable(Type.String({ examples: ['created'] }));
const Hash = Type.String({ pattern: '^[0-9a-f]{64}$', examples: ['9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'] });
/** An instant, or a business day; the century is bounded as that of every instant is. */
const Moment = (description: string) =>
  Type.Optional(
    Type.String({
      description,
      pattern:
        '^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}(T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9]))?$',
      examples: ['2026-11-22'],
      'x-refusal': 'must be a day or an instant, such as "2026-11-22" or "2026-11-22T04:30:00.000Z"',
    }),
  );

export const AuditLogQuery = pageQuery(['-createdAt'], {
  user: Type.Optional(Uuid),
  action: Type.Optional(Action),
  entity: Type.Optional(EntityType),
  entityId: Type.Optional(Uuid),
  from: Moment('From this day or instant on.'),
  to: Moment('Up to and with this day, or before this instant.'),
});

export const AuditLogPage = Page(
  Type.Object(
    {
      id: Uuid,
      at: InstantText,
      event: Type.String({ examples: ['JobCardMoved'] }),
      action: Action,
      userId: Nullable(Uuid),
      entityType: EntityType,
      entityId: Nullable(Uuid),
      serviceCenterId: Nullable(Uuid),
      from: State,
      to: State,
      description: Nullable(Type.String({ examples: ['The estimate was sent to the customer'] })),
      data: Type.Unsafe<Record<string, unknown>>({
        type: 'object',
        additionalProperties: true,
        description: 'Ids and figures of the event; never contact data or secrets.',
        examples: [{ vehicleId: '019aaf7e-5c00-7cc4-8d3e-2f6a1b9c0d11' }],
      }),
      payloadHash: Hash,
      address: Nullable(Type.String({ examples: ['10.0.4.17'] })),
      agent: Nullable(Type.String({ examples: ['Mozilla/5.0'] })),
      requestId: Type.String({ examples: ['019aaf7e-5c00-7cc4-8d3e-2f6a1b9c0d11'] }),
      lane: Nullable(
        Type.Integer({ minimum: 0, description: 'The chain that the row stands in; null if it is older than the chains.', examples: [3] }),
      ),
      position: Nullable(Type.Integer({ minimum: 1, examples: [1204] })),
      hash: Nullable(Hash),
    },
    { $id: 'AuditLog' },
  ),
);
