import { giveUp } from '../../dead-work.ts';
import { keptLetter } from '../../kept-letters.ts';
import { D, M, type RowsOf } from '../row.ts';

export const operationsRows: RowsOf = (world, { startedImport }) => {
  const givenUp = async (): Promise<string> => {
    const { jobId } = await startedImport();
    await giveUp(world, jobId);
    return jobId;
  };
  return {
    'GET /admin/queues': { expected: [M, M, D, D, D, D, D, D, D] },
    'GET /admin/dead-letters': { expected: [M, M, D, D, D, D, D, D, D] },
    'GET /admin/schedules': { expected: [M, M, D, D, D, D, D, D, D] },
    'GET /admin/letters': { expected: [M, M, D, D, D, D, D, D, D] },
    'GET /admin/letters/:id': {
      subject: async () => ({ path: `/admin/letters/${await keptLetter(world.config)}` }),
      expected: [M, M, D, D, D, D, D, D, D],
    },
    'POST /admin/queues/:name/retry': {
      subject: async () => ({ path: '/admin/queues/pdf/retry' }),
      expected: [M, M, D, D, D, D, D, D, D],
    },
    'POST /jobs/:id/retry': {
      subject: async () => ({ path: `/jobs/${await givenUp()}/retry` }),
      expected: [M, M, D, D, D, D, D, D, D],
    },
  };
};
