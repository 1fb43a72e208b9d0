import { Type } from '@sinclair/typebox';
import { noContent } from '../answers.ts';
import { route, type RoutesOf } from '../route.ts';
import { SmsReceipt } from './schemas.ts';

/** What providers say became of messages. */
export const smsReceiptRoutes: RoutesOf = ({ takeReceipt }) => [
  route({
    method: 'POST',
    url: '/sms-receipts/:provider/:key',
    permission: 'public',
    operationId: 'takeSmsReceipt',
    summary: 'What a provider says became of an SMS',
    description:
      'Of Twilio as a form, signed by `X-Twilio-Signature`, at the address that it is given with each message; of MSG91 as JSON (webhook of version 3), with the key that its address has. A receipt that comes again, too late or out of order has no effect.',
    tags: ['notifications'],
    params: Type.Object({
      provider: Type.String({ maxLength: 50, examples: ['twilio'] }),
      key: Type.String({ maxLength: 200, examples: ['01912e4a-7c1b-7000-8000-000000000001'] }),
    }),
    body: SmsReceipt,
    rawBody: true,
    rawTypes: ['application/json', 'application/x-www-form-urlencoded'],
    answers: { 204: Type.Null() },
    refuses: ['callback.refused'],
    rateLimit: 'receipts',
    handle: async ({ params, body, headers, actor }) => {
      const signature = [headers['x-twilio-signature']].flat()[0];
      await takeReceipt({ ...params, signature, body: typeof body === 'string' ? body : '' }, actor);
      return noContent();
    },
  }),
];
