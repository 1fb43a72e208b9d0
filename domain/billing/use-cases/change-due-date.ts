import type { Actor } from '../../shared/actor.ts';
import type { BusinessDay } from '../../shared/calendar.ts';
import { expectVersion } from '../../shared/expect-version.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { invoiceDueDateChanged } from '../events.ts';
import type { Invoice } from '../invoice.ts';
import type { Invoices } from '../ports.ts';

export type ChangeDueDate = {
  readonly invoiceId: string;
  readonly dueDate: BusinessDay;
  readonly reason?: string | undefined;
  readonly version?: number | undefined;
};

type Deps = { readonly transact: Transact<{ invoices: Invoices }> };

/**
 * Moves the day on which an invoice is due; what reminds of it moves along, as it is asked of the invoice (INV-06).
 * @throws DomainError `invoice.transition`, `invoice.due_date`, `entity.absent`, `access.denied`, `version.stale`
 */
export const changeDueDate =
  ({ transact }: Deps) =>
  ({ invoiceId, dueDate, reason, version }: ChangeDueDate, actor: Actor): Promise<Invoice> =>
    transact(actor, async (unit) => {
      const invoice = await unit.invoices.getForChange(invoiceId, reach(actor, 'invoice.read'));
      permit(actor, 'invoice.edit-due-date', { serviceCenterId: invoice.serviceCenterId, source: invoice.sourceType });
      expectVersion(invoice, version);
      const before = invoice.dueDate;
      invoice.dueOn(dueDate);
      unit.record(invoiceDueDateChanged(invoice, before, reason ?? null));
      return invoice;
    });
