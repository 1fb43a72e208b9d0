import assert from 'node:assert/strict';
import { before, beforeEach, describe, it } from 'node:test';
import type { SeriesAudit } from '@dms/domain/billing/use-cases/audit-series';
import { systemActor } from '@dms/domain/shared/actor';
import type { FixedClock } from '@dms/domain/memory/clock';
import { Quantity } from '@dms/domain/shared/quantity';
import { runDms } from '../support/processes.ts';
import { freshKey } from '../support/client.ts';
import { withSuite } from '../support/endings.ts';
import { freshBranches, type World } from '../support/world.ts';

const INVOICES = 6;

describe('the audit of number series', () => {
  const suite = withSuite();
  let world: World;
  let numbers: string[];

  before(async () => {
    world = await freshBranches(suite);
    const { invoice, mainLines } = world.make;
    for (let n = 0; n < INVOICES; n += 1) await invoice(mainLines);
    (world.clock as FixedClock).advance(60_000);
    const value = { ...patterns, INVOICE: '{prefix}{FY4}/{n:6}' };
    const set = await world.as('superAdmin').ask('PUT', '/system-config/series.patterns', { body: { value, reason: 'six digits' } });
    assert.equal(set.status, 200, set.text);
    (world.clock as FixedClock).advance(60_000);
    const { id } = await world.make.draft(mainLines);
    assert.equal((await world.as('advisor').post(`/invoices/${id}/issue`)).status, 200);
    const { partInStock, transfer } = world.make;
    const { id: partId } = await partInStock('10');
    await transfer([{ partId, quantity: Quantity.parse('1') }]);
    numbers = (await world.rows<{ n: string }>(`select invoice_number as n from invoices order by issued_at, invoice_number`)).map(
      ({ n }) => n,
    );
    await world.rows('create table invoices_kept as select * from invoices');
    await world.rows('create table series_kept as select * from number_series');
  });

  const patterns = {
    INVOICE: '{prefix}/{FY4}/{n}',
    CREDIT_NOTE: 'C{prefix}{FY4}/{n}',
    DEBIT_NOTE: 'D{prefix}{FY4}/{n}',
    CHALLAN: 'T{prefix}{FY4}/{n}',
    RECEIPT: 'R{prefix}{FY4}/{n}',
  };
  const audit = (): Promise<SeriesAudit> => world.cradle.auditSeries(systemActor('test'));
  /** What only the superuser can do, with everything off that stands in the way. */
  const tamper = async (...statements: readonly string[]): Promise<void> => {
    for (const each of statements) await world.rows(`set session_replication_role = replica; ${each}`);
  };
  const faults = async (): Promise<[string, string | null][]> => {
    const { sound, series } = await audit();
    const found = series.flatMap((each) => each.faults);
    assert.equal(sound, found.length === 0);
    return found.map(({ kind, number }) => [kind, number]);
  };
  const asItWas = () =>
    tamper(
      `delete from invoices; insert into invoices select * from invoices_kept`,
      `truncate number_series; insert into number_series select * from series_kept`,
    );
  beforeEach(asItWas);

  it('INV-01 proves sound series of invoices and challans, over a change of their pattern', async () => {
    const { sound, series } = await audit();
    assert.equal(sound, true, JSON.stringify(series));
    assert.deepEqual(
      series.map(({ kind, prefix, issued, next, financialYear, last }) => ({ kind, prefix, issued, next, financialYear, last })),
      [
        { kind: 'CHALLAN', prefix: 'BLR01', issued: 1, next: 2, financialYear: '2026-27', last: 'TBLR012627/00001' },
        { kind: 'INVOICE', prefix: 'BLR01', issued: 7, next: 8, financialYear: '2026-27', last: 'BLR012627/000007' },
      ],
    );
  });

  it('INV-01 counts cancelled documents, whose number stays', async () => {
    await tamper(`update invoices set status = 'CANCELLED', cancelled_at = now() where invoice_number = '${numbers[2]}'`);
    const { sound, series } = await audit();
    assert.deepEqual([sound, series.find(({ kind }) => kind === 'INVOICE')?.cancelled], [true, 1]);
  });

  const planted: readonly (readonly [string, () => readonly string[], () => readonly (readonly [string, string])[]])[] = [
    ['a gap', () => [`delete from invoices where invoice_number = '${numbers[2]}'`], () => [['MISSING', numbers[3]!]]],
    [
      'a gap of several',
      () => [`delete from invoices where invoice_number in ('${numbers[2]}', '${numbers[3]}')`],
      () => [['MISSING', numbers[4]!]],
    ],
    ['a missing beginning', () => [`delete from invoices where invoice_number = '${numbers[0]}'`], () => [['MISSING', numbers[1]!]]],
    ['an end that was cut off', () => [`delete from invoices where invoice_number = '${numbers[6]}'`], () => [['NEXT', numbers[5]!]]],
    [
      'a number that the pattern does not make',
      () => [`update invoices set invoice_number = 'BLR01/2627/3' where invoice_number = '${numbers[2]}'`],
      () => [
        ['FOREIGN', 'BLR01/2627/3'],
        ['MISSING', numbers[3]!],
      ],
    ],
    [
      'a number of a pattern before it was in force',
      () => [`update invoices set invoice_number = 'BLR012627/000003' where invoice_number = '${numbers[2]}'`],
      () => [
        ['FOREIGN', 'BLR012627/000003'],
        ['MISSING', numbers[3]!],
      ],
    ],
    [
      'a day before the one of the number before',
      () => [`update invoices set document_date = '2026-11-21' where invoice_number = '${numbers[2]}'`],
      () => [['DATE_ORDER', numbers[2]!]],
    ],
    [
      'a day of another financial year',
      () => [`update invoices set document_date = '2026-03-31' where invoice_number = '${numbers[0]}'`],
      () => [['OTHER_YEAR', numbers[0]!]],
    ],
    ['a row that is ahead', () => [`update number_series set next = 10 where kind = 'INVOICE'`], () => [['NEXT', numbers[6]!]]],
    ['a row that was set back', () => [`update number_series set next = 3 where kind = 'INVOICE'`], () => [['NEXT', numbers[6]!]]],
    ['a row that is gone', () => [`delete from number_series where kind = 'INVOICE'`], () => [['NO_ROW', numbers[6]!]]],
    [
      'a row with another day',
      () => [`update number_series set last_date = '2026-12-31' where kind = 'INVOICE'`],
      () => [['LAST_DAY', numbers[6]!]],
    ],
  ];
  for (const [what, statements, expected] of planted) {
    it(`INV-01 names ${what}`, async () => {
      await tamper(...statements());
      assert.deepEqual(await faults(), expected());
    });
  }

  it('INV-01 names a count that two documents have, also where they differ in their case alone', async () => {
    await tamper(
      `drop index if exists invoices_number_unique`,
      `update invoices set invoice_number = '${numbers[1]}' where invoice_number = '${numbers[2]}'`,
    );
    assert.deepEqual(await faults(), [
      ['TWICE', numbers[1]],
      ['MISSING', numbers[3]],
    ]);
    assert.deepEqual(
      (await audit()).sharedNumbers.map(({ number, ids }) => [number, ids.length]),
      [[numbers[1], 2]],
    );
    await asItWas();
    await tamper(
      `update invoices set series_prefix = 'blr01', invoice_number = lower(invoice_number) where invoice_number = '${numbers[6]}'`,
      `insert into invoices select (jsonb_populate_record(k, jsonb_build_object('id', gen_random_uuid(), 'source_id', gen_random_uuid()))).*
       from invoices_kept k where invoice_number = '${numbers[6]}'`,
    );
    assert.deepEqual(
      (await audit()).sharedNumbers.map(({ number }) => number),
      [numbers[6]],
    );
  });

  it('INV-01 `dms series audit` says so in words and as JSON, and by its exit code', async () => {
    const env = { DATABASE_URL: world.database.url, REDIS_URL: world.redisUrl };
    const clean = await runDms(['series', 'audit'], { env });
    assert.equal(clean.code, 0, clean.output);
    assert.match(
      clean.output,
      /without gap and duplicate[^]*INVOICE BLR01 2026-27: 7 \(BLR01\/2627\/00001 to BLR012627\/000007\), 0 cancelled/,
    );
    await tamper(`delete from invoices where invoice_number = '${numbers[2]}'`);
    const touched = await runDms(['series', 'audit'], { env });
    assert.equal(touched.code, 1, touched.output);
    assert.match(touched.output, /3 is missing before BLR01\/2627\/00004/);
    const json = await runDms(['series', 'audit', '--json'], { env });
    assert.equal(json.code, 1);
    const report = JSON.parse(json.output.trim().split('\n').at(-1)!) as SeriesAudit;
    assert.deepEqual([report.sound, report.series.flatMap((each) => each.faults).map(({ kind }) => kind)], [false, ['MISSING']]);
  });

  describe('of the notes on invoices and the receipts', () => {
    /** Three of each, beside the documents of the other tests. */
    const made: Record<'CREDIT_NOTE' | 'RECEIPT', string[]> = { CREDIT_NOTE: [], RECEIPT: [] };
    before(async () => {
      await asItWas();
      for (let n = 0; n < 3; n += 1) {
        const { id, lines } = await world.make.invoice(world.make.mainLines);
        const body = { invoiceId: id, lines: [{ lineId: lines[0]!.id, quantity: '0.001' }], reason: 'Too much' };
        const drawn = await world.as('admin').post<{ id: string }>('/credit-notes', body, { key: freshKey() });
        const issued = await world.as('admin').post<{ noteNumber: string }>(`/credit-notes/${drawn.body.id}/issue`);
        assert.equal(issued.status, 200, issued.text);
        made.CREDIT_NOTE.push(issued.body.noteNumber);
        const payment = { invoiceId: id, amount: '1.00', method: 'UPI' };
        const paid = await world.as('manager').post<{ receiptNumber: string }>('/payments', payment, { key: freshKey() });
        assert.equal(paid.status, 201, paid.text);
        made.RECEIPT.push(paid.body.receiptNumber);
      }
      for (const table of ['invoices', 'credit_notes', 'payments']) {
        await world.rows(`drop table if exists ${table}_kept`);
        await world.rows(`create table ${table}_kept as select * from ${table}`);
      }
      await world.rows('drop table series_kept; create table series_kept as select * from number_series');
    });
    beforeEach(async () => {
      for (const table of ['credit_notes', 'payments'])
        await tamper(`delete from ${table}; insert into ${table} select * from ${table}_kept`);
    });

    it('INV-01 proves sound series of them, a receipt for money that was taken back among them', async () => {
      await tamper(
        `update payments set status = 'reversed', undone_at = '2026-11-22T06:00:00Z', allocated_amount = 0 where receipt_number = '${made.RECEIPT[1]}'`,
      );
      const { sound, series } = await audit();
      assert.equal(sound, true, JSON.stringify(series));
      assert.deepEqual(
        series.filter(({ kind }) => kind in made).map(({ kind, issued, cancelled, next, last }) => [kind, issued, cancelled, next, last]),
        [
          ['CREDIT_NOTE', 3, 0, 4, 'CBLR012627/00003'],
          ['RECEIPT', 3, 1, 4, 'RBLR012627/00003'],
        ],
      );
    });

    const kinds = [
      ['CREDIT_NOTE', 'credit_notes', 'note_number', `document_date = '2026-11-01'`],
      ['RECEIPT', 'payments', 'receipt_number', `receipt = receipt || '{"date":"2026-11-01"}'`],
    ] as const;
    for (const [kind, table, column, backdated] of kinds) {
      const of = (n: number) => `where ${column} = '${made[kind][n]}'`;
      const harms: readonly (readonly [string, () => string, string, () => string])[] = [
        ['a gap', () => `delete from ${table} ${of(1)}`, 'MISSING', () => made[kind][2]!],
        ['an end that was cut off', () => `delete from ${table} ${of(2)}`, 'NEXT', () => made[kind][1]!],
        [
          'a day before the one of the number before',
          () => `update ${table} set ${backdated} ${of(1)}`,
          'DATE_ORDER',
          () => made[kind][1]!,
        ],
        ['a row that is ahead', () => `update number_series set next = 9 where kind = '${kind}'`, 'NEXT', () => made[kind][2]!],
      ];
      for (const [what, statement, fault, number] of harms) {
        it(`INV-01 names ${what} of ${kind}`, async () => {
          await tamper(statement());
          assert.deepEqual(await faults(), [[fault, number()]]);
        });
      }
      it(`INV-01 names a number of ${kind} that two have`, async () => {
        await tamper(
          `drop index if exists ${table}_number_unique, ${table}_receipt_unique`,
          `update ${table} set ${column} = '${made[kind][0]}' ${of(1)}`,
        );
        assert.deepEqual(
          (await faults()).map(([fault]) => fault),
          ['TWICE', 'MISSING'],
        );
        assert.deepEqual(
          (await audit()).sharedNumbers.map(({ number }) => number),
          [made[kind][0]],
        );
      });
    }
  });
});
