import { createHmac } from 'node:crypto';
import type { PaymentProvider, PaymentProviders, ProviderEvent } from '@dms/domain/billing/payment-provider';
import { Money } from '@dms/domain/shared/money';
import { Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { isSameSecret } from '../security/timing-safe.ts';

const TOLERANCE_MS = 5 * 60_000;
const Text = Type.String({ minLength: 1, maxLength: 100 });
const Amount = Type.String({ pattern: '^\\d{1,11}\\.\\d{2}$' });
const paid = { orderId: Text, paymentId: Text, amount: Amount };
const Uuid = Type.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' });

const Said = Type.Union([
  Type.Object({ kind: Type.Literal('payment.authorised'), ...paid }),
  Type.Object({ kind: Type.Literal('payment.captured'), ...paid }),
  Type.Object({ kind: Type.Literal('payment.failed'), orderId: Text }),
  Type.Object({ kind: Type.Literal('refund.succeeded'), refundId: Uuid, reference: Text }),
  Type.Object({ kind: Type.Literal('refund.failed'), refundId: Uuid, reason: Type.String({ minLength: 1, maxLength: 1000 }) }),
]);

/** As Standard Webhooks has it: base64 of HMAC-SHA256 over id, timestamp in seconds, and the body to the letter. */
export const signatureOf = (secret: string, { id, timestamp, body }: { id: string; timestamp: string; body: string }): string =>
  `v1,${createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64')}`;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};

const eventOf = (id: string, body: string): ProviderEvent | undefined => {
  const said = parsed(body);
  if (!Value.Check(Said, said)) return undefined;
  return 'amount' in said ? { id, ...said, amount: Money.parse(said.amount) } : { id, ...said };
};

/** A provider that collects nothing: its orders are paid, and its refunds arrive, when somebody who has the secret says so. */
export const stubProvider = (secret: string): PaymentProvider => ({
  name: 'stub',
  create: async ({ id }) => ({ orderId: `order_${id}`, checkoutUrl: `https://pay.example/order_${id}` }),
  capture: async () => {},
  refund: async () => {},
  verify({ id, timestamp, signature, body }, now) {
    if (id === undefined || timestamp === undefined || signature === undefined || !/^\d{1,12}$/.test(timestamp)) return undefined;
    if (!/^[\w.-]{1,100}$/.test(id)) return undefined;
    const wanted = signatureOf(secret, { id, timestamp, body });
    // All are compared, so that the time it takes does not tell which one was nearly right.
    const signed = signature.split(' ').filter((each) => isSameSecret(each, wanted)).length > 0;
    const isNow = Math.abs(now.getTime() - Number(timestamp) * 1000) <= TOLERANCE_MS;
    return signed && isNow ? eventOf(id, body) : undefined;
  },
});

/**
 * Without a secret there is nobody who could say that money came in: then there is no provider. Nor is there one in production as long as
 * the only one collects nothing.
 */
export const paymentProviders = (
  { callbackSecret }: { readonly callbackSecret: string | undefined },
  production: boolean = false,
): PaymentProviders => {
  const chosen = callbackSecret === undefined || production ? undefined : stubProvider(callbackSecret);
  return { chosen, find: (name) => (chosen?.name === name ? chosen : undefined) };
};
