import { auditActions } from '@dms/domain/shared/event-catalogue';
import { Type } from '@sinclair/typebox';
import { Period } from '../moments.ts';
import { Enumeration, InstantText, Nullable, Page, pageQuery, Uuid } from '../schemas.ts';

const Action = Enumeration(auditActions, { examples: ['UPDATE'] });
const EntityType = Type.String({
  pattern: '^[A-Z][A-Za-z]{0,63}$',
  examples: ['JobCard'],
  'x-refusal': 'must be the kind of a record, such as JobCard',
});
const State = Nullable(Type.String({ examples: ['created'] }));
const Hash = Type.String({ pattern: '^[0-9a-f]{64}$', examples: ['9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'] });

export const AuditLogQuery = pageQuery(['-createdAt'], {
  user: Type.Optional(Uuid),
  action: Type.Optional(Action),
  entity: Type.Optional(EntityType),
  entityId: Type.Optional(Uuid),
  ...Period,
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
