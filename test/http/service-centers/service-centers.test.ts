import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { type Answer, freshKey } from '../../support/client.ts';
import { withSuite } from '../../support/endings.ts';
import { cardFor } from '../../support/visit.ts';
import { freshBranches, type World } from '../../support/world.ts';

type BranchBody = {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly state: string;
  readonly stateCode: string;
  readonly status: string;
  readonly invoicePrefix: string;
  readonly bankName: string | null;
  readonly bankAccount: string | null;
  readonly bankIfsc: string | null;
  readonly upiId: string | null;
  readonly latitude: string | null;
  readonly hours: object;
  readonly holidays: readonly object[];
  readonly technicianCount: number;
  readonly version: number;
};

describe('service centres', () => {
  const suite = withSuite();
  let world: World;
  let count = 0;

  before(async () => {
    world = await freshBranches(suite);
  });

  const branchFields = () => {
    count += 1;
    return {
      code: `MYS${String(count).padStart(2, '0')}`,
      name: 'Sahyadri Motors, Mysuru',
      legalName: 'Sahyadri Motors Private Limited',
      address: '12, Ring Road\nHebbal',
      city: 'Mysuru',
      pincode: '570016',
      gstNumber: '29AABCS1429B1ZQ',
      invoicePrefix: 'MYS01',
    };
  };
  const open = async (more: object = {}): Promise<BranchBody> => {
    const answer = await world.as('admin').post<BranchBody>('/service-centers', { ...branchFields(), ...more });
    assert.equal(answer.status, 201, answer.text);
    return answer.body;
  };
  const refused = ({ status, problem }: Answer, expected: number, code: string) =>
    assert.deepEqual([status, problem.code], [expected, code]);
  const patch = (who: Parameters<World['as']>[0], id: string, body: object, headers = {}) =>
    world.as(who).patch<BranchBody>(`/service-centers/${id}`, body, { headers });

  it('SCN-01 a branch is kept with everything that tax, distance, hours and paper need', async () => {
    const fields = {
      ...branchFields(),
      panNumber: 'AABCS1429B',
      phone: '+918212345678',
      email: 'mysuru@dms.example',
      capacity: 12,
      serviceRadiusKm: '12.5',
      homeServiceEnabled: true,
      latitude: '12.2958',
      longitude: '76.6394',
      hours: {
        monday: [
          { from: '09:00', to: '13:00' },
          { from: '14:00', to: '18:30' },
        ],
        sunday: [],
      },
      holidays: [{ day: '2027-01-26', name: 'Republic Day' }],
      bankName: 'State Bank of India',
      bankAccount: '38201456703',
      bankIfsc: 'SBIN0001110',
      upiId: 'sahyadri.mys@oksbi',
      branding: { accentColor: '#0b6e4f', tagline: 'Care for every kilometre' },
      serviceTypes: ['PERIODIC_SERVICE', 'WASH'],
    };
    const created = await world.as('admin').post<BranchBody>('/service-centers', fields);
    assert.equal(created.status, 201, created.text);
    assert.deepEqual([created.body.state, created.body.stateCode, created.body.status], ['Karnataka', '29', 'ACTIVE']);
    const read = await world.as('admin').get<BranchBody>(created.headers.get('location')!);
    assert.deepEqual(read.body, created.body);
    const { serviceRadiusKm: _, latitude: __, longitude: ___, ...asGiven } = fields;
    for (const [field, value] of Object.entries(asGiven)) assert.deepEqual(read.body[field as keyof BranchBody], value, field);
    assert.deepEqual([read.body.latitude, read.body.version], ['12.295800', 1]);
  });

  it('SCN-01 what cannot be right is refused on saving, with the field', async () => {
    const wrong: readonly (readonly [object, string, string])[] = [
      [{ gstNumber: '29AABCS1429B1ZA' }, 'gstin.invalid', '/gstNumber'],
      [{ stateCode: '27' }, 'service_center.invalid', '/stateCode'],
      [{ state: 'Goa' }, 'service_center.invalid', '/state'],
      [{ panNumber: 'AABCS1429C' }, 'service_center.invalid', '/panNumber'],
      [{ pincode: '012345' }, 'pincode.invalid', '/pincode'],
      [{ bankIfsc: 'SBIN1234567' }, 'ifsc.invalid', '/bankIfsc'],
      [{ upiId: 'nobody' }, 'upi.invalid', '/upiId'],
      [{ invoicePrefix: 'MYSORE' }, 'document_number.invalid', '/invoicePrefix'],
      [{ latitude: '12.2958' }, 'service_center.invalid', '/latitude'],
      [{ hours: { monday: [{ from: '14:00', to: '13:00' }] } }, 'service_center.invalid', '/hours'],
      [{ capacity: 0 }, 'request.invalid', '/capacity'],
      [{ serviceTypes: ['HAIRCUT'] }, 'request.invalid', '/serviceTypes/0'],
      [{ technicianCount: 4 }, 'request.invalid', '/technicianCount'],
    ];
    const { id } = await open();
    for (const [change, code, pointer] of wrong) {
      const asNew = await world.as('admin').post('/service-centers', { ...branchFields(), ...change });
      refused(asNew, 400, code);
      assert.equal(asNew.problem.errors?.[0]?.pointer, pointer);
      const asEdited = await patch('admin', id, change);
      refused(asEdited, 400, code);
      assert.equal(asEdited.problem.errors?.[0]?.pointer, pointer);
    }
    refused(await world.as('admin').post('/service-centers', { ...branchFields(), code: 'BLR01' }), 409, 'record.duplicate');
  });

  it('SCN-01 the series of notes, challans and receipts have to fit as well as that of invoices', async () => {
    const { id } = await open();
    assert.equal((await patch('admin', id, { invoicePrefix: 'ABCDE' })).status, 200);
    const small = await patch('admin', id, { invoicePrefix: 'abcde' });
    assert.equal(small.body.invoicePrefix, 'ABCDE', 'a prefix in small letters would be another series of the same numbers');
    const set = await world.as('superAdmin').ask('PUT', '/system-config/series.patterns', {
      body: {
        value: { INVOICE: '{prefix}{FY4}/{n}', CREDIT_NOTE: 'CN{prefix}/{FY4}/{n}', DEBIT_NOTE: 'D{n}', CHALLAN: 'T{n}', RECEIPT: 'R{n}' },
      },
    });
    refused(set, 400, 'document_number.invalid');
  });

  it('INV-01 a prefix has to fit the series that are to come, also when both are set at once', async () => {
    const validFrom = new Date(world.clock.now().getTime() + 3_600_000).toISOString();
    const set = (key: string, value: unknown) => world.as('superAdmin').ask('PUT', `/system-config/${key}`, { body: { value, validFrom } });
    // A prefix of five characters and a count of six digits are one too many.
    const long = {
      INVOICE: '{prefix}-{FY4}-{n:6}',
      CREDIT_NOTE: 'C{prefix}{n}',
      DEBIT_NOTE: 'D{prefix}{n}',
      CHALLAN: 'T{prefix}{n}',
      RECEIPT: 'R{prefix}{n}',
    };
    const prefixes = await world.rows<{ id: string; invoice_prefix: string }>('select id, invoice_prefix from service_centers');
    for (let round = 0; round < 10; round += 1) {
      await world.rows(`update service_centers set invoice_prefix = 'ABC' returning id`);
      await world.rows(`delete from system_config where key = 'series.patterns' returning id`);
      const [opened, pattern] = await Promise.all([
        world.as('admin').post<BranchBody>('/service-centers', { ...branchFields(), invoicePrefix: 'MYSOR' }),
        set('series.patterns', long),
      ]);
      const outcome = [opened.status, pattern.status].join(' ');
      assert.ok(['201 400', '400 200'].includes(outcome), `${outcome} ${opened.text} ${pattern.text}`);
    }
    await world.rows(`update service_centers set invoice_prefix = 'ABC' returning id`);
    assert.equal((await set('series.patterns', long)).status, 200);
    refused(await set('series.default-prefix', 'MYSOR'), 400, 'document_number.invalid');
    const { id } = await open({ invoicePrefix: 'MYS' });
    refused(await patch('admin', id, { invoicePrefix: 'MYSOR' }), 400, 'document_number.invalid');
    await world.rows(`delete from system_config where key = 'series.patterns' returning id`);
    for (const { id: branchId, invoice_prefix: prefix } of prefixes)
      await world.rows(`update service_centers set invoice_prefix = '${prefix}' where id = '${branchId}' returning id`);
  });

  it('SCN-01 a manager changes hours, holidays and radius of the own branch, and may only ask for what is statutory', async () => {
    const { blr01, blr02 } = world.basics.branches;
    const hours = { monday: [{ from: '08:30', to: '17:00' }] };
    const edited = await patch('manager', blr01.id, { hours, holidays: [{ day: '2026-12-25' }], serviceRadiusKm: '18' });
    assert.deepEqual([edited.status, edited.body.hours], [200, hours]);
    for (const change of [
      { bankAccount: '123456789' },
      { gstNumber: '27AABCS1429B1ZU' },
      { invoicePrefix: 'BLR9' },
      { upiId: 'other@oksbi' },
    ]) {
      const asked = await patch('manager', blr01.id, change);
      assert.equal(asked.status, 202);
      const waiting = await world.as('manager').get<{ deciderRoles: string[] }>(asked.headers.get('location')!);
      assert.deepEqual(waiting.body.deciderRoles, ['SUPER_ADMIN', 'ADMIN']);
    }
    assert.equal((await patch('manager', blr01.id, { bankAccount: '38201456789' })).status, 200, 'what stays the same is no change');
    refused(await patch('manager', blr02.id, { hours }), 404, 'entity.absent');
    refused(await patch('advisor', blr01.id, { hours }), 403, 'access.denied');
    refused(await patch('manager', blr01.id, { status: 'INACTIVE' }), 403, 'access.denied');
  });

  it('ACC-06 bank data reaches the administrators and the manager of the branch alone', async () => {
    const { blr01 } = world.basics.branches;
    const bank = async (who: Parameters<World['as']>[0]) => {
      const { body } = await world.as(who).get<BranchBody>(`/service-centers/${blr01.id}`);
      return [body.bankName, body.bankAccount, body.bankIfsc];
    };
    const kept = ['State Bank of India', '38201456789', 'SBIN0003286'];
    for (const who of ['superAdmin', 'admin', 'manager'] as const) assert.deepEqual(await bank(who), kept, who);
    for (const who of ['callCenter', 'advisor', 'staff', 'engineer', 'manager2'] as const)
      assert.deepEqual(await bank(who), [null, null, null], who);
    const edited = await patch('manager', blr01.id, { phone: '+918041234501' });
    assert.equal(edited.body.bankAccount, '38201456789');
    const { advisor } = world.people;
    const user = (await world.as('advisor').get<Record<string, unknown>>(`/users/${advisor.id}`)).body;
    assert.deepEqual([user.email, user.lastLoginAt, user.passwordChangedAt], [advisor.email, null, null]);
    const list = await world.as('engineer').get<{ data: BranchBody[] }>('/service-centers?limit=100');
    assert.ok(
      list.body.data.some(({ code }) => code === 'PUN01'),
      'everybody sees every branch',
    );
    assert.ok(!list.text.includes('38201456789'));
  });

  it('is edited under the version that was seen', async () => {
    const { id } = await open();
    const edited = await patch('admin', id, { name: 'Mysuru East' }, { 'if-match': '"1"' });
    assert.deepEqual([edited.status, edited.headers.get('etag'), edited.body.name], [200, '"2"', 'Mysuru East']);
    refused(await patch('admin', id, { name: 'Mysuru West' }, { 'if-match': '"1"' }), 412, 'version.stale');
    refused(await patch('admin', world.cradle.ids.next(), { name: 'Nowhere' }), 404, 'entity.absent');
  });

  it('SCN-02 a branch in maintenance takes no new job card and finishes the open ones', async () => {
    const { blr01 } = world.basics.branches;
    const card = await world.make.openCard();
    assert.equal((await patch('manager', blr01.id, { status: 'MAINTENANCE' })).status, 200);
    refused(await world.as('advisor').post('/job-cards', cardFor(world, await world.make.vehicle())), 409, 'service_center.closed');
    const moved = await world.as('advisor').patch(`/job-cards/${card.id}/status`, { to: 'awaiting_approval' });
    assert.equal(moved.status, 200, moved.text);
    assert.equal((await patch('manager', blr01.id, { status: 'ACTIVE' })).status, 200);
    assert.equal((await world.as('advisor').post('/job-cards', cardFor(world, await world.make.vehicle()))).status, 201);
  });

  it('SCN-02 a branch is closed only when no job, no stock and no unpaid invoice is left, and says what is', async () => {
    const { blr01 } = world.basics.branches;
    await world.make.invoice();
    const answer = await patch('admin', blr01.id, { status: 'INACTIVE' });
    refused(answer, 409, 'service_center.not_empty');
    assert.equal(answer.problem.missing?.length, 3, answer.text);
    const { id } = await open();
    const closed = await patch('admin', id, { status: 'INACTIVE' });
    assert.deepEqual([closed.status, closed.body.status], [200, 'INACTIVE']);
  });

  it('SCN-02 an inactive branch takes neither job cards nor stock nor invoices, whoever tries', async () => {
    const { id } = await open();
    await patch('admin', id, { status: 'INACTIVE' });
    const job = await world.as('admin').post('/job-cards', { ...cardFor(world, await world.make.vehicle()), serviceCenterId: id });
    refused(job, 409, 'service_center.closed');
    const { oil } = world.basics.parts;
    const stock = `insert into inventory (id, service_center_id, part_id, on_hand, reserved, in_transit, stock_value, version, created_at, updated_at)
      values ('${world.cradle.ids.next()}', '${id}', '${oil.id}', 1, 0, 0, 1, 1, now(), now())`;
    await assert.rejects(world.rows(stock), /the branch is INACTIVE/);
  });

  it('SCN-02 a job that is opened while the branch closes is opened before it or not at all', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { id } = await open();
      const vehicle = await world.make.vehicle();
      const [job, closing] = await Promise.all([
        world.as('admin').post('/job-cards', { ...cardFor(world, vehicle), serviceCenterId: id }),
        patch('admin', id, { status: 'INACTIVE' }),
      ]);
      const outcome = [job.status, closing.status].join(' ');
      assert.ok(['201 409', '409 200'].includes(outcome), `${outcome} ${job.text} ${closing.text}`);
    }
  });

  it('SCN-02 goods that are sent off while the receiving branch closes are sent before it closes or not at all', async () => {
    const { blr01 } = world.basics.branches;
    const [admin, superAdmin] = [world.as('admin'), world.as('superAdmin')];
    const { id: partId } = await world.make.partInStock('40');
    for (let round = 0; round < 8; round += 1) {
      const { id } = await open();
      // It had the part before, and has sold out.
      await world.rows(`insert into inventory (id, service_center_id, part_id, on_hand, reserved, in_transit, stock_value, version, created_at, updated_at)
        values ('${world.cradle.ids.next()}', '${id}', '${partId}', 0, 0, 0, 0, 1, now(), now()) returning id`);
      const asked = { fromServiceCenterId: blr01.id, toServiceCenterId: id, items: [{ partId, quantity: '1' }], reason: 'to begin with' };
      const transfer = await admin.post<{ id: string }>('/stock-transfers', asked);
      const tell = (verb: string, who = admin) => who.post(`/stock-transfers/${transfer.body.id}/${verb}`, {}, { key: freshKey() });
      assert.equal((await tell('approve', superAdmin)).status, 200);
      const [sent, closed] = await Promise.all([tell('dispatch'), patch('admin', id, { status: 'INACTIVE' })]);
      const outcome = [sent.status, closed.status].join(' ');
      assert.ok(['200 409', '409 200'].includes(outcome), `${outcome} ${sent.text} ${closed.text}`);
    }
  });

  it('SCN-03 the number of technicians is counted from the active engineers', async () => {
    const { id } = await open();
    const technicians = async () => (await world.as('staff').get<BranchBody>(`/service-centers/${id}`)).body.technicianCount;
    assert.equal(await technicians(), 0);
    const hire = (role: string) =>
      world
        .as('admin')
        .post<{ id: string }>('/users', { email: `t${freshKey()}@dms.example`, firstName: 'Ravi', role, serviceCenterIds: [id] });
    const engineer = await hire('SERVICE_ENGINEER');
    await hire('SERVICE_ENGINEER');
    await hire('SC_STAFF');
    assert.equal(await technicians(), 2);
    await world.as('admin').post(`/users/${engineer.body.id}/deactivate`);
    assert.equal(await technicians(), 1);
    const listed = await world.as('admin').get<{ data: BranchBody[] }>('/service-centers?city=mysuru&limit=100');
    assert.equal(listed.body.data.find((each) => each.id === id)?.technicianCount, 1);
  });

  it('SCN-03 a full branch warns of one more job, or refuses it where that is configured, for two at once as well', async () => {
    const { id } = await open({ capacity: 2 });
    const card = async () => ({ ...cardFor(world, await world.make.vehicle()), serviceCenterId: id });
    const post = async () => world.as('admin').post<{ warnings: string[] }>('/job-cards', await card());
    assert.deepEqual((await post()).body.warnings, []);
    assert.deepEqual((await post()).body.warnings, []);
    const crowded = await post();
    assert.equal(crowded.status, 201);
    assert.match(crowded.body.warnings[0]!, /has room for 2 open jobs/);

    const set = (value: string) => world.as('superAdmin').ask('PUT', '/system-config/workshop.capacity', { body: { value } });
    assert.equal((await set('REFUSE')).status, 200);
    refused(await post(), 409, 'service_center.full');
    await patch('admin', id, { capacity: 4 });
    const both = await Promise.all([post(), post(), post()]);
    assert.deepEqual(both.map(({ status }) => status).sort(), [201, 409, 409]);
    (world.clock as unknown as { advance(ms: number): void }).advance(1000);
    assert.equal((await set('WARN')).status, 200);
    assert.equal((await post()).status, 201);
  });

  it('SCN-03 an engineer takes a job that nobody has only where the branch lets them', async () => {
    const { blr01 } = world.basics.branches;
    const free = async () => {
      const { id } = await world.make.openCard();
      await world.as('manager').patch(`/job-cards/${id}/status`, { to: 'awaiting_approval' });
      await world.as('manager').post(`/job-cards/${id}/customer-approval`, { decision: 'ACCEPTED', channel: 'PHONE' });
      return id;
    };
    const id = await free();
    const take = (who: 'engineer' | 'engineer2' | 'engineerElsewhere' | 'advisor', job = id) =>
      world.as(who).post<{ status: string; assignedEngineerId: string }>(`/job-cards/${job}/self-assign`);
    const before = await take('engineer');
    refused(before, 403, 'access.denied');
    assert.match(before.problem.explanation!.reason, /the branch lets engineers take jobs themselves/);

    assert.equal((await patch('manager', blr01.id, { selfAssign: true })).status, 200);
    refused(await take('engineerElsewhere'), 404, 'entity.absent');
    refused(await take('advisor'), 409, 'job.engineer');
    const taken = await take('engineer');
    assert.deepEqual([taken.status, taken.body.status, taken.body.assignedEngineerId], [200, 'assigned', world.people.engineer.id]);
    refused(await take('engineer2'), 404, 'entity.absent');
    const other = await free();
    const given = await world.as('engineer').post(`/job-cards/${other}/assign`, { engineerId: world.people.engineer2.id });
    assert.ok([403, 404].includes(given.status), 'an engineer gives jobs to nobody else');
    await patch('manager', blr01.id, { selfAssign: false });
  });
});
