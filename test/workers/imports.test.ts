import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { importKinds } from '@dms/domain/shared/import-kinds';
import { systemActor } from '@dms/domain/shared/actor';
import { csvRows } from '../../workers/imports/csv-rows.ts';
import { importFile } from '../../workers/imports/import-file.ts';
import { startDms } from '../support/api-process.ts';
import { withSuite } from '../support/endings.ts';
import { workFolder } from '../support/test-home.ts';
import { freshBranches, type World } from '../support/world.ts';

const HEADER = 'sku,name,hsn,unit,unitPrice';
const actor = systemActor('a test');

async function* chunks(text: string, size = 64_000): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const rowsOf = async (text: string, size?: number) => {
  const found = [];
  for await (const row of csvRows(chunks(text, size), importKinds.parts)) found.push(row);
  return found;
};

describe('rows of a CSV file', () => {
  it('IMP-01 each has the line it begins in, over blank lines, quoted line breaks, Windows endings and a byte order mark', async () => {
    const text = `\uFEFFSKU,Name,hsn,Unit,unit_price,Description\r\nA,Pad,8708,PCS,1.00,"two\r\nlines"\r\n\r\nB,"Pad, front",8708,PCS,2.00,\r\nC,short\r\n`;
    for (const [given, lineBreak] of [
      [text, '\r\n'],
      [text.replaceAll('\r\n', '\n'), '\n'],
    ] as const)
      for (const size of [7, 64_000])
        assert.deepEqual(await rowsOf(given, size), [
          { line: 2, cells: { sku: 'A', name: 'Pad', hsn: '8708', unit: 'PCS', unitPrice: '1.00', description: `two${lineBreak}lines` } },
          { line: 5, cells: { sku: 'B', name: 'Pad, front', hsn: '8708', unit: 'PCS', unitPrice: '2.00' } },
          { line: 6, reason: 'It has 2 cells; the first line has 6.' },
        ]);
  });

  it('IMP-01 a file that is none of ours is refused as a whole, with what is wrong', async () => {
    await assert.rejects(rowsOf(''), /The file is empty/);
    await assert.rejects(rowsOf('sku,colour\n'), /columns that nobody knows: colour; lacks columns: name, hsn, unit, unitPrice/);
    await assert.rejects(rowsOf(`${HEADER},SKU\n`), /columns twice: sku/);
    await assert.rejects(rowsOf(`${HEADER}\nA,"never closed,8708,PCS,1.00\n`), /Quote Not Closed.*line/);
  });
});

