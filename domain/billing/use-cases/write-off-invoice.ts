import type { LimitUses } from '../../shared/access/limit-uses.ts';
import type { Actor } from '../../shared/actor.ts';
import { expectVersion } from '../../shared/expect-version.ts';
import { permitToday } from '../../shared/permit-today.ts';
import { reach } from '../../shared/permit.ts';
import type { Clock } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { invoiceWrittenOff } from '../events.ts';
import type { Invoice } from '../invoice.ts';
import type { Invoices } from '../ports.ts';

export type WriteOffInvoice = { readonly invoiceId: string; readonly reason: string; readonly version?: number | undefined };

type Deps = { readonly transact: Transact<{ invoices: Invoices; limitUses: LimitUses }>; readonly clock: Clock };

/**
 * Gives up what is due on an invoice, within one's limit by invoice and day.
 * @throws DomainError `invoice.transition`, `entity.absent`, `access.denied`, `version.stale`, or ApprovalNeeded
 */
export const writeOffInvoice =
  ({ transact, clock }: Deps) =>
  ({ invoiceId, reason, version }: WriteOffInvoice, actor: Actor): Promise<Invoice> =>
    transact(actor, async (unit) => {
      const invoice = await unit.invoices.getForChange(invoiceId, reach(actor, 'invoice.read'));
      const { serviceCenterId, balance, status: from } = invoice;
      const now = clock.now();
      await permitToday(unit, now, actor, 'writeoff', { serviceCenterId, amountPaise: balance.paise });
      expectVersion(invoice, version);
      const lost = invoice.writeOff(now);
      unit.record(invoiceWrittenOff(invoice, from, lost, reason));
      return invoice;
    });
