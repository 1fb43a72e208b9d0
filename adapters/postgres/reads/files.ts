import type { FileFound, FileReads } from '@dms/domain/files/reads';
import { sql } from 'kysely';
import type { Executor } from '../database.ts';

export const postgresFileReads = (db: Executor): FileReads => ({
  async byKey(key) {
    const { rows } = await sql<FileFound>`select key, name, sha256 from files where key = ${key}`.execute(db);
    return rows[0];
  },
});
