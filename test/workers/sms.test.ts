import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { FixedClock } from '@dms/domain/memory/clock';
import { Hopeless, type TextMessage } from '@dms/domain/notifications/ports';
import { msg91Sms } from '../../adapters/sms/msg91-sms.ts';
import { twilioSms } from '../../adapters/sms/twilio-sms.ts';
import { freshKey } from '../support/client.ts';
import { withSuite } from '../support/endings.ts';
import { type ProviderAnswer as Answer, startSmsProvider } from '../support/sms-provider.ts';
import { until } from '../support/until.ts';
import { freshBranches, type World } from '../support/world.ts';

const text: TextMessage = {
  notificationId: '019aaf7e-5c00-7cc4-8d3e-2f6a1b9c0d22',
  ...{ messageId: '019aaf7e-5c00-7cc4-8d3e-2f6a1b9c0d11', to: '+919845012345', text: 'Dear Asha, Rs 10.00 is due.' },
  ...{ vars: {}, dltTemplateId: '1107160000000012345', promotional: false },
};

describe('SMS by a provider', () => {
  const suite = withSuite();
  let provider: Awaited<ReturnType<typeof startSmsProvider>>;
  before(async () => {
    provider = await startSmsProvider(suite);
  });
  const msg91 = () => msg91Sms({ url: provider.url, key: 'the-key', senderId: 'SAHYAD', entityId: '1101111111111111111' });
  const twilio = () => twilioSms({ url: provider.url, accountSid: 'AC1', authToken: 'token', from: 'SAHYAD' });
  const answering = async (answer: Answer, work: () => Promise<unknown>) => {
    const before = provider.answer;
    provider.answer = answer;
    try {
      return await work();
    } finally {
      provider.answer = before;
    }
  };

  it('NOT-03 MSG91 is told the header, the entity, the template and the route, and the number without its country', async () => {
    await msg91().send(text);
    await msg91().send({ ...text, text: 'प्रिय आशा', promotional: true });
    const [plain, hindi] = provider.asked.slice(-2).map(({ body }) => JSON.parse(body) as Record<string, unknown>);
    const { path, headers } = provider.asked.at(-1)!;
    assert.deepEqual([path, headers.authkey], ['/api/v2/sendsms', 'the-key']);
    assert.deepEqual(plain, {
      ...{ sender: 'SAHYAD', route: '4', country: '91', unicode: 0, campaign: text.notificationId },
      ...{ sms: [{ message: text.text, to: ['9845012345'] }], DLT_TE_ID: '1107160000000012345', PE_ID: '1101111111111111111' },
    });
    assert.deepEqual([hindi!.route, hindi!.unicode], ['1', 1]);
  });

  it('NOT-03 Twilio is told number, header and text', async () => {
    await answering({ status: 201, body: { sid: 'SM1', status: 'queued' } }, () => twilio().send(text));
    const { path, headers, body } = provider.asked.at(-1)!;
    assert.equal(path, '/2010-04-01/Accounts/AC1/Messages.json');
    assert.equal(headers.authorization, `Basic ${Buffer.from('AC1:token').toString('base64')}`);
    assert.deepEqual(Object.fromEntries(new URLSearchParams(body)), { To: '+919845012345', From: 'SAHYAD', Body: text.text });
  });

  it('OUT-02 the same message carries the same id each time', async () => {
    await msg91().send(text);
    await msg91().send(text);
    assert.deepEqual(new Set(provider.asked.slice(-2).map(({ headers }) => headers['idempotency-key'])), new Set([text.messageId]));
  });

  it('NOT-04 what a provider refuses for good is hopeless, and what it is too busy for is tried again', async () => {
    const errorOf = (answer: Answer, by: typeof msg91 | typeof twilio) =>
      answering(answer, () =>
        by()
          .send(text)
          .catch((error: unknown) => error),
      );
    const invalid = { status: 400, body: { code: 21211, message: "The 'To' number is not a valid phone number.", status: 400 } };
    assert.ok((await errorOf(invalid, twilio)) instanceof Hopeless);
    assert.ok((await errorOf({ status: 200, body: { type: 'error', message: 'Invalid authkey' } }, msg91)) instanceof Hopeless);
    for (const status of [429, 500, 503]) {
      const error = await errorOf({ status, body: { message: 'Too many requests' } }, twilio);
      assert.ok(error instanceof Error && !(error instanceof Hopeless), String(status));
      assert.match(error.message, new RegExp(`Twilio answered ${status}`));
    }
    assert.ok((await errorOf({ status: 302, body: {} }, msg91)) instanceof Error);
  });
});

