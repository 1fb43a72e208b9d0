import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { fixedClock } from '@dms/domain/memory/clock';
import type { InvoiceBody, JobCardBody } from '../../support/bodies.ts';
import { clientAt, freshKey } from '../../support/client.ts';
import { withSuite } from '../../support/endings.ts';
import { advance, steps, type StepName, type Visit } from '../../support/visit.ts';
import { freshBranches, tokenFor, type World } from '../../support/world.ts';

const DAY_ONE = '2026-11-22T04:30:00.000Z';
const DAY_TWO = '2026-11-23T04:30:00.000Z';
/** Of labour for 1600.00 with 18 % and with 5 %, beside parts for 2695.00 with 18 %. */
const [OLD_TOTAL, NEW_TOTAL] = ['5068.00', '4860.00'];

describe('a bill over a change of rate', () => {
  const suite = withSuite();
  let world: World;
  const clock = fixedClock(DAY_ONE);
  /** Whoever comes on another day has logged in on that day. */
  const onThatDay = (): World => ({
    ...world,
    as: (who) => clientAt(world.url, tokenFor(world.cradle, typeof who === 'string' ? world.people[who] : who)),
  });

  before(async () => {
    world = await freshBranches(suite, { clock });
    const rate = { hsn: '998714', description: 'Repair', taxRate: '5', validFrom: '2026-11-23' };
    const { status, text } = await world.as('admin').post('/tax/rates', rate);
    assert.equal(status, 201, text);
    // All that happens on the first day happens before the second: numbers are given in the order of days.
    for (const name of [
      'unpaid',
      'paid',
      'short',
      'goods',
      'late',
      'undone',
      'issued',
      'first',
      'second',
      'third',
      'early',
      'after',
    ] as const) {
      // These are of one customer each, as those of a fleet are.
      visits[name] = await newVisit({ second: visits['first'], third: visits['first'], after: visits['early'] }[name as string]);
      await walk(visits[name], 'open', name === 'undone' ? 'assign' : 'draft');
    }
    await payAhead(visits.paid!, '1888.00', 'SERVICE');
    await payAhead(visits.undone!, '1888.00', 'SERVICE');
    await payAhead(visits.short!, '1887.99', 'SERVICE');
    await payAhead(visits.goods!, '1888.00', 'GOODS');
    await payAhead(visits.first!, '1888.00', 'SERVICE');
    twice = await payAhead(visits.early!, '3776.00', 'SERVICE');
    assert.deepEqual(await billed(visits.unpaid!), OLD);
    await walk(visits.issued!, 'issue', 'issue');
    issuedText = (await read(visits.issued!)).text;
  });

  const visits: Record<string, Visit> = {};
  let issuedText = '';
  let twice = '';
  const tomorrow = async (name: string): Promise<Visit> => {
    clock.set(DAY_TWO);
    await walk(visits[name]!, 'issue', 'issue');
    return visits[name]!;
  };

  const names = Object.keys(steps) as StepName[];
  const walk = async (visit: Visit, from: StepName, to: StepName): Promise<void> => {
    for (const name of names.slice(names.indexOf(from), names.indexOf(to) + 1)) await advance(onThatDay(), visit, name);
  };
  const newVisit = async (beside?: Visit): Promise<Visit> => ({
    ...{
      vehicle: await world.make.vehicle(beside?.vehicle.customerId),
      card: undefined as unknown as JobCardBody,
      invoice: undefined,
      payment: undefined,
    },
  });
  const payAhead = async ({ vehicle: { customerId } }: Visit, amount: string, supply: 'SERVICE' | 'GOODS'): Promise<string> => {
    const body = { serviceCenterId: world.basics.branches.blr01.id, customerId, amount, method: 'UPI', supply };
    const { status, body: made, text } = await onThatDay().as('advisor').post<{ id: string }>('/advances', body, { key: freshKey() });
    assert.equal(status, 201, text);
    return made.id;
  };
  const read = (visit: Visit) => onThatDay().as('manager').get<InvoiceBody>(`/invoices/${visit.invoice!.id}`);
  /** The rates of labour and parts, and what the whole comes to. */
  const billed = async (visit: Visit) => {
    const { lines, totalAmount } = (await read(visit)).body;
    return [...lines.map(({ taxRate }) => taxRate), totalAmount];
  };
  const OLD = ['18', '18', '18', OLD_TOTAL];
  const NEW = ['5', '18', '18', NEW_TOTAL];

  it('TAX-07 what was done before the change and is billed and paid after it bears the new rate', async () => {
    const visit = await tomorrow('unpaid');
    assert.deepEqual(await billed(visit), NEW);
    const [card] = await world.rows<{ cost: string }>(`select actual_cost::text as cost from job_cards where id = '${visit.card.id}'`);
    assert.equal(card!.cost, NEW_TOTAL.replace('.', ''));
  });

  it('TAX-07 what was done and paid ahead before the change keeps the old rate', async () => {
    assert.deepEqual(await billed(await tomorrow('paid')), OLD);
  });

  it('TAX-07 neither an advance that falls short, nor one for goods, nor one after the change keeps it', async () => {
    assert.deepEqual(await billed(await tomorrow('short')), NEW);
    assert.deepEqual(await billed(await tomorrow('goods')), NEW);
    clock.set(DAY_TWO);
    await payAhead(visits.late!, '1888.00', 'SERVICE');
    assert.deepEqual(await billed(await tomorrow('late')), NEW);
  });

  it('TAX-07 what was paid ahead and is done and billed after the change bears the new rate', async () => {
    clock.set(DAY_TWO);
    await walk(visits.undone!, 'parts', 'draft');
    assert.deepEqual(await billed(visits.undone!), OLD, 'as it was estimated');
    assert.deepEqual(await billed(await tomorrow('undone')), NEW);
  });

  it('TAX-07 one advance keeps the old rate of one of two bills, also when they are issued at once, and of another when that is cancelled', async () => {
    await Promise.all([tomorrow('first'), tomorrow('second')]);
    const rated = await Promise.all([visits.first!, visits.second!].map(async (visit) => ({ visit, figures: await billed(visit) })));
    assert.deepEqual(rated.map(({ figures }) => figures.at(-1)).sort(), [NEW_TOTAL, OLD_TOTAL]);
    const kept = rated.find(({ figures }) => figures.at(-1) === OLD_TOTAL)!.visit;
    const cancelled = await onThatDay().as('manager').post(`/invoices/${kept.invoice!.id}/cancel`, { reason: 'to the wrong firm' });
    assert.equal(cancelled.status, 200, cancelled.text);
    assert.deepEqual(await billed(await tomorrow('third')), OLD);
    const [counted] = await world.rows<{ amount: string }>(
      `select counted_advances #>> '{0,amount}' as amount from invoices where id = '${visits.third!.invoice!.id}'`,
    );
    assert.equal(counted!.amount, '1888.00');
    await assert.rejects(world.rows(`update invoices set counted_advances = '[]' where id = '${visits.third!.invoice!.id}'`), /invoices/);
  });

  it('TAX-07 what a bill counted and then took of an advance is counted once', async () => {
    const { invoice } = await tomorrow('early');
    const taken = { invoiceId: invoice!.id, amount: '1888.00' };
    const applied = await onThatDay().as('advisor').post(`/advances/${twice}/apply`, taken, { key: freshKey() });
    assert.equal(applied.status, 200, applied.text);
    assert.deepEqual(await billed(await tomorrow('after')), OLD);
    assert.deepEqual(await billed(visits.early!), OLD);
  });

  it('TAX-07 what is issued stays to the byte, and nobody changes its tax', async () => {
    clock.set(DAY_TWO);
    const visit = visits.issued!;
    assert.deepEqual(await billed(visit), OLD);
    assert.equal((await read(visit)).text, issuedText);
    const lines = `where invoice_id = '${visit.invoice!.id}'`;
    await assert.rejects(world.rows(`update invoice_lines set tax_rate = 5 ${lines}`), /invoice_lines/);
    await assert.rejects(world.rows(`update invoice_lines set gross = gross + 1 ${lines}`), /invoice_lines/);
    await assert.rejects(world.rows(`delete from invoice_lines ${lines}`), /invoice_lines/);
  });
});
