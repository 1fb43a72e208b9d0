import assert from 'node:assert/strict';
import { Quantity } from '@dms/domain/shared/quantity';
import { type FixedClock, fixedClock } from '@dms/domain/memory/clock';
import { addMonths, businessDay, firstDayOfMonth, monthOf, startOfBusinessDay } from '@dms/domain/shared/calendar';
import { systemActor } from '@dms/domain/shared/actor';
import { DomainError } from '@dms/domain/shared/errors';
import type { EventName } from '@dms/domain/shared/event-catalogue';
import { buildContainer } from '../../adapters/container.ts';
import { signatureOf } from '../../adapters/payments/stub-provider.ts';
import { seedReference } from '../../db/seeds/reference.ts';
import { logIn, refresh, secretOfLetter, tryLogIn } from '../http/identity/logged-in.ts';
import { type Answer, freshKey } from '../support/client.ts';
import { formOf, picture } from '../support/forms.ts';
import { pngLogo } from '../support/logos.ts';
import { until } from '../support/until.ts';
import { advance, stepNames, walkTo } from '../support/visit.ts';
import { toldWebhook } from '../support/webhooks.ts';
import type { World } from '../support/world.ts';

/** Everything that is secret in the lives below: none of it may be found anywhere. */
export const secrets = {
  first: 'seventeen mangoes on a tin roof',
  second: 'eleven kites over the old fort',
  third: 'a slow ferry to the other bank',
  wrong: 'somebody else knows this rhyme',
};

const EMAIL = 'nitin.rao@people.example';
const AFTER_THE_GRACE_MS = 11_000;
const FAILURES_UNTIL_LOCKED = 5;

const done = <Body>(answer: Answer<Body>): Body => {
  assert.ok(answer.status < 300, `${answer.status} ${answer.text}`);
  return answer.body;
};

/** A letter is on its way a moment before its token is committed: whoever is faster than a person waits for that. */
const committed = (world: World, event: EventName): Promise<unknown> =>
  until(async () => (await world.rows(`select from audit_logs where event = '${event}'`)).length > 0, { what: event });

/** Somebody is invited, comes and goes, forgets a password, is promoted, suspended, and leaves. Answers what they were given. */
export const liveAWorkingLife = async (world: World): Promise<string[]> => {
  const { blr01, blr02 } = world.basics.branches;
  const boss = world.as('superAdmin');
  const given: string[] = [];
  const invited = {
    email: EMAIL,
    phone: '9845055501',
    firstName: 'Nitin',
    lastName: 'Rao',
    role: 'SERVICE_ADVISOR',
    serviceCenterIds: [blr01.id],
  };
  const { id } = done(await boss.post<{ id: string }>('/users', invited));
  given.push(await secretOfLetter(world, EMAIL));
  await committed(world, 'InvitationMailed');
  done(await world.anybody.post('/auth/accept-invitation', { token: given[0], password: secrets.first }));

  const logInWith = async (password: string) => {
    const login = await logIn(world, EMAIL, password);
    given.push(login.accessToken, login.refreshToken);
    return login;
  };
  const { refreshToken } = await logInWith(secrets.first);
  given.push(done(await refresh(world.anybody, refreshToken)).refreshToken);
  (world.clock as FixedClock).advance(AFTER_THE_GRACE_MS);
  assert.equal((await refresh(world.anybody, refreshToken)).status, 401);

  done(await (await logInWith(secrets.first)).client.post('/auth/logout'));
  done(await (await logInWith(secrets.first)).client.post('/auth/logout-all'));
  const { client } = await logInWith(secrets.first);
  const [session] = done(await client.get<{ data: { id: string }[] }>('/auth/sessions')).data;
  done(await client.ask('DELETE', `/auth/sessions/${session!.id}`));
  done(
    await (
      await logInWith(secrets.first)
    ).client.post('/auth/change-password', { currentPassword: secrets.first, newPassword: secrets.second }),
  );

  for (let n = 0; n < FAILURES_UNTIL_LOCKED; n += 1) assert.equal((await tryLogIn(world.anybody, EMAIL, secrets.wrong)).status, 401);
  done(await boss.post(`/users/${id}/unlock`));
  assert.equal((await tryLogIn(world.anybody, 'nobody.there@people.example', secrets.wrong)).status, 401);
  assert.equal((await tryLogIn(world.anybody, '+919845099999', secrets.wrong)).status, 401);

  done(await world.anybody.post('/auth/request-password-reset', { username: EMAIL }));
  const token = await secretOfLetter(world, EMAIL, given);
  given.push(token);
  await committed(world, 'PasswordResetMailed');
  done(await world.anybody.post('/auth/reset-password', { token, newPassword: secrets.third }));

  done(await boss.patch(`/users/${id}`, { email: 'nitin@other.example', phone: '9845055502', lastName: 'Shetty' }));
  done(await boss.patch(`/users/${id}`, { role: 'SC_STAFF' }));
  done(await boss.ask('PUT', `/users/${id}/service-centers`, { body: { serviceCenterIds: [blr02.id] } }));
  done(await boss.post(`/users/${id}/suspend`, { reason: 'stock is missing' }));
  done(await boss.post(`/users/${id}/activate`));
  done(await boss.post(`/users/${id}/deactivate`));
  return given;
};

