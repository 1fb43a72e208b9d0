import { createHmac } from 'node:crypto';
import type { Receipt, ReceiptReader, SignedReceipt } from '@dms/domain/notifications/receipts';
import { Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { Config } from '../config.ts';
import { isSameSecret } from '../security/timing-safe.ts';

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
/** Words of a provider that are worth keeping: a code or a few words, and no number of anybody. */
const DETAIL = /^[A-Za-z][A-Za-z ._-]{0,59}$/;

/** The address at which Twilio says what became of one message. */
export const twilioReceiptUrl = (origin: string, notificationId: string): string => `${origin}/sms-receipts/twilio/${notificationId}`;

/** As Twilio signs its requests: base64 of HMAC-SHA1 over the address it was given and the fields of the form, in the order of their names. */
export const twilioSignatureOf = (authToken: string, url: string, form: URLSearchParams): string => {
  const fields = [...form].sort(([one], [other]) => (one < other ? -1 : Number(one > other)));
  return createHmac('sha1', authToken)
    .update(url + fields.flat().join(''))
    .digest('base64');
};

type Read = (receipt: SignedReceipt) => readonly Receipt[] | undefined;
type Outcomes = ReadonlyMap<string, Receipt['outcome']>;

/** `queued`, `sending` and `sent` are on the way. */
const twilioOutcomes: Outcomes = new Map([
  ['delivered', 'delivered'],
  ...['undelivered', 'failed'].map((status) => [status, 'undelivered'] as const),
]);

const twilioReceipts =
  (authToken: string, origin: string): Read =>
  ({ key: notificationId, signature = '', body }) => {
    const form = new URLSearchParams(body);
    if (!UUID.test(notificationId)) return undefined;
    if (!isSameSecret(signature, twilioSignatureOf(authToken, twilioReceiptUrl(origin, notificationId), form))) return undefined;
    const outcome = twilioOutcomes.get(form.get('MessageStatus') ?? '');
    const code = form.get('ErrorCode') ?? '';
    return outcome ? [{ notificationId, outcome, detail: /^\d{4,6}$/.test(code) ? `error ${code}` : null }] : [];
  };

/** As its table of statuses has it; any other is on the way. */
const msg91Outcomes: Outcomes = new Map([
  ['1', 'delivered'],
  ...['2', '9', '16', '17', '25'].map((status) => [status, 'undelivered'] as const),
]);
const Msg91Report = Type.Object({
  campaignName: Type.String({ maxLength: 200 }),
  status: Type.Union([Type.String({ maxLength: 20 }), Type.Integer()]),
  desc: Type.Optional(Type.String({ maxLength: 200 })),
});

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};

/** MSG91 signs nothing: whoever knows the address that is entered there (webhook of version 3) is taken for it. */
const msg91Receipts =
  (receiptKey: string): Read =>
  ({ key, body }) => {
    if (!isSameSecret(key, receiptKey)) return undefined;
    const said = parsed(body);
    // The same account may send for others, under campaigns of other names.
    if (!Value.Check(Msg91Report, said) || !UUID.test(said.campaignName)) return [];
    const outcome = msg91Outcomes.get(String(said.status));
    const detail = said.desc !== undefined && DETAIL.test(said.desc) ? said.desc : null;
    return outcome ? [{ notificationId: said.campaignName, outcome, detail }] : [];
  };

/** Takes the receipts of the provider that is configured, where it is known how to tell that they are its own. */
export const receiptReader = ({ sms }: Pick<Config, 'sms'>): ReceiptReader => {
  const { provider, receiptUrl, twilio, msg91 } = sms;
  const reads: Readonly<Record<string, Read | undefined>> = {
    twilio: provider === 'twilio' && receiptUrl !== undefined ? twilioReceipts(twilio.authToken, receiptUrl) : undefined,
    msg91: provider === 'msg91' && msg91.receiptKey !== undefined ? msg91Receipts(msg91.receiptKey) : undefined,
  };
  return { read: (receipt) => (Object.hasOwn(reads, receipt.provider) ? reads[receipt.provider]?.(receipt) : undefined) };
};
