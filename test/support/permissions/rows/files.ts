import { D, M, U, type RowsOf } from '../row.ts';

export const filesRows: RowsOf = (_world, { assigned, made, someForm }) => {
  const someFile = async (): Promise<string> =>
    made('manager', '/files', someForm({ entityType: 'JobCard', entityId: (await assigned()).id }));
  return {
    'POST /files': {
      subject: async () => ({ body: someForm({ entityType: 'JobCard', entityId: (await assigned()).id }) }),
      expected: [M, M, U, M, M, M, M, U, U],
    },
    'GET /files/:id': {
      subject: async () => ({ path: await someFile() }),
      expected: [M, M, U, M, M, M, M, U, U],
    },
    'DELETE /files/:id': {
      // What the manager added is not for others of the branch to delete.
      subject: async () => ({ path: await someFile() }),
      expected: [M, M, D, D, M, D, D, U, U],
    },
    'POST /job-cards/:id/attachments': {
      subject: async () => ({
        path: `/job-cards/${(await assigned()).id}/attachments`,
        body: someForm({ kind: 'PHOTO_BEFORE' }),
      }),
      expected: [M, M, U, M, M, M, M, U, U],
    },
    'GET /job-cards/:id/attachments': {
      subject: async () => ({ path: `/job-cards/${(await assigned()).id}/attachments` }),
      expected: [M, M, U, M, M, M, M, U, U],
    },
  };
};
