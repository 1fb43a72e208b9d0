import type { Actor } from '../../shared/actor.ts';
import type { Entry } from '../../shared/feed.ts';
import type { InboxRow } from '../reads.ts';

/** A message as it came to stand in somebody's inbox. */
export type InboxEntry = Entry & { readonly recipientId: string; readonly message: InboxRow };

/** A message as whoever it is for reads it; nothing for anybody else, whatever they may do (NOT-07). */
export const shownInInbox = ({ recipientId, message }: InboxEntry, { userId }: Actor): InboxRow | undefined =>
  recipientId === userId ? message : undefined;
