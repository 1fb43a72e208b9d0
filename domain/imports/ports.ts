import type { BadRow } from '../shared/import-batch.ts';
import type { Import } from './import.ts';

export type Imports = {
  /** Locked. @throws DomainError `entity.absent` */
  getForChange(id: string): Promise<Import>;
  add(started: Import): void;
  /** Keeps how far it is, and the rows that were refused meanwhile. */
  keep(going: Import, refused: readonly BadRow[]): void;
};
