/** The ways a message goes. */
export const channels = ['EMAIL', 'SMS', 'IN_APP'] as const;
export type Channel = (typeof channels)[number];

/** What a message is about, as somebody may want it or not (NOT-02). */
export const categories = ['SECURITY', 'BILLING', 'SERVICE', 'WORK', 'STOCK', 'APPROVALS', 'PROMOTION', 'EMERGENCY'] as const;
export type Category = (typeof categories)[number];

/** Nobody chooses not to hear of these: somebody's account, or danger. They pass the quiet hours as well (NOT-02). */
const alwaysTold: readonly Category[] = ['SECURITY', 'EMERGENCY'];

export const isOptional = (category: Category): boolean => !alwaysTold.includes(category);

/** What sells something goes only to customers who agreed to that, and by SMS only by day (NOT-03). */
export const isPromotion = (category: Category): boolean => category === 'PROMOTION';
