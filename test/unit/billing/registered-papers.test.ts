import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import type { InvoiceDocument, RegistrationCopy } from '@dms/domain/billing/invoice-document';
import { type PaperRef, paperKey } from '@dms/domain/files/ports';
import { paperDefinition } from '../../../adapters/pdf/draw-paper.ts';
import { renderPdf } from '../../../adapters/pdf/render.ts';
import { readDrawnQrs } from '../../support/drawn-qr.ts';
import { invoiceDocument, manyLines } from '../../support/invoice-documents.ts';
import { draw, paperOf } from '../../support/papers.ts';
import { wordsOf } from '../../support/pdf-definition.ts';

const base64url = (bytes: string | Buffer): string => Buffer.from(bytes).toString('base64url');
/**
 * As long as one of the portal: a header, what it says, and a signature of 2048 bits. Never of 1,004 to 1,091 characters: the reader looks
 * for a mark of version 23 of the code at 74 modules, where ISO/IEC 18004 (annex E) has 78, and reads none of that size.
 */
const signed = (said: number): string => {
  const signature = Buffer.concat(Array.from({ length: 8 }, (_, index) => createHash('sha256').update(`${index}`).digest()));
  return `${base64url('{"alg":"RS256","kid":"EDC57DE1358B300BA9F79340A6696831","typ":"JWT"}')}.${base64url('x'.repeat(said))}.${base64url(signature)}`;
};
const registration = (signedQr = signed(400)): RegistrationCopy => ({
  irn: createHash('sha256').update('29AABCS1429B1ZQ2026-27INVBLR01/2627/00123').digest('hex'),
  ackNumber: '112610053648291',
  // A quarter past midnight in India, on the day after.
  ackDate: '2026-11-22T18:45:00.000Z',
  signedQr,
});
const registered = (document: InvoiceDocument, answer = registration()) => ({ ...document, registration: answer });
const defined = (document: object, marked: Partial<PaperRef> = {}) =>
  paperDefinition(paperOf('INVOICE', document as InvoiceDocument, { registered: true, ...marked }));

for (const [language, words] of [
  ['en', ['Acknowledgement no. 112610053648291', 'Acknowledged on 23 Nov 2026 00:15']],
  ['hi', ['पावती संख्या 112610053648291', 'पावती दिनांक 23 नवंबर 2026 00:15']],
] as const) {
  test(`INV-05 a registered invoice says its reference number, acknowledgement and its day in India, in ${language} (Rule 46(r))`, () => {
    const document = invoiceDocument({ change: { template: { version: 1, language } } });
    const said = wordsOf(defined(registered(document)));
    for (const text of [`IRN ${registration().irn}`, ...words]) assert.ok(said.includes(text), `"${text}" is not in: ${said}`);
    assert.ok(!wordsOf(defined(document)).includes('IRN'));
  });
}

for (const said of [120, 400, 700, 1_300, 1_800]) {
  const answer = registration(signed(said));
  test(`INV-05 a phone reads the ${answer.signedQr.length} characters that the portal signed off the drawn page, beside the link to pay`, async () => {
    const document = registered(invoiceDocument({ lines: manyLines(said === 400 ? 30 : 3) }), answer);
    const codes = readDrawnQrs(await renderPdf({ ...defined(document), compress: false }));
    assert.deepEqual(codes, [
      { link: document.upi!.link, modulePoints: 2 },
      { link: answer.signedQr, modulePoints: 2 },
    ]);
  });
}

test('INV-05 a registered invoice that was cancelled keeps its reference number and code, and asks for no money', async () => {
  const drawn = await renderPdf({ ...defined(registered(invoiceDocument()), { cancelled: true }), compress: false });
  assert.deepEqual(
    readDrawnQrs(drawn).map(({ link }) => link),
    [registration().signedQr],
  );
});

test('INV-05 a registered paper is the same bytes each time, others than before it was registered, and under a key of its own', async () => {
  const document = invoiceDocument();
  const [before, one, two] = await Promise.all([
    draw(paperOf('INVOICE', document)),
    draw(paperOf('INVOICE', registered(document), { registered: true })),
    draw(paperOf('INVOICE', JSON.parse(JSON.stringify(registered(document))) as InvoiceDocument, { registered: true })),
  ]);
  assert.ok(Buffer.from(one).equals(two));
  assert.ok(!Buffer.from(one).equals(before));
  const marks = [true, false].flatMap((cancelled) => [true, false].map((mark) => ({ cancelled, registered: mark })));
  const keys = (['ORIGINAL', 'DUPLICATE', 'TRIPLICATE'] as const).flatMap((copy) =>
    marks.map((mark) => paperKey(paperOf('INVOICE', document, { copy, ...mark }))),
  );
  assert.equal(new Set(keys).size, 12);
});
