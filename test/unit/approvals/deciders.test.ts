import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Approval } from '@dms/domain/approvals/approval';
import { freeze } from '@dms/domain/approvals/frozen';
import type { StoodFor } from '@dms/domain/approvals/ports';
import { deciderOf } from '@dms/domain/approvals/use-cases/deciders';
import { type Actor, type Role, systemActor } from '@dms/domain/shared/actor';
import { Money } from '@dms/domain/shared/money';
import { refusal } from '../shared/refusals.ts';

const NOW = new Date('2026-11-22T04:30:00.000Z');
const actor = (userId: string, role: Role, ...serviceCenterIds: string[]): Actor => ({
  ...systemActor('test'),
  userId,
  role,
  serviceCenterIds,
});

/** A refund that a manager may only ask for, of a request that an administrator made. */
const approval = new Approval({
  ...{ id: 'approval', kind: 'REFUND_REQUEST', command: 'approveRefund', payload: {}, payloadHash: '', entityType: 'Refund' },
  ...{ action: 'refund.approve', rule: 'a rule', reason: 'a reason', requestedBy: 'manager', requestedAt: NOW, expiresAt: NOW },
  serviceCenterId: 'home',
  amount: Money.parse('9000.00'),
  facts: freeze({ makerId: 'maker', serviceCenterId: 'home', amountPaise: 9_000_00n }),
});

const standingInFor = (...others: StoodFor[]) => ({ stoodForBy: () => Promise.resolve(others) });
const another: StoodFor = { userId: 'another', role: 'ADMIN', serviceCenterIds: [] };
const decides = async (who: Actor, ...others: StoodFor[]) => (await deciderOf(standingInFor(...others), approval, who, NOW)).userId;

it('ACC-02 neither who asked nor who made what it is about decides, in their own right or in the place of another', async () => {
  assert.equal(await decides(actor('third', 'ADMIN')), 'third');
  for (const who of [actor('maker', 'ADMIN'), actor('manager', 'ADMIN')]) {
    await assert.rejects(decides(who), refusal('access.denied'));
    await assert.rejects(decides(who, another), refusal('access.denied'));
  }
});

it('APR-02 the own right comes before that of another, and the refusal is that of whoever lets them see it', async () => {
  assert.equal(await decides(actor('third', 'ADMIN'), another), 'third');
  assert.equal(await decides(actor('elsewhere', 'SC_MANAGER', 'abroad'), another), 'another');
  await assert.rejects(decides(actor('elsewhere', 'SC_MANAGER', 'abroad')), refusal('entity.absent'));
  const local: StoodFor = { userId: 'local', role: 'SC_MANAGER', serviceCenterIds: ['home'] };
  await assert.rejects(decides(actor('elsewhere', 'SC_MANAGER', 'abroad'), local), refusal('access.denied', /within what they may do/));
});
