import type { Scope } from '../shared/actor.ts';
import type { Page, PageRequest } from '../shared/page.ts';
import type { Category, Channel } from './channels.ts';
import type { KindName } from './kinds.ts';
import type { RecipientType } from './notification.ts';
import type { NotificationStatus } from './notification.states.ts';
import type { Template } from './template.ts';

export type TemplateRow = Pick<
  Template,
  'id' | 'type' | 'channel' | 'language' | 'subject' | 'body' | 'html' | 'variables' | 'dltTemplateId' | 'version'
>;

/** A message as it stands in somebody's inbox. */
export type InboxRow = {
  readonly id: string;
  readonly type: KindName;
  readonly category: Category;
  readonly title: string;
  readonly body: string;
  readonly entityId: string;
  readonly serviceCenterId: string | null;
  readonly createdAt: string;
  readonly readAt: string | null;
};

/** What became of a message; whom it went to by id alone, since addresses are nobody's business here. */
export type DeliveryRow = {
  readonly id: string;
  readonly type: KindName;
  readonly category: Category;
  readonly channel: Channel;
  readonly status: NotificationStatus;
  readonly recipientType: RecipientType;
  readonly recipientId: string | null;
  readonly entityId: string;
  readonly serviceCenterId: string | null;
  readonly reason: string | null;
  readonly failures: number;
  readonly deferredUntil: string | null;
  readonly templateId: string | null;
  readonly templateVersion: number | null;
  readonly language: string | null;
  readonly createdAt: string;
  readonly sentAt: string | null;
  readonly deliveredAt: string | null;
};

export type TemplateFilter = {
  readonly type?: string | undefined;
  readonly channel?: string | undefined;
  readonly language?: string | undefined;
};
export type DeliveryFilter = {
  readonly status?: string | undefined;
  readonly channel?: string | undefined;
  readonly type?: string | undefined;
  readonly recipientId?: string | undefined;
  readonly entityId?: string | undefined;
  readonly serviceCenterId?: string | undefined;
};

export type NotificationReads = {
  templates(filter: TemplateFilter, page: PageRequest): Promise<Page<TemplateRow>>;
  /** @throws DomainError `entity.absent` */
  template(id: string): Promise<Template>;
  inbox(userId: string, unread: boolean, page: PageRequest): Promise<Page<InboxRow>>;
  deliveries(filter: DeliveryFilter, scope: Scope, page: PageRequest): Promise<Page<DeliveryRow>>;
};
