import type { Invoice } from '../invoice.ts';
import { payLink } from '../freeze-document.ts';
import type { PaymentReminders } from '../payment-reminder.ts';
import type { Invoices } from '../ports.ts';
import type { Settings } from '../../configuration/ports.ts';
import { configuredIn } from '../../configuration/use-cases/read-settings.ts';
import type { Customers } from '../../customers/ports.ts';
import { type Actor, everywhere } from '../../shared/actor.ts';
import { type BusinessDay, businessDay } from '../../shared/calendar.ts';
import { paperLanguage } from '../../shared/languages.ts';
import { type Mail, NotNow } from '../../notifications/ports.ts';
import type { Clock } from '../../shared/ports.ts';
import { quietUntil } from '../../shared/quiet-hours.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { reminderWords } from '../reminder-words.ts';

export type MailPaymentReminder = {
  readonly invoiceId: string;
  readonly dueDate: BusinessDay;
  readonly dayOffset: number;
  readonly messageId: string;
};

export type Mailed = { readonly outcome: 'sent' } | { readonly outcome: 'suppressed'; readonly reason: string };

type Deps = {
  readonly transact: Transact<{ invoices: Invoices; customers: Customers; paymentReminders: PaymentReminders; settings: Settings }>;
  readonly mail: Mail;
  readonly clock: Clock;
};

/**
 * Reminds a customer of an invoice, in their language, with what is due now. Since it was decided on, the invoice may have been settled or its
 * due date moved, or a later reminder may have taken its place: then nothing is sent, and the reason is kept with the run (REM-01).
 * @throws NotNow in quiet hours
 */
export const mailPaymentReminder =
  ({ transact, mail, clock }: Deps) =>
  ({ invoiceId, dueDate, dayOffset, messageId }: MailPaymentReminder, actor: Actor): Promise<Mailed> =>
    transact(actor, async ({ invoices, customers, paymentReminders, settings }) => {
      const quiet = quietUntil((await configuredIn(settings, clock)).of('notifications.quiet-hours'), clock.now());
      if (quiet) throw new NotNow(quiet);
      // Locked, so that a payment is either seen here or comes after the letter.
      const invoice = await invoices.getForChange(invoiceId, everywhere);
      const isLast = (await paymentReminders.lastOf(invoiceId, dueDate)) === dayOffset;
      const reason = outdated(invoice, dueDate, isLast);
      if (reason !== undefined) return { outcome: 'suppressed', reason };
      const customer = invoice.customerId ? await customers.get(invoice.customerId, everywhere) : undefined;
      if (!customer?.email) return { outcome: 'suppressed', reason: 'The customer has no e-mail address.' };
      const { number, seller } = invoice.document!;
      const about = {
        ...{ customer: customer.displayName, number, amount: invoice.balance, dueDate, today: businessDay(clock.now()) },
        ...{
          seller: seller.legalName,
          branch: seller.branchName,
          payLink: seller.upiId && payLink(seller.upiId, seller.legalName, number, invoice.balance),
        },
      };
      const { subject, lines } = reminderWords[paperLanguage(customer.language)](about);
      await mail.send({ messageId, to: customer.email, subject, text: lines.join('\n\n'), attachments: [] });
      return { outcome: 'sent' };
    });

/** Why nobody is to be reminded any more. */
const outdated = ({ status, dueDate }: Invoice, remindedOf: BusinessDay, isLast: boolean): string | undefined => {
  if (status !== 'UNPAID' && status !== 'PARTIAL') return 'Nothing is due on the invoice any more.';
  if (dueDate !== remindedOf) return 'The invoice is due on another day by now.';
  return isLast ? undefined : 'A later reminder has taken its place.';
};
