import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noPortal } from '../../../adapters/einvoice/stub-portal.ts';
import { tax } from '../../../adapters/composition/tax.ts';
import { systemClock } from '../../../adapters/security/system.ts';
import { refusal } from '../shared/refusals.ts';

test('TAX-12 production has no portal that registers with nobody', async () => {
  const portalIn = (production: boolean) => tax.registrationPortal({ config: { production }, clock: systemClock } as never);
  assert.equal(portalIn(true), noPortal);
  assert.notEqual(portalIn(false), noPortal);
  await assert.rejects(noPortal.register({} as never), refusal('e_invoice.portal_missing'));
  await assert.rejects(noPortal.cancel('', { code: 'OTHER', remark: 'wrong' }), refusal('e_invoice.portal_missing'));
  await assert.rejects(noPortal.stateOf(''), refusal('e_invoice.portal_missing'));
});
