import type { Compose } from '../../notifications/ports.ts';
import { everywhere } from '../../shared/actor.ts';
import { type BusinessDay, businessDay } from '../../shared/calendar.ts';
import { formatIndian } from '../../shared/indian-grouping.ts';
import type { Clock } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { dueWords, payByWords } from '../due-words.ts';
import { payLink } from '../freeze-document.ts';
import type { Invoice } from '../invoice.ts';
import type { PaymentReminders } from '../payment-reminder.ts';
import type { Invoices } from '../ports.ts';

type Deps = {
  readonly transact: Transact<{ invoices: Invoices; paymentReminders: PaymentReminders }>;
  readonly clock: Clock;
};

/**
 * Reminds a customer of an invoice with what is due now. Since it was decided on, the invoice may have been settled or its due date moved,
 * or a later reminder may have taken its place: then there is nothing to tell (REM-01).
 */
export const composePaymentReminder =
  ({ transact, clock }: Deps): Compose =>
  ({ entityId: invoiceId, data, recipientName, language }, actor) =>
    transact(actor, async ({ invoices, paymentReminders }) => {
      const { dueDate, dayOffset } = data as { readonly dueDate: BusinessDay; readonly dayOffset: number };
      // Not locked: a payment would wait for as long as the letter takes to send. One that comes meanwhile crosses it, as by any post.
      const invoice = await invoices.get(invoiceId, everywhere);
      const isLast = (await paymentReminders.lastOf(invoiceId, dueDate)) === dayOffset;
      const suppressed = outdated(invoice, dueDate, isLast);
      if (suppressed !== undefined) return { suppressed };
      const { number, seller } = invoice.document!;
      const link = seller.upiId && payLink(seller.upiId, seller.legalName, number, invoice.balance);
      return {
        vars: {
          ...{ customer: recipientName, number, amount: formatIndian(invoice.balance) },
          due: dueWords(language, dueDate, businessDay(clock.now())),
          payBy: link ? payByWords[language](link) : '',
          ...{ seller: seller.legalName, branch: seller.branchName },
        },
      };
    });

/** Why nobody is to be reminded any more. */
const outdated = ({ status, dueDate }: Invoice, remindedOf: BusinessDay, isLast: boolean): string | undefined => {
  if (status !== 'UNPAID' && status !== 'PARTIAL') return 'Nothing is due on the invoice any more.';
  if (dueDate !== remindedOf) return 'The invoice is due on another day by now.';
  return isLast ? undefined : 'A later reminder has taken its place.';
};
