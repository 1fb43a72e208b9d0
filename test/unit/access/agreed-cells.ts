import type { Cell } from '@dms/domain/shared/access/cell';

type Meaning = Omit<Cell, 'text'>;

const plain = (scope: Cell['scope'], more: Partial<Meaning> = {}): Meaning => ({
  scope,
  conditions: [],
  masks: [],
  elseAsk: false,
  ...more,
});

const rupees = (amount: bigint): bigint => amount * 100n;

const when = (scope: Cell['scope'], ...conditions: Cell['conditions']): Meaning => plain(scope, { conditions });

const upTo = (scope: Cell['scope'], amount: bigint): Meaning => plain(scope, { limit: { amountPaise: rupees(amount) } });

const discountUpTo = (scope: Cell['scope'], percent: bigint, amount: bigint): Meaning =>
  plain(scope, { limit: { percentTenThousandths: percent * 10_000n, amountPaise: rupees(amount) } });

const masked = (scope: Cell['scope'], mask: Cell['masks'][number]['mask'], onlyOutsideBranch = false): Meaning =>
  plain(scope, { masks: [{ mask, onlyOutsideBranch }] });

/** What each way of writing in the agreed table means, set down by hand; where it names no scope, the role tells it. */
export const meaningOf: Readonly<Record<string, Meaning>> = {
  '–': plain('none'),
  // Who did the work is kept from checking it by a law over the row, whatever the role.
  '– (never the engineer who did the work)': plain('none'),
  A: plain('A'),
  B: plain('B'),
  O: plain('O'),
  R: plain('R'),
  any: plain('A'),
  'A (not SA)': when('A', 'not SA'),
  'A (≤AD)': when('A', '≤AD'),
  'B (AV,ST,EN)': when('B', 'AV,ST,EN'),
  'A (m)': masked('A', 'contacts'),
  'A (m outside B)': masked('A', 'contacts', true),
  'A (amounts masked)': masked('A', 'amounts'),
  'O (no customer name)': masked('O', 'customer-name'),
  'A (operations)': when('A', 'operations'),
  'A (service)': when('A', 'service'),
  'B (service)': when('B', 'service'),
  'B (parts)': when('B', 'parts'),
  'B (parts, cash)': when('B', 'parts, cash'),
  'A (triage)': when('A', 'triage'),
  'A (reason)': when('A', 'reason'),
  'B (reason)': when('B', 'reason'),
  'B (OTC)': when('B', 'OTC'),
  'O (visit)': when('O', 'visit'),
  'O (home visit)': when('O', 'home visit'),
  'O (odometer, photos)': when('O', 'odometer, photos'),
  'O (before completion)': when('O', 'before completion'),
  'O (self-assign, if the branch allows)': when('O', 'self-assign, if the branch allows'),
  'B (limits; never own)': when('B', 'limits', 'never own'),
  'B (before parts are issued) else R': plain('B', { conditions: ['before parts are issued'], elseAsk: true }),
  'O (visit; cash ≤20,000 a day)': plain('O', { conditions: ['visit'], limit: { amountPaise: rupees(20_000n), cashOnly: true } }),
  'A≤1,000': upTo('A', 1_000n),
  'B≤1,000': upTo('B', 1_000n),
  'B≤5,000': upTo('B', 5_000n),
  'B≤10,000': upTo('B', 10_000n),
  'B≤25,000': upTo('B', 25_000n),
  'B≤1,00,000': upTo('B', 100_000n),
  '≤10,000': upTo('A', 10_000n),
  '≤50,000': upTo('A', 50_000n),
  'B≤2,000 and ≤5 units': plain('B', { limit: { amountPaise: rupees(2_000n), quantityThousandths: 5_000n } }),
  '≤30 %, ≤50,000': discountUpTo('A', 30n, 50_000n),
  '≤5 %, ≤500': discountUpTo('B', 5n, 500n),
  '≤15 %, ≤5,000': discountUpTo('B', 15n, 5_000n),
  '≤2 %, ≤200': discountUpTo('B', 2n, 200n),
};
