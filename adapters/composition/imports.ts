import type { ImportReads } from '@dms/domain/imports/reads';
import { endImport, stopImport, takeImportBatch } from '@dms/domain/imports/use-cases/advance-import';
import { finishImport } from '@dms/domain/imports/use-cases/finish-import';
import { readJob, readRefusals } from '@dms/domain/imports/use-cases/read-import';
import { startImport } from '@dms/domain/imports/use-cases/start-import';
import { postgresImportReads } from '../postgres/imports.ts';
import { translating } from '../postgres/translating.ts';
import type { Foundation } from './foundation.ts';

export const imports = {
  importReads: ({ database }: Foundation): ImportReads => translating(postgresImportReads(database)),
  startImport,
  takeImportBatch,
  endImport,
  stopImport,
  finishImport,
  readJob,
  readRefusals,
};
