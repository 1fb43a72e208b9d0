import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { categories, channels } from '@dms/domain/notifications/channels';
import type { ListOf } from '../../support/bodies.ts';
import { freshKey } from '../../support/client.ts';
import { withSuite } from '../../support/endings.ts';
import { until } from '../../support/until.ts';
import { freshBranches, type World } from '../../support/world.ts';

type Template = { id: string; subject: string; body: string; variables: string[]; version: number };
type Choice = { category: string; channel: string; enabled: boolean };
type Delivery = { type: string; channel: string; status: string; recipientId: string | null; reason: string | null };

const sms = {
  type: 'payment-received',
  channel: 'SMS',
  language: 'en',
  body: 'Dear {{customer}}, we received Rs {{amount}}.',
  variables: ['customer', 'amount'],
  dltTemplateId: '1107160000000012345',
};

describe('/templates', () => {
  const suite = withSuite();
  let world: World;
  before(async () => {
    world = await freshBranches(suite);
  });
  const post = (body: object) => world.as('admin').post<Template>('/templates', body);

  it('NOT-01 refuses what is not declared, what nothing gives, what is of no use, and what its way does not have', async () => {
    for (const [change, pointer] of [
      [{ variables: ['amount'] }, '/body'],
      [{ body: `${sms.body} {{branch}}` }, '/body'],
      [{ body: `${sms.body} {{total}}`, variables: [...sms.variables, 'total'] }, '/variables'],
      [{ variables: [...sms.variables, 'branch'] }, '/variables'],
      [{ body: 'Dear {{customer}}', variables: ['customer'] }, '/body'],
      [{ body: `${sms.body} {{ customer name }}` }, '/body'],
      [{ subject: 'A receipt' }, '/subject'],
      [{ html: '<p>{{amount}}</p>' }, '/html'],
      [{ channel: 'EMAIL' }, '/channel'],
    ] as const) {
      const { status, problem } = await post({ ...sms, ...change });
      assert.deepEqual([status, problem.code], [400, 'template.invalid'], JSON.stringify(change));
      assert.ok(
        problem.errors!.some((error) => error.pointer === pointer),
        `${JSON.stringify(change)}: ${JSON.stringify(problem.errors)}`,
      );
    }
    assert.equal((await post({ ...sms, dltTemplateId: 'not digits' })).status, 400);
    assert.equal((await post({ ...sms, type: 'elephant' })).status, 400);
  });

  it('NOT-01 keeps each version of a template, one for each kind, way and language', async () => {
    const made = await post(sms);
    assert.equal(made.status, 201, made.text);
    assert.equal((await post(sms)).problem.code, 'record.duplicate');
    const path = `/templates/${made.body.id}`;
    const body = 'Rs {{amount}} from {{customer}}, thank you.';
    const edited = await world.as('admin').patch<Template>(path, { body }, { headers: { 'if-match': '"1"' } });
    assert.deepEqual([edited.status, edited.body.version, edited.body.body], [200, 2, body]);
    const stale = await world.as('admin').patch(path, { body: sms.body }, { headers: { 'if-match': '"1"' } });
    assert.deepEqual([stale.status, stale.problem.code], [412, 'version.stale']);
    assert.equal((await world.as('admin').patch(path, { body: 'Thank you' })).problem.code, 'template.invalid');
    const versions = await world.rows(`select number, body from template_versions where template_id = '${made.body.id}' order by number`);
    assert.deepEqual(versions, [
      { number: 1, body: sms.body },
      { number: 2, body },
    ]);
    await assert.rejects(world.rows(`update template_versions set body = 'other'`), /template_versions/);
    const listed = await world.as('engineer').get<ListOf<Template>>('/templates?type=payment-received');
    assert.deepEqual(
      listed.body.data.map(({ id, version }) => [id, version]),
      [[made.body.id, 2]],
    );
    assert.equal((await world.as('engineer').patch(path, { body })).status, 403);
  });

  it('NOT-01 a preview escapes what it inserts into HTML, keeps a subject on one line, and names what is missing', async () => {
    const letter = {
      ...{ type: 'invoice', channel: 'EMAIL', language: 'en', subject: 'Invoice {{number}}' },
      ...{ body: 'Dear {{customer}},\n\n{{due}}', html: '<p title="{{customer}}">{{customer}}</p>' },
    };
    const made = await post({ ...letter, body: `${letter.body}\n\n{{number}}`, variables: ['number', 'customer', 'due'] });
    assert.equal(made.status, 201, made.text);
    const preview = (vars: object) => world.as('admin').post<Record<string, string>>(`/templates/${made.body.id}/preview`, { vars });
    const said = await preview({ number: 'B/1\r\nBcc: all@x.example', customer: '"><script>alert(1)</script>', due: '' });
    assert.equal(said.status, 200, said.text);
    assert.equal(said.body.subject, 'Invoice B/1 Bcc: all@x.example');
    const escaped = '&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;';
    assert.equal(said.body.html, `<p title="${escaped}">${escaped}</p>`);
    assert.equal(said.body.text, 'Dear "><script>alert(1)</script>,\n\nB/1 Bcc: all@x.example', 'an empty paragraph is left out');
    const nested = await preview({ number: '{{due}}', customer: '{{number}}', due: 'now' });
    assert.equal(nested.body.subject, 'Invoice {{due}}', 'what is inserted makes no place of its own');
    const unfit = await preview({ number: '1', customer: 'Asha', amount: '1' });
    assert.deepEqual(unfit.problem.errors!.map(({ pointer }) => pointer).sort(), ['/vars/amount', '/vars/due']);
  });
});

