import type { DomainEvent } from '../../shared/events.ts';
import type { PaperCopy, PaperRef } from '../ports.ts';

/** The frozen copy of one record, and what is noted down of the paper that is made of it. */
export type PaperFound<Document> = {
  readonly document: Document;
  /** What files of it belong to, where that is another record than the one it is a paper of. */
  readonly entityId?: string;
  readonly serviceCenterId: string | null;
  /** Of the paper: what it is saved under says so. */
  readonly number: string;
  readonly copies: readonly PaperCopy[];
  readonly stored: (paper: PaperRef) => DomainEvent;
};

/** Where the papers of one kind come from: a module's own record, read in the unit of work that keeps the paper. */
export type PaperSource<Unit, Document> = {
  /** What files of it belong to. */
  readonly entityType: string;
  /** @throws DomainError `entity.absent` where there is no such record, or nothing of it was frozen yet */
  readonly find: (unit: Unit, id: string, paper: PaperRef) => Promise<PaperFound<Document>>;
};

/** What an event says of the paper beside what it says of the record. */
export const aboutPaper = ({ copy, cancelled, registered }: PaperRef) => ({ copy, cancelled, ...(registered && { registered }) });
