import assert from 'node:assert/strict';
import { it } from 'node:test';
import { somebody } from './fixtures.ts';
import { contract } from './harness.ts';

/** Which invoices are registered, by whatever keeps the data. */
export const eInvoices = contract('registered e-invoices', (given) => {
  it('TAX-12 of registrations of one invoice the first is kept, also at the same moment', async () => {
    const { transact, make, clock } = given();
    const { id: invoiceId } = await make.invoice();
    assert.equal(await transact(somebody, ({ eInvoices: kept }) => kept.ofDocument(invoiceId)), undefined);
    const keep = (ackNumber: string): Promise<boolean> =>
      transact(somebody, async ({ eInvoices: kept, record }) => {
        const at = clock.now();
        const answer = { irn: invoiceId.replaceAll('-', '').padStart(64, '0'), ackNumber, ackDate: at, signedQr: 'a.b.c' };
        const first = await kept.keep({ ...answer, invoiceId, registeredAt: at, registeredBy: null });
        if (first) record({ name: 'EInvoiceRegistered', entityId: invoiceId, serviceCenterId: null, data: {} });
        return first;
      });
    const numbers = ['1', '2', '3', '4'];
    const firsts = await Promise.all(numbers.map(keep));
    assert.equal(firsts.filter(Boolean).length, 1);
    const kept = await transact(somebody, ({ eInvoices: all }) => all.ofDocument(invoiceId));
    assert.equal(kept?.ackNumber, numbers[firsts.indexOf(true)]);
  });
});
