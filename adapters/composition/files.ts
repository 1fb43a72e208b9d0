import type { FileReads } from '@dms/domain/files/reads';
import { postgresFileReads } from '../postgres/reads/files.ts';
import { translating } from '../postgres/translating.ts';
import type { Foundation } from './foundation.ts';

export const files = {
  fileReads: ({ database }: Foundation): FileReads => translating(postgresFileReads(database.pool)),
};
