import { scopeOf } from '../../shared/access/decide.ts';
import { type Actor, nowhere } from '../../shared/actor.ts';
import { absent } from '../../shared/errors.ts';
import type { Page, PageRequest } from '../../shared/page.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { Storage, Stored } from '../../shared/storage.ts';
import { invoicePdfWork, type JobRuns } from '../../notifications/ports.ts';
import type { Invoice } from '../invoice.ts';
import type { BillingReads, InvoiceFilter, InvoiceRow } from '../reads.ts';

type Deps = { readonly billingReads: BillingReads };

export const listInvoices =
  ({ billingReads }: Deps) =>
  async (filter: InvoiceFilter, page: PageRequest, actor: Actor): Promise<Page<InvoiceRow>> => {
    // One's own invoices are those of one's visits, and no visit is billed yet.
    const nobodys = scopeOf(actor, 'invoice.read').kind === 'own';
    return billingReads.invoices(filter, nobodys ? nowhere : reach(actor, 'invoice.read'), page);
  };

/** @throws DomainError `entity.absent`, `access.denied` */
export const readInvoice =
  ({ billingReads }: Deps) =>
  async (invoiceId: string, actor: Actor): Promise<Invoice> => {
    const invoice = await billingReads.invoice(invoiceId, reach(actor, 'invoice.read'));
    permit(actor, 'invoice.read', { serviceCenterId: invoice.serviceCenterId, source: invoice.sourceType });
    return invoice;
  };

export type Printed = { readonly file: Stored; readonly name: string; readonly sha256: string } | { readonly jobId: string };

type PrintDeps = Deps & {
  readonly storage: Storage;
  readonly jobRuns: JobRuns;
  /** Asks again and again, for as long as somebody can be kept waiting for a paper; undefined when that was too long. */
  readonly patiently: <Found>(ask: () => Promise<Found | undefined>) => Promise<Found | undefined>;
};

/**
 * The PDF of an issued invoice. A worker makes it after the issue; who comes before it waits a little, and is told the job
 * if it takes longer.
 * @throws DomainError `entity.absent` for a draft too: it has no paper
 */
export const printInvoice =
  ({ billingReads, storage, jobRuns, patiently }: PrintDeps) =>
  async (invoiceId: string, actor: Actor): Promise<Printed> => {
    const invoice = await readInvoice({ billingReads })(invoiceId, actor);
    permit(actor, 'invoice.print', { serviceCenterId: invoice.serviceCenterId, source: invoice.sourceType });
    if (invoice.status === 'DRAFT') throw absent('PDF, as the invoice is still a draft');
    const made = await billingReads.pdfOf(invoiceId);
    if (made) return { ...made, file: await storage.get(made.key) };
    const jobId = await jobRuns.ensure(invoicePdfWork(invoiceId), actor, invoice.serviceCenterId);
    const found = await patiently(() => billingReads.pdfOf(invoiceId));
    return found ? { ...found, file: await storage.get(found.key) } : { jobId };
  };
