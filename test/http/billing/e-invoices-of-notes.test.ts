import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { before, describe, it } from 'node:test';
import type { EInvoice } from '@dms/domain/billing/e-invoice';
import { originalOf } from '@dms/domain/files/ports';
import { fixedClock } from '@dms/domain/memory/clock';
import { systemActor } from '@dms/domain/shared/actor';
import type { InvoiceBody } from '../../support/bodies.ts';
import { freshKey } from '../../support/client.ts';
import { withSuite } from '../../support/endings.ts';
import { freshBranches, type World } from '../../support/world.ts';

type Registered = { irn: string; ackNumber: string; ackDate: string; signedQr: string };
const BUYER = {
  ...{ name: 'Utkal Fleet', lines: ['1, Janpath'], city: 'Bengaluru' },
  ...{ pincode: '560001', stateCode: '29', gstin: '29AAACB1234C1ZB' },
};
const paise = (rupees: number): number => Math.round(rupees * 100);

describe('e-invoices of notes', () => {
  const suite = withSuite();
  let world: World;
  const clock = fixedClock('2026-11-22T06:30:00.000Z');
  before(async () => {
    world = await freshBranches(suite, { clock });
  });

  const bill = async (): Promise<InvoiceBody> => {
    const { id } = await world.make.invoice(world.make.mainLines);
    await world.rows(
      `set session_replication_role = replica; update invoices set document = document || '${JSON.stringify({ buyer: BUYER })}' where id = '${id}'`,
    );
    return (await world.as('advisor').get<InvoiceBody>(`/invoices/${id}`)).body;
  };
  const draft = async (kind: 'credit' | 'debit', invoiceId: string, lines: object[]): Promise<string> => {
    const answer = await world.as('advisor').post(`/${kind}-notes`, { invoiceId, reason: 'Billed wrongly', lines }, { key: freshKey() });
    assert.equal(answer.status, 201, answer.text);
    return answer.headers.get('location')!;
  };
  const issue = async (path: string): Promise<void> => {
    const answer = await world.as('advisor').post(`${path}/issue`);
    assert.equal(answer.status, 200, answer.text);
  };
  const totalOf = async (table: string, id: string) =>
    (await world.rows<{ total: string }>(`select total_amount::text as total from ${table} where id = '${id}'`))[0]!.total;
  const adds = ({ ItemList, ValDtls }: EInvoice): void => {
    const sum = (of: (item: EInvoice['ItemList'][number]) => number) => ItemList.reduce((all, item) => all + paise(of(item)), 0);
    assert.deepEqual([ValDtls.AssVal, ValDtls.CgstVal, ValDtls.SgstVal].map(paise), [
      sum(({ AssAmt }) => AssAmt),
      sum(({ CgstAmt }) => CgstAmt),
      sum(({ SgstAmt }) => SgstAmt),
    ]);
    const parts = paise(ValDtls.AssVal) + paise(ValDtls.CgstVal) + paise(ValDtls.SgstVal) + paise(ValDtls.RndOffAmt);
    assert.equal(paise(ValDtls.TotInvVal), parts);
  };

  it('TAX-12 a credit note by quantities and by an amount is registered as CRN of its invoice, to the paisa, once', async () => {
    const invoice = await bill();
    const parts = [{ quantity: '0.333' }, { quantity: '0.117' }, { amount: '19.99' }];
    const lines = parts.map((part, index) => ({ lineId: invoice.lines[index]!.id, ...part }));
    const path = await draft('credit', invoice.id, lines);
    const id = path.split('/')[2]!;
    assert.deepEqual((await world.as('advisor').post(`${path}/e-invoice`)).problem.code, 'e_invoice.refused');
    await issue(path);
    const { body: made, status, text } = await world.as('advisor').get<EInvoice>(`${path}/e-invoice`);
    assert.equal(status, 200, text);
    assert.deepEqual(
      [made.DocDtls.Typ, made.DocDtls.Dt, made.ItemList.length, made.RefDtls],
      ['CRN', '22/11/2026', 3, { PrecDocDtls: [{ InvNo: invoice.invoiceNumber, InvDt: '22/11/2026' }] }],
    );
    adds(made);
    assert.equal(String(paise(made.ValDtls.TotInvVal)), await totalOf('credit_notes', id));
    const answers = await Promise.all(Array.from({ length: 6 }, () => world.as('advisor').post<Registered>(`${path}/e-invoice`)));
    assert.deepEqual(answers.map((answer) => answer.status).toSorted(), [200, 200, 200, 200, 200, 201]);
    assert.equal(new Set(answers.map((answer) => answer.text)).size, 1);
    const irn = createHash('sha256').update(`29AABCS1429B1ZQ2026-27CRN${made.DocDtls.No}`).digest('hex');
    assert.equal(answers[0]!.body.irn, irn);
    const kept = await world.rows(`select invoice_id, credit_note_id, irn from e_invoices where document_id = '${id}'`);
    assert.deepEqual(kept, [{ invoice_id: null, credit_note_id: id, irn }]);
    assert.equal((await world.rows(`select from audit_logs where event = 'CreditNoteRegistered' and entity_id = '${id}'`)).length, 1);
  });

  it('INV-05 TAX-12 the PDF of a registered credit note is another paper than that of before', async () => {
    const invoice = await bill();
    const path = await draft('credit', invoice.id, [{ lineId: invoice.lines[0]!.id, quantity: '0.250' }]);
    const id = path.split('/')[2]!;
    await issue(path);
    await world.cradle.storePaper(originalOf('CREDIT_NOTE', id), systemActor('test'));
    const print = async () => {
      const { status, headers } = await world.as('advisor').get(`${path}/pdf`);
      return [status, headers.get('content-disposition')?.includes('-e-invoice.pdf')];
    };
    assert.deepEqual(await print(), [200, false]);
    assert.equal((await world.as('advisor').post(`${path}/e-invoice`)).status, 201);
    await world.cradle.storePaper({ ...originalOf('CREDIT_NOTE', id), registered: true }, systemActor('test'));
    assert.deepEqual(await print(), [200, true]);
  });

  it('TAX-12 a debit note is registered as DBN under its own id, and has its own paper', async () => {
    const invoice = await bill();
    const path = await draft('debit', invoice.id, [{ lineId: invoice.lines[1]!.id, amount: '33.33' }]);
    const id = path.split('/')[2]!;
    await issue(path);
    const { body: made } = await world.as('advisor').get<EInvoice>(`/invoices/${id}/e-invoice`);
    adds(made);
    assert.deepEqual([made.DocDtls.Typ, String(paise(made.ValDtls.TotInvVal))], ['DBN', await totalOf('invoices', id)]);
    assert.equal((await world.as('advisor').post(`/invoices/${id}/e-invoice`)).status, 201);
    await world.cradle.storePaper({ ...originalOf('DEBIT_NOTE', id), registered: true }, systemActor('test'));
    const paper = await world.as('advisor').get(`/debit-notes/${id}/pdf`);
    assert.match(paper.headers.get('content-disposition')!, /-e-invoice\.pdf/);
  });
});
