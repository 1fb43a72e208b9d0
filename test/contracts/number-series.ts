import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { SeriesKey } from '@dms/domain/billing/ports';
import { everywhere } from '@dms/domain/shared/actor';
import type { BusinessDay } from '@dms/domain/shared/calendar';
import { refusal } from '../unit/shared/refusals.ts';
import { noted, somebody } from './fixtures.ts';
import { contract } from './harness.ts';

const TODAY = '2026-11-22';
const AT_ONCE = 20;

/** INV-01: per GSTIN, kind, prefix and financial year, consecutive, whatever fails and however many come at once. */
export const numberSeries = contract('a number series', (given) => {
  const seriesOf = (prefix: string): SeriesKey => ({ gstin: '29AABCS1429B1ZQ', kind: 'INVOICE', prefix, financialYear: 2026 });

  const take = (key: SeriesKey, { day = TODAY, failing = false }: { day?: BusinessDay; failing?: boolean } = {}): Promise<number> =>
    given().transact(somebody, async ({ numberSeries: series, record }) => {
      record(noted('InvoiceIssued', given().ids.next()));
      const number = await series.take(key, day);
      if (failing) throw new Error('on purpose');
      return number;
    });

  it('INV-01 begins at 1 and goes on by one', async () => {
    const key = seriesOf('ONE');
    assert.deepEqual([await take(key), await take(key), await take(key)], [1, 2, 3]);
  });

  it('INV-01 numbers stay consecutive when a fifth of the units fail', async () => {
    const key = seriesOf('RACE');
    const asked = Array.from({ length: AT_ONCE }, (_, n) => take(key, { failing: n % 5 === 4 }));
    const taken = (await Promise.allSettled(asked)).flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
    assert.deepEqual(
      taken.sort((a, b) => a - b),
      Array.from({ length: (AT_ONCE / 5) * 4 }, (_, n) => n + 1),
    );
  });

  it('INV-01 a unit takes several numbers one after the other', async () => {
    const key = seriesOf('MANY');
    const numbers = await given().transact(somebody, async ({ numberSeries: series, record }) => {
      record(noted('InvoiceIssued', given().ids.next()));
      return [await series.take(key, TODAY), await series.take(key, TODAY)];
    });
    assert.deepEqual(numbers, [1, 2]);
  });

  it('TAX-09 each GSTIN, kind, prefix and year has numbers of its own', async () => {
    const key = seriesOf('OWN');
    assert.equal(await take(key), 1);
    assert.equal(await take({ ...key, gstin: '27AABCS1429B1ZU' }), 1);
    assert.equal(await take({ ...key, kind: 'CREDIT_NOTE' }), 1);
    assert.equal(await take({ ...key, prefix: 'OTHER' }), 1);
    assert.equal(await take({ ...key, financialYear: 2027 }, { day: '2027-04-01' }), 1);
    assert.equal(await take(key), 2);
  });

  it('INV-01 no number goes to a day before the last one, and the refusal takes none', async () => {
    const key = seriesOf('DAYS');
    assert.equal(await take(key, { day: '2026-11-21' }), 1);
    assert.equal(await take(key, { day: TODAY }), 2);
    await assert.rejects(take(key, { day: '2026-11-21' }), refusal('series.date_order'));
    assert.equal(await take(key, { day: TODAY }), 3);
  });

  it('INV-01 invoices of one branch are numbered without a gap when some fail after they had their number', async () => {
    const { make, desk, basics, transact } = given();
    const issue = (invoiceId: string) => desk.issue({ invoiceId }, basics.actors.advisor);
    const issueInVain = (invoiceId: string) =>
      transact(basics.actors.advisor, async () => {
        const issued = await issue(invoiceId);
        throw new Error(`${issued.invoiceNumber} is taken back on purpose`);
      });
    const drafts: string[] = [];
    for (let n = 0; n < 4; n++) drafts.push((await make.draft()).id);
    const tried = await Promise.allSettled([...drafts.slice(2).map(issueInVain), ...drafts.slice(0, 2).map(issue)]);
    assert.deepEqual(
      tried.map(({ status }) => status),
      ['rejected', 'rejected', 'fulfilled', 'fulfilled'],
    );
    for (const draft of drafts.slice(2)) await issue(draft);
    const issued = await transact(somebody, ({ invoices }) => Promise.all(drafts.map((id) => invoices.get(id, everywhere))));
    assert.deepEqual(issued.map(({ invoiceNumber }) => invoiceNumber).sort(), [
      'BLR01/2627/00001',
      'BLR01/2627/00002',
      'BLR01/2627/00003',
      'BLR01/2627/00004',
    ]);
  });
});