/** A branch opens, moves its bank and its desk, rests for a while; a limit is raised, and the rates of tax come in. */
export const runTheCompany = async (world: World): Promise<void> => {
  const boss = world.as('superAdmin');
  const branch = {
    ...{
      code: 'MYS01',
      name: 'Sahyadri Motors, Mysuru',
      legalName: 'Sahyadri Motors Private Limited',
      address: '12, Ring Road',
      city: 'Mysuru',
    },
    ...{
      pincode: '570016',
      gstNumber: '29AABCS1429B1ZQ',
      invoicePrefix: 'MYS01',
      phone: '+918212345678',
      email: 'mysuru@branches.example',
    },
  };
  const { id } = done(await boss.post<{ id: string }>('/service-centers', branch));
  done(await boss.patch(`/service-centers/${id}`, { phone: '+919845066601', email: 'desk.mysuru@branches.example', capacity: 9 }));
  done(await boss.ask('PUT', `/service-centers/${id}/logo`, { body: pngLogo(2, 2), headers: { 'content-type': 'image/png' } }));
  done(await boss.patch(`/service-centers/${id}`, { status: 'MAINTENANCE' }));
  const limit = { value: { amount: '2000.00', percent: '10' }, reason: 'festival season' };
  (world.clock as FixedClock).advance(1_000);
  done(await boss.ask('PUT', '/system-config/limits.discount.give.SERVICE_ADVISOR', { body: limit }));
  await seedReference(world.container);
  const announced = { hsn: '8539', description: 'Bulbs', taxRate: '12', validFrom: '2099-04-01' };
  done(await boss.post('/tax/rates', announced));
  done(await boss.post('/tax/rates', { ...announced, taxRate: '5' }));
  for (const name of ['gstr1', 'hsn-summary', 'documents-issued']) {
    done(await boss.get(`/gst/${name}?period=2026-11&gstin=${branch.gstNumber}`));
  }
};

const WEEK_MS = 7 * 86_400_000;

/** What a manager may only ask for: let happen, refused, taken back, forgotten, and overtaken by another change. */
export const askAndDecide = async (world: World): Promise<void> => {
  const [boss, manager] = [world.as('superAdmin'), world.as('manager')];
  const branch = `/service-centers/${world.basics.branches.blr01.id}`;
  let accounts = 0;
  const asked = async (): Promise<string> => {
    accounts += 1;
    const { status, headers } = await manager.patch(branch, { bankAccount: `3820145670${accounts}` });
    assert.equal(status, 202);
    return headers.get('location')!;
  };
  const today = { validFrom: '2026-11-22', validUntil: '2026-11-23' };
  const { id } = done(await boss.post<{ id: string }>('/approvals/delegations', { toUserId: world.people.admin.id, ...today }));
  done(await boss.post(`/delegations/${id}/end`));
  done(await boss.post(`${await asked()}/approve`));
  done(await boss.post(`${await asked()}/reject`, { rejectionReason: 'not in the name of the company' }));
  done(await manager.post(`${await asked()}/cancel`));
  const overtaken = await asked();
  done(await boss.patch(branch, { capacity: 17 }));
  assert.equal((await boss.post(`${overtaken}/approve`)).status, 409);
  await asked();
  const clock = world.clock as FixedClock;
  clock.advance(WEEK_MS);
  assert.equal((await world.cradle.expireApprovals({ dueAt: clock.now() }, systemActor('scheduler'))).done, 1);
  clock.advance(-WEEK_MS); // nobody's session is to end of it
};

