import { Type } from '@sinclair/typebox';
import { FileOf, Uuid, Words } from '../schemas.ts';
import { UploadOf } from '../uploads.ts';

const MOST_BYTES = 50 * 1024 * 1024;

export const CsvUpload = UploadOf('imports', MOST_BYTES, 'text/csv');
export const Report = FileOf('text/csv');

export const ImportQuery = Type.Object({
  dryRun: Type.Boolean({ default: false, description: 'Says what would happen, and keeps nothing.' }),
  serviceCenterId: Type.Optional({ ...Uuid, description: 'The branch of rows that name none by `serviceCenter`.' }),
  fileName: Type.Optional(Words(200, { description: 'What the file is called where it comes from.', examples: ['customers.csv'] })),
});
