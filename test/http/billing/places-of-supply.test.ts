import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { InvoiceBody } from '../../support/bodies.ts';
import { withSuite } from '../../support/endings.ts';
import { freshBranches, type World } from '../../support/world.ts';

const REASON = 'The parts were fitted at the site in Pune';

describe('a place of supply that somebody sets', () => {
  const suite = withSuite();
  let world: World;
  before(async () => {
    world = await freshBranches(suite);
  });

  const draft = async (): Promise<InvoiceBody> =>
    (await world.as('manager').get<InvoiceBody>(`/invoices/${(await world.make.draft()).id}`)).body;
  const set = (id: string, placeOfSupply: string | null, who: 'manager' | 'advisor' = 'manager', headers: Record<string, string> = {}) =>
    world.as(who).ask<InvoiceBody>('PATCH', `/invoices/${id}/place-of-supply`, { body: { placeOfSupply, reason: REASON }, headers });
  const issue = (id: string) => world.as('advisor').post<InvoiceBody>(`/invoices/${id}/issue`);
  const taxOf = ({ placeOfSupply, supplyType, cgst, sgst, igst, totalAmount }: InvoiceBody) => [
    ...[placeOfSupply, supplyType, cgst, sgst, igst, totalAmount],
  ];
  const AT_HOME = ['29', 'INTRA', '144.00', '144.00', '0.00', '1888.00'];
  const IN_PUNE = ['27', 'INTER', '0.00', '0.00', '288.00', '1888.00'];

  it('TAX-06 taxes the draft there, survives the issue, and stands in the copy, in GSTR-1 and in the audit trail with its reason', async () => {
    const drawn = await draft();
    assert.deepEqual([...taxOf(drawn), drawn.placeOverride], [...AT_HOME, null]);
    const changed = await set(drawn.id, '27');
    assert.deepEqual([changed.status, ...taxOf(changed.body)], [200, ...IN_PUNE]);
    assert.deepEqual([changed.body.placeOverride, changed.body.placeOverrideReason], ['27', REASON]);
    assert.deepEqual(
      changed.body.lines.map(({ cgst, igst }) => [cgst, igst]),
      [['0.00', '288.00']],
    );
    const { body: issued } = await issue(drawn.id);
    assert.deepEqual([...taxOf(issued), issued.placeOverrideReason], [...IN_PUNE, REASON]);
    const [kept] = await world.rows<{ place: { code: string }; igst: string }>(
      `select document->'placeOfSupply' as place, document#>>'{totals,igst}' as igst from invoices where id = '${drawn.id}'`,
    );
    assert.deepEqual([kept!.place.code, kept!.igst], ['27', '288.00']);
    const gstin = world.basics.branches.blr01.gstNumber;
    const period = issued.documentDate!.slice(0, 7);
    const { body: month } = await world.as('admin').get<{ b2cs: readonly object[] }>(`/gst/gstr1?period=${period}&gstin=${gstin}`);
    assert.ok(
      month.b2cs.some((row) => 'pos' in row && row.pos === '27'),
      JSON.stringify(month.b2cs),
    );
    const trail = await world.rows<{ user_id: string; metadata: Record<string, unknown> }>(
      `select user_id, metadata from audit_logs where event = 'InvoicePlaceOverridden' and entity_id = '${drawn.id}'`,
    );
    assert.equal(trail.length, 1);
    assert.equal(trail[0]!.user_id, world.people.manager.id);
    const { before: was, placeOfSupply, override, reason } = trail[0]!.metadata;
    assert.deepEqual([was, placeOfSupply, override, reason], ['29', '27', '27', REASON]);
  });

  it('TAX-06 holds against what becomes of the buyer, and is left to the rules again when it is taken back', async () => {
    const [stays, goes] = [await draft(), await draft()];
    for (const { id } of [stays, goes]) assert.equal((await set(id, '29')).status, 200);
    const back = await set(goes.id, null);
    assert.deepEqual([back.status, back.body.placeOverride, back.body.placeOverrideReason], [200, null, null]);
    for (const { customerId } of [stays, goes]) await world.rows(`update customers set state_code = '27' where id = '${customerId}'`);
    assert.deepEqual(taxOf((await issue(stays.id)).body), AT_HOME);
    assert.deepEqual(taxOf((await issue(goes.id)).body), IN_PUNE);
  });

  it('TAX-06 leaves a supply to a special economic zone with IGST, wherever it is set', async () => {
    const { id, customerId } = await draft();
    await world.rows(`update customers set gstin = '27AAACR5055K1Z7', gst_category = 'SEZ', state_code = '27' where id = '${customerId}'`);
    assert.deepEqual(taxOf((await set(id, '29')).body), ['29', 'INTER', '0.00', '0.00', '288.00', '1888.00']);
    assert.deepEqual(taxOf((await issue(id)).body), ['29', 'INTER', '0.00', '0.00', '288.00', '1888.00']);
  });

  it('TAX-06 is refused after the issue, to who may not, on what changed meanwhile, and for no state of India', async () => {
    const { id } = await draft();
    const denied = await set(id, '27', 'advisor');
    assert.deepEqual([denied.status, denied.problem.code], [403, 'access.denied']);
    const stale = await set(id, '27', 'manager', { 'if-match': '"999"' });
    assert.deepEqual([stale.status, stale.problem.code], [412, 'version.stale']);
    for (const nowhere of ['25', '96', '00']) {
      const answer = await set(id, nowhere);
      assert.deepEqual([nowhere, answer.status, answer.problem.code], [nowhere, 400, 'tax.invalid']);
    }
    const without = await world.as('manager').patch(`/invoices/${id}/place-of-supply`, { placeOfSupply: '27', reason: ' ' });
    assert.equal(without.status, 400, without.text);
    assert.equal((await issue(id)).status, 200);
    const late = await set(id, '27');
    assert.deepEqual([late.status, late.problem.code], [409, 'invoice.transition']);
    await assert.rejects(
      world.rows(`update invoices set place_override = '29', place_override_reason = 'x' where id = '${id}'`),
      /invoices/,
    );
    const { body } = await world.as('manager').get<InvoiceBody>(`/invoices/${id}`);
    assert.deepEqual([...taxOf(body), body.placeOverride], [...AT_HOME, null]);
  });
});