/** A part fails under warranty: its claim is asked about, rejected, appealed, approved, and paid. */
export const claimWarranty = async (world: World): Promise<void> => {
  const [advisor, manager] = [world.as('advisor'), world.as('manager')];
  done(await world.as('superAdmin').post('/warranty-terms', { partId: world.basics.parts.filter.id, months: 12, kilometres: 10_000 }));
  const { vehicle } = await walkTo(world, 'issue');
  const [held] = done(await advisor.get<{ data: { id: string }[] }>(`/vehicles/${vehicle.id}/warranties`)).data;
  const lines = [{ kind: 'PART', description: 'Oil filter', amount: '420.00' }];
  const { id } = done(await advisor.post<{ id: string }>('/warranty-claims', { warrantyId: held!.id, complaint: 'it leaks', lines }));
  const claim = `/warranty-claims/${id}`;
  done(await advisor.post(`${claim}/submit`, {}));
  done(await manager.post(`${claim}/decide`, { decision: 'MORE_INFO', reason: 'where is the photo?' }));
  done(await advisor.post(`${claim}/submit`, { answer: 'it is added' }));
  done(await manager.post(`${claim}/decide`, { decision: 'REJECTED', reason: 'it was dropped' }));
  done(await advisor.post(`${claim}/appeal`, { reason: 'it was not' }));
  done(await manager.post(`${claim}/decide`, { decision: 'APPROVED' }));
  done(await manager.post(`${claim}/settle`, { paid: '420.00', reference: 'OEM-77' }));
};

/** A company with a car is taken down twice, put together, sells the car, and wants to be forgotten. */
export const knowAndForget = async (world: World): Promise<void> => {
  const [advisor, boss] = [world.as('advisor'), world.as('superAdmin')];
  const someone = (phone: string) => ({ type: 'BUSINESS', firstName: 'Sahyadri', phone });
  const car = { make: 'Tata', model: 'Nexon', registration: 'KA06MX0001', newCustomer: someone('9812300001') };
  const { id: vehicleId, customerId } = done(await advisor.post<{ id: string; customerId: string }>('/vehicles', car));
  done(await advisor.patch(`/vehicles/${vehicleId}`, { registration: 'KA06MX0002' }));
  done(await advisor.post(`/vehicles/${vehicleId}/odometer`, { odometer: 120 }));
  const { id } = done(await advisor.post<{ id: string }>('/customers', someone('9812300002')));
  done(await advisor.patch(`/customers/${id}`, { email: 'fleet@sahyadri.example' }));
  const contact = done(await advisor.post<{ id: string }>(`/customers/${id}/contacts`, { name: 'Ravi', phone: '9812300003' }));
  done(await advisor.patch(`/customers/${id}/contacts/${contact.id}`, { role: 'Driver' }));
  done(await boss.post(`/customers/${id}/merge`, { mergeId: customerId }));
  const buyer = done(await advisor.post<{ id: string }>('/customers', someone('9812300004')));
  done(await advisor.post(`/vehicles/${vehicleId}/transfer`, { customerId: buyer.id }));
  done(await advisor.get(`/vehicles/${vehicleId}/history.pdf`));
  await committed(world, 'HistoryPdfStored');
  done(await boss.post(`/customers/${id}/erase`));
};

/** Half of what was billed was not done. */
export const creditABill = async (world: World): Promise<void> => {
  const advisor = world.as('advisor');
  const { id: invoiceId, lines } = await world.make.invoice();
  const body = { invoiceId, reason: 'Half of it was not done', lines: [{ lineId: lines[0]!.id, quantity: '0.500' }] };
  const { id } = done(await advisor.post<{ id: string }>('/credit-notes', body, { key: freshKey() }));
  done(await advisor.post(`/credit-notes/${id}/issue`));
  await committed(world, 'CreditNotePdfStored');
  // Small ones: what one may credit in a day is limited.
  const little = { ...body, lines: [{ lineId: lines[0]!.id, quantity: '0.010' }] };
  const unwanted = done(await advisor.post<{ id: string }>('/credit-notes', little, { key: freshKey() }));
  done(await advisor.post(`/credit-notes/${unwanted.id}/discard`, { reason: 'once is enough' }));
  const draft = await world.make.draft();
  const place = { placeOfSupply: '27', reason: 'fitted at the site in Pune' };
  done(await world.as('manager').patch(`/invoices/${draft.id}/place-of-supply`, place));
  done(await advisor.post(`/invoices/${draft.id}/discard`, { reason: 'on the wrong job' }));
  const more = { invoiceId, reason: 'Some minutes were forgotten', lines: little.lines };
  const debit = done(await advisor.post<{ id: string }>('/debit-notes', more, { key: freshKey() }));
  done(await advisor.post(`/debit-notes/${debit.id}/issue`));
  await committed(world, 'DebitNotePdfStored');
  await repayANote(world);
};

