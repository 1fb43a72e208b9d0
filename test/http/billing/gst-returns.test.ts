import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { EInvoice } from '@dms/domain/billing/e-invoice';
import type { Gstr1 } from '@dms/domain/billing/gstr1';
import { gstr1Section } from '@dms/domain/shared/gst/gstr1-section';
import { needsEWayBill } from '@dms/domain/shared/gst/e-way-bill';
import { Money } from '@dms/domain/shared/money';
import * as fc from 'fast-check';
import { withSuite } from '../../support/endings.ts';
import { insertMonth, monthOfDocuments, type SampleDocument } from '../../support/months.ts';
import { vectors } from '../../unit/shared/vectors.ts';
import { freshBranches, type World } from '../../support/world.ts';

const GSTIN = '29AABCS1429B1ZQ';

type Figures = { taxable: bigint; cgst: bigint; sgst: bigint; igst: bigint };
type PortalFigures = { txval: number; iamt: number; csamt: number; camt?: number; samt?: number };
type HsnSummaryBody = Record<'b2b' | 'b2c', { hsn: string; unit: string; taxable: string; cgst: string; sgst: string; igst: string }[]>;

const paiseOf = (amount: number): bigint => {
  assert.equal(amount, Math.round(amount * 100) / 100, `${amount} has more than two decimals`);
  return Money.parse(amount.toFixed(2)).paise;
};
const nothing = (): Figures => ({ taxable: 0n, cgst: 0n, sgst: 0n, igst: 0n });
const added = (rows: readonly Figures[]): Figures =>
  rows.reduce(
    (sum, row) => ({ taxable: sum.taxable + row.taxable, cgst: sum.cgst + row.cgst, sgst: sum.sgst + row.sgst, igst: sum.igst + row.igst }),
    nothing(),
  );
const read = ({ txval, iamt, camt = 0, samt = 0 }: PortalFigures): Figures => ({
  ...{ taxable: paiseOf(txval), igst: paiseOf(iamt), cgst: paiseOf(camt), sgst: paiseOf(samt) },
});
const itemsOf = (documents: readonly { itms: readonly { itm_det: PortalFigures }[] }[]): Figures =>
  added(documents.flatMap(({ itms }) => itms.map(({ itm_det }) => read(itm_det))));