describe('SMS through the pipeline', () => {
  const suite = withSuite();
  let world: World;
  let provider: Awaited<ReturnType<typeof startSmsProvider>>;
  before(async () => {
    provider = await startSmsProvider(suite);
    world = await freshBranches(suite, {
      variables: {
        ...{ SMS_PROVIDER: 'msg91', MSG91_URL: provider.url, MSG91_KEY: 'the-key', MSG91_SENDER_ID: 'SAHYAD' },
        SMS_DLT_ENTITY_ID: '1101111111111111111',
      },
    });
    await world.startWorkers('relay', 'reminders', 'sms');
  });
  const statusOf = async (where: string) =>
    (
      await world.rows<{ status: string; reason: string | null }>(
        `select status, reason from notifications where channel = 'SMS' and ${where}`,
      )
    )[0];
  const pay = async () => {
    const { id, customerId } = await world.make.invoice();
    const paid = await world
      .as('advisor')
      .post<{ id: string }>('/payments', { invoiceId: id, amount: '10.00', method: 'UPI' }, { key: freshKey() });
    return { paymentId: paid.body.id, customerId };
  };

  it('NOT-03 a text that is not registered is not sent, and one that is carries its id', async () => {
    const first = await pay();
    const of = (id: string) => statusOf(`entity_id = '${id}' and type = 'payment-received'`);
    await until(async () => (await of(first.paymentId))?.status === 'suppressed');
    assert.match((await of(first.paymentId))!.reason!, /no template id of the operators/);
    const words = { type: 'payment-received', channel: 'SMS', language: 'en', body: 'We received Rs {{amount}}.', variables: ['amount'] };
    const made = await world.as('admin').post('/templates', { ...words, dltTemplateId: '1107160000000099999' });
    assert.equal(made.status, 201, made.text);
    const second = await pay();
    await until(async () => (await of(second.paymentId))?.status === 'sent');
    const sent = JSON.parse(provider.asked.at(-1)!.body) as { DLT_TE_ID: string; sms: { message: string }[] };
    assert.deepEqual([sent.DLT_TE_ID, sent.sms[0]!.message], ['1107160000000099999', 'We received Rs 10.00.']);
  });

  it('NOT-03 an offer waits until ten in the morning, although the quiet hours end at nine', async () => {
    const clock = world.clock as FixedClock;
    const { customerId } = world.basics.car;
    await world.rows(`update customers set consents = '{SMS,MARKETING}' where id = '${customerId}'`);
    const texts = [{ language: 'en', subject: 'Offer', body: 'Ten per cent off.', dltTemplateId: '1107160000000077777' }];
    const { blr01 } = world.basics.branches;
    const offer = { category: 'PROMOTION', to: 'CUSTOMERS', channels: ['SMS'], serviceCenterIds: [blr01.id], texts, recipients: 1 };
    clock.set('2026-11-22T15:45:00.000Z'); // 21:15 in India
    const sent = await world.as('superAdmin').post<{ broadcastId: string }>('/notifications/broadcast', offer);
    assert.equal(sent.status, 201, sent.text);
    const row = async () =>
      (
        await world.rows<{ status: string; deferred_until: Date | null }>(
          `select status, deferred_until from notifications where entity_id = '${sent.body.broadcastId}'`,
        )
      )[0];
    await until(async () => (await row())?.status === 'deferred');
    assert.equal(new Date((await row())!.deferred_until!).toISOString(), '2026-11-23T04:30:00.000Z');
    clock.set('2026-11-23T04:30:00.000Z');
    await until(async () => (await row())?.status === 'sent');
  });
});
