import type { Sms } from '@dms/domain/notifications/ports';
import { twilioReceiptUrl } from './receipts.ts';
import { callProvider } from './provider-call.ts';

export type Twilio = {
  readonly url: string;
  readonly accountSid: string;
  readonly authToken: string;
  /** The header that is registered with the operators. Entity and texts are registered with Twilio, which adds their ids (NOT-03). */
  readonly from: string;
  /** Where Twilio reaches this API to say what became of a message; without it nobody is told. */
  readonly receiptUrl?: string | undefined;
};

/** Sends by Twilio. */
export const twilioSms = ({ url, accountSid, authToken, from, receiptUrl }: Twilio): Sms => ({
  needsRegistration: true,
  async send({ notificationId, messageId, to, text }) {
    await callProvider({
      provider: 'Twilio',
      url: `${url}/2010-04-01/Accounts/${encodeURIComponent(accountSid)}/Messages.json`,
      headers: {
        authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
        'idempotency-key': messageId,
      },
      body: new URLSearchParams({
        ...{ To: to, From: from, Body: text },
        ...(receiptUrl !== undefined && { StatusCallback: twilioReceiptUrl(receiptUrl, notificationId) }),
      }).toString(),
    });
  },
});
