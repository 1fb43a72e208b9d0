type Kept = {
  /** For how many days, until `retention.<name>` is set. */
  readonly days: number;
  /** What is kept, and from when on its days are counted. */
  readonly what: string;
};

/**
 * RET-01: the one table of what is forgotten, in this order. Nothing statutory is in it, and never will be: what the law wants kept for
 * eight financial years the database refuses to delete. A module adds its line, and to the adapter the statement that forgets it. Access logs
 * are no table: they are lines of the log, kept by whoever gathers it.
 */
export const retained = {
  'idempotency-keys': { days: 7, what: 'answers under an Idempotency-Key, from the request on' },
  outbox: { days: 30, what: 'events, from when they were handed on' },
  inbox: { days: 30, what: 'which message was handled, from then on; and as long as its event is there' },
  jobs: { days: 30, what: 'background work that was done, deliveries to webhooks apart, from then on; and as long as its event is there' },
  deliveries: {
    days: 90,
    what: 'messages that were told or will not be, in inboxes read or not, from when they were made; and as long as their event is there',
  },
  'webhook-deliveries': { days: 90, what: 'deliveries to webhooks, taken or given up, from then on; and as long as their event is there' },
  sessions: { days: 30, what: 'sessions, from when the last one of a login expired' },
  links: { days: 30, what: 'links for a new password and invitations, from when they expired' },
  'scheduled-runs': { days: 90, what: 'scheduled runs, from their end on' },
  imports: { days: 7, what: 'files that were imported, with the rows that were refused, from their end on' },
} as const satisfies Record<string, Kept>;

export type RetainedName = keyof typeof retained;
export const retainedNames = Object.keys(retained) as readonly RetainedName[];
