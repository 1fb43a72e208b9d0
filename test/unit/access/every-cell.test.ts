import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Limit } from '@dms/domain/shared/access/cell';
import type { ConditionName } from '@dms/domain/shared/access/conditions';
import { decide, explain, explanationOf } from '@dms/domain/shared/access/decide';
import type { Facts, Outcome } from '@dms/domain/shared/access/facts';
import type { ActionName } from '@dms/domain/shared/access/matrix';
import { actions, rows } from '@dms/domain/shared/access/rows';
import { type Role, roles } from '@dms/domain/shared/actor';
import { askerOf, broken, expectedOutcome, favourable, type Situation, situations, wanted } from './situations.ts';

const cells = actions.flatMap((action) => roles.map((role) => ({ ...rows[action], role, cell: rows[action].cells[role] })));

const conditionsOf = (action: ActionName, role: Role): ConditionName[] => [
  ...new Set([...rows[action].laws, ...rows[action].cells[role].conditions]),
];

const factsFor = (action: ActionName, role: Role, { facts }: Situation): Facts =>
  conditionsOf(action, role).reduce<Facts>((sum, name) => ({ ...sum, ...wanted[name] }), { ...favourable, ...facts });

const own = situations[0]!;

/** Enforcement and explanation at once: they have to agree wherever either is asked. */
const outcomeOf = (action: ActionName, role: Role, facts: Facts): Outcome => {
  const decision = decide(askerOf(role), action, facts);
  assert.deepEqual(explain(askerOf(role), action, facts), explanationOf(decision), `${action}, ${role}`);
  assert.ok(decision.rule.startsWith(`${action}:${role}=`), decision.rule);
  assert.match(decision.reason, /^[A-Z].*\.$/);
  return decision.outcome;
};

const beyond = (limit: Limit): Facts[] => [
  ...(limit.amountPaise === undefined ? [] : [{ amountPaise: limit.amountPaise + 1n }, { amountPaise: -limit.amountPaise - 1n }]),
  ...(limit.amountPaise === undefined ? [] : [{ amountPaise: 1n, dayTotalPaise: limit.amountPaise }]),
  ...(limit.quantityThousandths === undefined ? [] : [{ quantityThousandths: limit.quantityThousandths + 1n }]),
  ...(limit.percentTenThousandths === undefined ? [] : [{ percentTenThousandths: limit.percentTenThousandths + 1n }]),
];

describe('every cell of the access matrix', () => {
  it('ACC-08 enforces what it says and explains what it enforces, wherever the record lies', () => {
    let asked = 0;
    for (const { action, role, cell, seenBy } of cells) {
      for (const situation of situations) {
        asked += 1;
        const read = seenBy && rows[seenBy].cells[role].scope;
        const expected = expectedOutcome(action, role, cell, read, situation);
        assert.equal(
          outcomeOf(action, role, factsFor(action, role, situation)),
          expected,
          `${action}, ${role} (${cell.text}), ${situation.name}`,
        );
      }
    }
    assert.equal(asked, actions.length * roles.length * situations.length);
  });

  it('ACC-08 refuses as soon as any one condition of the cell or law over the row is broken, and explains so', () => {
    let broke = 0;
    for (const { action, role, cell } of cells.filter(({ cell: { scope } }) => scope !== 'none')) {
      for (const name of conditionsOf(action, role)) {
        // Super administrators are limited in nothing, and roles without a branch are of either side.
        const beyondReach = name === 'limits' ? role === 'SUPER_ADMIN' : name.endsWith(' side') && !askerOf(role).serviceCenterIds.length;
        if (beyondReach) continue;
        broke += 1;
        const outcome = outcomeOf(action, role, { ...factsFor(action, role, own), ...broken[name] });
        assert.equal(outcome, cell.elseAsk ? 'approval' : 'denied', `${action}, ${role} (${cell.text}) without "${name}"`);
      }
    }
    assert.ok(broke > 50);
  });

  it('ACC-04 allows up to the limit and asks for an approval one step above it, whether in one document or over the day', () => {
    const limited = cells.filter(({ cell: { limit } }) => limit);
    assert.ok(limited.length > 20);
    for (const { action, role, cell } of limited) {
      const { cashOnly, ...limit } = cell.limit!;
      const facts = factsFor(action, role, own);
      assert.equal(outcomeOf(action, role, { ...facts, ...limit }), 'allowed', `${action}, ${role} at its limit`);
      for (const above of beyond(limit))
        assert.equal(outcomeOf(action, role, { ...facts, ...above }), 'approval', `${action}, ${role} above it`);
      for (const above of cashOnly ? beyond(limit) : [])
        assert.equal(outcomeOf(action, role, { ...facts, ...above, paidInCash: false }), 'allowed', `${action}, ${role} without cash`);
    }
  });

  it('ACC-03 denies to all roles alike what they do not have, without looking at the record', () => {
    for (const { action, role } of cells.filter(({ cell: { scope } }) => scope === 'none'))
      assert.equal(outcomeOf(action, role, {}), 'denied', `${action}, ${role}`);
  });
});
