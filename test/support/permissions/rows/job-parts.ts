import { Quantity } from '@dms/domain/shared/quantity';
import { D, M, U, type RowsOf } from '../row.ts';

/** The parts of a job, asked for, reserved, issued and brought back. */
export const jobPartsRows: RowsOf = (world, { assigned, made, oil }) => {
  const someOil = () => oil('0.100');
  const withOil = async (): Promise<string> => {
    const { id: jobCardId } = await assigned();
    await made('staff', '/inventory/issue', { jobCardId, items: someOil() });
    return jobCardId;
  };
  const wantingOil = async (): Promise<string> => {
    const line = { kind: 'PART', partId: world.basics.parts.oil.id, quantity: Quantity.parse('0.100') } as const;
    return (await world.make.assignedCard([world.make.labour, line], world.basics.actors.engineer)).card.id;
  };
  return {
    'POST /job-cards/:id/parts/issue': {
      subject: async () => ({
        path: `/job-cards/${(await assigned()).id}/parts/issue`,
        body: { items: someOil() },
      }),
      expected: [M, M, D, D, M, M, D, D, U],
    },
    'POST /job-cards/:id/parts-request': {
      subject: async () => ({ path: `/job-cards/${(await assigned()).id}/parts-request`, body: { items: someOil() } }),
      expected: [M, M, D, M, M, M, M, U, U],
    },
    'POST /job-cards/:id/parts/reserve': {
      subject: async () => ({ path: `/job-cards/${await wantingOil()}/parts/reserve` }),
      expected: [M, M, D, M, M, M, M, U, U],
    },
    'POST /job-cards/:id/parts/cancel': {
      subject: async () => ({ path: `/job-cards/${await wantingOil()}/parts/cancel`, body: { items: someOil() } }),
      expected: [M, M, D, M, M, M, M, U, U],
    },
    'POST /job-cards/:id/parts/return': {
      subject: async () => ({ path: `/job-cards/${await withOil()}/parts/return`, body: { items: someOil() } }),
      expected: [M, M, D, D, M, M, D, D, U],
    },
    'POST /inventory/issue': {
      subject: async () => ({ body: { jobCardId: (await assigned()).id, items: someOil() } }),
      expected: [M, M, D, D, M, M, D, D, U],
    },
    'POST /inventory/return': {
      subject: async () => ({ body: { jobCardId: await withOil(), items: someOil() } }),
      expected: [M, M, D, D, M, M, D, D, U],
    },
  };
};
