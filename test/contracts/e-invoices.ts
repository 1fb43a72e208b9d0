import assert from 'node:assert/strict';
import { it } from 'node:test';
import { noted, somebody } from './fixtures.ts';
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
        const of = { documentKind: 'INVOICE', documentId: invoiceId } as const;
        const first = await kept.keep({ ...answer, ...of, registeredAt: at, registeredBy: null });
        if (first) record({ name: 'EInvoiceRegistered', entityId: invoiceId, serviceCenterId: null, data: {} });
        return first;
      });
    const numbers = ['1', '2', '3', '4'];
    const firsts = await Promise.all(numbers.map(keep));
    assert.equal(firsts.filter(Boolean).length, 1);
    const kept = await transact(somebody, ({ eInvoices: all }) => all.ofDocument(invoiceId));
    assert.deepEqual([kept?.ackNumber, kept?.documentKind], [numbers[firsts.indexOf(true)], 'INVOICE']);
  });

  it('TAX-12 what the portal is asked to cancel stays what it was until that is known, and is asked anew once it was refused', async () => {
    const { transact, make, clock, basics } = given();
    const { id: documentId } = await make.invoice();
    const at = clock.now();
    const irn = documentId.replaceAll('-', '').padEnd(64, '0');
    const first = {
      documentId,
      code: 'DATA_ENTRY',
      reason: 'wrong firm',
      askedAt: at,
      askedBy: basics.people.manager.id,
      cancelledAt: null,
    } as const;
    await transact(somebody, async ({ eInvoices: kept, record }) => {
      const answer = { irn, ackNumber: '1', ackDate: at, signedQr: 'a.b.c', registeredAt: at, registeredBy: null };
      await kept.keep({ ...answer, documentKind: 'INVOICE', documentId });
      await kept.askCancellation(first);
      record(noted('EInvoiceRegistered', documentId));
    });
    const asked = () => transact(somebody, ({ eInvoices: kept }) => kept.cancellationOf(documentId));
    assert.deepEqual({ ...(await asked()) }, first);
    await transact(somebody, async ({ eInvoices: kept, record }) => {
      await kept.dropCancellation(documentId);
      record(noted('InvoiceCancellationRefused', documentId));
    });
    assert.equal(await asked(), undefined);
    const second = { ...first, code: 'DUPLICATE', reason: 'billed twice' } as const;
    await transact(somebody, async ({ eInvoices: kept, record }) => {
      await kept.askCancellation(second);
      await kept.cancelled(documentId, at);
      record(noted('InvoiceCancelled', documentId));
    });
    assert.deepEqual({ ...(await asked()) }, { ...second, cancelledAt: at });
  });
});
