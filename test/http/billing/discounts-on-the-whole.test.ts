import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { Gstr1 } from '@dms/domain/billing/gstr1';
import type { InvoiceDocument } from '@dms/domain/billing/invoice-document';
import { Money } from '@dms/domain/shared/money';
import type { CreditNoteBody, EstimateBody, InvoiceBody, JobCardBody } from '../../support/bodies.ts';
import { freshKey } from '../../support/client.ts';
import { withSuite } from '../../support/endings.ts';
import { advance, cardFor, stepNames, type Visit } from '../../support/visit.ts';
import { freshBranches, type World } from '../../support/world.ts';

type Taken = { readonly type: 'AMOUNT' | 'PERCENT'; readonly value: string; readonly appliesTo?: readonly string[] };
type Quoted = {
  readonly lines: readonly {
    readonly discount: string;
    readonly invoiceDiscount: string;
    readonly taxable: string;
    readonly cgst: string;
  }[];
  readonly discount: string;
  readonly taxable: string;
  readonly total: string;
};

/** Of 4295.00: no line's part of it is a whole number of paise. */
const OFF: Taken = { type: 'AMOUNT', value: '99.97' };

describe('a discount on the whole', () => {
  const suite = withSuite();
  let world: World;
  before(async () => {
    world = await freshBranches(suite);
  });

  /** What the same lines come to by `/tax/quote`, which has the engine's own answer. */
  const quoted = async (invoiceDiscount: Taken, labour?: Taken): Promise<Quoted> => {
    const { oil, filter } = world.basics.parts;
    const { status, body, text } = await world.as('advisor').post<Quoted>('/tax/quote', {
      ...{ supplierState: '29', placeOfSupply: '29', priceIncludesTax: false, invoiceDiscount },
      lines: [
        { kind: 'LABOUR', hsn: '998714', quantity: '2', unitPrice: '800.00', ...(labour && { discount: labour }) },
        { kind: 'PART', hsn: oil.hsn, quantity: '3.5', unitPrice: '650.00' },
        { kind: 'PART', hsn: filter.hsn, quantity: '1', unitPrice: '420.00' },
      ],
    });
    assert.equal(status, 200, text);
    return body;
  };
  const opened = async (invoiceDiscount?: Taken, labour?: Taken): Promise<Visit> => {
    const vehicle = await world.make.vehicle();
    const body = cardFor(world, vehicle);
    const [first, ...rest] = body.estimate.lines;
    const lines = [{ ...first, ...(labour && { discount: labour }) }, ...rest];
    const answer = await world.as('advisor').post<JobCardBody>('/job-cards', { ...body, estimate: { lines, invoiceDiscount } });
    assert.equal(answer.status, 201, answer.text);
    return { vehicle, card: answer.body, invoice: undefined, payment: undefined };
  };
  const walk = async (visit: Visit, to: (typeof stepNames)[number]): Promise<Visit> => {
    for (const name of stepNames.slice(1, stepNames.indexOf(to) + 1)) await advance(world, visit, name);
    return visit;
  };
  const taxed = (lines: readonly { taxable: string | null; cgst: string | null }[]) => lines.map(({ taxable, cgst }) => [taxable, cgst]);
  const off = ({ lines }: Quoted) =>
    lines.map(({ discount, invoiceDiscount }) => String(Money.parse(discount).plus(Money.parse(invoiceDiscount))));
  const draft = (sourceId: string, more: object, who: 'advisor' | 'manager' = 'advisor') =>
    world.as(who).post<InvoiceBody>('/invoices', { sourceType: 'job', sourceId, ...more });

  it('TAX-04 is spread over the lines of an estimate as a quote does, and goes with them to the bill, its copy, GSTR-1 and its credit note', async () => {
    const labour: Taken = { type: 'PERCENT', value: '1.5' };
    const quote = await quoted(OFF, labour);
    const visit = await opened(OFF, labour);
    const estimate = visit.card.estimate!;
    assert.deepEqual(taxed(estimate.lines), taxed(quote.lines));
    assert.deepEqual([estimate.discount, estimate.taxable, estimate.total], [quote.discount, quote.taxable, quote.total]);
    assert.deepEqual([estimate.invoiceDiscountType, estimate.invoiceDiscountValue], ['AMOUNT', '99.97']);
    const before = await smallSupplies();
    const { invoice } = await walk(visit, 'issue');
    assert.deepEqual(
      invoice!.lines.map(({ discount }) => discount),
      off(quote),
    );
    assert.deepEqual(taxed(invoice!.lines), taxed(quote.lines));
    assert.deepEqual([invoice!.discount, invoice!.taxable, invoice!.totalAmount], [quote.discount, quote.taxable, quote.total]);
    const [{ document } = { document: undefined }] = await world.rows<{ document: InvoiceDocument }>(
      `select document from invoices where id = '${invoice!.id}'`,
    );
    assert.deepEqual([document!.totals.discount, document!.totals.taxable], [quote.discount, quote.taxable]);
    assert.deepEqual(
      document!.lines.map(({ discount }) => discount),
      off(quote),
    );
    assert.equal((await smallSupplies()).minus(before).toString(), quote.taxable);

    const note = await credited(invoice!);
    assert.deepEqual([note.discount, note.taxable, note.totalAmount], [quote.discount, quote.taxable, quote.total]);
  });

  /** What GSTR-1 tells of small supplies this month, before tax. */
  const smallSupplies = async (): Promise<Money> => {
    const period = world.clock.now().toISOString().slice(0, 7);
    const { body, text } = await world.as('admin').get<Gstr1>(`/gst/gstr1?period=${period}&gstin=${world.basics.branches.blr01.gstNumber}`);
    assert.ok(body.b2cs, text);
    return Money.sum(body.b2cs.map(({ txval }) => Money.parse(txval.toFixed(2))));
  };

  /** A credit note of everything, which somebody else approves. */
  const credited = async ({ id: invoiceId, lines }: InvoiceBody): Promise<CreditNoteBody> => {
    const all = lines.map(({ id: lineId, quantity }) => ({ lineId, quantity }));
    const body = { invoiceId, lines: all, reason: 'all of it was done wrong' };
    const asked = await world.as('advisor').post<{ approvalId: string }>('/credit-notes', body, { key: freshKey() });
    assert.equal(asked.status, 202, asked.text);
    const { body: done } = await world.as('admin').post<{ resultId: string }>(`/approvals/${asked.body.approvalId}/approve`, {});
    return (await world.as('admin').get<CreditNoteBody>(`/credit-notes/${done.resultId}`)).body;
  };

  it('TAX-04 is given on a bill too, on lines of some kinds alone, and stays with it when its tax is taken anew', async () => {
    const ofLabour: Taken = { ...OFF, appliesTo: ['LABOUR'] };
    const quote = await quoted(ofLabour);
    const { card } = await walk(await opened(), 'qc');
    const drawn = await draft(card.id, { invoiceDiscount: ofLabour });
    assert.equal(drawn.status, 201, drawn.text);
    assert.deepEqual(taxed(drawn.body.lines), taxed(quote.lines));
    assert.deepEqual(
      drawn.body.lines.map(({ discount }) => discount),
      ['99.97', '0.00', '0.00'],
    );
    const place = { placeOfSupply: '27', reason: 'fitted at the site in Pune' };
    assert.equal((await world.as('manager').patch(`/invoices/${drawn.body.id}/place-of-supply`, place)).status, 200);
    const { body: issued } = await world.as('advisor').post<InvoiceBody>(`/invoices/${drawn.body.id}/issue`);
    assert.deepEqual([issued.discount, issued.taxable, issued.supplyType], [quote.discount, quote.taxable, 'INTER']);
    const again = await world.as('advisor').get<JobCardBody>(`/job-cards/${card.id}`);
    assert.equal(again.body.status, 'invoiced', 'nothing of it remains to be billed');
  });

  it('TAX-04 ACC-04 is within the limits of a discount on estimate and bill, and asks above them', async () => {
    const { card } = await walk(await opened(), 'qc');
    const tooMuch: Taken = { type: 'PERCENT', value: '5.01' };
    const bill = await draft(card.id, { invoiceDiscount: tooMuch });
    assert.equal(bill.status, 202, bill.text);
    const fresh = await opened();
    const lines = cardFor(world, fresh.vehicle).estimate.lines;
    const revised = await world
      .as('advisor')
      .post<EstimateBody>(`/job-cards/${fresh.card.id}/estimates`, { lines, invoiceDiscount: tooMuch });
    assert.equal(revised.status, 202, revised.text);
    const more = await draft(card.id, { invoiceDiscount: { type: 'AMOUNT', value: '4295.01' } }, 'manager');
    assert.deepEqual([more.status, more.problem.code], [400, 'tax.invalid']);
  });
});
