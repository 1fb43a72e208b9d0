/** One small named rule of the business: what it refuses, said as a sentence, or nothing. */
export type Policy<Facts> = (facts: Facts) => string | undefined;

/** All of them, for who wants to know everything that is missing at once. */
export const allRefusals = <Facts>(policies: readonly Policy<Facts>[], facts: Facts): string[] =>
  policies.flatMap((policy) => policy(facts) ?? []);
