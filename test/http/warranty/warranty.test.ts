import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { FixedClock } from '@dms/domain/memory/clock';
import type { ClaimBody, ListOf, TermsBody, WarrantyBody } from '../../support/bodies.ts';
import { clientAt } from '../../support/client.ts';
import { withSuite } from '../../support/endings.ts';
import { tally, together } from '../../support/races.ts';
import { walkTo } from '../../support/visit.ts';
import { freshBranches, tokenFor, type World } from '../../support/world.ts';

type Who = Parameters<World['as']>[0];

const DAY_MS = 86_400_000;
const line = { kind: 'PART', description: 'Oil filter', amount: '420.00' };

describe('warranties over HTTP', () => {
  const suite = withSuite();
  let world: World;
  before(async () => {
    world = await freshBranches(suite);
    const terms = { partId: world.basics.parts.filter.id, months: 12, kilometres: 10_000 };
    assert.equal((await world.as('admin').post('/warranty-terms', terms)).status, 201);
  });

  /** A vehicle with one filter under warranty, fitted at 20,150 km. */
  const fitted = async (): Promise<{ vehicleId: string; sold: WarrantyBody; jobId: string }> => {
    const { vehicle, card } = await walkTo(world, 'issue');
    const { body } = await world.as('advisor').get<ListOf<WarrantyBody>>(`/vehicles/${vehicle.id}/warranties`);
    assert.equal(body.data.length, 1);
    return { vehicleId: vehicle.id, sold: body.data[0]!, jobId: card.id };
  };
  const asked = (warrantyId: string, more: object = {}) => ({ warrantyId, complaint: 'it leaks', lines: [line], ...more });
  const claim = async (who: Who = 'advisor', amount = '420.00'): Promise<ClaimBody> => {
    const { sold } = await fitted();
    const lines = [{ ...line, amount }];
    const made = await world.as(who).post<ClaimBody>('/warranty-claims', asked(sold.id, { lines }));
    assert.equal(made.status, 201, made.text);
    return made.body;
  };
  const step = (who: Who, { id }: Pick<ClaimBody, 'id'>, verb: string, body: object = {}, headers: Record<string, string> = {}) =>
    world.as(who).post<ClaimBody>(`/warranty-claims/${id}/${verb}`, body, { headers });
  const submitted = async (who?: Who, amount?: string): Promise<ClaimBody> => {
    const handedIn = await step('advisor', await claim(who, amount), 'submit');
    assert.equal(handedIn.status, 200, handedIn.text);
    return handedIn.body;
  };

  it('WAR-01 tells of a vehicle what is under warranty, until when, and how much is left', async () => {
    const { sold, jobId } = await fitted();
    const { partId, kind, endsOn, endOdometer, sourceId, inForce, reason, kilometresLeft } = sold;
    assert.deepEqual(
      { partId, kind, endsOn, endOdometer, sourceId, inForce, reason, kilometresLeft },
      {
        ...{ partId: world.basics.parts.filter.id, kind: 'PART', endsOn: '2027-11-22', endOdometer: 30_150, sourceId: jobId },
        ...{ inForce: true, reason: 'In force until 2027-11-22 or 30150 km, whichever comes first.', kilometresLeft: 10_000 },
      },
    );
    assert.notEqual(sold.invoiceLineId, null);
  });

  it('WAR-01 shows a vehicle’s warranties to every branch, to an engineer those of own jobs, and to nobody without login', async () => {
    const { vehicleId } = await fitted();
    const path = `/vehicles/${vehicleId}/warranties`;
    const statuses = async (...people: Who[]) => Promise.all(people.map(async (who) => (await world.as(who).get(path)).status));
    assert.deepEqual(
      await statuses('superAdmin', 'admin', 'callCenter', 'advisor', 'advisor2', 'elsewhere', 'manager', 'staff', 'engineer'),
      Array.from({ length: 9 }, () => 200),
    );
    assert.deepEqual(await statuses('engineerElsewhere'), [404]);
    assert.equal((await world.anybody.get(path)).status, 401);
    assert.equal((await world.as('advisor').get(`/vehicles/${world.cradle.ids.next()}/warranties`)).status, 404);
  });

  it('WAR-01 a claim beyond the distance is refused with the figures', async () => {
    const { sold } = await fitted();
    const { status, problem } = await world.as('advisor').post('/warranty-claims', asked(sold.id, { odometer: 30_151 }));
    assert.deepEqual([status, problem.code], [409, 'warranty.expired']);
    assert.match(problem.detail, /ended at 30150 km, and the odometer reads 30151 km, 1 km more/);
  });

  it('WAR-01 of twenty claims for one unit at once one is made', async () => {
    const { sold } = await fitted();
    const answers = await together(20, () => world.as('advisor').post('/warranty-claims', asked(sold.id)));
    assert.deepEqual(tally(answers), { '201': 1, '409 warranty.claim_open': 19 });
  });

  it('WAR-01 of twenty decisions at once one is taken', async () => {
    const made = await submitted();
    const answers = await together(20, (index) =>
      step(
        index % 2 === 0 ? 'manager' : 'admin',
        made,
        'decide',
        index % 3 === 0 ? { decision: 'APPROVED' } : { decision: 'REJECTED', reason: 'no' },
      ),
    );
    assert.deepEqual(tally(answers), { '200': 1, '409 warranty.transition': 19 });
    const [{ n }] = (await world.rows<{ n: number }>(
      `select count(*)::int as n from warranty_claim_transitions where claim_id = '${made.id}' and event <> 'submit'`,
    )) as [{ n: number }];
    assert.equal(n, 1);
  });

  it('WAR-01 goes the whole way, and is read as it was left', async () => {
    const made = await submitted();
    assert.equal(
      (await step('manager', made, 'decide', { decision: 'MORE_INFO', reason: 'where is the photo?' })).body.status,
      'more_info',
    );
    assert.equal((await step('advisor', made, 'submit', { answer: 'it is added' })).body.status, 'submitted');
    assert.equal((await step('manager', made, 'decide', { decision: 'REJECTED', reason: 'it was dropped' })).body.status, 'rejected');
    assert.equal((await step('advisor', made, 'appeal', { reason: 'it was not' })).body.status, 'appealed');
    const lines = [{ lineId: made.lines[0]!.id, approved: '400.00' }];
    assert.equal((await step('manager', made, 'decide', { decision: 'PARTIALLY_APPROVED', lines })).body.status, 'partially_approved');
    const settled = await step('manager', made, 'settle', { paid: '399.50', reference: 'OEM-77' });
    const { status, claimedAmount, approvedAmount, settledAmount, settlementReference, transitions } = settled.body;
    assert.deepEqual(
      [status, claimedAmount, approvedAmount, settledAmount, settlementReference],
      ['settled', '420.00', '400.00', '399.50', 'OEM-77'],
    );
    assert.deepEqual(
      transitions.map(({ event }) => event),
      ['submit', 'ask_more', 'submit', 'reject', 'appeal', 'approve_in_part', 'settle'],
    );
    const read = await world.as('staff').get<ClaimBody>(`/warranty-claims/${made.id}`);
    assert.deepEqual(read.body, settled.body);
    const listed = await world.as('staff').get<ListOf<ClaimBody>>(`/warranty-claims?warrantyId=${made.warrantyId}&count=true`);
    assert.deepEqual(
      [listed.body.page.count, listed.body.data[0]!.id, listed.body.data[0]!.approvedAmount, listed.body.data[0]!.settledAmount],
      [1, made.id, '400.00', '399.50'],
    );
  });

  it('WAR-01 refuses a step out of turn, saying what stands in the way', async () => {
    const made = await claim();
    for (const [verb, body] of [
      ['decide', { decision: 'APPROVED' }],
      ['settle', { paid: '1.00' }],
    ] as const) {
      const { status, problem } = await step('manager', made, verb, body);
      assert.deepEqual([verb, status, problem.code], [verb, 409, 'warranty.transition']);
      assert.ok(problem.missing!.length > 0);
    }
    assert.equal((await step('advisor', made, 'appeal', { reason: 'look again' })).problem.code, 'warranty.transition');
  });

  it('JOB-07 a step decided on an older version is refused', async () => {
    const made = await claim();
    const [{ status: first }, second] = [
      await step('advisor', made, 'submit', {}, { 'if-match': '"1"' }),
      await step('manager', made, 'decide', { decision: 'APPROVED' }, { 'if-match': '"1"' }),
    ];
    assert.deepEqual([first, second.status, second.problem.code], [200, 412, 'version.stale']);
  });

  it('ACC-10 each role makes and reads claims as the matrix says, within its branches', async () => {
    const { sold } = await fitted();
    const statusFor = async (who: Who) => (await world.as(who).post('/warranty-claims', asked(sold.id, { odometer: 99_999 }))).status;
    // 409 is past the policy: the unit has run too far.
    for (const who of ['superAdmin', 'admin', 'advisor', 'manager', 'staff'] as const) assert.equal(await statusFor(who), 409, who);
    for (const who of ['callCenter', 'engineer'] as const) assert.equal(await statusFor(who), 403, who);
    for (const who of ['advisor2', 'manager2', 'staff2', 'elsewhere'] as const) assert.equal(await statusFor(who), 404, who);
    const { id } = await submitted();
    const reading = async (who: Who) => (await world.as(who).get(`/warranty-claims/${id}`)).status;
    for (const who of ['superAdmin', 'admin', 'advisor', 'manager', 'staff'] as const) assert.equal(await reading(who), 200, who);
    for (const who of ['callCenter', 'engineer'] as const) assert.equal(await reading(who), 403, who);
    for (const who of ['advisor2', 'manager2', 'elsewhere'] as const) assert.equal(await reading(who), 404, who);
    const listed = await world.as('manager2').get<ListOf<ClaimBody>>('/warranty-claims');
    assert.deepEqual(listed.body.data, []);
  });

  it('ACC-10 each role decides as the matrix says, within its branches', async () => {
    const made = await submitted();
    const deciding = async (who: Who) => (await step(who, made, 'decide', { decision: 'REJECTED', reason: 'no' })).status;
    for (const who of ['callCenter', 'advisor', 'staff', 'engineer'] as const) assert.equal(await deciding(who), 403, who);
    assert.equal(await deciding('manager2'), 404);
    assert.equal(await deciding('manager'), 200);
  });

  it('WAR-01 another branch claims for a unit that this one fitted, as its own', async () => {
    const { sold } = await fitted();
    const { id: blr02 } = world.basics.branches.blr02;
    const made = await world.as('advisor2').post<ClaimBody>('/warranty-claims', asked(sold.id, { serviceCenterId: blr02 }));
    assert.deepEqual([made.status, made.body.serviceCenterId], [201, blr02]);
    assert.equal((await world.as('advisor').get(`/warranty-claims/${made.body.id}`)).status, 404);
  });

  it('ACC-02 who made a claim does not decide it, and hears why', async () => {
    const made = await submitted('manager');
    const { status, problem } = await step('manager', made, 'decide', { decision: 'APPROVED' });
    assert.deepEqual([status, problem.code], [403, 'access.denied']);
    assert.match(problem.explanation!.rule, /ACC-02/);
    assert.equal((await step('admin', made, 'decide', { decision: 'APPROVED' })).status, 200);
  });

  it('ACC-04 above the limit a manager needs an approval, and an administrator does not', async () => {
    const made = await submitted('advisor', '10000.01');
    const asked = await step('manager', made, 'decide', { decision: 'APPROVED' });
    assert.equal(asked.status, 202);
    const decided = await world.as('admin').post<{ status: string }>(`${asked.headers.get('location')}/approve`);
    assert.deepEqual([decided.status, decided.body.status], [200, 'EXECUTED']);
    const ofAdmin = await submitted('advisor', '10000.01');
    assert.equal((await step('admin', ofAdmin, 'decide', { decision: 'APPROVED' })).status, 200);
  });

  it('WAR-01 terms are read by who reads parts, and set by who edits them', async () => {
    const { id: partId } = await world.make.partInStock('1');
    const terms = { partId, months: 6 };
    assert.equal((await world.as('manager').post('/warranty-terms', terms)).status, 202);
    for (const who of ['advisor', 'engineer', 'callCenter'] as const)
      assert.equal((await world.as(who).post('/warranty-terms', terms)).status, 403, who);
    assert.equal((await world.as('admin').post('/warranty-terms', terms)).status, 201);
    assert.equal((await world.as('admin').post('/warranty-terms', terms)).problem.code, 'record.duplicate');
    const { body } = await world.as('advisor').get<ListOf<TermsBody>>(`/warranty-terms?partId=${partId}`);
    assert.deepEqual(
      body.data.map(({ months, kilometres, validFrom }) => [months, kilometres, validFrom]),
      [[6, null, '2026-11-22']],
    );
  });

  it('refuses what it does not know, and figures that are none', async () => {
    const { sold } = await fitted();
    for (const [body, pointer] of [
      [{ ...asked(sold.id), colour: 'red' }, '/colour'],
      [asked(sold.id, { lines: [] }), '/lines'],
      [asked(sold.id, { lines: [{ ...line, amount: '0.00' }] }), '/lines/0/amount'],
      [asked(sold.id, { odometer: -1 }), '/odometer'],
      [asked(sold.id, { complaint: ' ' }), '/complaint'],
      [asked('FILTER'), '/warrantyId'],
    ] as const) {
      const { status, problem, text } = await world.as('advisor').post('/warranty-claims', body);
      assert.deepEqual([status, problem.code], [400, 'request.invalid'], text);
      assert.equal(problem.errors![0]!.pointer, pointer);
    }
    assert.equal((await world.as('advisor').post('/warranty-claims', asked(world.cradle.ids.next()))).status, 404);
  });

  it('WAR-01 what was written is fast: neither terms nor ends nor steps are changed, and no replacement is made to last longer', async () => {
    const { id } = await submitted();
    const longer = `insert into warranties select (jsonb_populate_record(w, jsonb_build_object('id', gen_random_uuid(), 'replaces_id', w.id,
      'ends_on', w.ends_on + 1))).* from warranties w limit 1`;
    for (const [statement, refusal] of [
      ['update warranty_terms set months = 99', /UPDATE of warranty_terms is refused/],
      ['update warranties set ends_on = ends_on + 1', /UPDATE of warranties is refused/],
      [`update warranty_claim_transitions set amount = 0 where claim_id = '${id}'`, /UPDATE of warranty_claim_transitions is refused/],
      [longer, /a replacement inherits the ends/],
    ] as const)
      await assert.rejects(world.rows(statement), refusal, statement);
  });

  // Last of all: it lets time pass.
  it('WAR-01 the last day in India still counts, and a minute later a claim is refused with the day that ended it', async () => {
    const [{ sold, vehicleId }, other] = [await fitted(), await fitted()];
    const clock = world.clock as FixedClock;
    const lastMinute = new Date('2027-11-22T18:29:00.000Z');
    clock.advance(lastMinute.getTime() - clock.now().getTime());
    // A token of a year ago is none any more.
    const later = () => clientAt(world.url, tokenFor(world.cradle, world.people.advisor));
    const warranty = async () => (await later().get<ListOf<WarrantyBody>>(`/vehicles/${vehicleId}/warranties`)).body.data[0]!;
    assert.deepEqual([(await warranty()).inForce, (await warranty()).daysLeft], [true, 0]);
    assert.equal((await later().post('/warranty-claims', asked(other.sold.id))).status, 201);
    clock.advance(60_000);
    assert.equal((await warranty()).inForce, false);
    const { status, problem } = await later().post('/warranty-claims', asked(sold.id));
    assert.deepEqual([status, problem.code], [409, 'warranty.expired']);
    assert.equal(problem.detail, 'Expired by date: the warranty ended with 2027-11-22, and this is 2027-11-23, 1 day later.');
    clock.advance(DAY_MS);
    assert.match((await warranty()).reason, /2 days later/);
  });
});
