import type { mailPasswordReset } from '@dms/domain/identity/use-cases/mail-one-time-token';
import type { mailInvoice } from '@dms/domain/notifications/use-cases/mail-invoice';
import type { mailPaymentReminder } from '@dms/domain/billing/use-cases/mail-payment-reminder';
import type { EventName } from '@dms/domain/shared/event-catalogue';
import type { mailEstimate } from '@dms/domain/workshop/use-cases/mail-estimate';
import { invoiceMailWork } from '@dms/domain/notifications/ports';
import type { Consumer } from '../consumers.ts';

type Uses = { readonly mailInvoice: ReturnType<typeof mailInvoice> };
type MailToken = ReturnType<typeof mailPasswordReset>;
type TokenUses = { readonly mailPasswordReset: MailToken; readonly mailInvitation: MailToken };

const invoiceMail: Consumer<Uses, { invoiceId: string }> = {
  on: 'InvoicePdfStored',
  // Copies and what is cancelled are for who prints them.
  work: ({ entityId, data }) => (data.copy === 'ORIGINAL' && data.cancelled === false ? invoiceMailWork(entityId) : undefined),
  handle:
    ({ mailInvoice }) =>
    async ({ invoiceId }, { id, actor }) => {
      const mailed = await mailInvoice({ invoiceId, messageId: id }, actor);
      return mailed.outcome === 'suppressed' ? mailed.reason : null;
    },
};

const invoiceSend: Consumer<Uses, { invoiceId: string; to: string | null }> = {
  // Somebody asks for it: no event does.
  on: [],
  work: () => undefined,
  handle:
    ({ mailInvoice }) =>
    async (payload, { id, actor }) => {
      const mailed = await mailInvoice({ ...payload, messageId: id }, actor);
      return mailed.outcome === 'suppressed' ? mailed.reason : null;
    },
};

type ReminderUses = { readonly mailPaymentReminder: ReturnType<typeof mailPaymentReminder> };
type Reminded = { invoiceId: string; dueDate: string; dayOffset: number };

const paymentReminderMail: Consumer<ReminderUses, Reminded> = {
  on: 'PaymentReminderDue',
  work: ({ entityId: invoiceId, data }) => {
    const { dueDate, dayOffset } = data as Omit<Reminded, 'invoiceId'>;
    const payload: Reminded = { invoiceId, dueDate, dayOffset };
    return { consumer: 'payment-reminder-mail', queue: 'email', dedupeKey: `${invoiceId} ${dueDate} ${dayOffset}`, payload };
  },
  handle:
    ({ mailPaymentReminder }) =>
    async (payload, { id, actor }) => {
      const mailed = await mailPaymentReminder({ ...payload, messageId: id }, actor);
      return mailed.outcome === 'suppressed' ? mailed.reason : null;
    },
};

type EstimateUses = { readonly mailEstimate: ReturnType<typeof mailEstimate> };

/** The link is made with the letter, so nothing of it is in the payload. */
const estimateMail: Consumer<EstimateUses, { jobCardId: string; estimateId: string }> = {
  on: 'EstimateSent',
  work: ({ id, entityId: jobCardId, data }) => ({
    ...{ consumer: 'estimate-mail', queue: 'email', dedupeKey: id },
    payload: { jobCardId, estimateId: data.estimateId as string },
  }),
  handle:
    ({ mailEstimate }) =>
    async (payload, { id, actor }) => {
      const mailed = await mailEstimate({ ...payload, messageId: id }, actor);
      return mailed.outcome === 'suppressed' ? mailed.reason : null;
    },
};

/** Letters with a token that works once: the token is made with the letter, so nothing of it is in the payload. */
const tokenMail = (
  consumer: string,
  on: EventName,
  use: keyof TokenUses,
): Consumer<TokenUses, { userId: string; known: boolean; tooMany: boolean }> => ({
  on,
  work: ({ id, entityId, data }) => ({
    consumer,
    queue: 'email',
    dedupeKey: id,
    payload: { userId: entityId, known: data.known !== false, tooMany: data.tooMany === true },
  }),
  handle:
    (uses) =>
    async (payload, { id, actor }) => {
      const mailed = await uses[use]({ ...payload, messageId: id }, actor);
      return mailed.outcome === 'suppressed' ? mailed.reason : null;
    },
});

export const email = {
  'invoice-mail': invoiceMail,
  'invoice-send': invoiceSend,
  'payment-reminder-mail': paymentReminderMail,
  'estimate-mail': estimateMail,
  'password-reset-mail': tokenMail('password-reset-mail', 'PasswordResetRequested', 'mailPasswordReset'),
  'invitation-mail': tokenMail('invitation-mail', 'UserInvited', 'mailInvitation'),
};
