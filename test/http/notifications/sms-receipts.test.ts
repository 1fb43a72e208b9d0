import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { before, describe, it } from 'node:test';
import { twilioSignatureOf } from '../../../adapters/sms/receipts.ts';
import type { ListOf } from '../../support/bodies.ts';
import { freshKey } from '../../support/client.ts';
import { withSuite } from '../../support/endings.ts';
import { hold } from '../../support/locks.ts';
import { startSmsProvider } from '../../support/sms-provider.ts';
import { until } from '../../support/until.ts';
import { freshBranches, type World } from '../../support/world.ts';

const ORIGIN = 'https://dms.example';
const TOKEN = 'the-token-of-the-account';
const RECEIPT_KEY = 'k'.repeat(32);

type Delivery = { id: string; status: string; reason: string | null; deliveredAt: string | null; failures: number };

/** The words of an SMS that may be sent. */
const register = async (world: World): Promise<void> => {
  const words = { type: 'payment-received', channel: 'SMS', language: 'en', body: 'We received Rs {{amount}}.', variables: ['amount'] };
  const made = await world.as('admin').post('/templates', { ...words, dltTemplateId: '1107160000000099999' });
  assert.equal(made.status, 201, made.text);
};
const pay = async (world: World): Promise<string> => {
  const { id } = await world.make.invoice();
  const body = { invoiceId: id, amount: '10.00', method: 'UPI' };
  return (await world.as('advisor').post<{ id: string }>('/payments', body, { key: freshKey() })).body.id;
};
const deliveryIn = async (world: World, paymentId: string): Promise<Delivery | undefined> =>
  (await world.as('admin').get<ListOf<Delivery>>(`/notifications/deliveries?entityId=${paymentId}&type=payment-received`)).body.data[0];
const sentBy = async (world: World): Promise<Delivery> => {
  const paymentId = await pay(world);
  return until(async () => {
    const delivery = await deliveryIn(world, paymentId);
    return delivery?.status === 'sent' ? delivery : undefined;
  });
};

it('NOT-04 Twilio signs as its documentation shows', () => {
  const form = new URLSearchParams({
    ...{ CallSid: 'CA1234567890ABCDE', Caller: '+14158675309', Digits: '1234', From: '+14158675309', To: '+18005551212' },
  });
  assert.equal(twilioSignatureOf('12345', 'https://mycompany.com/myapp.php?foo=1&bar=2', form), 'RSOYDt4T1cUTdK1PDd93/VVr8B8=');
});

