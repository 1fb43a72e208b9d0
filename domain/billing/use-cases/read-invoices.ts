import type { PaperCopy } from '../../files/ports.ts';
import { type PrintDeps, type Printed, printPaper } from '../../files/use-cases/print-paper.ts';
import { scopeOf } from '../../shared/access/decide.ts';
import { type Actor, nowhere } from '../../shared/actor.ts';
import { businessDay } from '../../shared/calendar.ts';
import { absent } from '../../shared/errors.ts';
import type { Page, PageRequest } from '../../shared/page.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { Clock } from '../../shared/ports.ts';
import type { EInvoiceReads } from '../e-invoice-registration.ts';
import type { Invoice } from '../invoice.ts';
import type { BillingReads, InvoiceFilter, InvoiceRow } from '../reads.ts';
import { copiesOfInvoice } from './invoice-paper.ts';
import { permitCosts } from '../transfer-costs.ts';

type Deps = { readonly billingReads: BillingReads };
type ListDeps = Deps & { readonly clock: Clock };
export type PrintInvoice = { readonly invoiceId: string; readonly copy?: PaperCopy | undefined };

export const listInvoices =
  ({ billingReads, clock }: ListDeps) =>
  async (filter: InvoiceFilter, page: PageRequest, actor: Actor): Promise<Page<InvoiceRow>> => {
    // One's own invoices are those of one's visits, and no visit is billed yet.
    const nobodys = scopeOf(actor, 'invoice.read').kind === 'own';
    return billingReads.invoices(filter, nobodys ? nowhere : reach(actor, 'invoice.read'), page, businessDay(clock.now()));
  };

/** @throws DomainError `entity.absent`, `access.denied` */
export const readInvoice =
  ({ billingReads }: Deps) =>
  async (invoiceId: string, actor: Actor): Promise<Invoice> => {
    const invoice = await billingReads.invoice(invoiceId, reach(actor, 'invoice.read'));
    permit(actor, 'invoice.read', { serviceCenterId: invoice.serviceCenterId, source: invoice.sourceType });
    return invoice;
  };

/**
 * The PDF of an issued invoice, in the copy that is wanted. A cancelled one has papers of its own, which say so; one that is
 * registered has its reference number and signed QR code on them (CGST Rule 46(r)).
 * @throws DomainError `entity.absent` for a draft too, which has no paper, for a debit note, and for a third copy where only services are
 * billed
 */
export const printInvoice =
  (deps: Deps & PrintDeps & { readonly eInvoiceReads: EInvoiceReads }) =>
  async ({ invoiceId, copy = 'ORIGINAL' }: PrintInvoice, actor: Actor): Promise<Printed> => {
    const invoice = await readInvoice(deps)(invoiceId, actor);
    permit(actor, 'invoice.print', { serviceCenterId: invoice.serviceCenterId, source: invoice.sourceType });
    permitCosts(actor, invoice);
    if (invoice.kind !== 'INVOICE') throw absent('PDF of an invoice, as it is a debit note, which has its own');
    if (invoice.document === null) throw absent('PDF, as the invoice is still a draft');
    if (!copiesOfInvoice(invoice.document).includes(copy)) throw absent('such copy, as services have two');
    const registered = (await deps.eInvoiceReads.ofDocument(invoice.id)) !== undefined;
    const paper = { kind: 'INVOICE', id: invoice.id, copy, cancelled: invoice.status === 'CANCELLED', registered } as const;
    return printPaper(deps)(paper, invoice.serviceCenterId, actor);
  };
