import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decide, explain, mayEver, permittedActions, scopeOf } from '@dms/domain/shared/access/decide';
import type { Asker, Facts } from '@dms/domain/shared/access/facts';
import { actions, matrixLimits, rows } from '@dms/domain/shared/access/rows';
import { roles, systemActor } from '@dms/domain/shared/actor';
import fc from 'fast-check';
import { askerOf, favourable, foreign, home, situations } from './situations.ts';

const advisor = askerOf('SERVICE_ADVISOR');
const manager = askerOf('SC_MANAGER');
const staff = askerOf('SC_STAFF');
const engineer = askerOf('SERVICE_ENGINEER');
const superAdmin = askerOf('SUPER_ADMIN');
const me = manager.userId!;

const visitor: Asker = { userId: null, role: 'PUBLIC', serviceCenterIds: [] };

describe('a decision of the access policy', () => {
  it('ACC-01 follows the branches the user has now', () => {
    const job: Facts = { serviceCenterId: home };
    assert.equal(decide(advisor, 'job.move', job).outcome, 'allowed');
    assert.equal(decide({ ...advisor, serviceCenterIds: [] }, 'job.move', job).outcome, 'out-of-scope');
    assert.equal(decide({ ...advisor, serviceCenterIds: [foreign] }, 'job.move', { serviceCenterId: foreign }).outcome, 'allowed');
  });

  it('ACC-02 maker is never checker, not even as super administrator', () => {
    const asked: Facts = { serviceCenterId: home, amountPaise: 1n, dayTotalPaise: 0n, makerId: me, about: 'refund.approve' };
    for (const action of ['approval.decide', 'refund.approve', 'creditnote.approve', 'warranty.decide'] as const) {
      for (const asker of [superAdmin, manager]) {
        const { outcome, rule, reason } = decide(asker, action, asked);
        assert.equal(outcome, 'denied', action);
        assert.match(rule, / ACC-02$/);
        assert.match(reason, /only when somebody else asked for it\.$/);
      }
      assert.equal(decide(superAdmin, action, { ...asked, makerId: 'somebody-else' }).outcome, 'allowed');
    }
  });

  it('ACC-02 QC needs somebody who did not do the work, whatever the role', () => {
    for (const asker of [superAdmin, manager, advisor]) {
      const card: Facts = { serviceCenterId: home, ownerIds: ['engineer'] };
      assert.equal(decide(asker, 'job.qc', { ...card, workedBy: ['engineer', me] }).outcome, 'denied');
      assert.equal(decide(asker, 'job.qc', { ...card, workedBy: ['engineer'] }).outcome, 'allowed');
    }
  });

  it('ACC-03 hides what is not theirs to see, and denies what they see but may not touch', () => {
    const photo: Facts = { serviceCenterId: home, ownerIds: ['colleague'] };
    assert.equal(decide(advisor, 'file.read', photo).outcome, 'allowed');
    assert.equal(decide(advisor, 'file.delete', photo).outcome, 'denied');
    assert.equal(decide(engineer, 'job.work', photo).outcome, 'out-of-scope');
    assert.equal(decide(staff, 'stock.receive', { serviceCenterId: foreign }).outcome, 'out-of-scope');
  });

  it('ACC-04 asks where a role may only ask, and where the cell says "else R"', () => {
    assert.equal(decide(advisor, 'job.reopen', { serviceCenterId: home }).outcome, 'approval');
    assert.equal(decide(advisor, 'job.cancel', { serviceCenterId: home, partsIssued: false }).outcome, 'allowed');
    assert.equal(decide(advisor, 'job.cancel', { serviceCenterId: home, partsIssued: true }).outcome, 'approval');
    assert.equal(decide(askerOf('CALL_CENTER'), 'job.create', { serviceCenterId: foreign }).outcome, 'approval');
    assert.equal(decide(askerOf('ADMIN'), 'config.edit', { serviceCenterId: null }).outcome, 'approval');
  });

  it('ACC-04 counts what the user did before on the same business day', () => {
    const adjustment: Facts = { serviceCenterId: home, amountPaise: 500_00n, quantityThousandths: 5_000n };
    assert.equal(decide(staff, 'stock.adjust', { ...adjustment, dayTotalPaise: 1_500_00n }).outcome, 'allowed');
    assert.equal(decide(staff, 'stock.adjust', { ...adjustment, dayTotalPaise: 1_500_01n }).outcome, 'approval');
    assert.equal(decide(staff, 'stock.adjust', { ...adjustment, dayTotalPaise: 0n, quantityThousandths: 5_001n }).outcome, 'approval');
  });

  it('ACC-05 a transfer is approved by the other side, sent by the sender and received by the receiver', () => {
    const transfer = { fromServiceCenterId: home, toServiceCenterId: foreign, makerServiceCenterId: foreign };
    const there = { ...manager, userId: 'manager-there', serviceCenterIds: [foreign] };
    const facts: Facts = { serviceCenterIds: [home, foreign], transfer, makerId: 'somebody', amountPaise: 1n, dayTotalPaise: 0n };
    const byAction = (asker: Asker) =>
      (['transfer.approve', 'transfer.dispatch', 'transfer.receive'] as const).map((action) => decide(asker, action, facts).outcome);
    assert.deepEqual(byAction(manager), ['allowed', 'allowed', 'denied']);
    assert.deepEqual(byAction(there), ['denied', 'denied', 'allowed']);
    assert.match(decide(there, 'transfer.approve', facts).rule, / ACC-05$/);
    assert.deepEqual(byAction({ ...manager, serviceCenterIds: ['a-third'] }), ['out-of-scope', 'out-of-scope', 'out-of-scope']);
  });

  it('ACC-06 names what is masked for whom', () => {
    const masksOf = (asker: Asker, action: Parameters<typeof decide>[1], facts: Facts) => decide(asker, action, facts).masks;
    assert.deepEqual(masksOf(askerOf('CALL_CENTER'), 'invoice.read', { serviceCenterId: foreign }), ['amounts']);
    assert.deepEqual(masksOf(advisor, 'customer.search', { serviceCenterIds: [foreign] }), ['contacts']);
    assert.deepEqual(masksOf(advisor, 'customer.search', { serviceCenterIds: [foreign, home] }), []);
    assert.deepEqual(masksOf(advisor, 'customer.search', {}), ['contacts'], 'an unknown branch is masked');
    assert.deepEqual(masksOf(superAdmin, 'customer.search', { serviceCenterIds: [foreign] }), []);
    assert.deepEqual(masksOf(engineer, 'feedback.read', { serviceCenterId: home, ownerIds: [me] }), ['customer-name']);
    for (const action of ['part.cost', 'kpi.margin', 'amount.read'] as const) assert.equal(mayEver(askerOf('CALL_CENTER'), action), false);
    for (const role of ['SERVICE_ADVISOR', 'SERVICE_ENGINEER'] as const) assert.equal(mayEver({ role }, 'part.cost'), false);
  });

  it('ACC-07 reads limits by their configuration key, and falls back to the matrix', () => {
    const facts: Facts = { serviceCenterId: home, amountPaise: 2_500_00n, dayTotalPaise: 0n, quantityThousandths: 5_000n };
    assert.equal(decide(staff, 'stock.adjust', facts).outcome, 'approval');
    const asked: string[] = [];
    const configured = decide(staff, 'stock.adjust', facts, (key) => {
      asked.push(key);
      return key === 'limits.stock.adjust.SC_STAFF' ? { amountPaise: 2_500_00n } : undefined;
    });
    assert.equal(configured.outcome, 'allowed');
    assert.ok(asked.every((key) => matrixLimits.has(key as never)));
    const raised = { ...facts, quantityThousandths: 5_001n };
    assert.equal(decide(staff, 'stock.adjust', raised, () => ({ amountPaise: 9_999_00n })).outcome, 'approval', 'the five units remain');
    assert.deepEqual(matrixLimits.get('limits.stock.adjust.SC_STAFF'), { amountPaise: 2_000_00n, quantityThousandths: 5_000n });
  });

  it('ACC-07 smaller actions share the limit of their parent', () => {
    const facts: Facts = { serviceCenterId: home, amountPaise: 1_500_00n, dayTotalPaise: 0n };
    const raised = (key: string) => (key === 'limits.creditnote.create.SERVICE_ADVISOR' ? { amountPaise: 2_000_00n } : undefined);
    assert.equal(decide(advisor, 'debitnote.create', facts).outcome, 'approval');
    assert.equal(decide(advisor, 'debitnote.create', facts, raised).outcome, 'allowed');
  });

  it('ACC-08 says which roles could', () => {
    const adjustment: Facts = { serviceCenterId: home, amountPaise: 30_000_00n, dayTotalPaise: 0n, quantityThousandths: 1n };
    assert.deepEqual(decide(manager, 'stock.adjust', adjustment).roles, ['SUPER_ADMIN', 'ADMIN']);
    assert.deepEqual(decide(staff, 'stock.adjust', { ...adjustment, amountPaise: 3_000_00n }).roles, [
      'SUPER_ADMIN',
      'ADMIN',
      'SC_MANAGER',
    ]);
    const worn = { ...adjustment, amountPaise: 100_00n, dayTotalPaise: 24_999_00n };
    assert.deepEqual(
      decide(manager, 'stock.adjust', worn).roles,
      ['SUPER_ADMIN', 'ADMIN', 'SC_MANAGER', 'SC_STAFF'],
      "another's day is new",
    );
    assert.deepEqual(decide(staff, 'job.assign', { serviceCenterId: home }).roles, [
      'SUPER_ADMIN',
      'ADMIN',
      'SERVICE_ADVISOR',
      'SC_MANAGER',
      'SERVICE_ENGINEER',
    ]);
    const note: Facts = { serviceCenterId: home, amountPaise: 5_000_00n, dayTotalPaise: 0n };
    assert.deepEqual(decide(advisor, 'creditnote.create', note).roles, ['SUPER_ADMIN', 'ADMIN', 'SC_MANAGER']);
    assert.deepEqual(decide(advisor, 'user.create', { serviceCenterId: home, targetRoles: ['SC_MANAGER'] }).roles, [
      'SUPER_ADMIN',
      'ADMIN',
    ]);
  });

  it('ACC-08 an explanation without a record names what it depends on', () => {
    const { allowed, reason } = explain(staff, 'stock.adjust', { serviceCenterId: home, amountPaise: 1_500_00n });
    assert.equal(allowed, true);
    assert.match(reason, /provided that it stays within ₹2,000\.00 by document and business day, 5 units by document\.$/);
    assert.equal(explain(manager, 'stock.adjust', { amountPaise: 30_000_00n }).requiresApproval, true);
    assert.match(
      explain(manager, 'job.qc', { serviceCenterId: home }).reason,
      /provided that they did not work on the job card themselves\.$/,
    );
  });

  it('an approval is decided within the limits of who decides', () => {
    const asked: Facts = { serviceCenterId: home, makerId: 'advisor', about: 'creditnote.create', dayTotalPaise: 0n };
    assert.equal(decide(manager, 'approval.decide', { ...asked, amountPaise: 10_000_00n }).outcome, 'allowed');
    assert.equal(decide(manager, 'approval.decide', { ...asked, amountPaise: 10_000_01n }).outcome, 'denied');
    assert.equal(decide(askerOf('ADMIN'), 'approval.decide', { ...asked, about: 'config.edit' }).outcome, 'denied');
    assert.equal(decide(superAdmin, 'approval.decide', { ...asked, about: 'config.edit' }).outcome, 'allowed');
    assert.equal(decide(manager, 'approval.decide', { ...asked, about: 'order.return' }).outcome, 'allowed');
  });

  it('engineers take a free job card for themselves where the branch lets them, and none for others or from others', () => {
    const free: Facts = { serviceCenterId: home, ownerIds: [], assigneeId: me, selfAssignAllowed: true };
    assert.equal(decide(engineer, 'job.assign', free).outcome, 'allowed');
    assert.equal(decide(engineer, 'job.assign', { ...free, selfAssignAllowed: false }).outcome, 'denied');
    assert.equal(decide(engineer, 'job.assign', { ...free, serviceCenterId: foreign }).outcome, 'out-of-scope');
    assert.notEqual(decide(engineer, 'job.assign', { ...free, ownerIds: ['colleague'] }).outcome, 'allowed');
    assert.notEqual(decide(engineer, 'job.assign', { ...free, assigneeId: 'colleague' }).outcome, 'allowed');
    assert.notEqual(decide(engineer, 'job.assign', { ...free, ownerIds: [me], assigneeId: 'colleague' }).outcome, 'allowed');
  });

  it('what belongs to the whole company is beyond a branch', () => {
    assert.equal(decide(manager, 'package.edit', { serviceCenterId: null }).outcome, 'denied');
    assert.equal(decide(manager, 'part.edit', { serviceCenterId: null }).outcome, 'approval');
    assert.equal(decide(askerOf('ADMIN'), 'package.edit', { serviceCenterId: null }).outcome, 'allowed');
  });

  it('the system may do everything, and who has not logged in only what is public', () => {
    for (const action of actions) {
      assert.equal(decide(systemActor('request'), action, {}).outcome, 'allowed');
      assert.equal(decide(visitor, action, favourable).outcome, action === 'public' ? 'allowed' : 'denied');
    }
    assert.deepEqual(permittedActions('PUBLIC'), ['public']);
  });

  it('everybody who has logged in may use their own session and what is public', () => {
    for (const role of roles) {
      assert.equal(decide(askerOf(role), 'self', {}).outcome, 'allowed');
      assert.equal(decide(askerOf(role), 'self', { ownerIds: ['somebody-else'] }).outcome, 'out-of-scope');
      assert.equal(decide(askerOf(role), 'public', {}).outcome, 'allowed');
    }
  });
});

