import type { Sms } from '@dms/domain/notifications/ports';
import { callProvider } from './provider-call.ts';

export type Twilio = {
  readonly url: string;
  readonly accountSid: string;
  readonly authToken: string;
  /** The header that is registered with the operators. Entity and texts are registered with Twilio, which adds their ids (NOT-03). */
  readonly from: string;
};

/** Sends by Twilio. */
export const twilioSms = ({ url, accountSid, authToken, from }: Twilio): Sms => ({
  needsRegistration: true,
  async send({ messageId, to, text }) {
    await callProvider({
      provider: 'Twilio',
      url: `${url}/2010-04-01/Accounts/${encodeURIComponent(accountSid)}/Messages.json`,
      headers: {
        authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
        'idempotency-key': messageId,
      },
      body: new URLSearchParams({ To: to, From: from, Body: text }).toString(),
    });
  },
});
