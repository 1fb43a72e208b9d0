import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { Gstr1 } from '@dms/domain/billing/gstr1';
import { fixedClock } from '@dms/domain/memory/clock';
import { systemActor } from '@dms/domain/shared/actor';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import * as fc from 'fast-check';
import { clientAt, freshKey } from '../../support/client.ts';
import { withSuite } from '../../support/endings.ts';
import { insertMonth, monthOfDocuments } from '../../support/months.ts';
import { freshBranches, tokenFor, type World } from '../../support/world.ts';

const GSTIN = '29AABCS1429B1ZQ';
const figures = ['taxable', 'cgst', 'sgst', 'igst'] as const;
type Figures = Record<(typeof figures)[number], bigint>;
type PortalFigures = { readonly txval: number; readonly iamt: number; readonly camt?: number; readonly samt?: number };

const paiseOf = (amount: number): bigint => {
  assert.equal(amount, Math.round(amount * 100) / 100, `${amount} has more than two decimals`);
  return Money.parse(amount.toFixed(2)).paise;
};
const read = ({ txval, iamt, camt = 0, samt = 0 }: PortalFigures): Figures => ({
  ...{ taxable: paiseOf(txval), igst: paiseOf(iamt), cgst: paiseOf(camt), sgst: paiseOf(samt) },
});
const combine = (rows: readonly Figures[], signs: readonly bigint[] = []): Figures =>
  Object.fromEntries(figures.map((name) => [name, rows.reduce((sum, row, at) => sum + (signs[at] ?? 1n) * row[name], 0n)])) as Figures;
const itemsOf = (documents: readonly { readonly itms: readonly { readonly itm_det: PortalFigures }[] }[]): Figures =>
  combine(documents.flatMap(({ itms }) => itms.map(({ itm_det }) => read(itm_det))));

/** Which notes are made of a month: of its documents and of those of the month before, by line either some of it or all that is left. */
const asked = fc.array(
  fc.record({ of: fc.nat(60), line: fc.nat(4), share: fc.constantFrom(1n, 3n, 10n), day: fc.integer({ min: 0, max: 2 }) }),
  {
    minLength: 6,
    maxLength: 14,
  },
);

