import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { fixedClock } from '@dms/domain/memory/clock';
import type { CreditNoteBody, InvoiceBody, ListOf } from '../../support/bodies.ts';
import { clientAt, freshKey } from '../../support/client.ts';
import { withSuite } from '../../support/endings.ts';
import { freshBranches, tokenFor, type World } from '../../support/world.ts';

type Asked = { readonly lineId: string; readonly quantity?: string; readonly amount?: string };

describe('credit notes', () => {
  const suite = withSuite();
  let world: World;
  const clock = fixedClock('2026-11-22T04:30:00.000Z');
  before(async () => {
    world = await freshBranches(suite, { clock });
  });

  /** 2 hours at ₹800 and 18 %: ₹1,888. */
  const invoice = async (): Promise<InvoiceBody> => {
    const { id } = await world.make.invoice();
    return (await world.as('advisor').get<InvoiceBody>(`/invoices/${id}`)).body;
  };
  const again = async ({ id }: { readonly id: string }) => (await world.as('advisor').get<InvoiceBody>(`/invoices/${id}`)).body;
  const draft = (invoiceId: string, lines: readonly Asked[], who: 'advisor' | 'manager' | 'superAdmin' | 'admin' = 'advisor') =>
    world
      .as(who)
      .post<CreditNoteBody & { approvalId: string }>(
        '/credit-notes',
        { invoiceId, lines, reason: 'Half of it was not done' },
        { key: freshKey() },
      );
  const drawn = async (invoiceId: string, lines: readonly Asked[]): Promise<CreditNoteBody> => {
    let answer = await draft(invoiceId, lines);
    // The limits of the day are not what these tests are about.
    if (answer.status === 202) {
      const decided = await world.as('admin').post<{ resultId: string }>(`/approvals/${answer.body.approvalId}/approve`, {});
      assert.equal(decided.status, 200, decided.text);
      answer = (await world.as('advisor').get(`/credit-notes/${decided.body.resultId}`)) as typeof answer;
    }
    assert.ok(answer.status < 300, answer.text);
    return answer.body;
  };
  const issue = async ({ id }: CreditNoteBody): Promise<CreditNoteBody> => {
    const answer = await world.as('advisor').post<CreditNoteBody>(`/credit-notes/${id}/issue`);
    assert.equal(answer.status, 200, answer.text);
    return answer.body;
  };
  const pay = async ({ id }: InvoiceBody, amount: string) => {
    const answer = await world.as('advisor').post('/payments', { invoiceId: id, amount, method: 'UPI' }, { key: freshKey() });
    assert.equal(answer.status, 201, answer.text);
  };

  it('CRN-01 mirror their lines at the rate of the invoice, take a number of a series of their own, and lower what is due', async () => {
    const bill = await invoice();
    const [line] = bill.lines;
    const note = await drawn(bill.id, [{ lineId: line!.id, quantity: '0.500' }]);
    assert.deepEqual([note.status, note.noteNumber, note.totalAmount], ['draft', null, '472.00']);
    assert.deepEqual(
      note.lines.map(({ invoiceLineId, hsn, taxRate, quantity, taxable, cgst, sgst }) => [
        invoiceLineId,
        hsn,
        taxRate,
        quantity,
        taxable,
        cgst,
        sgst,
      ]),
      [[line!.id, '998714', '18', '0.500', '400.00', '36.00', '36.00']],
    );
    assert.equal((await again(bill)).balance, '1888.00', 'a draft lowers nothing');
    const issued = await issue(note);
    assert.match(issued.noteNumber!, /^CBLR012627\/\d{5}$/);
    assert.deepEqual([issued.status, issued.appliedAmount, issued.openAmount], ['applied', '472.00', '0.00']);
    const lowered = await again(bill);
    assert.deepEqual([lowered.status, lowered.creditedAmount, lowered.balance], ['PARTIAL', '472.00', '1416.00']);
    const [kept] = await world.rows<{ document: { title: string; original: object; reason: string; totals: { total: string } } }>(
      `select document from credit_notes where id = '${note.id}'`,
    );
    assert.deepEqual(
      [kept!.document.title, kept!.document.original, kept!.document.reason, kept!.document.totals.total],
      ['Credit Note', { number: bill.invoiceNumber, date: bill.documentDate }, 'Half of it was not done', '472.00'],
    );
  });

  it('CRN-01 above ₹1,000 need the approval of somebody else, whoever asks', async () => {
    const bill = await invoice();
    const whole = [{ lineId: bill.lines[0]!.id, quantity: '2.000' }];
    const asked = await draft(bill.id, whole, 'superAdmin');
    assert.equal(asked.status, 202, asked.text);
    assert.equal(asked.headers.get('location'), `/approvals/${asked.body.approvalId}`);
    const at = `/approvals/${asked.body.approvalId}`;
    assert.equal((await world.as('admin').get<{ kind: string }>(at)).body.kind, 'CREDIT_NOTE');
    assert.equal((await world.as('superAdmin').post(`${at}/approve`, {})).status, 403, 'not by who asked');
    assert.deepEqual((await world.as('manager').get<ListOf<object>>(`/credit-notes?invoiceId=${bill.id}`)).body.data, []);
    const decided = await world.as('admin').post<{ status: string; resultId: string }>(`${at}/approve`, {});
    assert.equal(decided.body.status, 'EXECUTED', decided.text);
    const note = await world.as('superAdmin').post<CreditNoteBody>(`/credit-notes/${decided.body.resultId}/issue`);
    assert.deepEqual([note.status, note.body.totalAmount, note.body.status], [200, '1888.00', 'applied'], note.text);
    assert.deepEqual([(await again(bill)).status, (await again(bill)).balance], ['PAID', '0.00']);
  });

  it('CRN-01 two at once never give back more than remains of a line', async () => {
    const bill = await invoice();
    const lineId = bill.lines[0]!.id;
    const half = (n: number) => ({ invoiceId: bill.id, lines: [{ lineId, quantity: '0.500' }], reason: `Desk ${n}` });
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) => world.as('admin').post<{ approvalId: string }>('/credit-notes', half(n), { key: freshKey() })),
    );
    const made = answers.filter(({ status }) => status === 201);
    const asked = answers.filter(({ status }) => status === 202);
    const decided = await Promise.all(asked.map(({ body }) => world.as('superAdmin').post(`/approvals/${body.approvalId}/approve`, {})));
    assert.equal(made.length + decided.filter(({ status }) => status === 200).length, 4, 'four halves make two');
    const [sum] = await world.rows<{ quantity: string; taxable: string }>(
      `select sum(quantity) as quantity, sum(taxable) as taxable from credit_note_lines where invoice_line_id = '${lineId}'`,
    );
    assert.deepEqual([sum!.quantity, sum!.taxable], ['2.000', '160000']);
    const more = await draft(bill.id, [{ lineId, quantity: '0.001' }]);
    assert.deepEqual([more.status, more.problem.code], [409, 'creditnote.exceeds']);
  });

  it('CRN-01 what the invoice does not owe any more stays open as credit, for another invoice of the same customer', async () => {
    const bill = await invoice();
    await pay(bill, '1888.00');
    const note = await issue(await drawn(bill.id, [{ lineId: bill.lines[0]!.id, amount: '500.00' }]));
    assert.deepEqual([note.status, note.openAmount, note.totalAmount], ['issued', '590.00', '590.00']);
    assert.deepEqual([(await again(bill)).status, (await again(bill)).paidAmount], ['PAID', '1888.00']);
    const apply = (invoiceId: string, amount?: string) =>
      world
        .as('advisor')
        .post<CreditNoteBody>(`/credit-notes/${note.id}/apply`, { invoiceId, ...(amount && { amount }) }, { key: freshKey() });
    const foreign = await apply((await invoice()).id);
    assert.deepEqual([foreign.status, foreign.problem.code], [409, 'creditnote.refused']);
    const other = await invoice();
    await world.rows(`alter table invoices disable trigger invoices_customer`);
    await world.rows(`update invoices set customer_id = '${bill.customerId}' where id = '${other.id}'`);
    await world.rows(`alter table invoices enable trigger invoices_customer`);
    assert.equal((await apply(other.id, '590.01')).problem.code, 'creditnote.exceeds');
    const part = await apply(other.id, '90.00');
    assert.deepEqual([part.status, part.body.status, part.body.openAmount], [200, 'partially_applied', '500.00'], part.text);
    const races = await Promise.all(Array.from({ length: 6 }, () => apply(other.id, '500.00')));
    assert.deepEqual(races.map(({ status }) => status).sort(), [200, 409, 409, 409, 409, 409]);
    assert.deepEqual([(await again(other)).creditedAmount, (await again(other)).balance], ['590.00', '1298.00']);
  });

  it('INV-02 once issued do not change, and neither do their lines', async () => {
    const bill = await invoice();
    const note = await issue(await drawn(bill.id, [{ lineId: bill.lines[0]!.id, quantity: '0.250' }]));
    assert.equal((await world.as('advisor').post(`/credit-notes/${note.id}/issue`)).problem.code, 'creditnote.transition');
    for (const change of [
      `update credit_notes set total_amount = total_amount + 100, round_off = round_off + 100 where id = '${note.id}'`,
      `update credit_notes set status = 'draft' where id = '${note.id}'`,
      `update credit_notes set document = '{}' where id = '${note.id}'`,
      `delete from credit_notes where id = '${note.id}'`,
      `update credit_note_lines set quantity = 0 where credit_note_id = '${note.id}'`,
      `delete from credit_note_lines where credit_note_id = '${note.id}'`,
      `update credit_note_applications set amount = 1 where credit_note_id = '${note.id}'`,
    ])
      await assert.rejects(world.rows(change), /./, change);
    const beyond = `insert into credit_note_lines select uuidv7(), n.id, 9, l.id, l.kind, l.part_id, l.description, l.hsn, l.unit, 2, l.unit_price,
      0, 0, 0, l.tax_rate, l.treatment, 0, 0, 0 from invoice_lines l, credit_notes n where l.id = '${bill.lines[0]!.id}' and n.id = `;
    await assert.rejects(world.rows(`${beyond}'${note.id}'`), /is issued/);
    const open = await drawn(bill.id, [{ lineId: bill.lines[0]!.id, quantity: '0.250' }]);
    await assert.rejects(world.rows(`${beyond}'${open.id}'`), /credit_note_lines_once|more than remains/);
  });

  it('CRN-01 their numbers are consecutive, whatever fails between them', async () => {
    const bill = await invoice();
    const notes: CreditNoteBody[] = [];
    for (let n = 0; n < 6; n += 1) notes.push(await drawn(bill.id, [{ lineId: bill.lines[0]!.id, quantity: '0.100' }]));
    await Promise.all(notes.flatMap(({ id }) => [0, 1].map(() => world.as('advisor').post(`/credit-notes/${id}/issue`))));
    const numbers = await world.rows<{ n: number }>(
      `select split_part(note_number, '/', 2)::int as n from credit_notes where note_number is not null order by 1`,
    );
    assert.deepEqual(
      numbers.map(({ n }) => n),
      numbers.map((_, index) => index + 1),
    );
  });

  it('CRN-01 refuse a draft, a line of another invoice, one named twice, and neither or both of quantity and amount', async () => {
    const [bill, other] = [await invoice(), await invoice()];
    const lineId = bill.lines[0]!.id;
    const refused = async (invoiceId: string, lines: readonly Asked[], status: number, code: string) => {
      const answer = await draft(invoiceId, lines);
      assert.deepEqual([answer.status, answer.problem.code], [status, code], answer.text);
    };
    await refused((await world.make.draft()).id, [{ lineId, quantity: '1' }], 409, 'creditnote.refused');
    await refused(bill.id, [{ lineId: other.lines[0]!.id, quantity: '1' }], 409, 'creditnote.refused');
    await refused(
      bill.id,
      [
        { lineId, quantity: '0.1' },
        { lineId, quantity: '0.1' },
      ],
      409,
      'creditnote.refused',
    );
    await refused(bill.id, [{ lineId }], 409, 'creditnote.refused');
    await refused(bill.id, [{ lineId, quantity: '0.1', amount: '1.00' }], 409, 'creditnote.refused');
    await refused(bill.id, [{ lineId, quantity: '0' }], 409, 'creditnote.exceeds');
    await refused(bill.id, [], 400, 'request.invalid');
    const keyless = await world
      .as('advisor')
      .post('/credit-notes', { invoiceId: bill.id, lines: [{ lineId, quantity: '1' }], reason: 'x' });
    assert.deepEqual([keyless.status, keyless.problem.code], [400, 'idempotency.key_required']);
    assert.equal((await world.as('manager2').get(`/credit-notes?invoiceId=${bill.id}`)).status, 200);
    const note = await drawn(bill.id, [{ lineId, quantity: '0.100' }]);
    for (const path of [`/credit-notes/${note.id}`]) assert.equal((await world.as('manager2').get(path)).status, 404);
    assert.equal((await world.as('manager2').post(`/credit-notes/${note.id}/issue`)).status, 404);
  });

  it('CRN-01 are made and issued until 30 November after the year of the invoice, by the day in India', async () => {
    const bill = await invoice();
    const lines = [{ lineId: bill.lines[0]!.id, quantity: '0.100' }];
    const kept = await drawn(bill.id, lines);
    const { advisor } = world.people;
    const now = () => clientAt(world.url, tokenFor(world.cradle, advisor));
    const ask = () => now().post('/credit-notes', { invoiceId: bill.id, lines, reason: 'It was not done' }, { key: freshKey() });
    clock.set('2027-11-30T18:29:59.000Z'); // the last second of 30 November in India
    const inTime = await ask();
    assert.equal(inTime.status, 201, inTime.text);
    clock.set('2027-11-30T18:30:00.000Z');
    const late = await ask();
    assert.deepEqual([late.status, late.problem.code], [409, 'creditnote.too_late'], late.text);
    assert.match(late.problem.detail, /until 2027-11-30/);
    const issued = await now().post(`/credit-notes/${kept.id}/issue`);
    assert.deepEqual([issued.status, issued.problem.code], [409, 'creditnote.too_late']);
  });
});
