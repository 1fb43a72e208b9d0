import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { originalOf } from '@dms/domain/files/ports';
import { fixedClock } from '@dms/domain/memory/clock';
import { systemActor } from '@dms/domain/shared/actor';
import { Money } from '@dms/domain/shared/money';
import type { RefundBody } from '../../support/bodies.ts';
import { clientAt, freshKey } from '../../support/client.ts';
import { withSuite } from '../../support/endings.ts';
import { until } from '../../support/until.ts';
import { freshBranches, tokenFor, type World } from '../../support/world.ts';

type Voucher = {
  number: string;
  date: string;
  amount: string;
  original: { number: string; date: string };
  advance: Record<string, string>;
};
type Table11 = { itms: { rt: number; ad_amt: number; camt: number; samt: number; iamt: number }[] }[];
type Gstr1 = {
  txpd: Table11;
  doc_issue: { doc_det: { doc_num: number; docs: { from: string; to: string; totnum: number; cancel: number }[] }[] };
};

const paise = (rupees: number): bigint => BigInt(Math.round(rupees * 100));

describe('refund vouchers', () => {
  const suite = withSuite();
  const clock = fixedClock('2026-11-22T06:30:00.000Z');
  let world: World;
  before(async () => {
    world = await freshBranches(suite, { clock });
  });

  /** By a token of the day: the clock goes over months. */
  const as = (who: 'advisor' | 'manager' | 'admin' | 'superAdmin') => clientAt(world.url, tokenFor(world.cradle, world.people[who]));
  const advance = async (customerId: string, amount: string, more: object = {}): Promise<string> => {
    const body = { serviceCenterId: world.basics.branches.blr01.id, customerId, amount, method: 'UPI', ...more };
    const answer = await as('superAdmin').post<{ id: string }>('/advances', body, { key: freshKey() });
    assert.equal(answer.status, 201, answer.text);
    return answer.body.id;
  };
  const customer = async (): Promise<string> => (await world.make.vehicle()).customerId;
  const refund = async (paymentId: string, amount: string, end = 'complete'): Promise<RefundBody & { voucherNumber: string | null }> => {
    const asked = await as('manager').post<RefundBody>(
      `/payments/${paymentId}/refund`,
      { amount, reason: 'not wanted' },
      { key: freshKey() },
    );
    assert.equal(asked.status, 201, asked.text);
    const path = `/refunds/${asked.body.id}`;
    for (const verb of ['approve', 'process']) assert.equal((await as('superAdmin').post(`${path}/${verb}`)).status, 200, verb);
    const ended = await as('manager').post(`${path}/${end}`, end === 'fail' ? { reason: 'closed' } : { reference: 'UTR-1' });
    assert.equal(ended.status, 200, ended.text);
    return (await as('manager').get<RefundBody & { voucherNumber: string | null }>(path)).body;
  };
  const voucherOf = async (id: string): Promise<Voucher> =>
    (await world.rows<{ voucher: Voucher }>(`select voucher from refunds where id = '${id}'`))[0]!.voucher;
  const gstr1 = async (month: string): Promise<Gstr1> => {
    const answer = await as('superAdmin').get<Gstr1>(`/gst/gstr1?period=${month}&gstin=29AABCS1429B1ZQ`);
    assert.equal(answer.status, 200, answer.text);
    return answer.body;
  };

  it('TAX-09 an advance that goes back leaves a voucher of a series of its own, that names the receipt voucher (Rule 51)', async () => {
    const paymentId = await advance(await customer(), '1180.00');
    const [receipt] = await world.rows<{ number: string }>(`select receipt_number as number from payments where id = '${paymentId}'`);
    const [first, second] = [await refund(paymentId, '180.00'), await refund(paymentId, '1000.00')];
    assert.deepEqual([first.voucherNumber, second.voucherNumber], ['VBLR012627/00001', 'VBLR012627/00002']);
    const { number, date, amount, original, advance: told } = await voucherOf(second.id);
    assert.deepEqual(
      [number, date, amount, original, told.supply, told.taxRate],
      ['VBLR012627/00002', '2026-11-22', '1000.00', { number: receipt!.number, date: '2026-11-22' }, 'SERVICE', '18'],
    );
  });

  it('TAX-09 GST-01 over any parts and months the vouchers come to Table 11B and to the tax that was paid, to the paisa', async () => {
    clock.set('2027-01-11T05:00:00.000Z');
    const { id: invoiceId, customerId } = await world.make.invoice();
    const paymentId = await advance(customerId!, '1000.01');
    const vouchers: Voucher[] = [];
    const fields = ['taxable', 'cgst', 'sgst'] as const;
    for (const [month, parts] of [
      ['2027-02', ['0.07', '333.33']],
      ['2027-03', ['99.99']],
    ] as const) {
      clock.set(`${month}-11T05:00:00.000Z`);
      const ofMonth = await Promise.all(parts.map(async (part) => voucherOf((await refund(paymentId, part)).id)));
      vouchers.push(...ofMonth);
      const [row] = (await gstr1(month)).txpd[0]!.itms;
      assert.deepEqual(
        [row!.ad_amt, row!.camt, row!.samt].map(paise),
        fields.map((field) => Money.sum(ofMonth.map((voucher) => Money.parse(voucher.advance[field]!))).paise),
      );
    }
    // What a bill uses is no refund: its tax is on the bill.
    clock.set('2027-04-11T05:00:00.000Z');
    const used = await as('manager').post(`/advances/${paymentId}/apply`, { invoiceId, amount: '500.00' }, { key: freshKey() });
    assert.equal(used.status, 200, used.text);
    const [bill] = (await gstr1('2027-04')).txpd[0]!.itms;
    clock.set('2027-05-11T05:00:00.000Z');
    const last = await refund(paymentId, '66.62');
    vouchers.push(await voucherOf(last.id));
    const [paid] = await world.rows<{ tax: Record<string, string> }>(
      `select receipt->'advance' as tax from payments where id = '${paymentId}'`,
    );
    const byUse = { taxable: bill!.ad_amt, cgst: bill!.camt, sgst: bill!.samt };
    for (const field of fields) {
      const back = Money.sum(vouchers.map((voucher) => Money.parse(voucher.advance[field]!)));
      assert.equal(back.paise + paise(byUse[field]), Money.parse(paid!.tax[field]!).paise, field);
    }
    // Of a new financial year.
    assert.equal(last.voucherNumber, 'VBLR012728/00001');
  });

  it('TAX-09 of a refund that a bill had used a part of, the voucher is of the rest; of what settled bills alone, and of payments, there is none', async () => {
    const { id: invoiceId, customerId } = await world.make.invoice();
    const paymentId = await advance(customerId!, '500.00');
    assert.equal(
      (await as('manager').post(`/advances/${paymentId}/apply`, { invoiceId, amount: '450.00' }, { key: freshKey() })).status,
      200,
    );
    const part = await refund(paymentId, '120.00');
    assert.equal((await voucherOf(part.id)).amount, '50.00');
    const rest = await refund(paymentId, '100.00');
    assert.deepEqual([rest.voucherNumber, rest.status], [null, 'succeeded']);
    const { id: other } = await world.make.invoice();
    const paid = await as('manager').post<{ id: string }>(
      '/payments',
      { invoiceId: other, amount: '100.00', method: 'UPI' },
      { key: freshKey() },
    );
    assert.equal((await refund(paid.body.id, '40.00')).voucherNumber, null);
    const failed = await refund(await advance(await customer(), '70.00'), '70.00', 'fail');
    assert.equal(failed.voucherNumber, null);
    const none = await as('manager').get(`/refunds/${failed.id}/pdf`);
    assert.deepEqual([none.status, none.problem.code], [404, 'entity.absent']);
  });

  it('TAX-09 INV-01 vouchers are numbered without a gap though refunds arrive at once, are in Table 13 by their nature, and the audit of series is sound', async () => {
    clock.set('2027-08-11T05:00:00.000Z');
    const payments = await Promise.all(Array.from({ length: 8 }, async () => advance(await customer(), '118.00')));
    const refunds = await Promise.all(payments.map((paymentId) => refund(paymentId, '118.00')));
    const numbers = refunds.map(({ voucherNumber }) => Number(voucherNumber!.split('/')[1])).sort((a, b) => a - b);
    assert.deepEqual(
      numbers,
      Array.from({ length: 8 }, (_, index) => numbers[0]! + index),
    );
    const row = (await gstr1('2027-08')).doc_issue.doc_det.find(({ doc_num }) => doc_num === 8)!;
    assert.deepEqual(
      row.docs.map(({ totnum, cancel, from, to }) => [totnum, cancel, ...[from, to].map((end) => Number(end.split('/')[1]))]),
      [[8, 0, numbers[0], numbers[7]]],
    );
    const audit = await world.cradle.auditSeries({ ...world.basics.actors.admin, role: 'SUPER_ADMIN' });
    assert.ok(audit.sound, JSON.stringify(audit));
    assert.ok(audit.series.some(({ kind }) => kind === 'REFUND_VOUCHER'));
  });

  it('TAX-09 INV-05 the paper of a voucher is drawn by itself once the money went back, and is for who may read the refund', async () => {
    const { id } = await refund(await advance(await customer(), '590.00'), '590.00');
    await world.startWorkers('relay', 'pdf');
    await until(async () => (await as('manager').get(`/refunds/${id}/pdf`)).status === 200, { what: 'the voucher' });
    const { headers, bytes } = await as('manager').get(`/refunds/${id}/pdf`);
    assert.match(headers.get('content-type')!, /application\/pdf/);
    assert.equal(Buffer.from(bytes).subarray(0, 5).toString('latin1'), '%PDF-');
    const stored = await world.rows(`select from audit_logs where event = 'RefundVoucherPdfStored' and entity_id = '${id}'`);
    assert.equal(stored.length, 1);
    await world.cradle.storePaper({ ...originalOf('REFUND_VOUCHER', id), copy: 'DUPLICATE' }, systemActor('test'));
    assert.equal((await as('manager').get(`/refunds/${id}/pdf?copy=DUPLICATE`)).status, 200);
    assert.equal((await as('manager').get(`/refunds/${id}/pdf?copy=TRIPLICATE`)).status, 404);
    assert.equal((await clientAt(world.url, tokenFor(world.cradle, world.people.advisor2)).get(`/refunds/${id}/pdf`)).status, 404);
  });

  it('TAX-09 a voucher is written once: nobody changes it or its number, and no two bear one number', async () => {
    const [one, two] = [
      await refund(await advance(await customer(), '11.80'), '11.80'),
      await refund(await advance(await customer(), '11.80'), '11.80'),
    ];
    await assert.rejects(world.rows(`update refunds set voucher_number = 'VX/1' where id = '${one.id}'`), /refunds/);
    await assert.rejects(world.rows(`update refunds set voucher = voucher || '{"amount":"1.00"}' where id = '${one.id}'`), /refunds/);
    const copied = `set session_replication_role = replica; update refunds set voucher_number = '${two.voucherNumber}' where id = '${one.id}'`;
    await assert.rejects(world.rows(copied), /refunds_voucher_unique/);
  });

  it('TAX-09 who set the patterns of series before there were vouchers leaves theirs to what is usual', async () => {
    const value = {
      INVOICE: '{prefix}/{FY4}/{n}',
      CREDIT_NOTE: 'C{prefix}{FY4}/{n}',
      DEBIT_NOTE: 'D{prefix}{FY4}/{n}',
      CHALLAN: 'T{prefix}{FY4}/{n}',
      RECEIPT: 'R{prefix}{FY4}/{n}',
    };
    const put = await as('superAdmin').ask('PUT', '/system-config/series.patterns', { body: { value, reason: 'as before' } });
    assert.equal(put.status, 200, put.text);
    assert.equal((await world.cradle.configuration.current()).of('series.patterns').REFUND_VOUCHER, 'V{prefix}{FY4}/{n}');
  });
});
