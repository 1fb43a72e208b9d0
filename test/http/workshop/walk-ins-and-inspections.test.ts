import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { EstimateBody, InspectionBody, InspectionOfJobBody, JobCardBody, VehicleBody } from '../../support/bodies.ts';
import { withSuite } from '../../support/endings.ts';
import { tally, together } from '../../support/races.ts';
import { estimateOf } from '../../support/visit.ts';
import { freshBranches, type World } from '../../support/world.ts';

describe('who walks in for the first time', () => {
  const suite = withSuite();
  let world: World;
  let count = 0;
  before(async () => {
    world = await freshBranches(suite);
  });

  const newCustomer = () => ({ type: 'PERSON', firstName: 'Meera', phone: `+9197${String((count += 1)).padStart(8, '0')}` });
  const newVehicle = () => ({ make: 'Tata', model: 'Nexon', registration: `KA03MX${String((count += 1)).padStart(4, '0')}` });
  const visit = (more: object = {}) => ({
    ...{ serviceCenterId: world.basics.branches.blr01.id, type: 'PERIODIC_SERVICE', odometer: 1_000, estimate: estimateOf(world) },
    ...more,
  });
  const open = (more: object, who: Parameters<World['as']>[0] = 'advisor') => world.as(who).post<JobCardBody>('/job-cards', visit(more));
  const counted = async () =>
    JSON.stringify(
      await world.rows('select (select count(*) from customers) c, (select count(*) from vehicles) v, (select count(*) from job_cards) j'),
    );

  it('CUS-03 is taken down with vehicle and job card at once, and is inside the branch', async () => {
    const [customer, vehicle] = [newCustomer(), newVehicle()];
    const { status, body } = await open({ newCustomer: customer, newVehicle: { ...vehicle, registration: 'ka 03 zz 1' } });
    assert.equal(status, 201);
    const { body: known } = await world.as('advisor').get<VehicleBody>(`/vehicles/${body.vehicleId}`);
    assert.deepEqual([known.customerId, known.customer.phone, known.odometer], [body.customerId, customer.phone, 1_000]);
    assert.deepEqual(known.serviceCenterIds, [world.basics.branches.blr01.id]);
    const { body: second } = await open({ customerId: body.customerId, newVehicle: vehicle });
    assert.equal(second.customerId, body.customerId);
  });

  it('leaves nothing behind where any of it is refused', async () => {
    const known = await world.make.vehicle();
    const before = await counted();
    const part = { kind: 'PART', partId: world.cradle.ids.next(), quantity: '1' };
    const asks: readonly (readonly [object, number, string])[] = [
      [{ newCustomer: newCustomer(), newVehicle: newVehicle(), estimate: { lines: [part] } }, 404, 'entity.absent'],
      [{ newCustomer: { ...newCustomer(), phone: '12345678901' }, newVehicle: newVehicle() }, 400, 'phone.invalid'],
      [{ newCustomer: newCustomer(), newVehicle: { ...newVehicle(), registration: 'no plate' } }, 400, 'registration.invalid'],
      [{ newCustomer: newCustomer(), newVehicle: { ...newVehicle(), registration: known.registration } }, 409, 'record.duplicate'],
      [{ newCustomer: newCustomer(), vehicleId: known.id }, 409, 'vehicle.not_of_customer'],
      [{ customerId: known.customerId, newCustomer: newCustomer(), vehicleId: known.id }, 400, 'request.invalid'],
      [{ newCustomer: newCustomer() }, 400, 'request.invalid'],
      [{ newCustomer: { ...newCustomer(), creditLimit: '1.00' }, newVehicle: newVehicle() }, 400, 'request.invalid'],
      [{ newCustomer: newCustomer(), newVehicle: newVehicle(), serviceCenterId: world.basics.branches.blr02.id }, 404, 'entity.absent'],
    ];
    for (const [more, status, code] of asks) {
      const { problem, ...answer } = await open(more);
      assert.deepEqual([answer.status, problem.code], [status, code], answer.text);
    }
    assert.equal(await counted(), before);
    assert.equal((await open({ newCustomer: newCustomer(), newVehicle: newVehicle() }, 'staff')).status, 403);
    const asked = await open({ newCustomer: newCustomer(), newVehicle: newVehicle() }, 'callCenter');
    assert.deepEqual([asked.status, await counted()], [202, before], 'nothing is taken down before it is approved');
    assert.equal((await world.as('manager').post(`${asked.headers.get('location')}/approve`)).status, 200);
    assert.notEqual(await counted(), before);
  });

  it('JOB-02 drives in once: of eight counters that take down the same new vehicle one opens the card, and the others are told', async () => {
    const [customer, vehicle] = [newCustomer(), newVehicle()];
    const alone = await together(8, (n) => open({ newCustomer: n % 2 === 0 ? customer : newCustomer(), newVehicle: vehicle }));
    assert.deepEqual(tally(alone), { '201': 1, '409 record.duplicate': 7 });
    for (const { status, problem } of alone) if (status === 409) assert.match(problem.detail, /There is a (vehicle|customer) with this/);
    const [{ id }] = (await world.rows<{ id: string }>(`select id from vehicles where registration = '${vehicle.registration}'`)) as [
      { id: string },
    ];
    assert.equal((await world.rows(`select from job_cards where vehicle_id = '${id}'`)).length, 1);
  });

  it('JOB-02 has one card for a vehicle that is known, however many counters open it, unless each says why it needs another', async () => {
    const { id: vehicleId, customerId } = await world.make.vehicle();
    const plain = await together(6, () => open({ vehicleId, customerId }));
    assert.deepEqual(tally(plain), { '201': 1, '409 job.already_open': 5 });
    const mixed = await together(6, (n) =>
      open({ vehicleId, customerId, ...(n < 2 && { force: true, reason: `the insurer pays, ${n}` }) }),
    );
    assert.deepEqual(tally(mixed), { '201': 2, '409 job.already_open': 4 });
    assert.equal((await open({ vehicleId, customerId, force: true, reason: '  ' })).status, 400);
    const kept = await world.rows<{ forced_reason: string | null }>(
      `select forced_reason from job_cards where vehicle_id = '${vehicleId}' order by forced_reason nulls first`,
    );
    assert.deepEqual(
      kept.map(({ forced_reason }) => forced_reason),
      [null, 'the insurer pays, 0', 'the insurer pays, 1'],
    );
  });

  const card = async (): Promise<string> => `/job-cards/${(await world.make.openCard()).id}`;
  const inspect = (path: string, body: object, who: Parameters<World['as']>[0] = 'advisor') =>
    world.as(who).post<InspectionBody>(`${path}/inspection`, body);
  const found = async (path: string, query = '') => world.as('advisor').get<InspectionOfJobBody>(`${path}/inspection${query}`);

  it('has the vehicle looked over by a checklist, each revision kept, and nothing passed that was not checked', async () => {
    const path = await card();
    const none = await found(path);
    assert.deepEqual([none.body.inspection, none.body.revisions], [undefined, []]);
    const { checklist } = none.body;
    assert.ok(checklist.length > 15 && checklist.some(({ key }) => key === 'brakes-front'));
    const draft = await inspect(path, { items: [{ key: 'horn', result: 'PASS' }] });
    assert.deepEqual([draft.status, draft.body.revision, draft.body.status], [201, 1, 'draft']);
    assert.deepEqual(
      [draft.body.summary.PASS, draft.body.summary.NOT_CHECKED, draft.body.summary.allPassed],
      [1, checklist.length - 1, false],
    );
    assert.match(draft.body.summary.sentence, new RegExp(`^1 of ${checklist.length} passed, .* ${checklist.length - 1} not checked\\.$`));
    const half = await inspect(path, { items: [{ key: 'horn', result: 'PASS' }], complete: true });
    assert.deepEqual([half.status, half.problem.code, half.problem.missing?.length], [409, 'inspection.refused', checklist.length - 1]);
    const all = checklist.map(({ key }) => ({ key, result: key === 'wipers' ? 'FAIL' : 'PASS' }));
    const whole = await inspect(
      path,
      { items: [...all, { label: 'A dent', result: 'ADVISORY', note: 'left door' }], complete: true },
      'manager',
    );
    assert.deepEqual([whole.status, whole.body.revision, whole.body.status, whole.body.summary.FAIL], [201, 2, 'complete', 1]);
    assert.equal(whole.headers.get('location'), `${path}/inspection?revision=2`);
    const { body } = await found(path);
    assert.deepEqual([body.inspection?.revision, body.inspection?.items.at(-1)?.label], [2, 'A dent']);
    assert.deepEqual(
      body.revisions.map(({ revision, inspectedBy }) => [revision, inspectedBy]),
      [
        [2, world.people.manager.id],
        [1, world.people.advisor.id],
      ],
    );
    assert.equal((await found(path, '?revision=1')).body.inspection?.summary.PASS, 1);
    assert.equal((await found(path, '?revision=3')).status, 404);
  });

  it('refuses points that are none, pictures of something else, and a job that is over', async () => {
    const path = await card();
    const pass = { key: 'horn', result: 'PASS' };
    const asks: readonly (readonly [object, number, string])[] = [
      [{ items: [{ key: 'wings', result: 'PASS' }] }, 409, 'inspection.refused'],
      [{ items: [pass, pass] }, 409, 'inspection.refused'],
      [{ items: [{ result: 'PASS' }] }, 400, 'request.invalid'],
      [{ items: [{ ...pass, label: 'Horn' }] }, 400, 'request.invalid'],
      [{ items: [{ key: 'horn', result: 'GOOD' }] }, 400, 'request.invalid'],
      [{ items: [{ ...pass, photoFileIds: [world.cradle.ids.next()] }] }, 404, 'entity.absent'],
    ];
    for (const [body, status, code] of asks) {
      const { problem, ...answer } = await inspect(path, body);
      assert.deepEqual([answer.status, problem.code], [status, code], answer.text);
    }
    const file = world.cradle.ids.next();
    await world.rows(`insert into files (id, key, name, content_type, size, sha256, entity_type, entity_id, version, created_at, updated_at)
      values ('${file}', 'photos/${file}', 'horn.jpg', 'image/jpeg', 3, repeat('a', 64), 'JobCard', '${path.split('/')[2]}', 1, now(), now()) returning id`);
    const shown = await inspect(path, { items: [{ ...pass, photoFileIds: [file] }] });
    assert.deepEqual(shown.body.items.find(({ key }) => key === 'horn')?.photoFileIds, [file]);
    const other = await inspect(await card(), { items: [{ ...pass, photoFileIds: [file] }] });
    assert.deepEqual([other.status, other.problem.code], [404, 'entity.absent'], 'the picture is of another card');
    const ready = await world.make.readyCard();
    assert.equal((await inspect(`/job-cards/${ready.id}`, { items: [pass] })).problem.code, 'inspection.refused');
  });

  it('keeps every revision though several look the vehicle over at once', async () => {
    const path = await card();
    const answers = await together(5, () => inspect(path, { items: [{ key: 'horn', result: 'PASS' }] }));
    assert.deepEqual(answers.map(({ body }) => body.revision).sort(), [1, 2, 3, 4, 5]);
  });

  it('JOB-06 offers what failed as extra work, named as it was found', async () => {
    const { card: assigned } = await world.make.assignedCard([world.make.labour], world.basics.actors.engineer);
    const path = `/job-cards/${assigned.id}`;
    const items = [
      { key: 'brakes-front', result: 'FAIL' },
      { key: 'horn', result: 'PASS' },
    ];
    const { body } = await inspect(path, { items }, 'engineer');
    const [brakes, horn] = items.map(({ key }) => body.items.find((item) => item.key === key)!);
    const line = (inspectionItemId: string) => ({
      kind: 'LABOUR',
      hsn: '998714',
      quantity: '1.000',
      unitPrice: '250.00',
      inspectionItemId,
    });
    const offer = (id: string) => world.as('advisor').post<EstimateBody>(`${path}/additional-services`, { lines: [line(id)] });
    assert.equal((await offer(horn!.id)).problem.code, 'inspection.refused');
    assert.equal((await offer(world.cradle.ids.next())).problem.code, 'entity.absent');
    const offered = await offer(brakes!.id);
    assert.deepEqual(
      [offered.status, offered.body.lines[0]?.description, offered.body.lines[0]?.inspectionItemId],
      [201, 'Brakes, front', brakes!.id],
    );
    const mended = (await found(path)).body.inspection!.items.find(({ id }) => id === brakes!.id);
    assert.deepEqual(mended?.estimateLineIds, [offered.body.lines[0]?.id]);
    await inspect(path, { items: [{ key: 'brakes-front', result: 'PASS' }] });
    assert.equal((await offer(brakes!.id)).problem.code, 'entity.absent', 'what was found before is not what is found now');
  });

  it('CFG-01 is looked over by the checklist that is configured for the type of the job', async () => {
    const own = [{ serviceTypes: [], items: [{ key: 'smell', label: 'Smell of fuel' }] }];
    const boss = world.as('superAdmin');
    const set = (value: unknown) =>
      boss.ask('PUT', '/system-config/workshop.inspection-checklists', { body: { value, reason: 'shorter' } });
    assert.equal((await set([{ ...own[0], serviceTypes: ['WASH'] }])).status, 400, 'one is for all other types');
    assert.equal((await set(own)).status, 200);
    const path = await card();
    const { status, body } = await inspect(path, { items: [{ key: 'smell', result: 'PASS' }], complete: true });
    assert.deepEqual([status, body.summary.allPassed, body.items.length], [201, true, 1]);
  });
});
