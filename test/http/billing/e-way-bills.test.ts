import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { EWayBill } from '@dms/domain/billing/e-way-bill';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import type { InvoiceBody } from '../../support/bodies.ts';
import { withSuite } from '../../support/endings.ts';
import { freshBranches, type World } from '../../support/world.ts';

type Body = { readonly needed: boolean; readonly value: string; readonly limit: string; readonly bill: EWayBill };

describe('e-way bills', () => {
  const suite = withSuite();
  let world: World;
  let partId: string;
  before(async () => {
    world = await freshBranches(suite);
    await world.rows(`update service_centers set gst_number = '27AABCS1429B1ZU' where code = 'PUN01'`);
    partId = (await world.make.partInStock('50')).id;
  });

  const asked = async (to: string): Promise<string> => {
    const body = {
      fromServiceCenterId: world.basics.branches.blr01.id,
      toServiceCenterId: to,
      items: [{ partId, quantity: '2.000' }],
      reason: 'needed there',
    };
    return (await world.as('superAdmin').post<{ id: string }>('/stock-transfers', body)).body.id;
  };
  const sent = async (to: string, transport: object = {}): Promise<string> => {
    const id = await asked(to);
    assert.equal((await world.as('admin').post(`/stock-transfers/${id}/approve`, {})).status, 200);
    const answer = await world.as('admin').post(`/stock-transfers/${id}/dispatch`, transport, { key: id });
    assert.equal(answer.status, 200, answer.text);
    return id;
  };
  const read = async (path: string): Promise<Body> => {
    const { status, body, text } = await world.as('manager').get<Body>(`${path}/e-way-bill`);
    assert.equal(status, 200, text);
    return body;
  };
  const refused = async (path: string) => {
    const { status, problem } = await world.as('manager').get(`${path}/e-way-bill`);
    return [status, problem.code, ...(problem.errors ?? []).map(({ pointer }) => pointer)];
  };
  /** What goods are worth is what the sender paid for them: here it is said how much. */
  const worth = (id: string, taxableValue: string) =>
    world.rows(
      `set session_replication_role = replica; update stock_transfers set challan = jsonb_set(challan, '{lines,0,taxableValue}', '"${taxableValue}"') where id = '${id}'`,
    );
  const set = async (key: string, value: unknown) => {
    const { status, text } = await world
      .as('superAdmin')
      .ask('PUT', `/system-config/${key}`, { body: { value, reason: 'the law changed' } });
    assert.equal(status, 200, text);
  };

  it('TAX-12 goods between branches of one GSTIN have one by their challan, without tax', async () => {
    const id = await sent(world.basics.branches.blr02.id, { vehicleNumber: 'KA01AB1234', transporter: 'VRL Logistics' });
    const { bill, value } = await read(`/stock-transfers/${id}`);
    const [transfer] = await world.rows<{ number: string; value: string }>(
      `select document_number as number, challan ->> 'taxableValue' as value from stock_transfers where id = '${id}'`,
    );
    const { docType, subSupplyType, docNo, docDate, fromGstin, toGstin, fromPincode, itemList, totInvValue, vehicleNo, transporterName } =
      bill;
    assert.deepEqual(
      { docType, subSupplyType, docNo, docDate, fromGstin, toGstin, fromPincode, vehicleNo, transporterName },
      {
        ...{ docType: 'CHL', subSupplyType: '5', docNo: transfer!.number, docDate: '22/11/2026', fromGstin: '29AABCS1429B1ZQ' },
        ...{ toGstin: '29AABCS1429B1ZQ', fromPincode: 560011, vehicleNo: 'KA01AB1234', transporterName: 'VRL Logistics' },
      },
    );
    assert.equal(value, transfer!.value);
    assert.equal(totInvValue, Number(value));
    assert.deepEqual(
      itemList.map(({ quantity, cgstRate, sgstRate, igstRate }) => [quantity, cgstRate, sgstRate, igstRate]),
      [[2, 0, 0, 0]],
    );
  });

  it('TAX-12 it is needed above the limit of the day, which is a setting: within Karnataka 50,000.00', async () => {
    const id = await sent(world.basics.branches.blr02.id);
    const judged = async (value: string) => {
      await worth(id, value);
      const { needed, limit } = await read(`/stock-transfers/${id}`);
      return [needed, limit];
    };
    assert.deepEqual(await judged('50000.00'), [false, '50000.00']);
    assert.deepEqual(await judged('50000.01'), [true, '50000.00']);
    await set('gst.e-way-bill-limits-within-states', [
      {
        states: ['29'],
        limits: [
          { from: '2018-04-01', amount: '75000.00' },
          { from: '2026-12-01', amount: '60000.00' },
        ],
      },
    ]);
    assert.deepEqual(await judged('75000.00'), [false, '75000.00']);
    assert.deepEqual(await judged('75000.01'), [true, '75000.00']);
    const twice = [{ states: ['29', '29'], limits: [{ from: '2018-04-01', amount: '75000.00' }] }];
    const { status } = await world
      .as('superAdmin')
      .ask('PUT', '/system-config/gst.e-way-bill-limits-within-states', { body: { value: twice, reason: 'a slip' } });
    assert.equal(status, 400);
  });

  it('TAX-12 goods between two GSTINs have one by their tax invoice, with IGST in their value', async () => {
    const id = await sent(world.basics.branches.pun01.id, { vehicleNumber: 'MH12AB1234' });
    const { bill, value, limit } = await read(`/stock-transfers/${id}`);
    const [invoice] = await world.rows<{ number: string; worth: string; tax: string }>(
      `select invoice_number as number, (taxable + tax)::text as worth, igst::text as tax from invoices where source_id = '${id}'`,
    );
    assert.deepEqual(
      [bill.docType, bill.subSupplyType, bill.docNo, bill.toGstin, bill.actToStateCode, bill.vehicleNo, bill.itemList[0]?.igstRate],
      ['INV', '1', invoice!.number, '27AABCS1429B1ZU', 27, 'MH12AB1234', 18],
    );
    assert.deepEqual([Money.parse(value).paise, Math.round(bill.igstValue * 100)], [BigInt(invoice!.worth), Number(invoice!.tax)]);
    assert.equal(limit, '50000.00');
  });

  it('ACC-06 what goods cost is on the invoice they travel under, and for nobody who may not know it', async () => {
    const id = await sent(world.basics.branches.pun01.id);
    const [invoice] = await world.rows<{ id: string }>(`select id from invoices where source_id = '${id}'`);
    const path = `/invoices/${invoice!.id}`;
    const figures = async (who: 'advisor' | 'manager') => {
      const { body } = await world.as(who).get<InvoiceBody>(path);
      const list = await world.as(who).get<{ data: readonly { id: string; totalAmount: string | null }[] }>('/invoices');
      const row = list.body.data.find((each) => each.id === invoice!.id)!;
      return [body.totalAmount, body.taxable, body.lines[0]!.unitPrice, row.totalAmount];
    };
    assert.deepEqual(await figures('advisor'), [null, null, null, null]);
    assert.deepEqual(await figures('manager'), ['236.00', '200.00', '100.00', '236.00']);
    for (const paper of ['/pdf', '/e-invoice', '/e-way-bill'])
      assert.equal((await world.as('advisor').get(`${path}${paper}`)).status, 403, paper);
    assert.equal((await world.as('advisor').post(`${path}/e-invoice`)).status, 403);
  });

  it('PAY-01 what goes between registrations of the company is owed by nobody', async () => {
    await sent(world.basics.branches.pun01.id);
    const ask = '/reports/receivables/ageing?asOf=2027-06-30';
    assert.equal((await world.as('manager').get<{ totals: { total: string } }>(ask)).body.totals.total, '0.00');
  });

  it('TAX-12 an invoice has one for its goods and not for its labour, as long as it stands', async () => {
    const { id } = await world.make.invoice(world.make.mainLines);
    const buyer = {
      name: 'Utkal Fleet',
      lines: ['1, Janpath'],
      city: 'Bengaluru',
      pincode: '560001',
      stateCode: '29',
      gstin: '29AAACB1234C1ZB',
    };
    const rewrite = (to: object) =>
      world.rows(
        `set session_replication_role = replica; update invoices set document = document || '${JSON.stringify({ buyer: to })}' where id = '${id}'`,
      );
    await rewrite(buyer);
    const { bill, value } = await read(`/invoices/${id}`);
    const [goods] = await world.rows<{ value: string; lines: number }>(
      `select sum(taxable + cgst + sgst + igst)::text as value, count(*)::int as lines from invoice_lines where invoice_id = '${id}' and hsn not like '99%'`,
    );
    assert.deepEqual([Money.parse(value).paise, bill.itemList.length], [BigInt(goods!.value), goods!.lines]);
    assert.ok(bill.itemList.every(({ cgstRate, sgstRate, igstRate }) => cgstRate === sgstRate && cgstRate > 0 && igstRate === 0));

    await rewrite({ ...buyer, city: '', pincode: '411038' });
    assert.deepEqual(await refused(`/invoices/${id}`), [409, 'e_way_bill.refused', '/toPlace', '/toPincode']);
    const { id: labour } = await world.make.invoice();
    assert.ok((await refused(`/invoices/${labour}`)).includes('/itemList'));
    assert.deepEqual(await refused(`/invoices/${(await world.make.draft()).id}`), [409, 'e_way_bill.refused']);
  });

  it('TAX-12 exempt goods beside taxed ones are on it as another value, and count for nothing (CGST Rule 138, Explanation 2)', async () => {
    const exempt = await world.make.partInStock('3', { taxTreatment: 'EXEMPT' });
    const line = (part: string, unitPrice: string) =>
      ({ kind: 'PART', partId: part, quantity: Quantity.parse('1.000'), unitPrice: Money.parse(unitPrice) }) as const;
    const billed = async (...lines: ReturnType<typeof line>[]) => {
      const { id } = await world.make.invoice([world.make.labour, ...lines]);
      const buyer = { name: 'Utkal Fleet', lines: ['1, Janpath'], city: 'Bengaluru', pincode: '560001', stateCode: '29' };
      await world.rows(
        `set session_replication_role = replica; update invoices set document = document || '${JSON.stringify({ buyer })}' where id = '${id}'`,
      );
      return read(`/invoices/${id}`);
    };
    const oil = line(world.basics.parts.oil.id, '650.00');
    const both = await billed(oil, line(exempt.id, '49000.00'));
    // Alone the oil comes to 650.00 and 18 %.
    assert.deepEqual([both.value, both.bill.totalValue, both.bill.otherValue, both.bill.totInvValue], ['767.00', 650, 49_000, 49_767]);
    assert.equal(both.bill.itemList.length, 1);
    const alone = await billed(line(exempt.id, '49000.00'));
    assert.deepEqual([alone.value, alone.bill.otherValue, alone.bill.itemList.length], ['49000.00', 0, 1]);
  });

  it('TAX-12 goods have none before they are sent off, and nobody sees those of other branches', async () => {
    const id = await asked(world.basics.branches.blr02.id);
    assert.deepEqual(await refused(`/stock-transfers/${id}`), [409, 'e_way_bill.refused']);
    assert.equal((await world.as('staffElsewhere').get(`/stock-transfers/${id}/e-way-bill`)).status, 404);
  });
});
