/** Whether two values of plain fields say the same: what is as it was is not changed, and not told. */
export const isSameValue = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
