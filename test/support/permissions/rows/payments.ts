import assert from 'node:assert/strict';
import { idOf } from '../records.ts';
import { A, D, M, N, U, type RowsOf } from '../row.ts';

/** Money that comes, and money that goes back. */
export const paymentRows: RowsOf = (world, { made, storePaper }) => {
  const paid = async (method: string): Promise<string> =>
    made('advisor', '/payments', { invoiceId: (await world.make.invoice()).id, amount: '1.00', method });
  const refunding = async (...verbs: readonly ('approve' | 'process')[]): Promise<string> => {
    const path = await made('advisor', `${await paid('UPI')}/refund`, { reason: 'paid twice' });
    for (const verb of verbs) assert.equal((await world.as('manager').post(`${path}/${verb}`)).status, 200);
    return path;
  };
  const advance = (customerId: string | null = world.basics.car.customerId) => ({
    ...{ serviceCenterId: world.basics.branches.blr01.id, customerId, amount: '10.00', method: 'UPI' },
  });
  /** The refund of an advance that went back, with its voucher. */
  const refundedAdvance = async (): Promise<string> => {
    const path = await made('advisor', `${await made('manager', '/advances', advance())}/refund`, { reason: 'not wanted' });
    for (const verb of ['approve', 'process', 'complete']) {
      const { status, text } = await world.as('manager').post(`${path}/${verb}`, {});
      assert.equal(status, 200, text);
    }
    return path;
  };
  return {
    'POST /payments': {
      subject: async () => ({
        body: { invoiceId: (await world.make.invoice()).id, amount: '1.00', method: 'CASH' },
      }),
      expected: [M, M, D, M, M, M, U, U, U],
    },
    'POST /payments/online': {
      subject: async () => ({ body: { invoiceId: (await world.make.invoice()).id } }),
      expected: [M, M, D, M, M, M, U, U, U],
    },
    'GET /payments/:id': {
      subject: async () => ({ path: await paid('CASH') }),
      expected: [M, M, D, M, M, M, U, U, U],
    },
    'GET /payments/:id/pdf': {
      subject: async () => {
        const path = await paid('CASH');
        await storePaper('RECEIPT', idOf(path));
        return { path: `${path}/pdf` };
      },
      expected: [M, M, D, M, M, M, U, U, U],
    },
    'GET /payments': { expected: [M, M, D, M, M, M, M, M, M] },
    'POST /payments/:id/reverse': {
      subject: async () => ({ path: `${await paid('UPI')}/reverse`, body: { reason: 'on the wrong invoice' } }),
      expected: [M, M, D, D, M, A, D, D, U],
    },
    'POST /payments/:id/bounce': {
      subject: async () => ({ path: `${await paid('CHEQUE')}/bounce`, body: { reason: 'no funds' } }),
      expected: [M, M, D, D, M, A, D, D, U],
    },
    'POST /payments/:id/refund': {
      subject: async () => ({ path: `${await paid('UPI')}/refund`, body: { reason: 'paid twice' } }),
      expected: [M, M, D, M, M, M, U, U, U],
    },
    'GET /refunds': { expected: [M, M, D, M, M, M, M, M, M] },
    'GET /refunds/:id': { subject: async () => ({ path: await refunding() }), expected: [M, M, D, M, M, M, U, U, U] },
    'GET /refunds/:id/pdf': {
      subject: async () => {
        const path = await refundedAdvance();
        await storePaper('REFUND_VOUCHER', idOf(path));
        return { path: `${path}/pdf` };
      },
      expected: [M, M, D, M, M, M, U, U, U],
    },
    'POST /refunds/:id/approve': {
      subject: async () => ({ path: `${await refunding()}/approve` }),
      expected: [M, M, D, D, M, D, D, D, U],
    },
    'POST /refunds/:id/reject': {
      subject: async () => ({ path: `${await refunding()}/reject`, body: { reason: 'it is due' } }),
      expected: [M, M, D, D, M, D, D, D, U],
    },
    'POST /refunds/:id/process': {
      subject: async () => ({ path: `${await refunding('approve')}/process` }),
      expected: [M, M, D, M, M, M, U, U, U],
    },
    'POST /refunds/:id/complete': {
      subject: async () => ({ path: `${await refunding('approve', 'process')}/complete`, body: { reference: 'UTR-77' } }),
      expected: [M, M, D, M, M, M, U, U, U],
    },
    'POST /refunds/:id/fail': {
      subject: async () => ({ path: `${await refunding('approve', 'process')}/fail`, body: { reason: 'account closed' } }),
      expected: [M, M, D, M, M, M, U, U, U],
    },
    'POST /advances': {
      subject: async () => ({ body: advance() }),
      // An engineer takes money on a visit alone, and has no customer before one.
      expected: [M, M, D, M, M, M, N, N, U],
    },
    'POST /advances/:id/apply': {
      subject: async () => {
        const { id: invoiceId, customerId } = await world.make.invoice();
        const path = await made('advisor', '/advances', advance(customerId));
        return { path: `/advances/${idOf(path)}/apply`, body: { invoiceId } };
      },
      expected: [M, M, D, M, M, M, U, U, U],
    },
  };
};