/** What was paid and then credited goes back: once it does not arrive, and once it does. */
const repayANote = async (world: World): Promise<void> => {
  const [advisor, manager] = [world.as('advisor'), world.as('manager')];
  const { id: invoiceId, lines, totalAmount } = await world.make.invoice();
  done(await advisor.post('/payments', { invoiceId, amount: totalAmount.toString(), method: 'UPI' }, { key: freshKey() }));
  const body = { invoiceId, reason: 'Half of it was not done', lines: [{ lineId: lines[0]!.id, quantity: '0.250' }] };
  const { id } = done(await advisor.post<{ id: string }>('/credit-notes', body, { key: freshKey() }));
  done(await advisor.post(`/credit-notes/${id}/issue`));
  for (const [end, said] of [
    ['fail', { reason: 'the account is closed' }],
    ['complete', { reference: 'UTR-78' }],
  ] as const) {
    const refund = done(await advisor.post<{ id: string }>(`/credit-notes/${id}/refund`, { reason: 'no other bill' }, { key: freshKey() }));
    for (const verb of ['approve', 'process']) done(await manager.post(`/refunds/${refund.id}/${verb}`, {}));
    done(await advisor.post(`/refunds/${refund.id}/${end}`, said));
  }
};

/** A car from the door to the door, with a break in the middle of the work. */
export const serviceACar = async (world: World): Promise<void> => {
  const visit = await walkTo(world, 'start');
  const task = `/job-cards/${visit.card.id}/tasks/${visit.card.tasks[0]!.id}`;
  done(await world.as('engineer').post(`${task}/pause`, { reason: 'waiting for a filter' }));
  const photo = formOf({ kind: 'PHOTO_BEFORE', caption: 'ask 9845055502' }, { name: 'asha@people.example.png', bytes: picture() });
  const { id } = done(await world.as('engineer').post<{ id: string }>(`/job-cards/${visit.card.id}/attachments`, photo));
  done(await world.as('manager').ask('DELETE', `/files/${id}`));
  await askForParts(world, visit.card.id);
  await keepTime(world, visit.card.id, visit.card.tasks[0]!.id);
  await findMoreToDo(world, visit.card.id);
  for (const name of stepNames.slice(stepNames.indexOf('start'))) await advance(world, visit, name);
  await committed(world, 'InvoicePdfStored');
  await committed(world, 'GatePassPdfStored');
  done(await world.as('advisor').post(`/vehicles/${visit.vehicle.id}/odometer`, { odometer: ALMOST_DUE }));
  assert.ok((await world.cradle.remindOfServices({ dueAt: world.clock.now() }, systemActor('scheduler'))).done > 0);
};

const ALMOST_DUE = 29_700;

/** Work is added and given up, its time taken down and corrected, and the vehicle promised for another day. */
const keepTime = async (world: World, jobCardId: string, taskId: string): Promise<void> => {
  const [advisor, manager] = [world.as('advisor'), world.as('manager')];
  const path = `/job-cards/${jobCardId}`;
  done(await advisor.patch(path, { promisedAt: '2026-11-24T12:30:00.000Z', description: 'ask 9845055502' }));
  const { id } = done(await advisor.post<{ id: string }>(`${path}/tasks`, { description: 'ask 9845055502' }));
  done(await advisor.patch(`${path}/tasks/${id}`, { billing: 'CLOCKED', engineerId: world.people.engineer.id }));
  done(await advisor.patch(`${path}/tasks/${id}`, { engineerId: null }));
  done(await advisor.post(`${path}/tasks/${id}/cancel`, { reason: 'not needed' }));
  const from = world.clock.now().toISOString();
  (world.clock as FixedClock).advance(2_000);
  const span = { from, to: world.clock.now().toISOString() };
  const log = { taskId, engineerId: world.people.engineer.id, ...span, reason: 'forgot the clock' };
  const kept = done(await manager.post<{ id: string }>(`${path}/time-logs`, log));
  done(await manager.patch(`${path}/time-logs/${kept.id}`, { spans: [], reason: 'it was somebody else' }));
};