describe('the GST returns', () => {
  const suite = withSuite();
  let world: World;
  let templateId: string;
  before(async () => {
    world = await freshBranches(suite);
    await world.rows(`update service_centers set gst_number = '27AABCS1429B1ZU' where code = 'PUN01'`);
    templateId = (await world.make.invoice()).id;
  });

  const gstr1 = async (period: string, gstin = GSTIN): Promise<Gstr1> => {
    const { status, body, text } = await world.as('admin').get<Gstr1>(`/gst/gstr1?period=${period}&gstin=${gstin}`);
    assert.equal(status, 200, text);
    return body;
  };

  /** The lines of a month added up by the database, as no line of the export does it. */
  const kept = async (month: string, where: string): Promise<Figures> => {
    const [sums] = await world.rows<Record<keyof Figures, string>>(`
      select coalesce(sum(l.taxable), 0)::text as taxable, coalesce(sum(l.cgst), 0)::text as cgst, coalesce(sum(l.sgst), 0)::text as sgst,
        coalesce(sum(l.igst), 0)::text as igst
      from invoices i join invoice_lines l on l.invoice_id = i.id
      where to_char(i.document_date, 'YYYY-MM') = '${month}' and i.status not in ('DRAFT', 'CANCELLED') and ${where}`);
    return { taxable: BigInt(sums!.taxable), cgst: BigInt(sums!.cgst), sgst: BigInt(sums!.sgst), igst: BigInt(sums!.igst) };
  };

  const REGISTERED = `i.document #>> '{buyer,gstin}' is not null`;
  const TAXED = `l.treatment not in ('NIL', 'EXEMPT', 'NON_GST')`;
  const LARGE = `i.supply_type = 'INTER' and i.total_amount > 10000000`;

  const reconcile = async (month: string, documents: readonly SampleDocument[]): Promise<void> => {
    const body = await gstr1(month);
    const b2b = body.b2b.flatMap(({ inv }) => inv);
    const b2cl = body.b2cl.flatMap(({ inv }) => inv);
    assert.deepEqual(itemsOf(b2b), await kept(month, `${REGISTERED} and ${TAXED}`), 'b2b');
    assert.deepEqual(itemsOf(b2cl), await kept(month, `not ${REGISTERED} and ${TAXED} and ${LARGE} and i.place_of_supply <> '96'`), 'b2cl');
    assert.deepEqual(
      added(body.exp.flatMap(({ inv }) => inv.flatMap(({ itms }) => itms.map(read)))),
      await kept(month, `not ${REGISTERED} and ${TAXED} and i.place_of_supply = '96'`),
      'exp',
    );
    assert.deepEqual(
      added(body.b2cs.map(read)),
      await kept(month, `not ${REGISTERED} and ${TAXED} and not (${LARGE}) and i.place_of_supply <> '96'`),
      'b2cs',
    );
    const untaxed = body.nil.inv.flatMap(({ nil_amt, expt_amt, ngsup_amt }) => [nil_amt, expt_amt, ngsup_amt]);
    assert.deepEqual(
      untaxed.reduce((sum, amount) => sum + paiseOf(amount), 0n),
      (await kept(month, `not (${TAXED})`)).taxable,
      'nil',
    );
    const { hsn_b2b = [], hsn_b2c = [] } = body.hsn as { hsn_b2b?: PortalFigures[]; hsn_b2c?: PortalFigures[] };
    assert.deepEqual(added(hsn_b2b.map(read)), await kept(month, REGISTERED), 'hsn_b2b');
    assert.deepEqual(added(hsn_b2c.map(read)), await kept(month, `not ${REGISTERED}`), 'hsn_b2c');

    const told = new Map([...b2b, ...b2cl].map(({ inum, val }) => [inum, paiseOf(val)]));
    const valued = await world.rows<{ number: string; total: string }>(
      `select invoice_number as number, total_amount::text as total from invoices where to_char(document_date, 'YYYY-MM') = '${month}'`,
    );
    for (const { number, total } of valued) if (told.has(number)) assert.equal(told.get(number), BigInt(total), number);
    const [series] = body.doc_issue.doc_det.find(({ doc_num }) => doc_num === 1)!.docs;
    const cancelled = documents.filter((document) => document.cancelled).length;
    assert.deepEqual([series!.totnum, series!.cancel, series!.net_issue], [documents.length, cancelled, documents.length - cancelled]);

    const summary = (await world.as('superAdmin').get<HsnSummaryBody>(`/gst/hsn-summary?period=${month}&gstin=${GSTIN}`)).body;
    for (const half of ['b2b', 'b2c'] as const) {
      const rows = summary[half].map(({ taxable, cgst, sgst, igst }) => ({
        ...{ taxable: Money.parse(taxable).paise, cgst: Money.parse(cgst).paise },
        ...{ sgst: Money.parse(sgst).paise, igst: Money.parse(igst).paise },
      }));
      assert.deepEqual(added(rows), await kept(month, half === 'b2b' ? REGISTERED : `not ${REGISTERED}`), half);
      assert.ok(summary[half].every(({ hsn, unit }) => hsn.startsWith('99') === (unit === 'NA')));
    }
  };

  it('GST-01 adds up to the paisa with the documents of random months, section by section', async () => {
    let months = 0;
    await fc.assert(
      fc.asyncProperty(monthOfDocuments, async (documents) => {
        const month = `2031-${String((months += 1)).padStart(2, '0')}`;
        await insertMonth(world, { templateId, month, prefix: `P${months}` }, documents);
        await reconcile(month, documents);
      }),
      { numRuns: 5, endOnFailure: true },
    );
  });

  it('GST-01 the returns of a registration that was given up are exported still', async () => {
    const former = '27AABCS1429B1ZU';
    await world.rows(
      `insert into number_series (gstin, kind, prefix, financial_year, next, last_date) values ('${former}', 'INVOICE', 'PUN', 2025, 2, '2026-02-03')`,
    );
    await world.rows(`update service_centers set gst_number = '27AACCS1429B1ZT' where code = 'PUN01'`);
    assert.equal((await gstr1('2026-02', former)).gstin, former);
    await world.rows(`update service_centers set gst_number = '${former}' where code = 'PUN01'`);
  });

  it('GST-01 has the form of the portal', async () => {
    const line = { hsn: '87083000', unit: 'PCS', taxRate: '18', treatment: 'TAXABLE' as const, quantity: '2.000', unitPrice: '1000.00' };
    const labour = { ...line, hsn: '998714', quantity: '1.000', unitPrice: '500.00' };
    const free = { ...line, taxRate: '0', treatment: 'EXEMPT' as const, quantity: '1.000', unitPrice: '40.00' };
    const documents: SampleDocument[] = [
      { buyer: '27AABCS1429B1ZU', place: '27', day: 3, cancelled: false, lines: [line, labour, free] },
      { buyer: null, place: '27', day: 4, cancelled: false, lines: [{ ...line, unitPrice: '60000.00' }] },
      { buyer: null, place: '29', day: 5, cancelled: false, lines: [line] },
      { buyer: null, place: '29', day: 6, cancelled: true, lines: [line] },
    ];
    await insertMonth(world, { templateId, month: '2032-02', prefix: 'F' }, documents);
    const { hsn: _, ...body } = await gstr1('2032-02');
    const inter = (txval: number, iamt: number) => ({ txval, iamt, camt: 0, samt: 0, csamt: 0 });
    assert.deepEqual(body, {
      gstin: GSTIN,
      fp: '022032',
      b2b: [
        {
          ctin: '27AABCS1429B1ZU',
          inv: [
            {
              ...{ inum: 'F/00001', idt: '03-02-2032', val: 2990, pos: '27', rchrg: 'N', inv_typ: 'R' },
              itms: [{ num: 1, itm_det: { rt: 18, ...inter(2500, 450) } }],
            },
          ],
        },
      ],
      b2cl: [
        {
          pos: '27',
          inv: [
            {
              ...{ inum: 'F/00002', idt: '04-02-2032', val: 141600 },
              itms: [{ num: 1, itm_det: { rt: 18, txval: 120000, iamt: 21600, csamt: 0 } }],
            },
          ],
        },
      ],
      b2cs: [{ sply_ty: 'INTRA', typ: 'OE', pos: '29', rt: 18, txval: 2000, iamt: 0, camt: 180, samt: 180, csamt: 0 }],
      cdnr: [],
      cdnur: [],
      exp: [],
      at: [],
      txpd: [],
      nil: {
        inv: [
          { sply_ty: 'INTRB2B', nil_amt: 0, expt_amt: 40, ngsup_amt: 0 },
          { sply_ty: 'INTRAB2B', nil_amt: 0, expt_amt: 0, ngsup_amt: 0 },
          { sply_ty: 'INTRB2C', nil_amt: 0, expt_amt: 0, ngsup_amt: 0 },
          { sply_ty: 'INTRAB2C', nil_amt: 0, expt_amt: 0, ngsup_amt: 0 },
        ],
      },
      doc_issue: {
        doc_det: [{ doc_num: 1, docs: [{ num: 1, from: 'F/00001', to: 'F/00004', totnum: 4, cancel: 1, net_issue: 3 }] }],
      },
    });
    const old = { b2cl: 'before May 2025 Table 12 is one' };
    await insertMonth(world, { templateId, month: '2025-04', prefix: 'O' }, documents.slice(2, 3));
    assert.deepEqual(Object.keys((await gstr1('2025-04')).hsn), ['data'], old.b2cl);
  });

  it('GST-01 judges a large supply by the limit of its day', async () => {
    const line = { hsn: '87083000', unit: 'PCS', taxRate: '18', treatment: 'TAXABLE' as const, quantity: '1.000', unitPrice: '150000.00' };
    const document: SampleDocument = { buyer: null, place: '27', day: 5, cancelled: false, lines: [line] };
    await insertMonth(world, { templateId, month: '2024-07', prefix: 'J' }, [document]);
    await insertMonth(world, { templateId, month: '2024-08', prefix: 'A' }, [document]);
    const [july, august] = [await gstr1('2024-07'), await gstr1('2024-08')];
    assert.deepEqual([july.b2cl.length, july.b2cs.length, august.b2cl.length, august.b2cs.length], [0, 1, 1, 0]);
  });

  it('GST-01 has transfers between two GSTINs as invoices of the sender, and challans among the documents alone', async () => {
    const { blr01, blr02, pun01 } = world.basics.branches;
    const { id: partId } = await world.make.partInStock('50');
    const send = async (to: string) => {
      const items = [{ partId, quantity: '2.000' }];
      const body = { fromServiceCenterId: blr01.id, toServiceCenterId: to, items, reason: 'needed there' };
      const { id } = (await world.as('superAdmin').post<{ id: string }>('/stock-transfers', body)).body;
      assert.equal((await world.as('admin').post(`/stock-transfers/${id}/approve`, {})).status, 200);
      const sent = await world.as('admin').post<{ documentNumber: string }>(`/stock-transfers/${id}/dispatch`, {}, { key: id });
      assert.equal(sent.status, 200, sent.text);
      return sent.body.documentNumber;
    };
    const [invoice, challan] = [await send(pun01.id), await send(blr02.id)];
    const body = await gstr1('2026-11');
    assert.ok(body.b2b.some(({ ctin, inv }) => ctin === '27AABCS1429B1ZU' && inv.some(({ inum }) => inum === invoice)));
    assert.ok(!JSON.stringify([body.b2b, body.b2cs]).includes(challan));
    assert.deepEqual(body.doc_issue.doc_det.find(({ doc_num }) => doc_num === 12)?.docs[0]?.from, challan);

    const [{ id } = { id: '' }] = await world.rows<{ id: string }>(`select id from invoices where invoice_number = '${invoice}'`);
    const { status, body: registered, text } = await world.as('manager').get<EInvoice>(`/invoices/${id}/e-invoice`);
    assert.equal(status, 200, text);
    const { Version, TranDtls, DocDtls, SellerDtls, BuyerDtls, ItemList, ValDtls } = registered;
    assert.deepEqual(
      [Version, TranDtls.SupTyp, DocDtls, SellerDtls.Gstin, BuyerDtls.Gstin, BuyerDtls.Pos, ItemList.length],
      ['1.1', 'B2B', { Typ: 'INV', No: invoice, Dt: '22/11/2026' }, GSTIN, '27AABCS1429B1ZU', '27', 1],
    );
    const [{ total } = { total: '' }] = await world.rows<{ total: string }>(
      `select total_amount::text as total from invoices where id = '${id}'`,
    );
    assert.equal(paiseOf(ValDtls.TotInvVal), BigInt(total));
  });

  it('GST-01 reports of receipts the vouchers of advances alone, by runs of numbers, and cancelled in the month they were', async () => {
    const { desk, basics } = world;
    const bill = await world.make.invoice();
    const to = { serviceCenterId: basics.branches.blr01.id, customerId: bill.customerId! };
    const ahead = async () => {
      const told = { ...to, amount: Money.parse('100.00'), method: 'CHEQUE' } as const;
      return desk.advance(told, basics.actors.advisor);
    };
    const first = await ahead();
    const second = await ahead();
    await desk.pay({ invoiceId: bill.id, amount: Money.parse('1.00'), method: 'UPI' }, basics.actors.advisor);
    const third = await ahead();
    await desk.bounce({ paymentId: second.id, reason: 'no funds' }, basics.actors.manager);
    await world.rows(
      `set session_replication_role = replica; update payments set undone_at = '2026-12-03T05:00:00Z' where id = '${second.id}'`,
    );
    const vouchers = async () => {
      const { doc_issue } = await gstr1('2026-11');
      const rows = doc_issue.doc_det.find(({ doc_num }) => doc_num === 6)!.docs;
      return rows.map(({ from, to: last, totnum, cancel }) => [from, last, totnum, cancel]);
    };
    assert.deepEqual(await vouchers(), [
      [first.receiptNumber, second.receiptNumber, 2, 0],
      [third.receiptNumber, third.receiptNumber, 1, 0],
    ]);
    await world.rows(
      `set session_replication_role = replica; update payments set undone_at = '2026-11-23T05:00:00Z' where id = '${second.id}'`,
    );
    assert.deepEqual((await vouchers())[0], [first.receiptNumber, second.receiptNumber, 2, 1]);
  });

  it('GST-01 is read of one state of the books, whatever is issued meanwhile', async () => {
    const days = { from: '2026-11-01', to: '2026-11-30' } as const;
    const [before, after] = await world.cradle.gstReads.atOneMoment(async (reads) => {
      const found = await reads.documents(GSTIN, days);
      await world.make.invoice();
      return [found.length, (await reads.documents(GSTIN, days)).length];
    });
    assert.equal(after, before);
    assert.equal((await world.cradle.gstReads.documents(GSTIN, days)).length, before + 1);
  });

  it('TAX-06 a supply to a special economic zone is told as one in its own state and in another', async () => {
    for (const [state, gstin] of [
      ['29', '29AAACB1234C1ZB'],
      ['27', '27AABCS1429B1ZU'],
    ] as const) {
      const { id, invoiceNumber } = await world.make.invoice();
      const buyer = { name: 'Unit in a zone', lines: [], stateCode: state, gstin, gstCategory: 'SEZ' };
      await world.rows(
        `set session_replication_role = replica; update invoices set place_of_supply = '${state}', supply_type = 'INTER',
          document = document || '${JSON.stringify({ buyer })}' where id = '${id}'`,
      );
      const [invoice] = (await gstr1('2026-11')).b2b.flatMap(({ inv }) => inv).filter(({ inum }) => inum === invoiceNumber);
      assert.equal(invoice!.inv_typ, 'SEWOP', `in ${state}: no IGST was charged on this one`);
    }
  });

  it('TAX-12 makes no e-invoice for whoever is not registered, nor of a draft', async () => {
    const ask = async (id: string) => {
      const { status, problem } = await world.as('manager').get(`/invoices/${id}/e-invoice`);
      return [status, problem.code, problem.errors?.[0]?.pointer];
    };
    assert.deepEqual(await ask(templateId), [409, 'e_invoice.refused', '/BuyerDtls/Gstin']);
    assert.deepEqual(await ask((await world.make.draft()).id), [409, 'e_invoice.refused', undefined]);
    assert.deepEqual(await ask(world.cradle.ids.next()), [404, 'entity.absent', undefined]);
  });

  it('GST-01 is for administrators, of a GSTIN of the company, and leaves a trace', async () => {
    assert.equal((await world.as('manager').get(`/gst/gstr1?period=2026-11&gstin=${GSTIN}`)).status, 403);
    const ask = async (query: string) => {
      const { status, problem } = await world.as('superAdmin').get(`/gst/gstr1?${query}`);
      return [status, problem.code, problem.errors?.[0]?.pointer];
    };
    assert.deepEqual(await ask('period=2026-13'), [400, 'request.invalid', '/period']);
    assert.deepEqual(await ask('period=2026-11'), [400, 'request.invalid', '/gstin']);
    assert.deepEqual(await ask('period=2026-11&gstin=29AABCS1429B1ZX'), [400, 'gstin.invalid', undefined]);
    assert.deepEqual(await ask('period=2026-11&gstin=21AAACB1234C1ZR'), [404, 'entity.absent', undefined]);
    const traces = await world.rows(`select from audit_logs where event = 'Gstr1Exported' and action = 'EXPORT'`);
    assert.ok(traces.length > 0);
  });

  for (const { input, expected } of vectors.gstr1Bucket) {
    it(`GST-01 vector of a ${input.doc} worth ${input.value}: ${expected}`, () => {
      if (input.doc === 'DC') return; // a challan is no document of supply
      const section = gstr1Section({
        kind: input.doc === 'CRN' ? 'CREDIT_NOTE' : 'INVOICE',
        registered: input.registered === true,
        interState: input.inter === true,
        untaxed: input.allNilExemptNonGst === true,
        value: Money.parse(input.value),
        day: input.date,
        ...(input.originalValue && { original: { value: Money.parse(input.originalValue), day: input.date } }),
      });
      assert.equal(section, expected.split(' ')[0]);
    });
  }

  for (const { input, expected } of vectors.eWayBill) {
    it(`TAX-12 vector of goods worth ${input.value}: ${expected ? 'an' : 'no'} e-way bill`, () => {
      const { inter: interState, goods, value } = input;
      assert.equal(needsEWayBill({ interState, goods, value: Money.parse(value), day: '2026-11-22' }), expected);
    });
  }
});
