import type { BadRow } from '../shared/import-batch.ts';
import type { Import } from './import.ts';

export type ImportReads = {
  /** As it stands in the transaction under way, if there is one; nothing once it was forgotten (RET-01). */
  find(id: string): Promise<Import | undefined>;
  /** The refused rows that are kept, by line, after a line. */
  refusals(importId: string, afterLine: number, limit: number): Promise<readonly BadRow[]>;
};
