import assert from 'node:assert/strict';
import { idOf } from '../records.ts';
import { D, M, U, type RowsOf } from '../row.ts';

/** Credit and debit notes. */
export const noteRows: RowsOf = (world, { made, storePaper }) => {
  const creditOf = async (quantity: string) => {
    const { id: invoiceId, lines } = await world.make.invoice();
    return { invoiceId, lines: [{ lineId: lines[0]!.id, quantity }], reason: 'Too much' };
  };
  const debitOf = async () => {
    const { id: invoiceId, lines } = await world.make.invoice();
    return { invoiceId, lines: [{ lineId: lines[0]!.id, amount: '1.00' }], reason: 'Too little' };
  };
  const debited = async (): Promise<string> => made('admin', '/debit-notes', await debitOf());
  const credited = async (): Promise<string> => made('admin', '/credit-notes', await creditOf('0.001'));
  const issue = async (path: string): Promise<void> => {
    const { status, text } = await world.as('admin').post(`${path}/issue`);
    assert.equal(status, 200, text);
  };
  return {
    'POST /debit-notes': {
      subject: async () => ({ body: await debitOf() }),
      expected: [M, M, D, M, M, M, D, D, U],
    },
    'GET /debit-notes': { expected: [M, M, M, M, M, M, M, M, M] },
    'GET /debit-notes/:id': {
      subject: async () => ({ path: await debited() }),
      expected: [M, M, M, M, M, M, U, U, U],
    },
    'GET /debit-notes/:id/pdf': {
      subject: async () => {
        const path = await debited();
        await issue(path);
        await storePaper('DEBIT_NOTE', idOf(path));
        return { path: `${path}/pdf` };
      },
      expected: [M, M, M, M, M, M, U, U, U],
    },
    'POST /debit-notes/:id/issue': {
      subject: async () => ({ path: `${await debited()}/issue` }),
      expected: [M, M, D, M, M, M, D, D, U],
    },
    'POST /debit-notes/:id/discard': {
      subject: async () => ({ path: `${await debited()}/discard`, body: {} }),
      expected: [M, M, D, M, M, M, D, D, U],
    },
    'POST /credit-notes': {
      subject: async () => ({ body: await creditOf('0.001') }),
      expected: [M, M, D, M, M, M, D, D, U],
    },
    'GET /credit-notes': { expected: [M, M, D, M, M, M, M, M, M] },
    'GET /credit-notes/:id': {
      subject: async () => ({ path: await credited() }),
      expected: [M, M, D, M, M, M, U, U, U],
    },
    'GET /credit-notes/:id/pdf': {
      subject: async () => {
        const path = await credited();
        await issue(path);
        await storePaper('CREDIT_NOTE', idOf(path));
        return { path: `${path}/pdf` };
      },
      expected: [M, M, D, M, M, M, U, U, U],
    },
    'POST /credit-notes/:id/issue': {
      subject: async () => ({ path: `${await credited()}/issue` }),
      expected: [M, M, D, M, M, M, D, D, U],
    },
    'POST /credit-notes/:id/discard': {
      subject: async () => ({ path: `${await credited()}/discard`, body: {} }),
      expected: [M, M, D, M, M, M, D, D, U],
    },
    'POST /credit-notes/:id/refund': {
      subject: async () => {
        const body = await creditOf('0.010');
        await made('admin', '/payments', { invoiceId: body.invoiceId, amount: '1888.00', method: 'UPI' });
        const path = await made('admin', '/credit-notes', body);
        await issue(path);
        return { path: `${path}/refund`, body: { reason: 'no other bill' } };
      },
      expected: [M, M, D, M, M, M, U, U, U],
    },
    'POST /credit-notes/:id/apply': {
      subject: async () => {
        const body = await creditOf('0.001');
        const path = await made('admin', '/credit-notes', body);
        // Nothing is due when it is issued, so it stays open; then the money proves not to be there.
        const paid = (amount: string, status: string, at: string) =>
          world.rows(`update invoices set paid_amount = ${amount}, status = '${status}', paid_at = ${at} where id = '${body.invoiceId}'`);
        await paid('total_amount', 'PAID', 'now()');
        await issue(path);
        await paid('0', 'UNPAID', 'null');
        return { path: `${path}/apply`, body: { invoiceId: body.invoiceId } };
      },
      expected: [M, M, D, M, M, M, U, U, U],
    },
  };
};
