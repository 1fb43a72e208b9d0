import type { EventName } from './event-catalogue.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Something that happened to one entity. It carries ids and figures, never contact data or secrets (AUD-01). */
export type DomainEvent = {
  readonly name: EventName;
  readonly entityId: string;
  readonly serviceCenterId: string | null;
  readonly from?: string | null;
  readonly to?: string | null;
  /** One sentence for who reads the audit trail, where the name does not say it all. */
  readonly description?: string;
  readonly data: { readonly [key: string]: Json };
};

/** A record to which something can happen that no use case asked for: the unit of work takes it down with the rest, once. */
export type Telling = { tell(): readonly DomainEvent[] };