/** A bill whose buyer gave a GSTIN is registered at the portal. */
const registerItsEInvoice = async (world: World): Promise<void> => {
  const { id } = await world.make.invoice(world.make.mainLines);
  const buyer = {
    ...{ name: 'Utkal Fleet', lines: ['1, Janpath'], city: 'Bengaluru' },
    ...{ pincode: '560001', stateCode: '29', gstin: '29AAACB1234C1ZB' },
  };
  await world.rows(
    `set session_replication_role = replica; update invoices set document = document || '${JSON.stringify({ buyer })}' where id = '${id}'`,
  );
  const advisor = world.as('advisor');
  done(await advisor.post(`/invoices/${id}/e-invoice`));
  await cancelInVain(world, id);
  const { lines } = done(await advisor.get<{ lines: { id: string }[] }>(`/invoices/${id}`));
  const body = { invoiceId: id, reason: 'Too much', lines: [{ lineId: lines[0]!.id, quantity: '0.010' }] };
  const note = done(await advisor.post<{ id: string }>('/credit-notes', body, { key: freshKey() }));
  for (const step of ['issue', 'e-invoice']) done(await advisor.post(`/credit-notes/${note.id}/${step}`));
};

/** The portal is asked to cancel its registration, is away, and refuses when it is asked anew: it stands. Workers ask it beside us, and hear the same. */
const cancelInVain = async (world: World, id: string): Promise<void> => {
  const { registrationPortal: portal } = world.cradle;
  portal.cancel = () => Promise.reject(new DomainError('service.unavailable', 'The portal is away.'));
  done(await world.as('manager').post(`/invoices/${id}/cancel`, { reason: 'billed to the wrong firm' }));
  await world.cradle.noteUnanswered(id, systemActor('portal'));
  done(await world.as('manager').post(`/invoices/${id}/cancel`, { reason: 'once more' }));
  portal.cancel = () => Promise.reject(new DomainError('e_invoice.refused', 'The portal says: an e-way bill is active.'));
  await world.cradle.cancelRegistration(id, systemActor('portal'));
};

/** What a provider says, signed. */
const said = async (world: World, event: { readonly kind: string; readonly [field: string]: string }): Promise<void> => {
  const [id, body] = [`life-${event.kind}`, JSON.stringify(event)];
  const timestamp = String(Math.floor(world.clock.now().getTime() / 1000));
  const signature = signatureOf(world.config.payments.callbackSecret!, { id, timestamp, body });
  const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature };
  done(await world.anybody.post('/payment-callbacks/stub', body, { headers }));
};

/** A refund that was told to have failed arrives after all, when all is promised back again. */
const contradict = async (world: World): Promise<void> => {
  const [advisor, manager] = [world.as('advisor'), world.as('manager')];
  const { id: invoiceId } = await world.make.invoice();
  const post = async (path: string, body: object) =>
    done(await advisor.post<{ id: string; amount: string }>(path, body, { key: freshKey() }));
  const { id, amount } = await post('/payments/online', { invoiceId });
  await said(world, { kind: 'payment.captured', orderId: `order_${id}`, paymentId: `pay_${id}`, amount });
  const refund = await post(`/payments/${id}/refund`, { reason: 'paid twice' });
  for (const verb of ['approve', 'process']) done(await manager.post(`/refunds/${refund.id}/${verb}`, {}));
  await said(world, { kind: 'refund.failed', refundId: refund.id, reason: 'closed' });
  await post(`/payments/${id}/refund`, { reason: 'paid twice' });
  await said(world, { kind: 'refund.succeeded', refundId: refund.id, reference: 'RRN-9' });
};