describe('imports of parts', () => {
  const suite = withSuite();
  let world: World;
  before(async () => {
    world = await freshBranches(suite);
  });

  const bring = async (text: string, { dryRun = false } = {}) => {
    const { importParts: importBatch, ids } = world.cradle;
    const bad: string[] = [];
    const imported = await importFile(csvRows(chunks(text), importKinds.parts), {
      importBatch,
      importId: ids.next(),
      dryRun,
      actor,
      key: 'sku',
      onBad: ({ line, reason }) => void bad.push(`${line}: ${reason}`),
    });
    return { ...imported, bad };
  };
  const partsLike = (sku: string) => world.rows(`select * from parts where sku like '${sku}%' order by sku`);

  it('IMP-01 every bad row is named with its line and reason, and the good ones are in', async () => {
    const { bad, ...counts } = await bring(
      [
        `${HEADER},mrp,serialTracked`,
        'BAD-1,Pad,8708,PCS,100.00,118.00,no',
        'BAD-2,Pad,87,PCS,100.00,,',
        'BAD-3,Pad,8708,BUCKET,100.00,,',
        'BAD-4,Pad,8708,PCS,1O0.00,,',
        'BAD-5,Pad,8708,PCS,100.00,117.99,',
        'BAD-6,,8708,PCS,,,',
        'BAD-7,Pad,9999,PCS,100.00,,',
        'BAD-8,Pad,8708,PCS,100.00,,perhaps',
        'bad-1,Pad,8708,PCS,100.00,,',
        'BAD-9,Pad,8708,pcs,100.00,,yes',
        'BAD-10,Pa\u0000d,8708,PCS,100.00,,',
        'BAD-\u000011,Pad,8708,PCS,100.00,,',
      ].join('\n'),
    );
    assert.deepEqual(counts, { created: 2, changed: 0, unchanged: 0, refused: 10 });
    const lines = bad.map((each) => Number(each.split(':')[0]));
    assert.deepEqual(
      lines.toSorted((a, b) => a - b),
      [3, 4, 5, 6, 7, 8, 9, 10, 12, 13],
    );
    const of = (line: number): string => bad.find((each) => each.startsWith(`${line}:`))!;
    assert.match(of(3), /hsn must be an HSN code/);
    assert.match(of(4), /unit must be a unit quantity code/);
    assert.match(of(5), /unitPrice: /);
    assert.match(of(6), /118\.00 with tax is above the printed price of ₹117\.99/);
    assert.match(of(7), /name, unitPrice must not be empty/);
    assert.match(of(8), /No tax rate is known for "9999"/);
    assert.match(of(9), /serialTracked: "perhaps" is neither yes nor no/);
    assert.match(of(12), /name: must not have control characters/);
    assert.match(of(13), /sku: must not have control characters/);
    assert.match(of(10), /sku "bad-1" stands in line 2 already/);
    assert.deepEqual(
      (await partsLike('BAD-')).map(({ sku, serial_tracked: tracked }) => [sku, tracked]),
      [
        ['BAD-1', false],
        ['BAD-9', true],
      ],
    );
  });

  it('IMP-01 a second import changes what the file says otherwise, leaves the rest, and records neither when nothing changed', async () => {
    await bring(`${HEADER},category\nTWICE-1,Pad,8708,PCS,100.00,Brakes\nTWICE-2,Pad,8708,PCS,100.00,Brakes\n`);
    const again = `${HEADER}\ntwice-1,Pad,8708,PCS,101.00\nTWICE-2,Pad,8708,PCS,100.00\n`;
    assert.deepEqual(await bring(again), { created: 0, changed: 1, unchanged: 1, refused: 0, bad: [] });
    const [{ n }] = (await world.rows<{ n: number }>("select count(*)::int as n from audit_logs where event = 'PartsImported'")) as [
      { n: number },
    ];
    assert.deepEqual(await bring(again), { created: 0, changed: 0, unchanged: 2, refused: 0, bad: [] });
    const parts = await partsLike('TWICE-');
    assert.deepEqual(
      parts.map(({ sku, unit_price: price, category, version }) => [sku, Number(price), category, version]),
      [
        ['TWICE-1', 101_00, 'Brakes', 2],
        ['TWICE-2', 100_00, 'Brakes', 1],
      ],
    );
    const [later] = await world.rows<{ n: number }>("select count(*)::int as n from audit_logs where event = 'PartsImported'");
    assert.equal(later!.n, n);
  });

  it('IMP-01 a dry run names the same and keeps nothing', async () => {
    const text = `${HEADER}\nDRY-1,Pad,8708,PCS,100.00\nDRY-2,Pad,87,PCS,100.00\n`;
    const dry = await bring(text, { dryRun: true });
    assert.deepEqual(await partsLike('DRY-'), []);
    assert.deepEqual(await bring(text), dry);
    assert.equal((await partsLike('DRY-')).length, 1);
  });

  it('IMP-01 two imports of one file at the same moment make each part once', async () => {
    const text = [HEADER, ...Array.from({ length: 300 }, (_, n) => `BOTH-${n},Pad,8708,PCS,100.00`)].join('\n');
    const both = await Promise.all([bring(text), bring(text)]);
    assert.equal(both[0].created + both[1].created, 300);
    assert.equal((await partsLike('BOTH-')).length, 300);
  });

  it('IMP-01 20,000 rows come in by `dms import parts`, and every bad one is named', async (t) => {
    const file = join(await workFolder('import'), 'catalogue.csv');
    const row = (n: number): string =>
      n % 1_000 === 999 ? `MANY-${n},Pad,87,PCS,10.00` : `MANY-${n},"Brake pad, no. ${n}",8708,PCS,${n + 1}.00`;
    writeFileSync(file, `${HEADER}\n${Array.from({ length: 20_000 }, (_, n) => row(n)).join('\n')}\n`);
    const dms = await startDms(t, world, ['import', 'parts', file]);
    const { code } = await dms.exited;
    assert.equal(code, 6, dms.logs());
    const lines = dms
      .logs()
      .trim()
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.deepEqual(lines.at(-1), { kind: 'parts', dryRun: false, created: 19_980, changed: 0, unchanged: 0, refused: 20 });
    assert.deepEqual(
      lines.slice(0, -1).map(({ line }) => line),
      Array.from({ length: 20 }, (_, n) => (n + 1) * 1_000 + 1),
    );
    const [kept] = await world.rows<{ n: number }>("select count(*)::int as n from parts where sku like 'MANY-%'");
    assert.equal(kept!.n, 19_980);
    const told = await world.rows<{ data: object }>("select metadata as data from audit_logs where event = 'ImportFinished'");
    assert.deepEqual(
      told.map(({ data }) => data),
      [{ kind: 'parts', file: 'catalogue.csv', created: 19_980, changed: 0, unchanged: 0, refused: 20 }],
    );
  });

  it('IMP-01 a file is read no faster than its rows are taken, so that memory does not grow with it', async () => {
    let [given, taken, mostAhead] = [0, 0, 0];
    async function* file(): AsyncGenerator<Buffer> {
      yield Buffer.from(`${HEADER}\n`);
      for (; given < 20_000; given += 1) yield Buffer.from(`MEM-${given},${'x'.repeat(1_500)},8708,PCS,100.00\n`);
    }
    const { created } = await importFile(csvRows(file(), importKinds.parts), {
      importBatch: async ({ rows }) => {
        mostAhead = Math.max(mostAhead, given - taken);
        taken += rows.length;
        await new Promise(setImmediate);
        return { created: rows.length, changed: 0, unchanged: 0, bad: [] };
      },
      importId: 'memory',
      dryRun: true,
      actor,
      key: 'sku',
      onBad: () => {},
    });
    assert.equal(created, 20_000);
    assert.ok(mostAhead < 1_500, `${mostAhead} rows were in memory`);
  });
});
