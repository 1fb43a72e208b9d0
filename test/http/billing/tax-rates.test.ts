import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { ListOf } from '../../support/bodies.ts';
import type { Answer } from '../../support/client.ts';
import { withSuite } from '../../support/endings.ts';
import { tally, together } from '../../support/races.ts';
import { walkTo } from '../../support/visit.ts';
import { freshBranches, type World } from '../../support/world.ts';

type Rate = { id: string; hsn: string; description: string; taxRate: string; treatment: string; validFrom: string };

const wipers = { hsn: '8512', description: 'Lamps, horns, wipers', taxRate: '18', validFrom: '2017-11-15' };

describe('the table of rates', () => {
  const suite = withSuite();
  let world: World;
  before(async () => {
    world = await freshBranches(suite);
  });
  const set = (body: object, who: 'admin' | 'manager' = 'admin') => world.as(who).post<Rate>('/tax/rates', body);
  const list = async (query: string): Promise<[string, string, string][]> => {
    const { status, body, text } = await world.as('engineer').get<ListOf<Rate>>(`/tax/rates?${query}`);
    assert.equal(status, 200, text);
    return body.data.map(({ hsn, taxRate, validFrom }) => [hsn, taxRate, validFrom]);
  };
  const refused = ({ status, problem }: Answer, expected: number, code: string, pointer?: string) =>
    assert.deepEqual([status, problem.code, problem.errors?.[0]?.pointer], [expected, code, pointer]);
  const totalOf = async (hsn: string): Promise<string> => {
    const line = { kind: 'PART', hsn, quantity: '1', unitPrice: '100.00' };
    const body = { supplierState: '29', placeOfSupply: '29', priceIncludesTax: false, lines: [line] };
    return (await world.as('staff').post<{ total: string }>('/tax/quote', body)).body.total;
  };

  it('TAX-07 is edited by administrators, read by everybody, and the longest heading decides', async () => {
    assert.equal((await set(wipers, 'manager')).status, 403);
    const made = await set(wipers);
    assert.equal(made.status, 201, made.text);
    assert.deepEqual([made.body.taxRate, made.body.treatment, made.headers.get('location')], ['18', 'TAXABLE', '/tax/rates?hsn=8512']);
    await set({ hsn: '85122010', description: 'Head lamps', taxRate: '12.00', validFrom: '2020-04-01' });
    await set({ hsn: '8512', description: 'Lamps, horns, wipers', taxRate: '20', validFrom: '2099-01-01' });
    assert.deepEqual(await list('hsn=851220'), [
      ['8512', '18', '2017-11-15'],
      ['8512', '20', '2099-01-01'],
      ['85122010', '12', '2020-04-01'],
    ]);
    assert.deepEqual(await list('hsn=85122010&on=2019-12-31'), [['8512', '18', '2017-11-15']]);
    assert.deepEqual((await list('hsn=8512&sort=-validFrom&limit=1'))[0], ['8512', '20', '2099-01-01']);
    assert.deepEqual([await totalOf('85122010'), await totalOf('85122090')], ['112.00', '118.00']);
  });

  it('TAX-07 keeps one rate for a code and a day, and who changed what is in the trail', async () => {
    const rate = { hsn: '8539', description: 'Bulbs', taxRate: '18', validFrom: '2017-11-15' };
    const { body } = await set(rate);
    refused(await set({ ...rate, taxRate: '12' }), 409, 'record.duplicate');
    const [told] = await world.rows<{ user_id: string; metadata: { rate: string } }>(
      `select user_id, metadata from audit_logs where event = 'TaxRateAdded' and entity_id = '${body.id}'`,
    );
    assert.deepEqual([told?.user_id, told?.metadata.rate], [world.people.admin.id, '18']);
  });

  it('TAX-07 lets an announced rate give way to another for its day, and none that is in force', async () => {
    const coming = { hsn: '8536', description: 'Fuses', taxRate: '18', validFrom: '2099-04-01' };
    const first = await set(coming);
    const second = await set({ ...coming, taxRate: '12', description: 'Fuses and relays' });
    assert.deepEqual([second.status, second.body.id, second.body.taxRate], [201, first.body.id, '12']);
    assert.deepEqual(await list('hsn=8536'), [['8536', '12', '2099-04-01']]);
    await assert.rejects(world.rows(`update tax_rates set rate = 99 where hsn = '8512'`), /is written once|refuse/i);
    await assert.rejects(world.rows(`delete from tax_rates where hsn = '8536'`), /is written once|refuse/i);
  });

  it('TAX-07 refuses a rate from a day since which its code was billed, and changes nothing that was issued', async () => {
    const { invoice } = await walkTo(world, 'issue');
    const read = () => world.as('manager').get(`/invoices/${invoice!.id}`);
    const issued = await read();
    const now = { hsn: '998714', description: 'Repair', taxRate: '12', validFrom: '2026-11-22' };
    refused(await set(now), 409, 'tax_rate.in_use', '/validFrom');
    refused(await set({ ...now, hsn: '99', validFrom: '2020-01-01' }), 409, 'tax_rate.in_use', '/validFrom');
    const tomorrow = await set({ ...now, validFrom: '2026-11-23' });
    assert.equal(tomorrow.status, 201, tomorrow.text);
    assert.equal((await read()).text, issued.text);
  });

  it('TAX-07 refuses what is no rate', async () => {
    refused(await set({ ...wipers, taxRate: '101' }), 400, 'tax.invalid');
    refused(await set({ ...wipers, treatment: 'EXEMPT' }), 400, 'tax.invalid', '/taxRate');
    refused(await set({ ...wipers, hsn: '851' }), 400, 'request.invalid', '/hsn');
    refused(await set({ ...wipers, validFrom: '2026-02-30' }), 400, 'request.invalid', '/validFrom');
    refused(await set({ ...wipers, rate: '18' }), 400, 'request.invalid', '/rate');
  });

  it('TAX-07 takes one of many rates for a code and a day at once', async () => {
    const answers = await together(8, (n) => set({ hsn: '8544', description: 'Wiring', taxRate: String(n + 1), validFrom: '2017-11-15' }));
    assert.deepEqual(tally(answers), { 201: 1, '409 record.duplicate': 7 });
  });
});
