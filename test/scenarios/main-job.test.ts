import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { fixedClock } from '@dms/domain/memory/clock';
import type { Answer, Client } from '../support/client.ts';
import type {
  HistoryEntryBody,
  InvoiceBody,
  JobCardBody,
  JobRunBody,
  ListOf,
  LoggedInBody,
  PaymentBody,
  StockBody,
  UserBody,
  VehicleHitBody,
} from '../support/bodies.ts';
import { clientAt } from '../support/client.ts';
import { withSuite } from '../support/endings.ts';
import { attachmentOf, startMailServer } from '../support/mail-server.ts';
import { until } from '../support/until.ts';
import { freshBranches, PASSWORD, type World } from '../support/world.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const labour = { kind: 'LABOUR', description: 'Periodic service', hsn: '998714', quantity: '2.000', unitPrice: '800.00', taxRate: '18' };

/** What the audit and the outbox have of one request, without what workers go on to do for it. */
const traces = async ({ rows }: World, requestId: string) => {
  const [audit, outbox] = await Promise.all([
    rows<{ event: string }>(`select event from audit_logs where request_id = '${requestId}' and user_id is not null order by id`),
    rows<{ name: string }>(`select name from outbox where request_id = '${requestId}' order by position`),
  ]);
  return { audit: audit.map(({ event }) => event), outbox: outbox.map(({ name }) => name) };
};