describe('the reach of a list', () => {
  it('ACC-03 is every branch, the assigned ones, the own records, or nothing', () => {
    assert.deepEqual(scopeOf(superAdmin, 'job.read'), { kind: 'all' });
    assert.deepEqual(scopeOf(advisor, 'job.read'), { kind: 'branches', ids: [home] });
    assert.deepEqual(scopeOf(engineer, 'job.read'), { kind: 'own', userId: me, ids: [home] });
    assert.deepEqual(scopeOf(askerOf('CALL_CENTER'), 'file.read'), { kind: 'own', userId: me, ids: null });
    assert.deepEqual(scopeOf(askerOf('CALL_CENTER'), 'job.record-customer-approval'), { kind: 'all' });
    assert.deepEqual(scopeOf(askerOf('CALL_CENTER'), 'order.read'), { kind: 'none' });
    assert.deepEqual(scopeOf(visitor, 'job.read'), { kind: 'none' });
    assert.deepEqual(scopeOf(systemActor('request'), 'job.read'), { kind: 'all' });
  });

  it('ACC-08 contains exactly the records that a decision allows', () => {
    for (const action of actions) {
      for (const role of roles) {
        const asker = askerOf(role);
        const reach = scopeOf(asker, action);
        for (const { name, facts, inBranch, own } of situations) {
          const near = reach.kind === 'all' || (reach.kind !== 'none' && (reach.ids === null || inBranch));
          const contained = near && (reach.kind !== 'own' || own);
          const seen = ['allowed', 'approval'].includes(decide(asker, action, { ...favourable, ...facts }).outcome);
          if (seen) assert.ok(contained, `${action}, ${role}, ${name}`);
          const plain = action.endsWith('.read') && rows[action].cells[role].conditions.length === 0;
          if (plain) assert.equal(contained, seen, `${action}, ${role}, ${name}`);
        }
      }
    }
  });
});

