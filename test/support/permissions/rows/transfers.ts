import assert from 'node:assert/strict';
import { Quantity } from '@dms/domain/shared/quantity';
import { actorFor } from '../../../contracts/basics.ts';
import type { TransferBody } from '../../bodies.ts';
import { freshKey } from '../../client.ts';
import { idOf } from '../records.ts';
import { A, D, M, U, type RowsOf } from '../row.ts';

/** From BLR01 to BLR02, made by BLR02 unless it says otherwise; `elsewhere` manages PUN01. */
export const transferRows: RowsOf = (world, { oil, storePaper }) => {
  const newTransfer = () => {
    const { blr01, blr02 } = world.basics.branches;
    return { fromServiceCenterId: blr01.id, toServiceCenterId: blr02.id, items: oil('1'), reason: 'booked for tomorrow' };
  };
  const aboutTransfer = async (verb: string, until: 'pending' | 'approved' | 'in_transit'): Promise<string> => {
    const by = actorFor(world.people.manager2);
    const items = [{ partId: world.basics.parts.oil.id, quantity: Quantity.parse('1') }];
    return `/stock-transfers/${(await world.make.transfer(items, until, { by })).id}${verb}`;
  };
  const aboutVariance = async (): Promise<string> => {
    const path = await aboutTransfer('', 'in_transit');
    const items = [{ ...oil('0')[0], short: '1' }];
    const { status, text, body } = await world.as('staff2').post<TransferBody>(`${path}/receive`, { items }, { key: freshKey() });
    assert.equal(status, 200, text);
    return `${path}/variances/${body.variances[0]!.id}/decide`;
  };
  return {
    'POST /stock-transfers': {
      subject: async () => ({ body: newTransfer() }),
      expected: [M, M, D, A, M, M, D, D, U],
    },
    'GET /stock-transfers': { expected: [M, M, D, M, M, M, D, D, M] },
    'GET /stock-transfers/:id': {
      subject: async () => ({ path: await aboutTransfer('', 'pending') }),
      expected: [M, M, D, M, M, M, D, D, U],
    },
    'GET /stock-transfers/:id/challan/pdf': {
      subject: async () => {
        const path = await aboutTransfer('', 'in_transit');
        await storePaper('CHALLAN', idOf(path));
        return { path: `${path}/challan/pdf` };
      },
      expected: [M, M, D, D, M, M, D, D, U],
    },
    'GET /stock-transfers/:id/e-way-bill': {
      subject: async () => ({ path: `${await aboutTransfer('', 'in_transit')}/e-way-bill` }),
      expected: [M, M, D, D, M, M, D, D, U],
    },
    'POST /stock-transfers/:id/approve': {
      subject: async () => ({ path: await aboutTransfer('/approve', 'pending') }),
      expected: [M, M, D, D, M, D, D, D, U],
    },
    'POST /stock-transfers/:id/reject': {
      subject: async () => ({ path: await aboutTransfer('/reject', 'pending'), body: { rejectionReason: 'we need them' } }),
      expected: [M, M, D, D, M, D, D, D, U],
    },
    'POST /stock-transfers/:id/cancel': {
      subject: async () => ({ path: await aboutTransfer('/cancel', 'approved'), body: { reason: 'not needed' } }),
      expected: [M, M, D, A, M, M, D, D, U],
    },
    'POST /stock-transfers/:id/dispatch': {
      subject: async () => ({ path: await aboutTransfer('/dispatch', 'approved') }),
      expected: [M, M, D, D, M, M, D, D, U],
    },
    'POST /stock-transfers/:id/receive': {
      // Only the receiving branch: BLR01 sent it.
      subject: async () => ({
        path: await aboutTransfer('/receive', 'in_transit'),
        body: { items: oil('1') },
      }),
      expected: [M, M, D, D, D, D, D, D, U],
    },
    'POST /stock-transfers/:id/variances/:varianceId/decide': {
      subject: async () => ({ path: await aboutVariance(), body: { outcome: 'FOUND' } }),
      expected: [M, M, D, D, A, D, D, D, U],
    },
    'POST /stock-transfers/:id/recall': {
      subject: async () => ({
        path: await aboutTransfer('/recall', 'in_transit'),
        body: { outcome: 'RETURNED', reason: 'sent to the wrong branch' },
      }),
      expected: [M, M, D, D, A, D, D, D, U],
    },
  };
};