describe('/notifications', () => {
  const suite = withSuite();
  let world: World;
  before(async () => {
    world = await freshBranches(suite);
    await world.startWorkers('relay', 'reminders', 'email', 'sms');
  });
  const deliveries = async (who: Parameters<World['as']>[0], query = '') =>
    (await world.as(who).get<ListOf<Delivery>>(`/notifications/deliveries?limit=100${query}`)).body.data;

  it('NOT-02 preferences are all on until somebody says otherwise, and each is one’s own', async () => {
    const read = async (who: Parameters<World['as']>[0], query = '') =>
      (await world.as(who).get<{ preferences: Choice[] }>(`/notifications/preferences${query}`)).body.preferences;
    const initial = await read('staff');
    assert.equal(initial.length, categories.length * channels.length);
    assert.ok(initial.every(({ enabled }) => enabled));
    const put = (who: Parameters<World['as']>[0], body: object) => world.as(who).ask('PUT', '/notifications/preferences', { body });
    const choice = { category: 'STOCK', channel: 'IN_APP', enabled: false };
    assert.equal((await put('staff', { preferences: [choice] })).status, 200);
    const off = ({ enabled }: Choice) => !enabled;
    assert.deepEqual((await read('staff')).filter(off), [choice]);
    assert.deepEqual((await read('manager')).filter(off), []);
    assert.equal((await put('staff', { preferences: [choice, choice] })).status, 400);

    const { customerId } = world.basics.car;
    const ofCustomer = { category: 'SERVICE', channel: 'SMS', enabled: false };
    assert.equal((await put('advisor', { customerId, preferences: [ofCustomer] })).status, 200);
    assert.deepEqual((await read('callCenter', `?customerId=${customerId}`)).filter(off), [ofCustomer]);
    assert.deepEqual((await read('advisor')).filter(off), []);
    assert.equal((await put('engineer', { customerId, preferences: [ofCustomer] })).status, 403);
    assert.equal((await put('staffElsewhere', { customerId, preferences: [ofCustomer] })).status, 404);
  });

  it('NOT-07 a message is read once, by whom it is for', async () => {
    await world.make.assignedCard(undefined, world.basics.actors.engineer);
    await world.make.assignedCard(undefined, world.basics.actors.engineer);
    type InInbox = { id: string; readAt: string | null; createdAt: string };
    const inbox = async (query: string) => (await world.as('engineer').get<ListOf<InInbox>>(`/notifications?${query}`)).body;
    await until(async () => (await inbox('unread=true')).data.length === 2);
    const { data, page } = await inbox('limit=1');
    const next = await inbox(`limit=1&cursor=${page.next}`);
    assert.notEqual(next.data[0]!.id, data[0]!.id);
    const path = `/notifications/${data[0]!.id}/read`;
    assert.equal((await world.as('engineer2').post(path)).status, 404);
    assert.equal((await world.as('engineer').post(path)).status, 204);
    assert.equal((await world.as('engineer').post(path)).status, 204);
    assert.deepEqual(
      (await inbox('unread=true')).data.map(({ id }) => id),
      [next.data[0]!.id],
    );
    assert.equal((await inbox('limit=1')).data[0]!.readAt, world.clock.now().toISOString());
    assert.deepEqual((await world.as('engineer').post('/notifications/read-all')).body, { read: 1 });
    assert.deepEqual((await inbox('unread=true')).data, []);
  });

  it('NOT-04 deliveries say what became of each message, within the branches of who asks, and never the address', async () => {
    const invoice = await world.make.invoice();
    const paid = await world
      .as('advisor')
      .post('/payments', { invoiceId: invoice.id, amount: '100.00', method: 'UPI' }, { key: freshKey() });
    assert.equal(paid.status, 201, paid.text);
    const found = await until(async () => {
      const sent = await deliveries('manager', `&recipientId=${invoice.customerId}&type=payment-received`);
      return sent.some(({ status }) => status === 'sent') ? sent : undefined;
    });
    assert.deepEqual(
      found.map(({ type, channel, status }) => ({ type, channel, status })),
      [{ type: 'payment-received', channel: 'SMS', status: 'sent' }],
    );
    assert.deepEqual(await deliveries('manager2', `&recipientId=${invoice.customerId}`), []);
    const answer = await world.as('admin').get('/notifications/deliveries?limit=100');
    assert.doesNotMatch(answer.text, /@|\+91/);
    assert.equal((await world.as('advisor').get('/notifications/deliveries')).status, 403);
  });

  it('NOT-01 a template is tried out on oneself alone', async () => {
    const { body: made } = await world.as('admin').post<Template>('/templates', sms);
    const vars = { customer: 'Asha', amount: '1.00' };
    const phone = world.people.admin.phone;
    await world.rows(`update users set phone = '+919845011111' where id = '${world.people.admin.id}'`);
    const asked = await world.as('admin').post<{ jobId: string }>('/notifications/test', { templateId: made.id, channel: 'SMS', vars });
    assert.equal(asked.status, 202, asked.text);
    await until(async () => (await world.as('admin').get<{ status: string }>(`/jobs/${asked.body.jobId}`)).body.status === 'succeeded');
    const sent = await deliveries('admin', `&type=test&recipientId=${world.people.admin.id}`);
    assert.deepEqual(
      sent.map(({ channel, status }) => [channel, status]),
      [['SMS', 'sent']],
    );
    const unfit = await world
      .as('admin')
      .post('/notifications/test', { templateId: made.id, channel: 'EMAIL', vars: { customer: 'Asha' } });
    assert.equal(unfit.problem.code, 'request.invalid');
    assert.equal((await world.as('staff').post('/notifications/test', { templateId: made.id, vars })).status, 403);
    assert.equal(phone, null);
  });

  it('NOT-06 a broadcast shows how many it goes to, and goes out when that figure is given back', async () => {
    const texts = [{ language: 'en', subject: 'Closed', body: 'Dear {{name}}, we are closed on Monday.' }];
    const broadcast = { category: 'SERVICE', to: 'USERS', channels: ['IN_APP'], serviceCenterIds: [world.basics.branches.blr01.id], texts };
    const boss = world.as('superAdmin');
    const shown = await boss.post<{ recipients: number; broadcastId: string | null }>('/notifications/broadcast', broadcast);
    assert.deepEqual([shown.status, shown.body.broadcastId], [200, null]);
    assert.deepEqual(await world.rows('select from broadcasts'), []);
    const { recipients } = shown.body;
    const wrong = await boss.post('/notifications/broadcast', { ...broadcast, recipients: recipients + 1 });
    assert.deepEqual([wrong.status, wrong.problem.code], [409, 'broadcast.audience']);
    const sent = await boss.post<{ broadcastId: string }>('/notifications/broadcast', { ...broadcast, recipients });
    assert.equal(sent.status, 201, sent.text);
    const id = sent.body.broadcastId;
    await until(async () => (await deliveries('superAdmin', `&entityId=${id}&status=delivered`)).length === recipients);
    const { body } = await world.as('staff').get<ListOf<{ type: string; title: string; body: string }>>('/notifications');
    const got = body.data.find(({ type }) => type === 'broadcast')!;
    assert.deepEqual([got.title, got.body], ['Closed', `Dear ${world.people.staff.name}, we are closed on Monday.`]);
  });

  it('NOT-06 below a super administrator it waits for an approval, and offers go to whoever agreed alone', async () => {
    const texts = [{ language: 'en', subject: 'Offer', body: 'Dear {{name}}, ten per cent off.', dltTemplateId: '1107160000000054321' }];
    const { blr01, blr02 } = world.basics.branches;
    const offer = { category: 'PROMOTION', to: 'CUSTOMERS', channels: ['SMS', 'EMAIL'], serviceCenterIds: [blr01.id], texts };
    const { customerId } = world.basics.car;
    await world.rows(`update customers set consents = '{SMS,MARKETING}' where id = '${customerId}'`);
    await world.rows(`delete from notification_preferences`);
    const shown = await world.as('manager').post<{ recipients: number }>('/notifications/broadcast', offer);
    assert.deepEqual([shown.status, shown.body.recipients], [200, 1], shown.text);
    const asked = await world.as('manager').post<{ approvalId: string }>('/notifications/broadcast', { ...offer, recipients: 1 });
    assert.equal(asked.status, 202, asked.text);
    assert.deepEqual(await deliveries('admin', `&recipientId=${customerId}&type=broadcast`), []);
    assert.equal((await world.as('admin').post(`/approvals/${asked.body.approvalId}/approve`)).status, 403);
    assert.equal((await world.as('superAdmin').post(`/approvals/${asked.body.approvalId}/approve`)).status, 200);
    const found = await until(async () => {
      const all = await deliveries('admin', `&recipientId=${customerId}&type=broadcast`);
      return all.length === 2 && all.every(({ status }) => ['sent', 'suppressed'].includes(status)) ? all : undefined;
    });
    assert.deepEqual(Object.fromEntries(found.map(({ channel, status, reason }) => [channel, [status, reason]])), {
      EMAIL: ['suppressed', 'They did not agree to letters.'],
      SMS: ['sent', null],
    });
    const elsewhere = await world.as('manager').post('/notifications/broadcast', { ...offer, serviceCenterIds: [blr01.id, blr02.id] });
    assert.equal(elsewhere.status, 404);
    assert.equal((await world.as('advisor').post('/notifications/broadcast', offer)).status, 403);
    const inApp = await world.as('superAdmin').post('/notifications/broadcast', { ...offer, channels: ['IN_APP'] });
    assert.deepEqual(inApp.problem.errors![0]!.pointer, '/channels');
  });
});
