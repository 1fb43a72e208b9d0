import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { type ImportKind, importKinds } from '@dms/domain/shared/import-kinds';
import { systemActor } from '@dms/domain/shared/actor';
import { csvRows } from '../../workers/imports/csv-rows.ts';
import { importFile } from '../../workers/imports/import-file.ts';
import { startDms } from '../support/api-process.ts';
import { freshKey } from '../support/client.ts';
import { withSuite } from '../support/endings.ts';
import { workFolder } from '../support/test-home.ts';
import { until } from '../support/until.ts';
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
    const unreadable = { name: 'UnreadableFile' };
    await assert.rejects(rowsOf(`${HEADER}\nA,Disc 12",8708,PCS,1.00\n`), { ...unreadable, message: /Opening Quote.*line 2/ });
  });

  it('IMP-01 what is wrong with a file is said in a few words that can be kept, whatever its bytes are', async () => {
    const backwards = Buffer.from(`\uFEFF${HEADER}\n`, 'utf16le').swap16().toString('latin1');
    const many = [HEADER, ...Array.from({ length: 9_000 }, (_, n) => `c${n}`)].join(',');
    for (const text of [backwards, many, `${HEADER},${'x'.repeat(60_000)}\n`])
      await assert.rejects(rowsOf(text), ({ name, message }: Error) => {
        assert.equal(name, 'UnreadableFile');
        assert.ok(message.length < 700, `${message.length} characters`);
        assert.doesNotMatch(message, /[^\P{Cc}\t\n\r]/u);
        return true;
      });
    await assert.rejects(rowsOf(many), /nobody knows: c0, c1, c2, c3, c4 and 8995 more/);
  });

  it('IMP-01 a row that cannot be stored is named by its column, however often it stands there', async () => {
    assert.deepEqual(await rowsOf(`${HEADER}\n${'A\0,Pad,8708,PCS,1.00\n'.repeat(2)}`), [
      { line: 2, reason: 'sku: a NUL character, which cannot be stored.' },
      { line: 3, reason: 'sku: a NUL character, which cannot be stored.' },
    ]);
  });
});

