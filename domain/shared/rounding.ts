/**
 * Exact division and sharing over integers. Everything that rounds in this library rounds here, so that there is one rule:
 * half away from zero, decided on the magnitude. A credit note thereby mirrors its invoice to the paisa (TAX-01).
 */

/**
 * `numerator / denominator` to the nearest integer, halves away from zero.
 * The denominator must be positive; the numerator may have either sign.
 */
export const divideRounded = (numerator: bigint, denominator: bigint): bigint =>
  numerator < 0n ? -((2n * -numerator + denominator) / (2n * denominator)) : (2n * numerator + denominator) / (2n * denominator);

/**
 * Shares `total` over `weights` in proportion, so that the shares add up to `total` exactly: everyone gets the whole part,
 * and what is left goes one by one to the largest remainders, ties to the lowest index (TAX-04).
 * Nobody with weight zero gets anything. `total` and all weights must not be negative; with all weights zero, so must `total`.
 */
export const allocate = (total: bigint, weights: readonly bigint[]): bigint[] => {
  const whole = weights.reduce((sum, weight) => sum + weight, 0n);
  if (whole === 0n) return weights.map(() => 0n);
  const shares = weights.map((weight) => (total * weight) / whole);
  const left = total - shares.reduce((sum, share) => sum + share, 0n);
  for (const index of largestRemainders(total, weights, whole).slice(0, Number(left))) shares[index]! += 1n;
  return shares;
};

const largestRemainders = (total: bigint, weights: readonly bigint[], whole: bigint): number[] => {
  const remainders = weights.map((weight) => (total * weight) % whole);
  // The sort is stable, so equal remainders keep the order of the lines.
  return [...remainders.keys()].sort((a, b) => (remainders[a]! < remainders[b]! ? 1 : remainders[a]! > remainders[b]! ? -1 : 0));
};
