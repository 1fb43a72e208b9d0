import type { Facts } from '../../shared/access/facts.ts';

/** What the access matrix wants to know of a file: all of its record, and who added it. What never ends is never completed. */
export const factsOfFile = (record: Facts, createdBy: string | null): Facts => ({
  completed: false,
  ...record,
  makerId: createdBy,
  ownerIds: [...(record.ownerIds ?? []), ...(createdBy === null ? [] : [createdBy])],
});

/** Whose the record is does not make its files theirs to delete: what an advisor noted at the counter is not an engineer's. */
export const factsOfDeleting = ({ makerId = null }: Facts): Facts => ({ ownerIds: makerId === null ? [] : [makerId] });
