import type { Customers } from '../../customers/ports.ts';
import { originalOf } from '../../files/ports.ts';
import { type JobRuns, paperWork } from '../../notifications/ports.ts';
import type { AskedMessage } from '../../notifications/use-cases/ask-for-message.ts';
import { type Actor, everywhere } from '../../shared/actor.ts';
import { absent, DomainError } from '../../shared/errors.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import type { EInvoices } from '../e-invoice-registration.ts';
import { invoiceSent } from '../events.ts';
import type { Invoices } from '../ports.ts';
import { permitCosts } from '../transfer-costs.ts';

export type SendInvoice = {
  readonly invoiceId: string;
  /** By default the customer's address, which nobody is told. */
  readonly to?: string | undefined;
};

type Deps = {
  readonly transact: Transact<{ invoices: Invoices; customers: Customers; eInvoices: EInvoices }>;
  readonly jobRuns: JobRuns;
  readonly askForMessage: (message: AskedMessage, actor: Actor) => Promise<string>;
};

/**
 * Has the PDF of an issued invoice or debit note mailed again, or to another address. Says which job does so.
 * @throws DomainError `invoice.transition` for a cancelled one, `request.invalid` where the customer has no address and none is named,
 * `entity.absent` for a draft too, `access.denied`
 */
export const sendInvoice =
  ({ transact, jobRuns, askForMessage }: Deps) =>
  ({ invoiceId, to }: SendInvoice, actor: Actor): Promise<string> =>
    transact(actor, async ({ invoices, customers, eInvoices, record }) => {
      const invoice = await invoices.get(invoiceId, reach(actor, 'invoice.read'));
      const { kind, serviceCenterId, sourceType: source, customerId, document, status } = invoice;
      permit(actor, 'invoice.send', { serviceCenterId, source });
      permitCosts(actor, invoice);
      if (kind === 'OPENING') throw absent('PDF, as the old books have its paper');
      if (document === null) throw absent('PDF, as the invoice is still a draft');
      if (status === 'CANCELLED') throw new DomainError('invoice.transition', 'A cancelled invoice is not sent to anybody.');
      const customer = customerId ? await customers.get(customerId, everywhere) : undefined;
      if (to === undefined && !customer?.email)
        throw new DomainError('request.invalid', 'The customer has no e-mail address: say where to send it.', {
          errors: [{ pointer: '/to', message: 'is missing' }],
        });
      record(invoiceSent(invoice, to === undefined));
      // Who sends it before its paper is there has it made; the letter tries again until it is.
      const registered = (await eInvoices.ofDocument(invoiceId)) !== undefined;
      await jobRuns.ensure(paperWork({ ...originalOf(kind, invoiceId), registered }), actor, serviceCenterId);
      const recipient = to === undefined ? { customerId: customerId! } : { address: to };
      return askForMessage({ type: 'invoice-copy', channel: 'EMAIL', entityId: invoiceId, serviceCenterId, ...recipient }, actor);
    });
