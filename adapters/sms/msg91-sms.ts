import type { Sms } from '@dms/domain/notifications/ports';
import { callProvider, refusedBy } from './provider-call.ts';

export type Msg91 = {
  readonly url: string;
  readonly key: string;
  /** The header that the operators know the sender by, and the entity that it belongs to (NOT-03). */
  readonly senderId: string;
  readonly entityId: string;
};

const PROVIDER = 'MSG91';
const ROUTES = { promotional: '1', transactional: '4' } as const;
const COUNTRY = '91';
/** Beyond these a text is sent as Unicode, in parts of 70 characters. */
// oxlint-disable-next-line no-control-regex -- the whole of ASCII
const PLAIN = /^[\u0000-\u007f]*$/;

/** The ten digits of a number of the country that is named beside it. */
const national = (phone: string): string => phone.replace(/^\+91/, '');

const isTaken = (body: unknown): boolean => typeof body === 'object' && body !== null && 'type' in body && body.type === 'success';

/** Sends by MSG91, which answers 200 and `type: error` to what it does not take. */
export const msg91Sms = ({ url, key, senderId, entityId }: Msg91): Sms => ({
  needsRegistration: true,
  async send({ notificationId, messageId, to, text, dltTemplateId, promotional }) {
    const answer = await callProvider({
      provider: PROVIDER,
      url: `${url}/api/v2/sendsms`,
      headers: { authkey: key, accept: 'application/json', 'content-type': 'application/json', 'idempotency-key': messageId },
      body: JSON.stringify({
        sender: senderId,
        route: promotional ? ROUTES.promotional : ROUTES.transactional,
        country: COUNTRY,
        unicode: PLAIN.test(text) ? 0 : 1,
        // Its receipts name the campaign.
        campaign: notificationId,
        sms: [{ message: text, to: [national(to)] }],
        DLT_TE_ID: dltTemplateId,
        PE_ID: entityId,
      }),
    });
    if (!isTaken(answer.body)) throw refusedBy(PROVIDER, answer);
  },
});
