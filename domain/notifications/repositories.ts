import type { Role } from '../shared/actor.ts';
import type { Repository } from '../shared/repository.ts';
import type { Broadcast, BroadcastProgress } from './broadcast.ts';
import type { Notification } from './notification.ts';
import type { Occasions } from './occasions.ts';
import type { Owner, Preference } from './preference.ts';
import type { Template, TemplateKey, TemplateVersion } from './template.ts';

export type Templates = Repository<Template> & {
  find(key: TemplateKey): Promise<Template | undefined>;
  /** All there are, by their keys. */
  keys(): Promise<readonly TemplateKey[]>;
  addVersion(version: TemplateVersion): void;
};

/** Messages, inside a unit of work. */
export type Notifications = {
  add(notifications: readonly Notification[]): Promise<void>;
  /** Nobody else does anything about it until this unit ends. */
  lock(id: string): Promise<Notification | undefined>;
  /** Those of the same kind, about the same, to the same recipient by the same way, which wait to be sent; locked. */
  waitingLike(notification: Notification): Promise<Notification[]>;
  save(notification: Notification): Promise<void>;
  /** Of a user's own, one, or all where none is named; reading is no change of the message. Says how many were unread. */
  markRead(userId: string, id: string | undefined, at: Date): Promise<number>;
};

export type Preferences = {
  of(owner: Owner): Promise<readonly Preference[]>;
  put(owner: Owner, preferences: readonly Preference[]): Promise<void>;
};

/** Who is to be told, by what they do. */
export type Audience = {
  /** Users at work with one of these roles: those of the branch, or those whom no branch bounds. */
  usersWith(roles: readonly Role[], serviceCenterId: string | null): Promise<string[]>;
  /** How many are meant, and no further than `most`. */
  count(meant: Meant, most: number): Promise<number>;
  /** The first of those who are meant behind an id, in the order of their ids, so many at most. */
  next(meant: Meant, after: string | null, limit: number): Promise<string[]>;
};

/** Users at work at these branches, or customers inside them; of the whole company where no branch is named. */
export type Meant = Pick<Broadcast, 'to' | 'serviceCenterIds'> & {
  /** Of customers, those who gave it. */
  readonly consent: string | null;
};

export type Broadcasts = Repository<Broadcast> & {
  /** Ask where nobody else goes on with it. */
  progressOf(id: string): Promise<BroadcastProgress>;
  noteProgress(id: string, progress: BroadcastProgress): Promise<void>;
};

export type NotificationRepositories = {
  readonly templates: Templates;
  readonly notifications: Notifications;
  readonly broadcasts: Broadcasts;
  readonly preferences: Preferences;
  readonly audience: Audience;
  readonly occasions: Occasions;
};