describe('whatever is asked of the access policy', () => {
  const branch = fc.constantFrom(home, foreign);
  const user = fc.constantFrom(me, 'colleague');
  const paise = fc.bigInt({ min: -200_000_00n, max: 200_000_00n });
  const anyFacts: fc.Arbitrary<Facts> = fc.record(
    {
      serviceCenterId: fc.option(branch),
      serviceCenterIds: fc.uniqueArray(branch),
      ownerIds: fc.uniqueArray(user),
      makerId: fc.option(user),
      workedBy: fc.uniqueArray(user),
      amountPaise: paise,
      dayTotalPaise: paise,
      quantityThousandths: fc.bigInt({ min: -10_000n, max: 10_000n }),
      percentTenThousandths: fc.bigInt({ min: 0n, max: 1_000_000n }),
      paidInCash: fc.boolean(),
      targetRoles: fc.uniqueArray(fc.constantFrom(...roles)),
      fields: fc.uniqueArray(fc.constantFrom('odometer', 'photos', 'make')),
      section: fc.constantFrom('operations', 'service', 'parts', 'cash', 'sales', 'billing'),
      source: fc.constantFrom('job', 'order', 'visit', 'transfer'),
      partsIssued: fc.boolean(),
      completed: fc.boolean(),
      inTriage: fc.boolean(),
      reason: fc.constantFrom('', 'why'),
      assigneeId: user,
      selfAssignAllowed: fc.boolean(),
      transfer: fc.record({ fromServiceCenterId: branch, toServiceCenterId: branch, makerServiceCenterId: fc.option(branch) }),
      about: fc.constantFrom(...actions),
    },
    { requiredKeys: [] },
  );
  const anyAction = fc.constantFrom(...actions);
  const anyAsker = fc.constantFrom(...roles.map(askerOf), visitor);
  const without = (facts: Facts, key: string): Facts => Object.fromEntries(Object.entries(facts).filter(([name]) => name !== key));
  // Without its several branches a record falls back to its one: that is not less known, but something else.
  const replaced = new Set(['serviceCenterIds']);

  it('ACC-08 what is enforced is explained: nothing is allowed that the explanation refuses', () => {
    fc.assert(
      fc.property(anyAsker, anyAction, anyFacts, (asker, action, facts) => {
        const { outcome } = decide(asker, action, facts);
        if (outcome === 'allowed') assert.equal(explain(asker, action, facts).allowed, true);
        else assert.ok(decide(asker, action, facts).reason.length > 0);
      }),
      { numRuns: 3_000 },
    );
  });

  it('ACC-08 knowing less never allows more', () => {
    fc.assert(
      fc.property(anyAsker, anyAction, anyFacts, (asker, action, facts) => {
        if (action === 'self' || decide(asker, action, facts).outcome === 'allowed') return;
        for (const key of Object.keys(facts).filter((name) => !replaced.has(name)))
          assert.notEqual(decide(asker, action, without(facts, key)).outcome, 'allowed', `${action} without ${key}`);
      }),
      { numRuns: 3_000 },
    );
  });
});
