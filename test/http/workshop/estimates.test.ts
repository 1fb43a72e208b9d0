import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { FixedClock } from '@dms/domain/memory/clock';
import type { EstimateBody, InvoiceBody, JobCardBody, ListedEstimateBody, PublicEstimateBody } from '../../support/bodies.ts';
import { freshKey } from '../../support/client.ts';
import { withSuite } from '../../support/endings.ts';
import { tally, together } from '../../support/races.ts';
import { advance, walkTo } from '../../support/visit.ts';
import { freshBranches, type World } from '../../support/world.ts';

const HOUR_MS = 3_600_000;
const WEEK_MS = 168 * HOUR_MS;
const work = (description: string, more: object = {}) => ({
  ...{ kind: 'LABOUR', description, hsn: '998714', quantity: '1.000', unitPrice: '100.00' },
  ...more,
});

describe('estimates and what the customer says to them', () => {
  const suite = withSuite();
  let world: World;
  before(async () => {
    world = await freshBranches(suite);
  });

  const advisor = () => world.as('advisor');
  const post = <Body = JobCardBody>(path: string, body?: unknown) => advisor().post<Body>(path, body);
  const asked = async (): Promise<string> => `/job-cards/${(await walkTo(world, 'submit')).card.id}`;
  const assigned = async (): Promise<string> =>
    `/job-cards/${(await world.make.assignedCard([world.make.labour], world.basics.actors.engineer)).card.id}`;
  const revisions = async (path: string, who: Parameters<World['as']>[0] = 'advisor'): Promise<readonly ListedEstimateBody[]> =>
    (await world.as(who).get<{ data: ListedEstimateBody[] }>(`${path}/estimates`)).body.data;
  const linkOf = async (path: string): Promise<string> => (await revisions(path))[0]!.link!.path;
  const see = (link: string) => world.anybody.get<PublicEstimateBody>(link);
  const decide = (link: string, body: object = { decision: 'ACCEPTED' }) =>
    world.anybody.post<PublicEstimateBody>(`${link}/decision`, body);
  const card = async (path: string): Promise<JobCardBody> => (await advisor().get<JobCardBody>(path)).body;

  it('are revised until the customer decides, the last in place of those before', async () => {
    const { card: opened } = await walkTo(world, 'open');
    const path = `/job-cards/${opened.id}`;
    const second = await post<EstimateBody>(`${path}/estimates`, { lines: [work('Polish')] });
    assert.deepEqual([second.status, second.body.revision, second.body.status, second.body.total], [201, 2, 'open', '118.00']);
    assert.equal(second.headers.get('location'), `${path}/estimates`);
    assert.equal(second.headers.get('etag'), `"${(await card(path)).version}"`);
    assert.deepEqual(
      (await revisions(path)).map(({ revision, status, link }) => [revision, status, link]),
      [
        [2, 'open', null],
        [1, 'superseded', null],
      ],
      'there is no link while nobody is asked',
    );
    assert.deepEqual(
      (await card(path)).tasks.map(({ description, status }) => `${description} ${status}`),
      ['Periodic service cancelled', 'Polish open'],
    );
  });

  it('name every field that is missing, and are not drawn up for who may not, nor from what was not seen', async () => {
    const path = await assigned();
    const faulty = await post(`${path}/additional-services`, {
      lines: [
        { kind: 'LABOUR', quantity: '1' },
        { kind: 'PART', quantity: '1', hsn: '8708' },
      ],
    });
    assert.deepEqual(
      faulty.problem.errors?.map(({ pointer }) => pointer),
      ['/lines/0/description', '/lines/0/hsn', '/lines/0/unitPrice', '/lines/1/partId', '/lines/1/hsn'],
    );
    const stale = await advisor().post(`${path}/estimates`, { lines: [work('Polish')] }, { headers: { 'if-match': '"1"' } });
    assert.deepEqual([stale.status, stale.problem.code], [412, 'version.stale']);
    const elsewhere = await world.as('advisor2').post(`${path}/estimates`, { lines: [work('Polish')] });
    assert.deepEqual([elsewhere.status, elsewhere.problem.code], [404, 'entity.absent']);
    const key = freshKey();
    const [first, again] = [
      await advisor().post(`${path}/additional-services`, { lines: [work('Polish')] }, { key }),
      await advisor().post(`${path}/additional-services`, { lines: [work('Polish')] }, { key }),
    ];
    assert.deepEqual([first.text === again.text, (await revisions(path)).length], [true, 2]);
    assert.doesNotMatch(first.text, /token/, 'what is kept of the answer opens nothing');
  });

  it('ACC-04 are asked for by an engineer, and with a discount above the limit', async () => {
    const path = await assigned();
    const byEngineer = await world.as('engineer').post<{ approvalId: string }>(`${path}/additional-services`, { lines: [work('Polish')] });
    assert.equal(byEngineer.status, 202);
    assert.equal((await revisions(path)).length, 1);
    assert.equal((await world.as('manager').post(`/approvals/${byEngineer.body.approvalId}/approve`)).status, 200);
    assert.deepEqual(
      (await revisions(path)).map(({ status }) => status),
      ['open', 'accepted'],
    );
    const generous = { lines: [work('Wax', { discount: { type: 'PERCENT', value: '50' } })] };
    assert.equal((await post(`${path}/estimates`, generous)).status, 202);
    assert.deepEqual([(await revisions(path)).length, (await world.as('admin').post(`${path}/estimates`, generous)).status], [2, 202]);
    const dear = { lines: [{ kind: 'PART', partId: world.basics.parts.oil.id, quantity: '1', unitPrice: '800.00' }] };
    assert.equal((await post(`${path}/estimates`, dear)).problem.code, 'price.above_mrp');
  });

  it('are shown to who has the link, without a login and masked', async () => {
    const path = await asked();
    const { status, body, text, headers } = await see(await linkOf(path));
    const { token, url } = (await revisions(path))[0]!.link!;
    assert.equal(url, `https://dms.example/estimates/${token}`);
    assert.deepEqual(
      [status, body.status, body.mayDecide, body.closed, body.revision, body.total],
      [200, 'open', true, null, 1, '5068.00'],
    );
    assert.equal(headers.get('cache-control'), 'no-store');
    assert.ok(headers.has('ratelimit-limit'), 'how often an address may ask is limited');
    assert.match(body.vehicle.registration, /^\*+\d{4}$/);
    assert.match(body.customer.phone!, /^90\*{4}\d{4}$/);
    const { customerId, vehicleId, id } = await card(path);
    for (const hidden of [customerId, vehicleId, id, 'Ravi', world.people.advisor.id]) assert.ok(!text.includes(hidden), hidden);
    assert.deepEqual(
      body.lines.map(({ accepted }) => accepted),
      [null, null, null],
    );
    for (const who of ['engineer', 'staff'] as const) {
      const path2 = await assigned();
      await post(`${path2}/additional-services`, { lines: [work('Polish')] });
      assert.equal((await revisions(path2, who))[0]!.link, null, `${who} takes down no word of a customer`);
    }
  });

  it('are accepted by the link, and who said it from where is in the trail', async () => {
    const path = await asked();
    const link = await linkOf(path);
    const { status, body } = await decide(link, { decision: 'ACCEPTED', note: 'please hurry' });
    assert.deepEqual([status, body.status, body.mayDecide], [200, 'accepted', false]);
    assert.match(body.closed!, /accepted already, on 2026-11-/);
    assert.equal((await card(path)).status, 'approved');
    const [told] = await revisions(path);
    assert.deepEqual([told!.decisionChannel, told!.decidedBy, told!.decisionNote, told!.link], ['LINK', null, 'please hurry', null]);
    const trail = await world.rows<{ ip_address: string | null; user_id: string | null; metadata: { channel: string } }>(
      `select ip_address, user_id, metadata::json as metadata from audit_logs where event = 'CustomerDecided' and entity_id = '${path.split('/')[2]}'`,
    );
    assert.deepEqual([trail.length, trail[0]!.user_id, trail[0]!.metadata.channel], [1, null, 'LINK']);
    assert.match(trail[0]!.ip_address!, /127\.0\.0\.1|::1/);
    const again = await decide(link, { decision: 'DECLINED' });
    assert.deepEqual([again.status, again.problem.code], [409, 'estimate.closed']);
    assert.match(again.problem.detail, /accepted already/);
  });

  it('are declined by the link, and go back to the desk', async () => {
    const path = await asked();
    assert.equal((await decide(await linkOf(path), { decision: 'DECLINED' })).status, 200);
    const declined = await card(path);
    assert.deepEqual([declined.status, declined.tasks[0]!.status], ['created', 'declined']);
    const { body } = await post<EstimateBody>(`${path}/estimates`, { lines: [work('Oil change only')] });
    assert.equal(body.revision, 2);
    assert.equal((await advance(world, { card: declined } as never, 'submit')).status, 200);
    assert.equal((await decide(await linkOf(path))).status, 200);
    assert.equal((await card(path)).status, 'approved');
  });

  it('are open by no link that was made up, is of another revision, or is over', async () => {
    const path = await asked();
    const link = await linkOf(path);
    const token = link.split('/').at(-1)!;
    const forged = [...token].map((letter, index) => (index === 40 ? (letter === 'A' ? 'B' : 'A') : letter)).join('');
    const later = [...token].map((letter, index) => (index === 26 ? (letter === 'A' ? 'B' : 'A') : letter)).join('');
    for (const wrong of [forged, later, token.slice(0, -1), `${token}A`, 'x', world.cradle.ids.next()]) {
      const { status, problem } = await decide(`/public/estimates/${wrong}`);
      assert.deepEqual([wrong, status, problem.code], [wrong, 404, 'estimate.link_invalid']);
      assert.equal((await see(`/public/estimates/${wrong}`)).problem.code, 'estimate.link_invalid');
    }
    assert.equal((await post<EstimateBody>(`${path}/estimates`, { lines: [work('Less')] })).status, 201);
    const overtaken = await decide(link);
    assert.deepEqual([overtaken.status, overtaken.problem.code], [409, 'estimate.closed']);
    assert.match(overtaken.problem.detail, /newer estimate/);
    const shown = await see(link);
    assert.deepEqual([shown.status, shown.body.status, shown.body.mayDecide], [200, 'superseded', false]);
    const clock = world.clock as FixedClock;
    const newest = await linkOf(path);
    clock.advance(WEEK_MS);
    const over = await decide(newest);
    assert.deepEqual([over.status, over.problem.code], [404, 'estimate.link_invalid']);
    assert.match(over.problem.detail, /time of this link is over/);
    clock.advance(-WEEK_MS);
  });

  it('are sent again, and the link lasts anew', async () => {
    const path = await asked();
    const clock = world.clock as FixedClock;
    const before = (await revisions(path))[0]!.link!;
    clock.advance(HOUR_MS);
    const { status, headers } = await post<EstimateBody>(`${path}/estimates/send`);
    assert.deepEqual([status, headers.get('etag')], [200, `"${(await card(path)).version}"`]);
    const after = (await revisions(path))[0]!.link!;
    assert.equal(Date.parse(after.expiresAt) - Date.parse(before.expiresAt), HOUR_MS);
    for (const link of [before, after]) assert.equal((await see(link.path)).status, 200);
    clock.advance(-HOUR_MS);
    await decide(after.path);
    assert.equal((await post(`${path}/estimates/send`)).problem.code, 'job.transition');
  });

  it('JOB-07 are decided on once, though the customer clicks many times at once', async () => {
    const path = await asked();
    const link = await linkOf(path);
    const answers = await together(8, (n) => decide(link, { decision: n % 2 === 0 ? 'ACCEPTED' : 'DECLINED' }));
    assert.deepEqual(tally(answers), { '200': 1, '409 estimate.closed': 7 });
    const rows = await world.rows(`select from audit_logs where event = 'CustomerDecided' and entity_id = '${path.split('/')[2]}'`);
    assert.equal(rows.length, 1);
  });

  it('JOB-07 of the customer and the advisor who decide at once, the second is told, and one word stands', async () => {
    for (let round = 0; round < 4; round += 1) {
      const path = await asked();
      const link = await linkOf(path);
      const [byLink, byPhone] = await Promise.all([
        decide(link, { decision: 'DECLINED' }),
        post(`${path}/customer-approval`, { decision: 'ACCEPTED', channel: 'PHONE', note: 'agreed at 10:15', revision: 1 }),
      ]);
      assert.deepEqual([byLink.status, byPhone.status].sort(), [200, 409]);
      const loser = byLink.status === 409 ? byLink : byPhone;
      assert.equal(loser.problem.code, 'estimate.closed');
      const stands = await card(path);
      assert.equal(stands.status, byLink.status === 200 ? 'created' : 'approved');
      const [told] = await revisions(path);
      assert.equal(told!.decisionChannel, byLink.status === 200 ? 'LINK' : 'PHONE');
    }
  });

  it('are taken down for the revision the customer was told of, and never in the name of the link', async () => {
    const path = await asked();
    await post(`${path}/estimates`, { lines: [work('Less')] });
    const word = { decision: 'ACCEPTED', channel: 'PHONE', note: 'agreed at 10:15' };
    const old = await post(`${path}/customer-approval`, { ...word, revision: 1 });
    assert.deepEqual([old.status, old.problem.code], [409, 'estimate.closed']);
    assert.equal((await post(`${path}/customer-approval`, { ...word, revision: 7 })).problem.code, 'estimate.closed');
    const faked = await post(`${path}/customer-approval`, { ...word, channel: 'LINK' });
    assert.deepEqual([faked.status, faked.problem.errors?.[0]?.pointer], [400, '/channel']);
    assert.equal((await post(`${path}/customer-approval`, { ...word, revision: 2 })).body.status, 'approved');
  });

  it('JOB-06 JOB-07 are not accepted on the phone in a revision that was not read out: where there are two, it is said which', async () => {
    const word = { decision: 'ACCEPTED', channel: 'PHONE', note: 'agreed at 10:15' };
    const path = await asked();
    const heard = await card(path);
    const dearer = await post<EstimateBody>(`${path}/estimates`, { lines: [work('Dearer', { unitPrice: '9000.00' })] });
    assert.equal(dearer.body.revision, 2);
    const unsaid = await post(`${path}/customer-approval`, word);
    assert.deepEqual([unsaid.status, unsaid.problem.code, unsaid.problem.errors?.[0]?.pointer], [400, 'request.invalid', '/revision']);
    assert.match(unsaid.problem.detail, /revision 2 is open/);
    const asRead = (version: number) =>
      advisor().post<JobCardBody>(`${path}/customer-approval`, word, { headers: { 'if-match': `"${version}"` } });
    assert.equal((await asRead(heard.version)).problem.code, 'version.stale');
    assert.equal((await card(path)).status, 'awaiting_approval');
    assert.equal((await asRead((await card(path)).version)).body.status, 'approved', 'who read the card has read its revision');
    const alone = await asked();
    assert.equal((await post(`${alone}/customer-approval`, word)).body.status, 'approved', 'of one there is nothing to say');
  });

  it('JOB-06 of extra work bill what the customer accepted, by the link and line by line, while the work goes on', async () => {
    const visit = await walkTo(world, 'start');
    const path = `/job-cards/${visit.card.id}`;
    const pads = world.basics.parts.pads.id;
    const offer = await post<EstimateBody>(`${path}/additional-services`, {
      lines: [
        work('Replace the pads'),
        { kind: 'PART', partId: pads, quantity: '1.000' },
        work('Polish'),
        { kind: 'PART', partId: pads, quantity: '2.000' },
      ],
    });
    assert.equal(offer.status, 201);
    const [replace, one] = offer.body.lines;
    const link = await linkOf(path);
    const { body } = await decide(link, { decision: 'ACCEPTED', acceptedLineIds: [replace!.id, one!.id] });
    assert.deepEqual([body.status, body.lines.map(({ accepted }) => accepted)], ['partially_accepted', [true, true, false, false]]);
    const now = await card(path);
    assert.equal(now.status, 'in_progress', 'the card stays where it is');
    assert.equal(now.estimatedCost, '7369.00', 'what was accepted before, and of this what was accepted');
    assert.deepEqual(
      now.tasks.map(({ description, status }) => `${description} ${status}`),
      ['Periodic service in_progress', 'Replace the pads open', 'Polish declined'],
    );
    assert.equal((await post(`${path}/additional-services`, { lines: [work('Wax')] })).status, 201);
    assert.equal((await world.as('engineer').post(`${path}/tasks/${now.tasks[0]!.id}/finish`)).status, 200);
    const early = await advisor().patch(`${path}/status`, { to: 'completed' });
    assert.match(early.problem.missing!.join(), /customer has not decided on revision 3/);
    const wax = (await card(path)).tasks.at(-1)!;
    assert.equal((await world.as('engineer').post(`${path}/tasks/${wax.id}/start`)).problem.code, 'job.task');
    assert.equal(
      (await post(`${path}/customer-approval`, { decision: 'DECLINED', channel: 'PHONE', note: 'no wax', revision: 3 })).status,
      200,
    );
    const items = { items: [{ partId: pads, quantity: '3.000' }] };
    assert.equal((await world.as('staff').post(`${path}/parts/issue`, items, { key: freshKey() })).status, 200);
    for (const verb of ['start', 'finish'])
      assert.equal((await world.as('engineer').post(`${path}/tasks/${now.tasks[1]!.id}/${verb}`)).status, 200);
    for (const name of ['complete', 'qc'] as const) await advance(world, visit, name);
    const bill = await post<InvoiceBody>('/invoices', { sourceType: 'job', sourceId: visit.card.id });
    assert.deepEqual(
      bill.body.lines.map(({ description, quantity }) => `${quantity} ${description}`),
      ['2.000 Periodic service', '3.500 Engine oil 5W-30', '1.000 Oil filter', '1.000 Replace the pads', '1.000 Front brake pad set'],
    );
    const late = await post(`${path}/additional-services`, { lines: [work('Too late')] });
    assert.deepEqual([late.status, late.problem.code], [409, 'job.transition']);
    assert.match(late.problem.missing!.join(), /until the work is completed/);
  });

  it('JOB-06 take no extra work before the first estimate was approved', async () => {
    const { status, problem } = await post(`${await asked()}/additional-services`, { lines: [work('More')] });
    assert.deepEqual([status, problem.code], [409, 'job.transition']);
    assert.match(problem.missing!.join(), /draw up a revision/);
  });
});