describe('imports of parts', () => {
  const suite = withSuite();
  let world: World;
  before(async () => {
    world = await freshBranches(suite);
  });

  const bring = async (text: string, { dryRun = false, kind = 'parts' }: { dryRun?: boolean; kind?: ImportKind } = {}) => {
    const { ids, [importKinds[kind].use]: importBatch } = world.cradle;
    const bad: string[] = [];
    const imported = await importFile(csvRows(chunks(text), importKinds[kind]), {
      importBatch,
      importId: ids.next(),
      dryRun,
      actor,
      serviceCenterId: world.basics.branches.blr01.id,
      keys: importKinds[kind].keys,
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
        'BAD-10,Pa\u0001d,8708,PCS,100.00,,',
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
    assert.match(of(12), /name must not have control characters/);
    assert.match(of(13), /sku: a NUL character/);
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

  /** Each table and sequence, with what is in it. */
  const everything = async () => {
    const tables = await world.rows<{ name: string }>(`
      select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`);
    const contents = tables.map(
      ({ name }) => `select '${name}' as name, md5(string_agg(t::text, '' order by t::text)) as content from ${name} t`,
    );
    const sequences = 'select sequencename, last_value::text from pg_sequences';
    return world.rows(`select * from (${[...contents, sequences].join(' union all ')}) as kept order by 1`);
  };

  it('IMP-01 a dry run of any kind touches nothing: no row, event, number or trail', async () => {
    const files: Readonly<Record<ImportKind, string>> = {
      customers: 'firstName,phone,city\nMeera,9845067001,Hassan\nAsha,9845012345,Mysuru\n',
      vehicles:
        'registration,ownerPhone,make,model,odometer\nKA02DR6601,9845012345,Tata,Punch,100\nKA01AB1234,9845012345,Mahindra,XUV700,30000\n',
      parts: `${HEADER}\nDRY-9,Pad,8708,PCS,100\nOIL-5W30,Engine oil,27101980,LTR,600\n`,
      'opening-stock': 'sku,quantity,unitCost\nFLT-OIL-01,3,20\n',
      receivables: 'number,customerPhone,date,amount\nDRY-1,9845012345,2026-03-01,100.00\n',
      'service-history': 'registration,date,number,odometer\nKA01AB1234,2025-01-01,DRY-1,1000\n',
    };
    for (const [kind, text] of Object.entries(files) as [ImportKind, string][]) {
      const before = await everything();
      const { created, changed, bad } = await bring(text, { dryRun: true, kind });
      assert.deepEqual([created + changed, bad], [text.split('\n').length - 2, []], kind);
      assert.deepEqual(await everything(), before, kind);
    }
  });

  it('IMP-01 customers and their vehicles come in, are found by what they are found by, and twice is once', async () => {
    const people = [
      'firstName,phone,gstin',
      ...['Meera,98450 66001,', 'Kavya,+91 9845066002,', 'Meera again,9845066001,', 'Nobody,123,', 'Jos\uFFFD,9845066003,'],
    ].join('\n');
    const cars = [
      'Registration,Owner phone,Make,Model,VIN',
      'ka-02-mj-6601,9845066001,Tata,Punch,',
      'KA02MJ6602,9845066009,Tata,Punch,',
    ].join('\n');
    const first = await bring(people, { kind: 'customers' });
    assert.deepEqual(
      first.bad.map((each) => each.split(':')[0]),
      ['4', '5', '6'],
    );
    assert.match(first.bad[0]!, /phone "9845066001" stands in line 2 already/);
    assert.deepEqual((await bring(cars, { kind: 'vehicles' })).created, 1);
    const found = await world
      .as('advisor')
      .get<{ data: { customer: { firstName: string } }[] }>('/search/vehicles?registration=KA02MJ6601');
    assert.deepEqual(
      found.body.data.map(({ customer }) => customer.firstName),
      ['Meera'],
    );
    const again = await bring(people, { kind: 'customers' });
    assert.deepEqual([again.created, again.changed, again.unchanged, again.refused], [0, 0, 2, 3]);
    assert.deepEqual((await bring(cars, { kind: 'vehicles' })).unchanged, 1);
    const [kept] = await world.rows<{ n: number }>("select count(*)::int as n from customers where phone like '+9198450660%'");
    assert.equal(kept!.n, 2);
  });

  it('IMP-01 two imports of one file at the same moment make each part once', async () => {
    const text = [HEADER, ...Array.from({ length: 300 }, (_, n) => `BOTH-${n},Pad,8708,PCS,100.00`)].join('\n');
    const both = await Promise.all([bring(text), bring(text)]);
    assert.equal(both[0].created + both[1].created, 300);
    assert.equal((await partsLike('BOTH-')).length, 300);
  });

  it('IMP-01 5,000 rows come in by `dms import parts`, and every bad one is named', async (t) => {
    const file = join(await workFolder('import'), 'catalogue.csv');
    const row = (n: number): string =>
      n % 1_000 === 999 ? `MANY-${n},Pad,87,PCS,10.00` : `MANY-${n},"Brake pad, no. ${n}",8708,PCS,${n + 1}.00`;
    writeFileSync(file, `${HEADER}\n${Array.from({ length: 5_000 }, (_, n) => row(n)).join('\n')}\n`);
    const dms = await startDms(t, world, ['import', 'parts', file]);
    const { code } = await dms.exited;
    assert.equal(code, 6, dms.logs());
    const lines = dms
      .logs()
      .trim()
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.deepEqual(lines.at(-1), { kind: 'parts', dryRun: false, created: 4_995, changed: 0, unchanged: 0, refused: 5 });
    assert.deepEqual(
      lines.slice(0, -1).map(({ line }) => line),
      Array.from({ length: 5 }, (_, n) => (n + 1) * 1_000 + 1),
    );
    const [kept] = await world.rows<{ n: number }>("select count(*)::int as n from parts where sku like 'MANY-%'");
    assert.equal(kept!.n, 4_995);
    const told = await world.rows<{ data: object }>("select metadata as data from audit_logs where event = 'ImportFinished'");
    assert.deepEqual(
      told.map(({ data }) => data),
      [{ kind: 'parts', file: 'catalogue.csv', created: 4_995, changed: 0, unchanged: 0, refused: 5 }],
    );
  });

  it('IMP-01 a file is read no faster than its rows are taken, so that memory does not grow with it', async () => {
    let [given, taken, mostAhead] = [0, 0, 0];
    async function* file(): AsyncGenerator<Buffer> {
      yield Buffer.from(`${HEADER}\n`);
      for (; given < 5_000; given += 1) yield Buffer.from(`MEM-${given},${'x'.repeat(1_500)},8708,PCS,100.00\n`);
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
      keys: importKinds.parts.keys,
      onBad: () => {},
    });
    assert.equal(created, 5_000);
    assert.ok(mostAhead < 1_500, `${mostAhead} rows were in memory`);
  });

  type Job = {
    status: string;
    progress: number;
    result: string | null;
    import: {
      state: string;
      rowsRead: number;
      created: number;
      unchanged: number;
      refused: number;
      stoppedBy: string | null;
      refusals: { line: number; reason: string }[];
    };
  };
  const upload = (kind: ImportKind, text: string, { query = '', key = freshKey(), who = 'admin' as const } = {}) => {
    const place = `serviceCenterId=${world.basics.branches.blr01.id}`;
    const headers = { 'content-type': 'text/csv; charset=utf-8' };
    return world.as(who).post<{ jobId: string }>(`/imports/${kind}?${place}${query}`, text, { key, headers });
  };
  const jobOf = async (jobId: string): Promise<Job> => (await world.as('admin').get<Job>(`/jobs/${jobId}`)).body;
  const ended = (jobId: string): Promise<Job> =>
    until(
      async () => {
        const job = await jobOf(jobId);
        return ['succeeded', 'failed'].includes(job.status) ? job : undefined;
      },
      { everyMs: 50 },
    );
  const people = (from: number, count: number): string =>
    ['firstName,phone', ...Array.from({ length: count }, (_, n) => `Person ${from + n},98${String(from + n).padStart(8, '0')}`)].join('\n');

  it('IMP-01 an upload is brought in by a worker, once for a key, and the job tells how far it is and what was refused', async () => {
    const workers = await world.startWorkers('all');
    const key = freshKey();
    const text = `${people(10_000, 1_200)}\nNobody,123\n=cmd(),12\n`;
    const first = await upload('customers', text, { key });
    assert.equal(first.status, 202, first.text);
    const again = await upload('customers', text, { key });
    assert.equal(again.headers.get('idempotency-replayed'), 'true');
    assert.equal(again.body.jobId, first.body.jobId);
    assert.equal((await upload('customers', `${text}x`, { key })).status, 422);
    const job = await ended(first.body.jobId);
    assert.deepEqual(
      [job.status, job.progress, job.import.state, job.import.created, job.import.refused],
      ['succeeded', 100, 'done', 1_200, 2],
    );
    assert.deepEqual(
      job.import.refusals.map(({ line }) => line),
      [1_202, 1_203],
    );
    const report = await world.as('admin').get(job.result!);
    assert.match(report.text, /^line,reason\r\n1202,"\W*123/);
    assert.equal((await world.as('manager').get(job.result!)).status, 403);
    const files = await world.rows<{ key: string }>("select key from files where entity_type = 'Import'");
    assert.equal(files.length, 1, 'a retry leaves no file behind');
    const dry = await upload('customers', people(20_000, 3), { query: '&dryRun=true' });
    assert.equal((await ended(dry.body.jobId)).import.created, 3);
    assert.deepEqual(await world.rows(`select from customers where phone = '+919800020000'`), []);
    const torn = await upload('customers', 'firstName,phone\n"never closed,9845012399\n');
    const stopped = await ended(torn.body.jobId);
    assert.deepEqual([stopped.status, stopped.import.state], ['succeeded', 'stopped']);
    assert.match(stopped.result!, /Quote Not Closed/);
    const backwards = Buffer.from('\uFEFFfirstName,phone\n', 'utf16le').swap16().toString('latin1');
    for (const text of [backwards, 'firstName,phone\nMeera "Mimi",9845012398\n'])
      assert.equal((await ended((await upload('customers', text)).body.jobId)).import.state, 'stopped');
    const nul = await ended((await upload('customers', `firstName,phone\n${'Meera,98450\0\n'.repeat(2)}`)).body.jobId);
    assert.deepEqual([nul.status, nul.import.refused], ['succeeded', 2]);
    await workers.close();
  });

  it('IMP-01 an upload is refused without permission, in another type, and above 50 MiB', async () => {
    assert.equal((await upload('parts', HEADER, { who: 'manager' as 'admin' })).status, 403);
    assert.equal((await world.as('admin').post('/imports/parts', { sku: 'A' })).status, 415);
    const large = await world
      .as('admin')
      .post('/imports/parts', 'x'.repeat(50 * 1024 * 1024 + 1), { headers: { 'content-type': 'text/csv' } });
    assert.equal(large.status, 413, large.text);
  });

  it('IMP-01 what a worker leaves in the middle of a file, another goes on with behind the last batch', async () => {
    const count = 6_000;
    const { jobId } = (await upload('customers', people(100_000, count))).body;
    const first = await world.startWorkers('all');
    await until(async () => (await jobOf(jobId)).import.rowsRead >= 500);
    await first.close(0);
    const second = await world.startWorkers('all');
    const job = await ended(jobId);
    const { rowsRead, created, unchanged, refused } = job.import;
    assert.deepEqual([job.status, rowsRead, created, unchanged, refused], ['succeeded', count, count, 0, 0]);
    const [kept] = await world.rows<{ n: number }>("select count(*)::int as n from customers where phone like '+91980010%'");
    assert.equal(kept!.n, count);
    await second.close();
  });

  it('IMP-01 opening stock is a receipt at its cost, once, and the stock adds up', async () => {
    await bring(`${HEADER},serialTracked\nOPEN-1,Pad,8708,PCS,100.00,no\nOPEN-2,Bulb,8708,PCS,100.00,yes\n`);
    const text = 'sku,quantity,unitCost\nopen-1,12.5,80.00\nOPEN-2,1,10.00\nOPEN-9,1,10.00\nOPEN-1,1,1.00\n';
    const { bad, ...counts } = await bring(text, { kind: 'opening-stock' });
    assert.deepEqual(counts, { created: 1, changed: 0, unchanged: 0, refused: 3 });
    assert.match(bad.join(), /OPEN-2 is tracked by serial number.*no part OPEN-9.*stands in line 2 already/s);
    const [item] = await world.rows(`select on_hand, i.id from inventory i join parts p on p.id = part_id where sku = 'OPEN-1'`);
    assert.equal(Number(item!.on_hand), 12.5);
    assert.equal((await bring('sku,quantity,unitCost\nOPEN-1,12.5,80.00\n', { kind: 'opening-stock' })).unchanged, 1);
    const other = await bring('sku,quantity,unitCost\nOPEN-1,13,80.00\n', { kind: 'opening-stock' });
    assert.match(other.bad.join(), /12\.500 at ₹80\.00: adjust it/);
    assert.deepEqual((await world.cradle.verifyStock(actor)).faults, []);
  });

  it('IMP-01 an open receivable stands in statement and ageing, is paid like a bill, and is in no return and no series', async () => {
    await bring('firstName,phone\nDebtor,9845066050\n', { kind: 'customers' });
    const text = 'number,customerPhone,date,dueDate,amount\nOLD/77,9845066050,2026-08-01,2026-08-15,1500.00\n';
    const twice = [await bring(text, { kind: 'receivables' }), await bring(text, { kind: 'receivables' })];
    assert.deepEqual(
      twice.map(({ created, unchanged, bad }) => [created, unchanged, bad]),
      [
        [1, 0, []],
        [0, 1, []],
      ],
    );
    const changed = await bring(text.replace('1500.00', '1600.00'), { kind: 'receivables' });
    assert.match(changed.bad.join(), /in the books already, with ₹1500\.00/);
    const [opening] = await world.rows<{ id: string; customer_id: string }>("select id, customer_id from invoices where kind = 'OPENING'");
    const { id, customer_id: customerId } = opening!;
    const paid = await world.as('manager').post('/payments', { invoiceId: id, amount: '500.00', method: 'UPI' }, { key: freshKey() });
    assert.equal(paid.status, 201, paid.text);
    const statement = await world
      .as('manager')
      .get<{ closing: string; entries: { kind: string }[] }>(`/customers/${customerId}/statement?from=2026-07-01&to=2027-03-31`);
    assert.deepEqual(
      statement.body.entries.map(({ kind }) => kind),
      ['OPENING', 'PAYMENT'],
      statement.text,
    );
    const ageing = await world.as('manager').get<{ data: { customerId: string; total: string }[] }>('/reports/receivables/ageing');
    assert.equal(ageing.body.data.find((row) => row.customerId === customerId)?.total, '1000.00');
    assert.equal((await world.as('manager').get(`/invoices/${id}/pdf`)).status, 404);
    assert.equal((await world.as('manager').post(`/invoices/${id}/send`, {})).status, 404);
    const gstin = world.basics.branches.blr01.gstNumber;
    const gstr1 = await world.as('superAdmin').get(`/gst/gstr1?period=2026-08&gstin=${gstin}`);
    assert.doesNotMatch(gstr1.text, /OLD\/77/);
    assert.equal((await world.cradle.auditSeries(actor)).sound, true);
  });

  it('IMP-01 HIS-01 past services stand in the timeline, once, and a rebuilt history keeps them', async () => {
    const text = [
      'registration,date,number,serviceType,summary,odometer,amount',
      'KA 01 AB 1234,2024-03-05,OLD-17,PERIODIC_SERVICE,"10,000 km service",10020,4200.00',
      'KA01AB1234,2024-09-11,OLD-99,,,,',
      'KA09ZZ9999,2024-09-11,,,,,',
    ].join('\n');
    const first = await bring(text, { kind: 'service-history' });
    assert.deepEqual([first.created, first.refused], [2, 1]);
    assert.match(first.bad.join(), /there is no vehicle KA09ZZ9999/);
    assert.equal((await bring(text, { kind: 'service-history' })).unchanged, 2);
    const timeline = async () =>
      (
        await world.as('manager').get<{ data: { kind: string; number: string; at: string }[] }>(`/vehicles/${world.basics.car.id}/history`)
      ).body.data
        .filter(({ kind }) => kind === 'LEGACY')
        .map(({ number, at }) => [number, at]);
    const told = [
      ['OLD-99', '2024-09-10T18:30:00.000Z'],
      ['OLD-17', '2024-03-04T18:30:00.000Z'],
    ];
    assert.deepEqual(await timeline(), told);
    assert.deepEqual(await world.cradle.rebuildHistory(), { ...(await world.cradle.rebuildHistory()), mended: 0, strays: 0 });
    assert.deepEqual(await timeline(), told);
  });
});
