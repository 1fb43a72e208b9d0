import { importKinds } from '@dms/domain/shared/import-kinds';
import { D, M, type RowsOf } from '../row.ts';

export const importRows: RowsOf = (world, { startedImport }) => {
  const imported = async (): Promise<string> => {
    const { key } = await startedImport();
    return (await world.rows<{ id: string }>(`select id from imports where file_key = '${key}'`))[0]!.id;
  };
  return {
    ...Object.fromEntries(
      Object.keys(importKinds).map((kind) => [
        `POST /imports/${kind}`,
        {
          subject: async () => ({ body: Buffer.from('sku'), headers: { 'content-type': 'text/csv' } }),
          expected: [M, M, D, D, D, D, D, D, D] as const,
        },
      ]),
    ),
    'GET /imports/:id/report': {
      subject: async () => ({ path: `/imports/${await imported()}/report` }),
      expected: [M, M, D, D, D, D, D, D, D],
    },
  };
};
