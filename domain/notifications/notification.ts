import type { New } from '../shared/entity.ts';
import type { PaperLanguage } from '../shared/languages.ts';
import { step } from '../shared/state-machine.ts';
import type { Category, Channel } from './channels.ts';
import type { KindName } from './kinds.ts';
import { type NotificationEvent, notificationMachine, type NotificationStatus } from './notification.states.ts';
import type { Payload } from './ports.ts';

/** Whom a message is for. `ADDRESS` is one that somebody named, of nobody that is known here. */
export const recipientTypes = ['USER', 'CUSTOMER', 'ADDRESS'] as const;
export type RecipientType = (typeof recipientTypes)[number];

/** What was said, and by which template. */
export type Said = { readonly templateId: string | null; readonly templateVersion: number | null; readonly language: PaperLanguage };

/** One message to one recipient by one way. What it says is composed when it is sent, so nothing personal waits in it (NOT-01). */
export class Notification {
  readonly id!: string;
  readonly type!: KindName;
  readonly category!: Category;
  readonly channel!: Channel;
  status: NotificationStatus = 'queued';
  readonly recipientType!: RecipientType;
  readonly recipientId: string | null = null;
  /** Only where somebody named it: whoever is known has the address they have when it is sent. */
  readonly address: string | null = null;
  /** It passes the quiet hours. */
  readonly urgent: boolean = false;
  /** The event that brought it; null where somebody asked for it. */
  readonly eventId: string | null = null;
  /** What it is about. */
  readonly entityId!: string;
  readonly serviceCenterId: string | null = null;
  readonly data: Payload = {};
  /** Why it was not sent, or when it failed last. */
  reason: string | null = null;
  deferredUntil: Date | null = null;
  failures: number = 0;
  templateId: string | null = null;
  templateVersion: number | null = null;
  language: PaperLanguage | null = null;
  /** What stands in the inbox of a user; other ways keep no copy of what they said. */
  title: string | null = null;
  body: string | null = null;
  readAt: Date | null = null;
  sentAt: Date | null = null;
  /** When it is known to have arrived; of letters nobody says so. */
  deliveredAt: Date | null = null;
  readonly createdAt!: Date;

  constructor(fields: New<Notification, 'id' | 'type' | 'category' | 'channel' | 'recipientType' | 'entityId' | 'createdAt'>) {
    Object.assign(this, fields);
  }

  /** Whether there is nothing left to do about it. */
  get isOver(): boolean {
    return ['sent', 'delivered', 'suppressed', 'merged'].includes(this.status);
  }

  isInInboxOf(userId: string): boolean {
    return this.recipientId === userId && this.recipientType === 'USER' && this.channel === 'IN_APP' && this.status === 'delivered';
  }

  suppress(reason: string): void {
    this.walk('suppress');
    this.reason = reason;
  }

  /** A later one about the same takes its place. */
  giveWay(): void {
    this.walk('merge');
    this.reason = 'A later one has taken its place.';
  }

  defer(until: Date): void {
    this.walk('defer');
    this.deferredUntil = until;
  }

  sent(said: Said, at: Date): void {
    this.walk('begin');
    this.walk('accept');
    Object.assign(this, said, { sentAt: at, reason: null });
  }

  shown(said: Said, title: string, body: string, at: Date): void {
    this.walk('show');
    Object.assign(this, said, { title, body, sentAt: at, deliveredAt: at });
  }

  /** An attempt went wrong: there is a next one, or there is none any more. */
  failed(reason: string, isLast: boolean): void {
    this.walk('begin');
    this.walk(isLast ? 'give_up' : this.failures === 0 ? 'fail' : 'retry');
    this.failures += 1;
    this.reason = reason;
  }

  /** Its provider says that it arrived. Answers whether that is news: of what has no way there, as what arrived already, it is none. */
  arrived(at: Date): boolean {
    if (!this.takes('confirm')) return false;
    this.walk('confirm');
    Object.assign(this, { deliveredAt: at, sentAt: this.sentAt ?? at, reason: null });
    return true;
  }

  /** Its provider says that it will not arrive. Answers whether that is news. */
  returned(detail: string | null): boolean {
    if (!this.takes('return')) return false;
    this.walk('return');
    this.reason = `The operators did not deliver it${detail === null ? '' : ` (${detail})`}.`;
    return true;
  }

  private takes(event: NotificationEvent): boolean {
    return notificationMachine.edges.some((edge) => edge.from === this.status && edge.event === event);
  }

  private walk(event: NotificationEvent): void {
    const walked = step(notificationMachine, this.status, event, {});
    if (!walked.possible) throw new Error(walked.missing.join(' '));
    this.status = walked.to;
  }
}
