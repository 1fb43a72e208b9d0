import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawPaper } from '../../../adapters/pdf/draw-paper.ts';
import { drawingThread } from '../../../adapters/pdf/drawing-thread.ts';
import { invoiceDocument, manyLines } from '../../support/invoice-documents.ts';
import { paperOf } from '../../support/papers.ts';

const papers = [1, 5, 30].map((count) => paperOf('INVOICE', invoiceDocument({ lines: manyLines(count) })));

test('INV-05 a thread draws the bytes that are drawn without it, whatever else it was asked for', async (t) => {
  const { draw, close } = drawingThread();
  t.after(close);
  const drawn = await Promise.all(papers.map((paper) => draw(paper)));
  for (const [index, paper] of papers.entries()) assert.ok(Buffer.from(await drawPaper(paper)).equals(drawn[index]!));
});

test('INV-05 a paper that cannot be drawn fails alone, and a thread that ended is followed by another', async (t) => {
  const { draw, close } = drawingThread();
  t.after(close);
  const broken = paperOf('INVOICE', invoiceDocument({ change: { lines: null as never } }));
  const [refused, made] = await Promise.allSettled([draw(broken), draw(papers[0]!)]);
  assert.deepEqual([refused.status, made.status], ['rejected', 'fulfilled']);
  const lost = draw(papers[2]!);
  await Promise.all([assert.rejects(lost, /has ended/), close()]);
  assert.ok((await draw(papers[0]!)).length > 1000);
});

test('INV-05 while a thread draws, the process answers others', async (t) => {
  const { draw, close } = drawingThread();
  t.after(close);
  await draw(papers[0]!);
  let turns = 0;
  let isDrawn = false;
  const done = draw(papers[2]!).then(() => (isDrawn = true));
  const turn = (): void => {
    turns += 1;
    if (!isDrawn) setImmediate(turn);
  };
  turn();
  await done;
  assert.ok(turns > 100, `${turns} turns`);
});