/** Money comes in ahead of the bill, by mistake, and by a cheque that is not honoured; some of it goes back, and some does not arrive. */
export const payAndRepay = async (world: World): Promise<void> => {
  const [advisor, manager] = [world.as('advisor'), world.as('manager')];
  const { id: invoiceId, customerId } = await world.make.invoice();
  const post = async (path: string, body: object, who = advisor) => done(await who.post<{ id: string }>(path, body, { key: freshKey() }));
  const { blr01 } = world.basics.branches;
  const advance = await post('/advances', { serviceCenterId: blr01.id, customerId, amount: '100.00', method: 'UPI' });
  await post(`/advances/${advance.id}/apply`, { invoiceId, amount: '80.00' });
  const mistake = await post('/payments', { invoiceId, amount: '50.00', method: 'CARD' });
  await post(`/payments/${mistake.id}/reverse`, { reason: 'on the wrong invoice' }, manager);
  const online = await post('/payments/online', { invoiceId });
  await said(world, { kind: 'payment.failed', orderId: `order_${online.id}` });
  done(await advisor.post(`/invoices/${invoiceId}/send`, { to: 'accounts@insurers.example' }));
  const cheque = await post('/payments', { invoiceId, amount: '60.00', method: 'CHEQUE', reference: '000123' });
  await post(`/payments/${cheque.id}/bounce`, { reason: 'no funds' }, manager);
  const clock = world.clock as FixedClock;
  done(await manager.patch(`/invoices/${invoiceId}/due-date`, { dueDate: businessDay(clock.now()) }));
  await world.cradle.remindOfPayments({ dueAt: clock.now() }, systemActor('scheduler'));
  done(await manager.patch(`/invoices/${invoiceId}/due-date`, { dueDate: '2027-01-31' }));
  await registerItsEInvoice(world);
  const [wrong, lost] = [await world.make.invoice(world.make.mainLines), await world.make.invoice()];
  await post(`/invoices/${wrong.id}/cancel`, { reason: 'billed to the wrong customer' }, manager);
  await post(`/invoices/${lost.id}/write-off`, { reason: 'the firm is closed' }, world.as('admin'));
  const boss = world.as('superAdmin');
  done(await boss.post('/periods/2026-01/lock', { reason: 'filed' }));
  done(await boss.post('/periods/2026-01/unlock', { reason: 'a bill came late' }));
  for (const end of ['complete', 'fail']) {
    const refund = await post(`/payments/${advance.id}/refund`, { amount: '10.00', reason: 'too much' });
    for (const verb of ['approve', 'process']) await post(`/refunds/${refund.id}/${verb}`, {}, manager);
    await post(`/refunds/${refund.id}/${end}`, end === 'fail' ? { reason: 'the account is closed' } : {});
  }
  await contradict(world);
  await committed(world, 'ReceiptPdfStored');
  await committed(world, 'RefundVoucherPdfStored');
};

/** It is looked over, and something is found that the customer is asked about, who says no. */
const findMoreToDo = async (world: World, jobCardId: string): Promise<void> => {
  const path = `/job-cards/${jobCardId}`;
  const found = { items: [{ key: 'wipers', result: 'FAIL', note: 'ask 9845055502' }] };
  const { items } = done(await world.as('engineer').post<{ items: { id: string; key: string }[] }>(`${path}/inspection`, found));
  const wipers = items.find(({ key }) => key === 'wipers')!;
  const line = { kind: 'LABOUR', hsn: '998714', quantity: '1', unitPrice: '100.00', inspectionItemId: wipers.id };
  done(await world.as('advisor').post(`${path}/additional-services`, { lines: [line] }));
  done(
    await world
      .as('advisor')
      .post(`${path}/customer-approval`, { decision: 'DECLINED', channel: 'PHONE', note: 'call 9845055502', revision: 2 }),
  );
};

/** Parts are asked for that are not there, refused, waited for, called off, handed out and brought back. */
const askForParts = async (world: World, jobCardId: string): Promise<void> => {
  const staff = world.as('staff');
  const scarce = (await world.make.partInStock('2')).id;
  const items = (quantity: string) => ({ items: [{ partId: scarce, quantity }] });
  const path = `/job-cards/${jobCardId}`;
  assert.equal((await staff.post(`${path}/parts/issue`, items('3'), { key: freshKey() })).status, 409);
  done(await staff.post(`${path}/parts/issue`, items('1'), { key: freshKey() }));
  done(await staff.post(`${path}/parts-request`, items('2')));
  done(await staff.post(`${path}/parts/return`, items('1'), { key: freshKey() }));
  done(await staff.post(`${path}/parts/cancel`, items('2')));
  const planned = await world.make.partInStock('2');
  const { card } = await world.make.assignedCard([
    { kind: 'PART', partId: planned.id, quantity: Quantity.parse('1'), unitPrice: planned.unitPrice },
  ]);
  done(await world.as('advisor').post(`/job-cards/${card.id}/parts/reserve`));
};