describe('notes in the GST returns', () => {
  const suite = withSuite();
  const clock = fixedClock('2026-11-22T04:30:00.000Z');
  let world: World;
  let templateId: string;
  before(async () => {
    world = await freshBranches(suite, { clock });
    templateId = (await world.make.invoice()).id;
  });

  const gstr1 = async (period: string): Promise<Gstr1> => {
    // The clock moves by months: a token of its own for each question.
    const client = clientAt(world.url, tokenFor(world.cradle, world.people.admin));
    const { status, body, text } = await client.get<Gstr1>(`/gst/gstr1?period=${period}&gstin=${GSTIN}`);
    assert.equal(status, 200, text);
    return body;
  };

  /** Each kind of document: its table and lines, what tells it from others there, and where the invoice is that decides. */
  const kinds = {
    invoices: ['invoices', 'invoice', `d.kind = 'INVOICE'`, 'o.id = d.id'],
    creditNotes: ['credit_notes', 'credit_note', 'true', 'o.id = d.invoice_id'],
    debitNotes: ['invoices', 'invoice', `d.kind = 'DEBIT_NOTE'`, 'o.id = d.original_id'],
  } as const;
  /** What the lines of a table come to, added up by the database. `o` is the invoice, `d` the document itself. */
  const kept = async (kind: keyof typeof kinds, month: string, where = 'true'): Promise<Figures> => {
    const [table, line, is, owner] = kinds[kind];
    const [sums] = await world.rows<Record<keyof Figures, string>>(`
      select ${figures.map((name) => `coalesce(sum(l.${name}), 0)::text as ${name}`).join(', ')}
      from ${table} d join ${line}_lines l on l.${line}_id = d.id join invoices o on ${owner}
      where to_char(d.document_date, 'YYYY-MM') = '${month}' and upper(d.status) not in ('DRAFT', 'CANCELLED') and ${is} and ${where}`);
    return Object.fromEntries(figures.map((name) => [name, BigInt(sums![name])])) as Figures;
  };
  const net = async (month: string, where?: string): Promise<Figures> =>
    combine(
      [await kept('invoices', month, where), await kept('creditNotes', month, where), await kept('debitNotes', month, where)],
      [1n, -1n],
    );

  const REGISTERED = `o.document #>> '{buyer,gstin}' is not null`;
  const TAXED = `l.treatment not in ('NIL', 'EXEMPT', 'NON_GST')`;
  const ABROAD = `o.place_of_supply = '96'`;
  const LARGE = `o.supply_type = 'INTER' and o.total_amount > 10000000`;

  const reconcile = async (month: string): Promise<void> => {
    const body = await gstr1(month);
    const notes = body.cdnr.flatMap(({ nt }) => nt);
    const sums = {
      b2b: itemsOf(body.b2b.flatMap(({ inv }) => inv)),
      b2cl: itemsOf(body.b2cl.flatMap(({ inv }) => inv)),
      b2cs: combine(body.b2cs.map(read)),
      exp: combine(body.exp.flatMap(({ inv }) => inv.flatMap(({ itms }) => itms.map(read)))),
      cdnr: itemsOf(notes.filter(({ ntty }) => ntty === 'C')),
      cdnrDebit: itemsOf(notes.filter(({ ntty }) => ntty === 'D')),
      cdnur: itemsOf(body.cdnur.filter(({ ntty }) => ntty === 'C')),
      cdnurDebit: itemsOf(body.cdnur.filter(({ ntty }) => ntty === 'D')),
    };
    assert.deepEqual(sums, {
      b2b: await kept('invoices', month, `${TAXED} and ${REGISTERED}`),
      b2cl: await kept('invoices', month, `${TAXED} and not ${REGISTERED} and ${LARGE} and not ${ABROAD}`),
      // Small supplies are net of the notes on them.
      b2cs: await net(month, `${TAXED} and not ${REGISTERED} and not (${LARGE}) and not ${ABROAD}`),
      exp: await kept('invoices', month, `${TAXED} and not ${REGISTERED} and ${ABROAD}`),
      cdnr: await kept('creditNotes', month, `${TAXED} and ${REGISTERED}`),
      cdnrDebit: await kept('debitNotes', month, `${TAXED} and ${REGISTERED}`),
      cdnur: await kept('creditNotes', month, `${TAXED} and not ${REGISTERED} and (${LARGE} or ${ABROAD})`),
      cdnurDebit: await kept('debitNotes', month, `${TAXED} and not ${REGISTERED} and (${LARGE} or ${ABROAD})`),
    });
    const untaxed = body.nil.inv.reduce(
      (sum, { nil_amt, expt_amt, ngsup_amt }) => sum + paiseOf(nil_amt) + paiseOf(expt_amt) + paiseOf(ngsup_amt),
      0n,
    );
    assert.equal(untaxed, (await net(month, `not (${TAXED})`)).taxable, 'nil');

    const { hsn_b2b = [], hsn_b2c = [] } = body.hsn as { hsn_b2b?: PortalFigures[]; hsn_b2c?: PortalFigures[] };
    assert.deepEqual(combine(hsn_b2b.map(read)), await net(month, REGISTERED), 'hsn_b2b');
    assert.deepEqual(combine(hsn_b2c.map(read)), await net(month, `not ${REGISTERED}`), 'hsn_b2c');

    // All sections together are the invoices less the credit notes and with the debit notes.
    const total = combine(
      [
        sums.b2b,
        sums.b2cl,
        sums.b2cs,
        sums.exp,
        sums.cdnr,
        sums.cdnur,
        sums.cdnrDebit,
        sums.cdnurDebit,
        { taxable: untaxed, cgst: 0n, sgst: 0n, igst: 0n },
      ],
      [1n, 1n, 1n, 1n, -1n, -1n, 1n, 1n, 1n],
    );
    assert.deepEqual(total, await net(month), 'total');

    const issued = (from: string, number: string) =>
      world.rows<{ number: string; total: string; prefix: string }>(
        `select ${number} as number, series_prefix as prefix, total_amount::text as total from ${from} where to_char(document_date, 'YYYY-MM') = '${month}'
         and ${number} is not null ${from === 'invoices' ? `and kind = 'DEBIT_NOTE'` : ''} order by issued_at, ${number}`,
      );
    const series = { 5: await issued('credit_notes', 'note_number'), 4: await issued('invoices', 'invoice_number') };
    const values = new Map(
      Object.values(series).flatMap((rows) => rows.map(({ number, total: value }) => [number, BigInt(value)] as const)),
    );
    const told = [...notes, ...body.cdnur];
    assert.equal(new Set(told.map(({ nt_num }) => nt_num)).size, told.length);
    for (const { nt_num, val } of told) assert.equal(paiseOf(val), values.get(nt_num), nt_num);
    for (const [nature, rows] of Object.entries(series)) {
      const listed = body.doc_issue.doc_det.find(({ doc_num }) => doc_num === Number(nature))?.docs ?? [];
      // A row for each series: a debit note is of that of its invoice.
      const expected = [...Map.groupBy(rows, ({ prefix }) => prefix)]
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([, of], at) => {
          const count = { totnum: of.length, cancel: 0, net_issue: of.length };
          return { num: at + 1, from: of[0]!.number, to: of.at(-1)!.number, ...count };
        });
      assert.deepEqual(listed, expected);
    }
  };

  /** A note on one line of an invoice, made as the counter makes it; none where nothing is left of the line. */
  const credit = async (invoiceId: string, line: number, share: bigint): Promise<void> => {
    const rows = await world.rows<{ id: string; left: string; taxable: string }>(`
      select l.id, (l.quantity - coalesce(sum(c.quantity), 0))::text as left, (l.taxable - coalesce(sum(c.taxable), 0))::text as taxable
      from invoice_lines l left join credit_note_lines c on c.invoice_line_id = l.id where l.invoice_id = '${invoiceId}' group by l.id order by l.position`);
    const { id: lineId, left, taxable } = rows[line % rows.length]!;
    const quantity = Quantity.ofThousandths(Quantity.parse(left).thousandths / share);
    if (!quantity.isPositive() || BigInt(taxable) / share === 0n) return;
    const actor = systemActor('test');
    const note = await world.cradle.draftCreditNote({ invoiceId, lines: [{ lineId, quantity }], reason: 'Came back' }, actor);
    await world.cradle.issueCreditNote({ creditNoteId: note.id }, actor);
  };

  /** A debit note for so much of a line, as if that had been charged too little. */
  const debit = async (invoiceId: string, line: number, share: bigint): Promise<void> => {
    const rows = await world.rows<{ id: string; taxable: string }>(
      `select id, taxable::text as taxable from invoice_lines where invoice_id = '${invoiceId}' order by position`,
    );
    const { id: lineId, taxable } = rows[line % rows.length]!;
    const amount = Money.ofPaise(BigInt(taxable) / share);
    if (!amount.isPositive()) return;
    const actor = systemActor('test');
    const note = await world.cradle.draftDebitNote({ invoiceId, lines: [{ lineId, amount }], reason: 'Charged too little' }, actor);
    await world.cradle.issueDebitNote({ debitNoteId: note.id }, actor);
  };

  it('GST-01 adds up to the paisa over invoices and the notes made on them, section by section, in random months', async () => {
    let months = 0;
    await fc.assert(
      fc.asyncProperty(monthOfDocuments, asked, async (documents, notes) => {
        const month = `2027-${String(4 + months).padStart(2, '0')}`;
        months += 1;
        await insertMonth(world, { templateId, month, prefix: `N${months}` }, documents);
        const open = await world.rows<{ id: string }>(`
          select id from invoices where document_date between '${month}-01'::date - interval '1 month' and '${month}-28' and status <> 'CANCELLED'
            and kind = 'INVOICE' and series_prefix like 'N%' order by document_date, invoice_number`);
        if (open.length === 0) return;
        for (const [index, { of, line, share }] of notes.entries()) {
          clock.set(`${month}-28T${String(4 + Math.floor(index / 2)).padStart(2, '0')}:30:00.000Z`);
          await (index % 3 === 2 ? debit : credit)(open[of % open.length]!.id, line, share);
        }
        await reconcile(month);
      }),
      { numRuns: 5, endOnFailure: true },
    );
    const [made] = await world.rows<{ credits: number; debits: number }>(
      `select (select count(*)::int from credit_notes) as credits, count(*)::int as debits from invoices where kind = 'DEBIT_NOTE'`,
    );
    assert.ok(made!.credits > 5 && made!.debits > 3, JSON.stringify(made));
  });

  it('GST-01 reports a small note on a large invoice by itself, and one on a small invoice in the net figures', async () => {
    const month = '2029-05';
    const line = { hsn: '87083000', unit: 'PCS', taxRate: '18', treatment: 'TAXABLE' as const, quantity: '2.000', unitPrice: '1000.00' };
    await insertMonth(world, { templateId, month, prefix: 'L' }, [
      { buyer: null, place: '27', day: 3, cancelled: false, lines: [{ ...line, unitPrice: '60000.00' }] },
      { buyer: null, place: '27', day: 4, cancelled: false, lines: [line] },
      { buyer: '27AABCS1429B1ZU', place: '27', day: 5, cancelled: false, lines: [line] },
    ]);
    clock.set('2029-06-10T05:00:00.000Z');
    const invoices = await world.rows<{ id: string }>(`select id from invoices where series_prefix = 'L' order by invoice_number`);
    for (const { id } of invoices) await credit(id, 0, 2n);
    const { b2cl, b2cs, cdnr, cdnur, hsn, doc_issue } = await gstr1('2029-06');
    const numbers = await world.rows<{ n: string }>(
      `select note_number as n from credit_notes where document_date = '2029-06-10' order by 1`,
    );
    const [first, , third] = numbers.map(({ n }) => n);
    const items = (txval: number, iamt: number) => [{ num: 1, itm_det: { rt: 18, txval, iamt, csamt: 0 } }];
    assert.deepEqual(
      { b2cl, b2cs, cdnr, cdnur },
      {
        b2cl: [],
        b2cs: [{ sply_ty: 'INTER', typ: 'OE', pos: '27', rt: 18, txval: -1000, iamt: -180, camt: 0, samt: 0, csamt: 0 }],
        cdnr: [
          {
            ctin: '27AABCS1429B1ZU',
            nt: [
              {
                ...{ ntty: 'C', nt_num: third, nt_dt: '10-06-2029', val: 1180, pos: '27', rchrg: 'N', inv_typ: 'R' },
                itms: [{ num: 1, itm_det: { rt: 18, txval: 1000, iamt: 180, camt: 0, samt: 0, csamt: 0 } }],
              },
            ],
          },
        ],
        cdnur: [{ typ: 'B2CL', ntty: 'C', nt_num: first, nt_dt: '10-06-2029', val: 70800, pos: '27', itms: items(60000, 10800) }],
      },
    );
    const { hsn_b2b, hsn_b2c } = hsn as unknown as Record<string, { qty: number; txval: number }[]>;
    assert.deepEqual(
      [hsn_b2b, hsn_b2c].map((rows) => rows!.map(({ qty, txval }) => [qty, txval])),
      [[[-1, -1000]], [[-2, -61000]]],
    );
    assert.deepEqual(
      doc_issue.doc_det.map(({ doc_num, docs }) => [doc_num, docs.map(({ totnum }) => totnum)]),
      [[5, [3]]],
    );
  });

  it('GST-01 reports advances on services when they come, and takes them off when they are used or go back', async () => {
    clock.set('2030-05-10T05:00:00.000Z');
    const client = (who: 'manager' | 'superAdmin' | 'admin') => clientAt(world.url, tokenFor(world.cradle, world.people[who]));
    const { id: invoiceId, customerId } = await world.make.invoice();
    const advance = async (amount: string, more: object = {}): Promise<string> => {
      const body = { serviceCenterId: world.basics.branches.blr01.id, customerId, amount, method: 'UPI', ...more };
      const { status, body: made, text } = await client('superAdmin').post<{ id: string }>('/advances', body, { key: freshKey() });
      assert.equal(status, 201, text);
      return made.id;
    };
    const whole = await advance('1180.00');
    await advance('590.00', { supply: 'GOODS' });
    const wrong = await advance('10.00', { taxRate: '5' });
    const row = (rt: number, ad_amt: number, tax: number) => ({ rt, ad_amt, iamt: 0, camt: tax, samt: tax, csamt: 0 });
    const table = (...itms: object[]) => [{ pos: '29', sply_ty: 'INTRA', itms }];
    const told = async (month: string) => {
      const { at, txpd } = await gstr1(month);
      return { at, txpd };
    };
    // 10.00 at 5 %: each tax is 10 × 2.5 / 105 = 0.24.
    assert.deepEqual(await told('2030-05'), { at: table(row(5, 9.52, 0.24), row(18, 1000, 90)), txpd: [] });

    clock.set('2030-06-10T05:00:00.000Z');
    const use = await client('manager').post(`/advances/${whole}/apply`, { invoiceId, amount: '500.00' }, { key: freshKey() });
    assert.equal(use.status, 200, use.text);
    const undone = await client('superAdmin').post<{ approvalId?: string }>(
      `/payments/${wrong}/reverse`,
      { reason: 'Taken twice' },
      { key: freshKey() },
    );
    if (undone.status === 202) assert.equal((await client('admin').post(`/approvals/${undone.body.approvalId}/approve`, {})).status, 200);
    else assert.equal(undone.status, 200, undone.text);
    // Of 1180.00 there remain 680.00, in which each tax is 680 × 9 / 118 = 51.86, so 38.14 of it is used.
    assert.deepEqual(await told('2030-06'), { at: [], txpd: table(row(5, 9.52, 0.24), row(18, 423.72, 38.14)) });
    assert.deepEqual(await told('2030-05'), { at: table(row(5, 9.52, 0.24), row(18, 1000, 90)), txpd: [] }, 'a month stays as it was');
    assert.deepEqual(await told('2030-07'), { at: [], txpd: [] });
  });

  it('TAX-06 GST-01 an advance of who is in a special economic zone of the own state bears IGST, on the voucher and in Table 11', async () => {
    clock.set('2030-08-10T05:00:00.000Z');
    const client = clientAt(world.url, tokenFor(world.cradle, world.people.superAdmin));
    const [inZone, outside] = [await world.make.vehicle(), await world.make.vehicle()].map(({ customerId }) => customerId);
    await world.rows(`update customers set gstin = '29AAACR5055K1Z3', gst_category = 'SEZ' where id = '${inZone}'`);
    for (const customerId of [inZone, outside]) {
      const body = { serviceCenterId: world.basics.branches.blr01.id, customerId, amount: '1180.00', method: 'UPI' };
      const { status, body: made, text } = await client.post<{ id: string }>('/advances', body, { key: freshKey() });
      assert.equal(status, 201, text);
      const [voucher] = await world.rows<{ tax: object }>(`select receipt->'advance' as tax from payments where id = '${made.id}'`);
      const { cgst, sgst, igst } = voucher!.tax as Record<string, string>;
      assert.deepEqual([cgst, sgst, igst], customerId === inZone ? ['0.00', '0.00', '180.00'] : ['90.00', '90.00', '0.00']);
    }
    const row = { rt: 18, ad_amt: 1000, csamt: 0 };
    assert.deepEqual((await gstr1('2030-08')).at, [
      { pos: '29', sply_ty: 'INTER', itms: [{ ...row, iamt: 180, camt: 0, samt: 0 }] },
      { pos: '29', sply_ty: 'INTRA', itms: [{ ...row, iamt: 0, camt: 90, samt: 90 }] },
    ]);
  });
});
