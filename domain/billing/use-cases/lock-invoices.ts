import { permit, reach } from '../../shared/permit.ts';
import type { Actor } from '../../shared/actor.ts';
import type { ActionName } from '../../shared/access/matrix.ts';
import { DomainError } from '../../shared/errors.ts';
import type { Money } from '../../shared/money.ts';
import type { Invoice } from '../invoice.ts';
import type { Invoices } from '../ports.ts';

/** What is to be used for an invoice. */
export type Share = { readonly invoiceId: string; readonly amount: Money };
export type InvoiceShare = { readonly invoice: Invoice; readonly amount: Money };

/**
 * Locks the invoices of several shares in the order of their ids, so that two who name the same in another order wait for each other
 * and do not block each other.
 * @throws DomainError `request.invalid` for an invoice named twice, `entity.absent`, `access.denied`
 */
export const lockInvoices = async (
  { invoices }: { readonly invoices: Invoices },
  shares: readonly Share[],
  actor: Actor,
  action: ActionName,
): Promise<InvoiceShare[]> => {
  if (new Set(shares.map(({ invoiceId }) => invoiceId)).size < shares.length)
    throw new DomainError('request.invalid', 'Name each invoice once.');
  const locked: InvoiceShare[] = [];
  for (const { invoiceId, amount } of shares.toSorted((a, b) => (a.invoiceId < b.invoiceId ? -1 : 1))) {
    const invoice = await invoices.getForChange(invoiceId, reach(actor, 'invoice.read'));
    permit(actor, action, {
      serviceCenterId: invoice.serviceCenterId,
      source: invoice.sourceType,
      paidInCash: false,
      amountPaise: 0n,
      dayTotalPaise: 0n,
    });
    locked.push({ invoice, amount });
  }
  return locked;
};

/**
 * One payment is of one person, a walk-in buyer has no other invoice, and to one registration of ours: each is a distinct person, with
 * returns of its own (CGST Act s. 25(4)).
 * @param gstin under which the money was received; that of the first invoice where it is received now
 */
export const refuseUnlessOneCustomer = (
  shares: readonly InvoiceShare[],
  customerId: string | null,
  gstin: string | null = shares[0]!.invoice.gstin,
): void => {
  const strangers = shares.some(({ invoice }) => invoice.customerId !== customerId) || (customerId === null && shares.length > 1);
  if (strangers) throw new DomainError('payment.refused', 'One payment settles invoices of one customer.');
  // A draft has none yet, and is refused for being one.
  const elsewhere = shares.some(({ invoice }) => invoice.gstin !== null && gstin !== null && invoice.gstin !== gstin);
  if (elsewhere) throw new DomainError('payment.refused', `One payment settles invoices of one GSTIN, and this one is of ${gstin}.`);
};
