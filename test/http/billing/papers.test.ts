import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { fixedClock } from '@dms/domain/memory/clock';
import { originalOf, type PaperRef } from '@dms/domain/files/ports';
import { systemActor } from '@dms/domain/shared/actor';
import type { CreditNoteBody, InvoiceBody, PaymentBody } from '../../support/bodies.ts';
import { freshKey } from '../../support/client.ts';
import { withSuite } from '../../support/endings.ts';
import { until } from '../../support/until.ts';
import { freshBranches, type World } from '../../support/world.ts';

type Paper = {
  readonly template: { readonly language: string };
  readonly amountInWords: string;
  readonly placeOfSupply?: { name: string };
};
type Voucher = Paper & { readonly title: string; readonly advance: { readonly placeOfSupply: object } };

describe('papers of money', () => {
  const suite = withSuite();
  let world: World;
  before(async () => {
    world = await freshBranches(suite, { clock: fixedClock('2026-11-22T04:30:00.000Z') });
  });

  const invoice = async (language?: string): Promise<InvoiceBody> => {
    const { id, customerId } = await world.make.draft();
    if (language !== undefined) await world.rows(`update customers set language = '${language}' where id = '${customerId}' returning id`);
    await write(`/invoices/${id}/issue`, {});
    return (await world.as('advisor').get<InvoiceBody>(`/invoices/${id}`)).body;
  };
  const write = async <Body>(path: string, body: object): Promise<Body> => {
    const answer = await world.as('advisor').post<Body>(path, body, { key: freshKey() });
    assert.ok(answer.status < 202, answer.text);
    return answer.body;
  };
  const pay = (invoiceId: string, more: object = {}): Promise<PaymentBody> =>
    write('/payments', { invoiceId, amount: '100.00', method: 'CHEQUE', reference: '004512', ...more });
  const draftNote = async (bill: InvoiceBody): Promise<CreditNoteBody> =>
    write('/credit-notes', {
      ...{ invoiceId: bill.id, reason: 'Half of it was not done' },
      lines: [{ lineId: bill.lines[0]!.id, quantity: '0.100' }],
    });
  const draftDebit = async (bill: InvoiceBody): Promise<{ id: string }> =>
    write('/debit-notes', {
      ...{ invoiceId: bill.id, reason: 'Some minutes were forgotten' },
      lines: [{ lineId: bill.lines[0]!.id, amount: '10.00' }],
    });
  const issueDebit = async (bill: InvoiceBody): Promise<{ id: string; noteNumber: string }> =>
    write(`/debit-notes/${(await draftDebit(bill)).id}/issue`, {});
  const issueNote = async (bill: InvoiceBody): Promise<CreditNoteBody> => write(`/credit-notes/${(await draftNote(bill)).id}/issue`, {});

  /** Drawn as a worker does it, and read: answers what tells one paper from another. */
  const drawn = async (path: string, paper: PaperRef): Promise<{ name: string; etag: string }> => {
    const advisor = world.as('advisor');
    const url = `${path}?copy=${paper.copy}`;
    await world.cradle.storePaper(paper, systemActor('test'));
    const made = await advisor.get(url);
    assert.deepEqual([made.status, made.bytes.subarray(0, 5).toString()], [200, '%PDF-']);
    const etag = made.headers.get('etag')!;
    assert.equal((await advisor.get(url, { 'if-none-match': etag })).status, 304);
    return { name: made.headers.get('content-disposition')!, etag };
  };

  it('INV-05 the receipt of a payment is a PDF in two copies, and a third is not known', async () => {
    const { id, receiptNumber } = await pay((await invoice()).id);
    const early = await world.as('advisor').get<{ jobId: string }>(`/payments/${id}/pdf`);
    assert.deepEqual([early.status, early.headers.get('location')], [202, `/jobs/${early.body.jobId}`]);
    const [one, two] = [
      await drawn(`/payments/${id}/pdf`, originalOf('RECEIPT', id)),
      await drawn(`/payments/${id}/pdf`, { ...originalOf('RECEIPT', id), copy: 'DUPLICATE' }),
    ];
    const saved = receiptNumber!.replaceAll('/', '-');
    assert.ok(one.name.includes(`${saved}.pdf`) && two.name.includes(`${saved}-duplicate.pdf`), `${one.name} ${two.name}`);
    assert.notEqual(one.etag, two.etag);
    const third = await world.as('advisor').get(`/payments/${id}/pdf?copy=TRIPLICATE`);
    assert.deepEqual([third.status, third.problem.code], [404, 'entity.absent']);
  });

  it('INV-05 the receipt of a payment that was taken back is another paper that says so, and the first stays', async () => {
    for (const verb of ['reverse', 'bounce']) {
      const { id } = await pay((await invoice()).id);
      const before = await drawn(`/payments/${id}/pdf`, originalOf('RECEIPT', id));
      const undone = await world.as('manager').post(`/payments/${id}/${verb}`, { reason: 'no funds' });
      assert.equal(undone.status, 200, undone.text);
      const after = await drawn(`/payments/${id}/pdf`, { ...originalOf('RECEIPT', id), cancelled: true });
      assert.match(after.name, /-cancelled\.pdf/);
      assert.notEqual(after.etag, before.etag);
      const [kept] = await world.rows<{ sha256: string }>(`select sha256 from files where key = 'receipts/${id}/receipt.pdf'`);
      assert.ok(before.etag.includes(kept!.sha256));
    }
  });

  it('INV-05 a credit note is a PDF once it is issued, and its draft has none', async () => {
    const bill = await invoice();
    const { id } = await draftNote(bill);
    const draft = await world.as('advisor').get(`/credit-notes/${id}/pdf`);
    assert.deepEqual([draft.status, draft.problem.code], [404, 'entity.absent']);
    const { noteNumber } = await write<CreditNoteBody>(`/credit-notes/${id}/issue`, {});
    const paper = await drawn(`/credit-notes/${id}/pdf`, originalOf('CREDIT_NOTE', id));
    assert.ok(paper.name.includes(`${noteNumber!.replaceAll('/', '-')}.pdf`), paper.name);
    const third = await world.as('advisor').get(`/credit-notes/${id}/pdf?copy=TRIPLICATE`);
    assert.deepEqual([third.status, third.problem.code], [404, 'entity.absent']);
  });

  it('INV-05 a debit note is a PDF in two copies once it is issued, in a folder of its own', async () => {
    const bill = await invoice();
    const { id } = await draftDebit(bill);
    const draft = await world.as('advisor').get(`/debit-notes/${id}/pdf`);
    assert.deepEqual([draft.status, draft.problem.code], [404, 'entity.absent']);
    const { noteNumber } = await write<{ noteNumber: string }>(`/debit-notes/${id}/issue`, {});
    const early = await world.as('advisor').get<{ jobId: string }>(`/debit-notes/${id}/pdf`);
    assert.deepEqual([early.status, early.headers.get('location')], [202, `/jobs/${early.body.jobId}`]);
    const one = await drawn(`/debit-notes/${id}/pdf`, originalOf('DEBIT_NOTE', id));
    const two = await drawn(`/debit-notes/${id}/pdf`, { ...originalOf('DEBIT_NOTE', id), copy: 'DUPLICATE' });
    const saved = noteNumber.replaceAll('/', '-');
    assert.ok(one.name.includes(`${saved}.pdf`) && two.name.includes(`${saved}-duplicate.pdf`), `${one.name} ${two.name}`);
    assert.notEqual(one.etag, two.etag);
    const third = await world.as('advisor').get(`/debit-notes/${id}/pdf?copy=TRIPLICATE`);
    assert.deepEqual([third.status, third.problem.code], [404, 'entity.absent']);
    const kept = await world.rows(`select key from files where entity_type = 'Invoice' and entity_id = '${id}' order by key`);
    assert.deepEqual(
      kept,
      ['-duplicate', ''].map((suffix) => ({ key: `debit-notes/${id}/debit-note${suffix}.pdf` })),
    );
  });

  it('INV-05 a debit note has no paper as an invoice, nor an invoice one as a debit note', async () => {
    const bill = await invoice();
    const note = await issueDebit(bill);
    for (const path of [`/invoices/${note.id}/pdf`, `/debit-notes/${bill.id}/pdf`]) {
      const other = await world.as('advisor').get(path);
      assert.deepEqual([other.status, other.problem.code], [404, 'entity.absent'], path);
    }
    for (const paper of [originalOf('INVOICE', note.id), originalOf('DEBIT_NOTE', bill.id)])
      await assert.rejects(world.cradle.storePaper(paper, systemActor('test')), { code: 'entity.absent' });
    assert.deepEqual(await world.rows(`select from files where entity_id in ('${note.id}', '${bill.id}')`), []);
  });

  it('INV-05 the debit note that was cancelled has another paper that says so, and the first stays', async () => {
    const { id } = await issueDebit(await invoice());
    const before = await drawn(`/debit-notes/${id}/pdf`, originalOf('DEBIT_NOTE', id));
    const undone = await world.as('manager').post(`/invoices/${id}/cancel`, { reason: 'on the wrong invoice' });
    assert.equal(undone.status, 200, undone.text);
    const after = await drawn(`/debit-notes/${id}/pdf`, { ...originalOf('DEBIT_NOTE', id), cancelled: true });
    assert.match(after.name, /-cancelled\.pdf/);
    const [kept] = await world.rows<{ sha256: string }>(`select sha256 from files where key = 'debit-notes/${id}/debit-note.pdf'`);
    assert.ok(before.etag.includes(kept!.sha256) && before.etag !== after.etag);
  });

  it('INV-05 receipts and notes are for who may read the record, and unknown at other branches', async () => {
    const bill = await invoice();
    const [payment, note, debit] = [await pay(bill.id), await issueNote(bill), await issueDebit(bill)];
    assert.equal((await world.as('elsewhere').get(`/debit-notes/${debit.id}/pdf`)).status, 404);
    assert.equal((await world.as('advisor').get(`/debit-notes/${debit.id}/pdf?copy=FOURTH`)).status, 400);
    for (const path of [`/payments/${payment.id}/pdf`, `/credit-notes/${note.id}/pdf`]) {
      assert.equal((await world.as('callCenter').get(path)).problem.code, 'access.denied');
      assert.equal((await world.as('elsewhere').get(path)).status, 404);
      assert.equal((await world.as('advisor').get(`${path}?copy=FOURTH`)).status, 400);
    }
  });

  it('INV-05 receipts and notes are in the language of the customer, their amounts in words and the state too', async () => {
    const bill = await invoice('hi');
    const { customerId } = bill;
    const [payment, note] = [await pay(bill.id), await issueNote(bill)];
    const serviceCenterId = world.basics.branches.blr01.id;
    const advance = await write<PaymentBody>('/advances', { serviceCenterId, customerId, amount: '118.00', method: 'UPI' });
    const kept = async <Of>(sql: string): Promise<Of> => (await world.rows<{ paper: Of }>(sql))[0]!.paper;
    const receiptOf = <Of>(id: string) => kept<Of>(`select receipt as paper from payments where id = '${id}'`);
    const receipt = await receiptOf<Paper>(payment.id);
    assert.deepEqual([receipt.template.language, receipt.amountInWords], ['hi', 'एक सौ रुपये मात्र']);
    const voucher = await receiptOf<Voucher>(advance.id);
    assert.deepEqual([voucher.template.language, voucher.title], ['hi', 'Receipt Voucher']);
    assert.deepEqual(voucher.advance.placeOfSupply, { code: '29', name: 'कर्नाटक' });
    const credit = await kept<Paper>(`select document as paper from credit_notes where id = '${note.id}'`);
    assert.deepEqual([credit.template.language, credit.amountInWords, credit.placeOfSupply!.name], ['hi', 'चौरानवे रुपये मात्र', 'कर्नाटक']);
    const added = await issueDebit(bill);
    const debit = await kept<Paper>(`select document as paper from invoices where id = '${added.id}'`);
    assert.deepEqual([debit.template.language, debit.amountInWords, debit.placeOfSupply!.name], ['hi', 'बारह रुपये मात्र', 'कर्नाटक']);
  });

  it('INV-05 the worker makes them on the event that froze them, without anybody asking', async () => {
    const bill = await invoice();
    const [payment, note, debit] = [await pay(bill.id), await issueNote(bill), await issueDebit(bill)];
    const { blr01 } = world.basics.branches;
    const set = { value: 500, reason: 'what the bank charges' };
    assert.equal((await world.as('superAdmin').ask('PUT', '/system-config/billing.bounce-charge', { body: set })).status, 200);
    const cheque = await pay(bill.id);
    assert.equal((await world.as('manager').post(`/payments/${cheque.id}/bounce`, { reason: 'no funds' })).status, 200);
    const [charge] = await world.rows<{ id: string }>(`select id from invoices where source_id = '${cheque.id}'`);
    const body = { serviceCenterId: blr01.id, customerId: bill.customerId, amount: '50.00', method: 'UPI' };
    const advance = await write<PaymentBody>('/advances', body);
    await world.startWorkers('relay', 'pdf');
    const keys = [`receipts/${payment.id}/receipt.pdf`, `receipts/${advance.id}/receipt.pdf`, `credit-notes/${note.id}/credit-note.pdf`];
    for (const { id } of [debit, charge!]) keys.push(`debit-notes/${id}/debit-note.pdf`);
    const made = () => world.rows<{ key: string }>(`select key from files where key in ('${keys.join(`', '`)}')`);
    await until(async () => (await made()).length === keys.length, { what: 'five papers' });
    const [stored] = await world.rows<{ count: number }>(
      `select count(*)::int from audit_logs where event in ('ReceiptPdfStored', 'CreditNotePdfStored', 'DebitNotePdfStored') and entity_id in ('${payment.id}', '${advance.id}', '${note.id}', '${debit.id}', '${charge!.id}')`,
    );
    assert.equal(stored!.count, 5);
    const debits = [debit, charge!].map(({ id }) => `/debit-notes/${id}/pdf`);
    for (const path of [`/payments/${advance.id}/pdf`, `/credit-notes/${note.id}/pdf`, ...debits])
      assert.equal((await world.as('advisor').get(path)).status, 200);
  });
});