describe('the main job, as requests', () => {
  const clock = fixedClock('2026-11-22T04:30:00.000Z');
  const suite = withSuite();
  let world: World;
  let letters: Awaited<ReturnType<typeof startMailServer>>['letters'];
  /** Beside the one that asks for the customer's word on the estimate, unless they gave it sooner. */
  const withInvoice = () => letters.filter((letter) => attachmentOf(letter, 'application/pdf'));
  const logged: Record<string, { client: Client; id: string }> = {};
  const seen = {
    oilId: '',
    filterId: '',
    vehicleId: '',
    customerId: '',
    branchId: '',
    engineerId: '',
    cardId: '',
    taskId: '',
    invoiceId: '',
  };
  let stockBefore: StockBody;

  before(async () => {
    const mail = await startMailServer(suite);
    letters = mail.letters;
    const variables = { SMTP_HOST: '127.0.0.1', SMTP_PORT: String(mail.port) };
    world = await freshBranches(suite, { clock, variables });
    await world.startWorkers('all');
  });

  /** Half an hour later, a request under the name of its step, and what it left behind. */
  const step = async <Body>(name: string, ask: (named: Record<string, string>) => Promise<Answer<Body>>) => {
    clock.advance(30 * 60_000);
    const answer = await ask({ 'x-request-id': name });
    assert.equal(answer.headers.get('x-request-id'), name);
    return { ...answer, ...(await traces(world, name)) };
  };

  const logIn = async (who: string) => {
    const named = { username: `${who}.blr01@dms.example`, password: PASSWORD };
    const answer = await step(`login-${who}-${clock.now().getTime()}`, (headers) =>
      world.anybody.post<LoggedInBody>('/auth/login', named, { headers }),
    );
    logged[who] = { client: clientAt(world.url, answer.body.accessToken), id: answer.body.user.id };
    return answer;
  };

  const onHand = async (partId: string): Promise<StockBody> => {
    const { body } = await logged.staff!.client.get<ListOf<StockBody>>(`/inventory?serviceCenterId=${seen.branchId}&partId=${partId}`);
    return body.data[0]!;
  };

  it('1. everybody logs in with their password, and gets a token, who they are and where they work', async () => {
    for (const [who, role] of [
      ['advisor', 'SERVICE_ADVISOR'],
      ['manager', 'SC_MANAGER'],
      ['staff', 'SC_STAFF'],
      ['engineer', 'SERVICE_ENGINEER'],
    ] as const) {
      const { status, body, audit } = await logIn(who);
      assert.equal(status, 200);
      assert.equal(typeof body.accessToken, 'string');
      assert.equal(typeof body.refreshToken, 'string');
      assert.ok(body.expiresIn > 0);
      assert.match(body.user.id, UUID);
      assert.equal(body.user.role, role);
      assert.deepEqual(
        body.user.serviceCenters.map(({ code }) => code),
        ['BLR01'],
      );
      assert.deepEqual(audit, ['LoggedIn']);
      seen.branchId = body.user.serviceCenters[0]!.id;
    }
  });

  it('SRC-02 2. the advisor finds the vehicle by its plate, written with dashes and in small letters', async () => {
    const { status, body } = await logged.advisor!.client.get<{ data: VehicleHitBody[] }>('/search/vehicles?registration=ka-01-ab-1234');
    assert.equal(status, 200);
    assert.equal(body.data.length, 1);
    const { vehicle, customer, matchedOn, score } = body.data[0]!;
    assert.equal(vehicle.registration, 'KA01AB1234');
    assert.equal(vehicle.vin, 'MA1TA2AB3C4D56789');
    assert.equal(typeof vehicle.make, 'string');
    assert.equal(typeof vehicle.model, 'string');
    assert.deepEqual(
      { firstName: customer.firstName, lastName: customer.lastName, phone: customer.phone, matchedOn, score },
      { firstName: 'Asha', lastName: 'Rao', phone: '+919845012345', matchedOn: 'registration', score: 1 },
    );
    [seen.vehicleId, seen.customerId] = [vehicle.id, customer.id];
  });

  it('3. the parts are found by SKU, with what is on the shelf', async () => {
    const { client } = logged.advisor!;
    const oil = await client.get<ListOf<{ id: string; sku: string }>>('/parts?sku=OIL-5W30');
    assert.equal(oil.status, 200);
    assert.deepEqual(
      oil.body.data.map(({ sku }) => sku),
      ['OIL-5W30'],
    );
    seen.oilId = oil.body.data[0]!.id;
    seen.filterId = (await client.get<ListOf<{ id: string }>>('/parts?sku=FLT-OIL-01')).body.data[0]!.id;
    const stock = await client.get<ListOf<StockBody>>(`/inventory?serviceCenterId=${seen.branchId}&partId=${seen.oilId}`);
    assert.equal(stock.status, 200);
    assert.equal(stock.body.data.length, 1);
    const { partId, serviceCenterId, onHand: held, reserved, available, inTransit } = stock.body.data[0]!;
    assert.deepEqual([partId, serviceCenterId], [seen.oilId, seen.branchId]);
    assert.deepEqual([held, reserved, available, inTransit], ['1000.000', '0.000', '1000.000', '0.000']);
    stockBefore = stock.body.data[0]!;
  });

  it('JOB-03 4. the advisor opens the job card with its estimate, priced to the paisa', async () => {
    const sent = {
      customerId: seen.customerId,
      vehicleId: seen.vehicleId,
      serviceCenterId: seen.branchId,
      type: 'PERIODIC_SERVICE',
      priority: 'NORMAL',
      description: '20,000 km service',
      odometer: 20_150,
      promisedAt: '2026-11-23T12:30:00.000Z',
      estimate: {
        lines: [
          labour,
          { kind: 'PART', partId: seen.oilId, quantity: '3.500', unitPrice: '650.00' },
          { kind: 'PART', partId: seen.filterId, quantity: '1.000', unitPrice: '420.00' },
        ],
      },
    };
    const { status, headers, body, audit, outbox } = await step('open', (named) =>
      logged.advisor!.client.post<JobCardBody>('/job-cards', sent, { headers: named }),
    );
    assert.equal(status, 201);
    assert.match(body.id, UUID);
    assert.equal(headers.get('location'), `/job-cards/${body.id}`);
    assert.equal(headers.get('etag'), `"${body.version}"`);
    assert.equal(body.jobNumber, 'JC-BLR01-2627-00001');
    assert.equal(body.status, 'created');
    assert.equal(body.promisedAt, '2026-11-23T12:30:00.000Z');
    assert.deepEqual(
      body.tasks.map(({ description, status: state }) => ({ description, state })),
      [{ description: 'Periodic service', state: 'open' }],
    );
    const { subtotal, cgst, sgst, igst, tax, roundOff, total } = body.estimate!;
    assert.deepEqual(
      { subtotal, cgst, sgst, igst, tax, roundOff, total },
      { subtotal: '4295.00', cgst: '386.55', sgst: '386.55', igst: '0.00', tax: '773.10', roundOff: '-0.10', total: '5068.00' },
    );
    assert.deepEqual([audit, outbox], [['JobCardCreated'], ['JobCardCreated']]);
    [seen.cardId, seen.taskId] = [body.id, body.tasks[0]!.id];
  });

  it('5. the estimate goes to the customer, who agrees on the phone', async () => {
    const path = `/job-cards/${seen.cardId}`;
    const { client } = logged.advisor!;
    const sent = await step('submit', (headers) => client.patch<JobCardBody>(`${path}/status`, { to: 'awaiting_approval' }, { headers }));
    assert.deepEqual([sent.status, sent.body.status], [200, 'awaiting_approval']);
    assert.deepEqual(
      [sent.audit, sent.outbox],
      [
        ['JobCardMoved', 'EstimateSent'],
        ['JobCardMoved', 'EstimateSent'],
      ],
    );
    const agreed = { decision: 'ACCEPTED', channel: 'PHONE', note: 'Agreed at half past ten' };
    const approved = await step('accept', (headers) => client.post<JobCardBody>(`${path}/customer-approval`, agreed, { headers }));
    assert.deepEqual([approved.status, approved.body.status], [200, 'approved']);
    assert.deepEqual(
      [approved.audit, approved.outbox],
      [
        ['CustomerDecided', 'JobCardMoved'],
        ['CustomerDecided', 'JobCardMoved'],
      ],
    );
  });

  it('6. the engineer is found among those of the branch, and gets the job', async () => {
    const { client } = logged.advisor!;
    const engineers = await client.get<ListOf<UserBody>>(`/users?role=SERVICE_ENGINEER&serviceCenterId=${seen.branchId}`);
    assert.equal(engineers.status, 200);
    assert.deepEqual(
      engineers.body.data.map(({ email, role }) => ({ email, role })),
      ['engineer.blr01@dms.example', 'engineer2.blr01@dms.example'].map((email) => ({ email, role: 'SERVICE_ENGINEER' })),
    );
    seen.engineerId = engineers.body.data[0]!.id;
    const assigned = await step('assign', (headers) =>
      client.post<JobCardBody>(`/job-cards/${seen.cardId}/assign`, { engineerId: seen.engineerId }, { headers }),
    );
    assert.deepEqual([assigned.status, assigned.body.status], [200, 'assigned']);
    assert.deepEqual([assigned.audit, assigned.outbox], [['JobCardAssigned'], ['JobCardAssigned']]);
  });

  it('STK-01 7. the store hands out the parts, and has that much less', async () => {
    const items = [
      { partId: seen.oilId, quantity: '3.500' },
      { partId: seen.filterId, quantity: '1.000' },
    ];
    const issued = await step('parts', (headers) =>
      logged.staff!.client.post<JobCardBody>(`/job-cards/${seen.cardId}/parts/issue`, { items }, { headers, key: 'parts-1' }),
    );
    assert.deepEqual([issued.status, issued.body.status], [200, 'assigned']);
    assert.deepEqual(
      issued.body.parts.map(({ partId, requested, issued: handed, status }) => ({ partId, requested, handed, status })),
      items.map(({ partId, quantity }) => ({ partId, requested: quantity, handed: quantity, status: 'issued' })),
    );
    assert.deepEqual([issued.audit, issued.outbox], [['PartsIssued'], []]);
    const { onHand: left, available, reserved } = await onHand(seen.oilId);
    assert.deepEqual([stockBefore.onHand, left, available, reserved], ['1000.000', '996.500', '996.500', '0.000']);
    const movements = await world.rows<{ quantity: string; from_type: string; to_type: string; to_id: string }>(
      `select quantity, from_type, to_type, to_id from stock_movements where part_id = '${seen.oilId}' order by id desc limit 1`,
    );
    assert.deepEqual(movements, [{ quantity: '3.500', from_type: 'STORE', to_type: 'JOB', to_id: seen.cardId }]);
  });

  it('8. the engineer does the work', async () => {
    const path = `/job-cards/${seen.cardId}/tasks/${seen.taskId}`;
    const { client } = logged.engineer!;
    const started = await step('start', (headers) => client.post<JobCardBody>(`${path}/start`, undefined, { headers }));
    assert.deepEqual([started.status, started.body.status, started.body.tasks[0]!.status], [200, 'in_progress', 'in_progress']);
    assert.deepEqual([started.audit, started.outbox], [['TaskStarted', 'JobCardMoved'], ['JobCardMoved']]);
    const finished = await step('finish', (headers) => client.post<JobCardBody>(`${path}/finish`, undefined, { headers }));
    assert.deepEqual([finished.status, finished.body.status, finished.body.tasks[0]!.status], [200, 'in_progress', 'done']);
    assert.deepEqual([finished.audit, finished.outbox], [['TaskFinished'], ['TaskFinished']]);
    assert.deepEqual(await world.rows(`select status, engineer_id from time_logs where job_card_id = '${seen.cardId}'`), [
      { status: 'stopped', engineer_id: seen.engineerId },
    ]);
  });

  it('JOB-11 9. the advisor completes the card, and the manager passes QC', async () => {
    const path = `/job-cards/${seen.cardId}`;
    const completed = await step('complete', (headers) =>
      logged.advisor!.client.patch<JobCardBody>(`${path}/status`, { to: 'completed' }, { headers }),
    );
    assert.deepEqual([completed.status, completed.body.status], [200, 'completed']);
    assert.deepEqual([completed.audit, completed.outbox], [['JobCompleted'], ['JobCompleted']]);
    const passed = await step('qc', (headers) => logged.manager!.client.post<JobCardBody>(`${path}/qc`, { result: 'PASS' }, { headers }));
    assert.deepEqual([passed.status, passed.body.status], [200, 'ready']);
    assert.deepEqual(
      [passed.audit, passed.outbox],
      [
        ['JobCardMoved', 'JobCardMoved'],
        ['JobCardMoved', 'JobCardMoved'],
      ],
    );
  });

  it('INV-03 10. the advisor bills the job: a draft first, then a number and the very figures of the estimate', async () => {
    const { client } = logged.advisor!;
    const drafted = await step('draft', (headers) =>
      client.post<InvoiceBody>('/invoices', { sourceType: 'job', sourceId: seen.cardId }, { headers }),
    );
    assert.deepEqual([drafted.status, drafted.body.status, drafted.body.invoiceNumber], [201, 'DRAFT', null]);
    assert.equal(drafted.headers.get('location'), `/invoices/${drafted.body.id}`);
    assert.deepEqual([drafted.audit, drafted.outbox], [['InvoiceDrafted'], []]);
    seen.invoiceId = drafted.body.id;

    const issued = await step('issue', (headers) => client.post<InvoiceBody>(`/invoices/${seen.invoiceId}/issue`, undefined, { headers }));
    assert.equal(issued.status, 200);
    const { invoiceNumber, status, subtotal, discount, taxable, cgst, sgst, igst, tax, roundOff, totalAmount, paidAmount, balance } =
      issued.body;
    assert.deepEqual(
      { invoiceNumber, status, subtotal, discount, taxable, cgst, sgst, igst, tax, roundOff, totalAmount, paidAmount, balance },
      {
        ...{ invoiceNumber: 'BLR01/2627/00001', status: 'UNPAID', subtotal: '4295.00', discount: '0.00', taxable: '4295.00' },
        ...{ cgst: '386.55', sgst: '386.55', igst: '0.00', tax: '773.10', roundOff: '-0.10' },
        ...{ totalAmount: '5068.00', paidAmount: '0.00', balance: '5068.00' },
      },
    );
    const rows = issued.body.lines.map((line) => [
      ...[line.hsn, line.quantity, line.unitPrice, line.taxable, line.taxRate, line.cgst, line.sgst, line.igst],
    ]);
    assert.deepEqual(rows, [
      ['998714', '2.000', '800.00', '1600.00', '18', '144.00', '144.00', '0.00'],
      ['27101980', '3.500', '650.00', '2275.00', '18', '204.75', '204.75', '0.00'],
      ['84212300', '1.000', '420.00', '420.00', '18', '37.80', '37.80', '0.00'],
    ]);
    assert.deepEqual(
      [issued.audit, issued.outbox],
      [
        ['PartsConsumed', 'JobCardMoved', 'InvoiceIssued'],
        ['JobCardMoved', 'InvoiceIssued'],
      ],
    );
    assert.equal((await client.get<JobCardBody>(`/job-cards/${seen.cardId}`)).body.status, 'invoiced');
  });

  it('INV-05 11. the PDF is there within seconds, the same bytes each time', async () => {
    const { client } = logged.advisor!;
    const pdf = await until(async () => {
      const answer = await client.get(`/invoices/${seen.invoiceId}/pdf`);
      return answer.status === 200 ? answer : undefined;
    });
    assert.equal(pdf.headers.get('content-type'), 'application/pdf');
    assert.match(pdf.headers.get('content-disposition') ?? '', /BLR01-2627-00001\.pdf/);
    assert.equal(pdf.bytes.subarray(0, 5).toString(), '%PDF-');
    assert.match(pdf.bytes.subarray(-8).toString(), /%%EOF/);
    assert.ok((await client.get(`/invoices/${seen.invoiceId}/pdf`)).bytes.equals(pdf.bytes));

    const letter = await until(() => withInvoice()[0], { what: 'the letter to the customer' });
    assert.deepEqual(letter.to, ['asha.rao@customers.example']);
    assert.ok(attachmentOf(letter, 'application/pdf')?.equals(pdf.bytes), 'the PDF is attached as it is served');
  });

  it('11a. who asked for the PDF can follow its making, and nobody else in the branch', async () => {
    const [run] = await world.rows<{ id: string }>(`select id from job_runs where consumer = 'invoice-pdf'`);
    const followed = await until(
      async () => {
        const answer = await logged.advisor!.client.get<JobRunBody>(`/jobs/${run!.id}`);
        return answer.body.status === 'succeeded' ? answer : undefined;
      },
      { what: 'the making of the PDF to be noted down' },
    );
    assert.deepEqual([followed.status, followed.body.progress, followed.body.attempts, followed.body.error], [200, 100, 1, null]);
    assert.equal(followed.body.result, `/invoices/${seen.invoiceId}/pdf`);
    assert.equal((await logged.engineer!.client.get(`/jobs/${run!.id}`)).status, 404);
  });

  it('PAY-01 12. the payment is taken, and the invoice is paid', async () => {
    const sent = { invoiceId: seen.invoiceId, amount: '5068.00', method: 'UPI', reference: 'UPI-1' };
    const paid = await step('pay', (headers) => logged.advisor!.client.post<PaymentBody>('/payments', sent, { headers, key: 'pay-1' }));
    assert.equal(paid.status, 201);
    const { id, invoiceId, amount, method, status } = paid.body;
    assert.match(id, UUID);
    assert.deepEqual(
      { invoiceId, amount, method, status },
      { invoiceId: seen.invoiceId, amount: '5068.00', method: 'UPI', status: 'captured' },
    );
    assert.equal(paid.headers.get('location'), `/payments/${id}`);
    assert.deepEqual([paid.audit, paid.outbox], [['PaymentReceived'], ['PaymentReceived']]);
    const { body } = await logged.advisor!.client.get<InvoiceBody>(`/invoices/${seen.invoiceId}`);
    assert.deepEqual([body.status, body.paidAmount, body.balance], ['PAID', '5068.00', '0.00']);
    assert.deepEqual((await logged.advisor!.client.get<PaymentBody>(`/payments/${id}`)).body, paid.body);
  });

  it('HIS-01 13. the car is handed over, and its history has the visit first, dated by the delivery', async () => {
    clock.advance(2 * 24 * 3_600_000);
    const expired = await logged.advisor!.client.get(`/job-cards/${seen.cardId}`);
    assert.deepEqual([expired.status, expired.problem.code], [401, 'auth.invalid_token']);
    assert.match(expired.headers.get('www-authenticate') ?? '', /^Bearer /);
    await logIn('advisor');
    const delivered = await step('deliver', (headers) =>
      logged.advisor!.client.post<JobCardBody>(`/job-cards/${seen.cardId}/deliver`, { odometerOut: 20_153 }, { headers }),
    );
    assert.deepEqual([delivered.status, delivered.body.status, delivered.body.odometerOut], [200, 'delivered', 20_153]);
    assert.deepEqual([delivered.audit, delivered.outbox], [['JobDelivered'], ['JobDelivered']]);
    const { status, body } = await logged.advisor!.client.get<ListOf<HistoryEntryBody>>(`/vehicles/${seen.vehicleId}/history`);
    assert.equal(status, 200);
    assert.deepEqual(
      body.data.map(({ kind }) => kind),
      ['JOB', 'INVOICE'],
    );
    const { kind, at, serviceCenterId, sourceId, number, serviceType, summary, odometer, totalAmount } = body.data[0]!;
    assert.deepEqual(
      { kind, at, serviceCenterId, sourceId, number, serviceType, summary, odometer, totalAmount },
      {
        ...{ kind: 'JOB', at: clock.now().toISOString(), serviceCenterId: seen.branchId, sourceId: seen.cardId },
        ...{ number: 'JC-BLR01-2627-00001', serviceType: 'PERIODIC_SERVICE', summary: '20,000 km service' },
        ...{ odometer: 20_153, totalAmount: '5068.00' },
      },
    );
    assert.equal(at, delivered.body.deliveredAt);
  });

  it('AUD-01 has each of its steps in the audit trail, by whom and from where, and all it published is dispatched', async () => {
    const [faceless] = await world.rows<{ n: number }>(
      `select count(*)::int as n from audit_logs where user_id is not null and (ip_address is null or request_id = '')`,
    );
    assert.equal(faceless!.n, 0);
    const none = (query: string) => until(async () => (await world.rows(query)).length === 0, { what: `nothing left of: ${query}` });
    await none('select from outbox where dispatched_at is null');
    await none(`select from job_runs where state <> 'done'`);
    assert.equal(withInvoice().length, 1, 'one letter, whatever else happened');
  });
});

describe('the main job without a mail server', () => {
  it('NOT-01 leaves the letter with its PDF in the outbox folder', async (t) => {
    const world = await freshBranches(t);
    await world.startWorkers('all');
    const { id } = await world.make.invoice(world.make.mainLines);
    await world.rows(`update customers set email = 'asha.rao@customers.example'`);
    const folder = join(world.config.dataFolder, 'outbox');
    const name = await until(async () => (await readdir(folder)).find((each) => each.endsWith('.eml')));
    const letter = { to: [], raw: await readFile(join(folder, name), 'utf8') };
    const pdf = await world.as('advisor').get(`/invoices/${id}/pdf`);
    assert.equal(pdf.status, 200);
    assert.ok(attachmentOf(letter, 'application/pdf')?.equals(pdf.bytes));
    assert.match(letter.raw, /^To: asha\.rao@customers\.example/m);
  });
});
