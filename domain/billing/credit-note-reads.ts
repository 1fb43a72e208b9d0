import type { Scope } from '../shared/actor.ts';
import type { BusinessDay } from '../shared/calendar.ts';
import type { Money } from '../shared/money.ts';
import type { Page, PageRequest } from '../shared/page.ts';
import type { SourceType } from './invoice.ts';
import type { CreditNote } from './credit-note.ts';

export type CreditNoteRow = {
  readonly id: string;
  readonly noteNumber: string | null;
  readonly invoiceId: string;
  readonly serviceCenterId: string;
  readonly customerId: string | null;
  readonly sourceType: SourceType;
  readonly status: string;
  readonly documentDate: BusinessDay | null;
  readonly totalAmount: Money;
  readonly appliedAmount: Money;
  readonly openAmount: Money;
};

export type CreditNoteFilter = {
  readonly status?: string | undefined;
  readonly serviceCenterId?: string | undefined;
  readonly customerId?: string | undefined;
  readonly invoiceId?: string | undefined;
};

export type CreditNoteReads = {
  creditNotes(filter: CreditNoteFilter, scope: Scope, page: PageRequest): Promise<Page<CreditNoteRow>>;
  /** @throws DomainError `entity.absent` */
  creditNote(id: string, scope: Scope): Promise<CreditNote>;
};