/** Stock goes to the neighbours: some of it is declined, called off, lost and called back on its way. */
export const moveStock = async (world: World): Promise<void> => {
  const { blr01, blr02 } = world.basics.branches;
  const items = [{ partId: world.basics.parts.filter.id, quantity: '3' }];
  const sides = { fromServiceCenterId: blr01.id, toServiceCenterId: blr02.id };
  const ask = async (): Promise<string> => {
    const body = { ...sides, items, reason: 'booked for tomorrow' };
    return `/stock-transfers/${done(await world.as('manager2').post<{ id: string }>('/stock-transfers', body)).id}`;
  };
  const manager = world.as('manager');
  done(await manager.post(`${await ask()}/reject`, { rejectionReason: 'we need them' }));
  done(await manager.post(`${await ask()}/cancel`, { reason: 'the customer moved the date' }));
  const [came, lost] = [await ask(), await ask()];
  for (const path of [came, lost]) {
    done(await manager.post(`${path}/approve`));
    done(await world.as('staff').post(`${path}/dispatch`, {}, { key: freshKey() }));
  }
  await committed(world, 'ChallanPdfStored');
  const receipt = { items: [{ ...items[0], quantity: '2', damaged: '1' }] };
  const { variances } = done(
    await world.as('staff2').post<{ variances: { id: string }[] }>(`${came}/receive`, receipt, { key: freshKey() }),
  );
  done(await world.as('admin').post(`${came}/variances/${variances[0]!.id}/decide`, { outcome: 'WRITTEN_OFF' }));
  done(await world.as('admin').post(`${lost}/recall`, { outcome: 'RETURNED', reason: 'sent to the wrong branch' }));
};

/** The catalogue grows and changes, and a delivery comes in. */
export const fillTheShelves = async (world: World): Promise<void> => {
  const boss = world.as('superAdmin');
  const fields = { sku: 'LIFE-1', name: 'Wiper blade', hsn: '87083000', unit: 'PCS', unitPrice: '100.00', reorderLevel: '20' };
  const { id: partId } = done(await boss.post<{ id: string }>('/parts', fields));
  done(await boss.patch(`/parts/${partId}`, { mrp: '118.00', description: 'ask 9845055502, or wipers@people.example' }));
  const importId = world.cradle.ids.next();
  const row = { sku: 'LIFE-2', name: 'Wiper arm', hsn: '87083000', unit: 'PCS', unitPrice: '40.00', description: 'ask 9845055502' };
  const counts = await world.cradle.importParts(
    { importId, rows: [{ line: 2, cells: row }], dryRun: false },
    systemActor('dms import parts'),
  );
  assert.equal(counts.created, 1);
  const owner = { firstName: 'Life', phone: '9845055677', serviceCenter: 'BLR01' };
  const car = { registration: 'KA05LF2026', ownerPhone: owner.phone, make: 'Maruti Suzuki', model: 'Swift', serviceCenter: 'BLR01' };
  await world.cradle.importCustomers({ importId, rows: [{ line: 2, cells: owner }], dryRun: false }, systemActor('dms import customers'));
  await world.cradle.importVehicles({ importId, rows: [{ line: 2, cells: car }], dryRun: false }, systemActor('dms import vehicles'));
  const old = {
    importOpeningStock: { sku: 'LIFE-2', quantity: '3', unitCost: '20.00', serviceCenter: 'BLR01' },
    importReceivables: { number: 'OLD/1', customerPhone: owner.phone, date: '2026-10-01', amount: '10.00', serviceCenter: 'BLR01' },
    importServiceHistory: { registration: car.registration, date: '2024-10-01', summary: 'ask 9845055502' },
  } as const;
  for (const [use, cells] of Object.entries(old))
    await world.cradle[use as keyof typeof old]({ importId, rows: [{ line: 2, cells }], dryRun: false }, systemActor('dms import'));
  await world.cradle.finishImport(
    { importId, kind: 'parts', file: 'parts.csv', created: 1, changed: 0, unchanged: 0, refused: 0 },
    systemActor('dms import parts'),
  );
  const paper = { serviceCenterId: world.basics.branches.blr01.id, supplier: 'Sahyadri, 9845055502', reference: 'INV/4711' };
  const items = [{ partId, quantity: '20', unitCost: '60.00' }];
  done(await world.as('staff').post('/inventory/receipts', { ...paper, items }, { key: freshKey() }));
  const about = { serviceCenterId: paper.serviceCenterId, partId };
  const broken = { ...about, delta: '-1', reason: 'broken, ask 9845055502' };
  done(await world.as('staff').post('/inventory/adjust', broken, { key: freshKey() }));
  const { id: countId } = done(
    await world.as('staff').post<{ id: string }>('/inventory/counts', { serviceCenterId: about.serviceCenterId }),
  );
  const count = `/inventory/counts/${countId}`;
  done(await world.as('staff').post(`${count}/lines`, { items: [{ partId, quantity: '18' }] }));
  done(await world.as('manager').post(`${count}/post`, undefined, { key: freshKey() }));
  const [item] = await world.rows<{ id: string }>(`select id from inventory where part_id = '${partId}'`);
  done(await world.as('manager').patch(`/inventory/${item!.id}`, { minLevel: '4', maxLevel: '40' }));
};

