import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import { promisify } from 'node:util';
import type { InvoiceDocument } from '@dms/domain/billing/invoice-document';
import { totalOfFirst } from '@dms/domain/billing/invoice-document';
import { formatIndian } from '@dms/domain/shared/indian-grouping';
import { invoiceDefinition } from '../../../adapters/pdf/invoice-definition.ts';
import { renderPdf } from '../../../adapters/pdf/render.ts';
import { invoiceDocument, manyLines } from '../../support/invoice-documents.ts';
import { drawInvoice } from '../../support/papers.ts';
import { footerOf, headerOf } from '../../support/pdf-definition.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const pagesOf = (bytes: Uint8Array): number => latin1(bytes).match(/\/Type \/Page\b/g)?.length ?? 0;

const { buyer, seller } = invoiceDocument();
const hindi = invoiceDocument({
  change: { buyer: { ...buyer, name: 'श्री राजेश कुमार क्षत्रिय', lines: ['ज्ञानेश्वर मार्ग, विद्यार्थी नगर'], city: 'पुणे' } },
});

/** The same facts with every object's keys the other way round, as a database that reorders them gives them back. */
const reordered = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, part]) => [key, reordered(part)]),
  );
};

test('INV-05 the same frozen copy gives the same bytes, also after a journey through JSON that reorders its keys', async () => {
  const first = sha256(await drawInvoice(hindi));
  assert.equal(sha256(await drawInvoice(hindi)), first);
  assert.equal(sha256(await drawInvoice(reordered(JSON.parse(JSON.stringify(hindi))) as InvoiceDocument)), first);
});

test('INV-05 invoices drawn at the same time are those drawn one by one', async () => {
  const documents = [invoiceDocument(), hindi, invoiceDocument({ lines: manyLines(30) })];
  const together = await Promise.all(documents.map((document) => drawInvoice(document)));
  for (const [index, document] of documents.entries()) assert.equal(sha256(await drawInvoice(document)), sha256(together[index]!));
});

test('INV-05 another process in another folder, time zone and language makes the same bytes', async () => {
  const script = `
    const { createHash } = await import('node:crypto');
    const { drawInvoice } = await import(${JSON.stringify(import.meta.resolve('../../support/papers.ts'))});
    console.log(createHash('sha256').update(await drawInvoice(JSON.parse(process.env.INVOICE))).digest('hex'));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: tmpdir(),
    env: { ...process.env, TZ: 'America/New_York', LANG: 'de_DE.UTF-8', INVOICE: JSON.stringify(hindi) },
  });
  assert.equal(stdout.trim(), sha256(await drawInvoice(hindi)));
});

test('INV-05 another fact gives other bytes, and the file is dated by the issue', async () => {
  const bytes = await drawInvoice(invoiceDocument());
  assert.notEqual(sha256(bytes), sha256(await drawInvoice(invoiceDocument({ change: { dueDate: '2026-12-01' } }))));
  assert.equal(latin1(bytes).slice(0, 5), '%PDF-');
  assert.deepEqual(latin1(bytes).match(/\(D:\d+Z\)/g), ['(D:20261122101530Z)', '(D:20261122101530Z)']); // created and modified
});

for (const [count, pages] of [[1, 1], [30, 2], [120, 6]] as const) {
  test(`INV-05 an invoice of ${count} lines fills ${pages} pages, and each carries forward what the next brings`, async () => {
    const document = invoiceDocument({ lines: manyLines(count) });
    const definition = invoiceDefinition(document);
    assert.equal(pagesOf(await renderPdf(definition)), pages);
    const carried = Array.from({ length: pages }, (_, index) => /Carried forward {2}₹ (\S+)/.exec(footerOf(definition, index + 1, pages))?.[1]);
    const brought = Array.from({ length: pages }, (_, index) => /Brought forward {2}₹ (\S+)/.exec(headerOf(definition, index + 1, pages))?.[1]);
    assert.deepEqual(brought, [undefined, ...carried.slice(0, -1)]);
    assert.equal(carried.at(-1), undefined);
    const sums = document.lines.map((_, index) => formatIndian(totalOfFirst(document, index + 1)));
    const linesBefore = carried.filter((sum) => sum !== undefined).map((sum) => sums.indexOf(sum) + 1);
    assert.ok(linesBefore.every((lines, index) => lines > (linesBefore[index - 1] ?? 0)), String(linesBefore));
    assert.ok(count === 1 || linesBefore.length > 0);
    assert.match(footerOf(definition, 1, pages), new RegExp(`Page 1 of ${pages}$`));
  });
} // prettier-ignore

test('INV-05 Hindi names are drawn from glyphs of the font, whose file is embedded', async () => {
  const plain = await drawInvoice(invoiceDocument());
  const bytes = await drawInvoice(hindi);
  assert.ok(latin1(bytes).includes('+Hind-SemiBold'));
  assert.ok(bytes.length > plain.length, 'the embedded font grew by the Devanagari glyphs');
});

test('INV-05 words longer than their column and amounts of crores stay on the page', async () => {
  const lines = manyLines(3).map((line) => ({ ...line, description: 'X'.repeat(200), quantity: '99999.125', unitPrice: '987654.1234' }));
  const drawn = await renderPdf({ ...invoiceDefinition(invoiceDocument({ lines })), compress: false });
  const startsOfText = [...latin1(drawn).matchAll(/1 0 0 1 (\S+) \S+ Tm/g)].map(([, x]) => Number(x));
  assert.ok(startsOfText.length > 100);
  assert.ok(Math.max(...startsOfText) <= 595.28 - 34, `text begins at ${Math.max(...startsOfText)}`);
});

test('INV-05 a logo must be the one that the invoice was issued under', async () => {
  const logo = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGNgYGAAAAAEAAH2FzhVAAAAAElFTkSuQmCC', 'base64');
  const document = invoiceDocument({ change: { seller: { ...seller, branding: { logoHash: sha256(logo) } } } });
  assert.ok(latin1(await drawInvoice(document, logo)).includes('/Subtype /Image'));
  await assert.rejects(drawInvoice(document), /logo/);
  await assert.rejects(drawInvoice(document, Buffer.from('another')), /logo/);
});

test('INV-05 nothing in a definition reaches a file or an address', async () => {
  await assert.rejects(renderPdf({ content: [{ image: '/etc/hostname' }], defaultStyle: { font: 'Hind' } }), /denied/);
  await assert.rejects(
    renderPdf({ content: [{ image: 'x' }], images: { x: 'http://127.0.0.1/logo.png' }, defaultStyle: { font: 'Hind' } }),
    /denied/,
  );
});