describe('receipts of Twilio', () => {
  const suite = withSuite();
  let world: World;
  let provider: Awaited<ReturnType<typeof startSmsProvider>>;
  before(async () => {
    provider = await startSmsProvider(suite);
    provider.answer = { status: 201, body: { sid: 'SM1', status: 'queued' } };
    world = await freshBranches(suite, {
      variables: {
        ...{ SMS_PROVIDER: 'twilio', TWILIO_URL: provider.url, TWILIO_ACCOUNT_SID: 'AC1', TWILIO_AUTH_TOKEN: TOKEN, TWILIO_FROM: 'SAHYAD' },
        SMS_RECEIPT_URL: ORIGIN,
      },
    });
    await register(world);
    await world.startWorkers('relay', 'reminders', 'sms');
  });

  const tell = (address: string, said: Record<string, string>, token = TOKEN) => {
    const form = new URLSearchParams({ MessageSid: 'SM1', AccountSid: 'AC1', To: '+919845012345', ...said });
    const fields = [...form.keys()].sort().map((name) => name + form.get(name)!);
    const signature = createHmac('sha1', token)
      .update(address + fields.join(''))
      .digest('base64');
    return fetch(world.url + address.slice(ORIGIN.length), {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signature },
      body: form.toString(),
    });
  };
  const addressAsked = (): string => new URLSearchParams(provider.asked.at(-1)!.body).get('StatusCallback')!;
  const now = async ({ id }: Delivery): Promise<Delivery> =>
    (await world.as('admin').get<ListOf<Delivery>>('/notifications/deliveries?limit=100')).body.data.find((each) => each.id === id)!;

  it('NOT-04 say that a message arrived, once, whatever comes again, late or out of order', async () => {
    const sent = await sentBy(world);
    assert.equal(sent.deliveredAt, null);
    const address = addressAsked();
    assert.equal(address, `${ORIGIN}/sms-receipts/twilio/${sent.id}`);
    for (const status of ['queued', 'sent']) assert.equal((await tell(address, { MessageStatus: status })).status, 204);
    assert.deepEqual(await now(sent), sent);
    const told = await Promise.all(Array.from({ length: 4 }, () => tell(address, { MessageStatus: 'delivered' })));
    assert.deepEqual(
      told.map(({ status }) => status),
      [204, 204, 204, 204],
    );
    const delivered = await now(sent);
    assert.deepEqual([delivered.status, delivered.deliveredAt], ['delivered', world.clock.now().toISOString()]);
    for (const status of ['sent', 'undelivered', 'failed']) assert.equal((await tell(address, { MessageStatus: status })).status, 204);
    assert.deepEqual(await now(sent), delivered);
    const moves = await world.rows(`select from audit_logs where event = 'NotificationMoved' and entity_id = '${sent.id}'`);
    assert.equal(moves.length, 2, 'that it was sent, and that it arrived');
  });

  it('NOT-04 say that a message will not arrive, with the code of the reason, until one says that it did after all', async () => {
    const sent = await sentBy(world);
    const address = addressAsked();
    await tell(address, { MessageStatus: 'undelivered', ErrorCode: '30005' });
    const returned = await now(sent);
    assert.deepEqual([returned.status, returned.reason], ['dead', 'The operators did not deliver it (error 30005).']);
    await tell(address, { MessageStatus: 'undelivered', ErrorCode: '30008' });
    assert.deepEqual(await now(sent), returned);
    await tell(address, { MessageStatus: 'delivered' });
    assert.deepEqual([(await now(sent)).status, (await now(sent)).reason], ['delivered', null]);
    assert.equal(provider.asked.filter(({ body }) => body.includes(sent.id)).length, 1, 'nothing is sent again');
  });

  it('NOT-04 wait for whoever is just sending the message', async () => {
    const paymentId = await pay(world);
    const delivery = await until(async () => {
      const found = await deliveryIn(world, paymentId);
      return found?.status === 'sent' ? found : undefined;
    });
    await world.rows(`update notifications set status = 'queued', sent_at = null where id = '${delivery.id}' returning id`);
    const sending = await hold(world, `update notifications set status = 'sent', sent_at = now() where id = '${delivery.id}'`);
    const told = tell(addressAsked(), { MessageStatus: 'undelivered' });
    await sending.waitedFor();
    await sending.release();
    assert.equal((await told).status, 204);
    assert.equal((await now(delivery)).status, 'queued', 'what was rolled back was not sent, and is not undone');
  });

  it('NOT-04 are taken from Twilio alone', async () => {
    const sent = await sentBy(world);
    const address = addressAsked();
    assert.equal((await tell(address, { MessageStatus: 'delivered' }, 'another-token')).status, 400);
    const other = await sentBy(world);
    const moved = await fetch(`${world.url}/sms-receipts/twilio/${other.id}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-twilio-signature': twilioSignatureOf(TOKEN, address, new URLSearchParams({ MessageStatus: 'delivered' })),
      },
      body: 'MessageStatus=delivered',
    });
    assert.equal(moved.status, 400, 'signed for another message');
    for (const path of ['/sms-receipts/msg91/x', '/sms-receipts/nobody/x', '/sms-receipts/toString/x', '/sms-receipts/twilio/x'])
      assert.equal((await tell(ORIGIN + path, { MessageStatus: 'delivered' })).status, 400, path);
    assert.deepEqual([(await now(sent)).status, (await now(other)).status], ['sent', 'sent']);
  });
});

describe('receipts of MSG91', () => {
  const suite = withSuite();
  let world: World;
  let provider: Awaited<ReturnType<typeof startSmsProvider>>;
  before(async () => {
    provider = await startSmsProvider(suite);
    world = await freshBranches(suite, {
      variables: {
        ...{ SMS_PROVIDER: 'msg91', MSG91_URL: provider.url, MSG91_KEY: 'the-key', MSG91_SENDER_ID: 'SAHYAD' },
        ...{ SMS_DLT_ENTITY_ID: '1101111111111111111', MSG91_RECEIPT_KEY: RECEIPT_KEY },
      },
    });
    await register(world);
    await world.startWorkers('relay', 'reminders', 'sms');
  });
  const tell = (said: object, key = RECEIPT_KEY) => world.anybody.post(`/sms-receipts/msg91/${key}`, said);
  const now = async ({ id }: Delivery): Promise<Delivery> =>
    (await world.as('admin').get<ListOf<Delivery>>('/notifications/deliveries?limit=100')).body.data.find((each) => each.id === id)!;

  it('NOT-04 say by the campaign what became of a message, and are taken under their own address alone', async () => {
    const [arrived, rejected] = [await sentBy(world), await sentBy(world)];
    const { campaign } = JSON.parse(provider.asked.at(-1)!.body) as { campaign: string };
    assert.equal(campaign, rejected.id);
    const report = { date: '2026-11-22 10:06:20', number: '919845012345', senderId: 'SAHYAD', requestId: '346130', userId: '27' };
    assert.equal((await tell({ ...report, campaignName: arrived.id, status: '1', desc: 'DELIVERED' }, 'x'.repeat(32))).status, 400);
    assert.equal((await now(arrived)).status, 'sent');
    for (const said of [
      { ...report, campaignName: arrived.id, status: '1', desc: 'DELIVERED' },
      { ...report, campaignName: arrived.id, status: '2', desc: 'FAILED' },
      { ...report, campaignName: rejected.id, status: '9', desc: 'NDNC' },
      { ...report, campaignName: 'of somebody else', status: '1', desc: 'DELIVERED' },
      { ...report, campaignName: world.cradle.ids.next(), status: '1', desc: 'DELIVERED' },
    ])
      assert.equal((await tell(said)).status, 204, JSON.stringify(said));
    assert.equal((await now(arrived)).status, 'delivered');
    const { status, reason } = await now(rejected);
    assert.deepEqual([status, reason], ['dead', 'The operators did not deliver it (NDNC).']);
  });
});
