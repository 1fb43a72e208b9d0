import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const domain = fileURLToPath(new URL('../../../domain', import.meta.url));
const loader = fileURLToPath(new URL('load-in-bare-context.ts', import.meta.url));

const load = async (...args: string[]): Promise<string[]> => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--no-warnings', '--experimental-vm-modules', loader, ...args]);
  return stdout.trim().split('\n');
};

const folderWith = async (t: TestContext, files: { [name: string]: string }): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'bare-context-'));
  t.after(() => rm(folder, { recursive: true }));
  await Promise.all(Object.entries(files).map(([name, source]) => writeFile(join(folder, name), source)));
  return folder;
};

test('every module of the domain loads where there is ECMAScript and nothing else', async () => {
  const [count] = await load(domain);
  assert.ok(Number(count) > 20, `only ${count} modules were loaded`);
});

test('the domain prices, dates, numbers and links in a bare context', async () => {
  const probe = `
    import { priceDocument } from './shared/gst/tax-engine.ts';
    import { Quantity } from './shared/quantity.ts';
    import { Money } from './shared/money.ts';
    import { businessDay } from './shared/calendar.ts';
    import { renderDocumentNumber } from './shared/gst/number-series.ts';
    import { upiLink } from './shared/identifiers/upi.ts';
    import { formatIndian } from './shared/indian-grouping.ts';
    import { amountInWords } from './shared/amount-in-words.ts';
    const line = { kind: 'PART', hsn: '87083000', quantity: Quantity.parse('1'), unitPrice: '100000', taxRate: '18' };
    const { total } = priceDocument({ supplierState: '29', placeOfSupply: '29', priceIncludesTax: false, lines: [line] });
    const day = businessDay(new Date('2026-03-31T18:30:00Z'));
    export const answer = [
      formatIndian(total), amountInWords(total), day, renderDocumentNumber('{prefix}/{FY4}/{n}', 'BLR01', day, 1),
      upiLink({ payee: 'dealer@bank', payeeName: 'Rama', amount: total }),
    ];`;
  const [answer] = await load(domain, probe);
  assert.deepEqual(JSON.parse(answer!), [
    '1,18,000.00',
    'Rupees One Lakh Eighteen Thousand Only',
    '2026-04-01',
    'BLR01/2627/00001',
    'upi://pay?pa=dealer@bank&pn=Rama&am=118000.00&cu=INR',
  ]);
});

for (const global of [
  'process',
  'Buffer',
  'URL',
  'setTimeout',
  'console',
  'crypto',
  'structuredClone',
  'TextEncoder',
  'fetch',
  'performance',
]) {
  test(`a module that touches ${global} does not load in a bare context`, async (t) => {
    const folder = await folderWith(t, { 'host.ts': `export const host: unknown = ${global};\n` });
    await assert.rejects(load(folder), new RegExp(`${global} is not defined`));
  });
}

test('a module that imports from Node does not load in a bare context', async (t) => {
  const folder = await folderWith(t, { 'host.ts': `import { sep } from 'node:path';\nexport const host: string = sep;\n` });
  await assert.rejects(load(folder), /imports node:path from outside/);
});

test('the check of the bare context fails when it finds no module', async (t) => {
  await assert.rejects(load(await folderWith(t, { 'README.md': 'nothing' })), /There is no module below/);
});