/** What a message says is written anew, somebody chooses what to hear of, and everybody is told of a holiday. */
export const tellPeople = async (world: World): Promise<void> => {
  const boss = world.as('superAdmin');
  const words = {
    type: 'vehicle-ready',
    channel: 'SMS',
    language: 'en',
    body: 'Call 9845055502 about {{vehicle}}',
    variables: ['vehicle'],
  };
  // The reference seed has made it already.
  assert.equal((await boss.post('/templates', words)).problem.code, 'record.duplicate');
  const [{ id } = { id: '' }] = done(await boss.get<{ data: { id: string }[] }>('/templates?type=vehicle-ready&language=en')).data;
  done(await boss.patch(`/templates/${id}`, { body: 'Write to desk@branches.example about {{vehicle}}', variables: ['vehicle'] }));
  const preferences = [{ category: 'STOCK', channel: 'IN_APP', enabled: false }];
  done(await world.as('staff').ask('PUT', '/notifications/preferences', { body: { preferences } }));
  const texts = [{ language: 'en', subject: 'Closed', body: 'Closed on Monday, call 9845055502.' }];
  const broadcast = { category: 'SERVICE', to: 'USERS', channels: ['IN_APP'], texts };
  const { recipients } = done(await boss.post<{ recipients: number }>('/notifications/broadcast', broadcast));
  done(await boss.post('/notifications/broadcast', { ...broadcast, recipients }));
  await committed(world, 'NotificationsMade');
  const { customerId } = world.basics.car;
  const today = businessDay(world.clock.now());
  await world.rows(`update customers set consents = '{SMS,MARKETING}', date_of_birth = '1990${today.slice(4)}' where id = '${customerId}'`);
  assert.equal((await world.cradle.wishBirthdays({ dueAt: world.clock.now() }, systemActor('scheduler'))).done, 1);
  done(await boss.ask('PUT', '/system-config/notifications.warranty-days', { body: { value: 365 } }));
  assert.ok((await world.cradle.tellOfEndingWarranties({ dueAt: world.clock.now() }, systemActor('scheduler'))).done > 0);
  const { webhook, deliveries } = await toldWebhook(world);
  done(await boss.post(`${deliveries[0]!}/replay`));
  done(await boss.patch(webhook, { description: 'ask 9845055502', rotateSecret: true }));
  done(await boss.ask('DELETE', webhook));
};

/** What was recorded up to now goes to storage in the next month, as the role that may do so. */
export const archiveTheTrail = async (world: World): Promise<void> => {
  const day = businessDay(world.clock.now());
  const clock = fixedClock(startOfBusinessDay(addMonths(firstDayOfMonth(monthOf(day)), 1)).toISOString());
  const database = { ...world.config.database, url: world.database.ownerUrl };
  const { cradle, dispose } = await buildContainer({ ...world.config, database }, { clock });
  try {
    const { months } = await cradle.archiveAuditTrail(monthOf(businessDay(clock.now())), systemActor('dms audit archive'));
    assert.ok(months.length > 0);
  } finally {
    await dispose();
  }
};

/** Operators see to the queues. */
export const lookAfterTheQueues = async (world: World): Promise<void> => {
  await world.cradle.startImport(
    { kind: 'parts', dryRun: true, file: { key: 'imports/life', name: 'parts.csv', size: 0, sha256: '0'.repeat(64) } },
    systemActor('a test'),
  );
  const boundless = { from: new Date(0), until: new Date(1) };
  await world.cradle.replayOutbox(boundless, systemActor('dms outbox replay'));
  await world.rows(`update job_runs set state = 'dead', finished_at = now() where id = (select max(id::text)::uuid from job_runs)`);
  await world.rows(`insert into dead_letters (id, job_run_id, queue, consumer, payload, failures, last_error, died_at)
    select gen_random_uuid(), id, queue, consumer, payload, '[]', 'a test', now() from job_runs where state = 'dead'`);
  await world.cradle.retryJobs({}, systemActor('dms queue retry'));
};
