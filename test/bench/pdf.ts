import pdfmake from 'pdfmake';
import type { InvoiceDocument } from '@dms/domain/billing/invoice-document';
import { paperDefinition } from '../../adapters/pdf/draw-paper.ts';
import { invoiceDocument, manyLines } from '../support/invoice-documents.ts';
import { drawInvoice, paperOf } from '../support/papers.ts';

const LINES = 30;
const INVOICES_PER_ROUND = 15;
const ROUNDS = 5;

const msPerInvoice = async (draw: () => Promise<unknown>): Promise<number> => {
  const startedAt = performance.now();
  for (let i = 0; i < INVOICES_PER_ROUND; i += 1) await draw();
  return (performance.now() - startedAt) / INVOICES_PER_ROUND;
};

/** The floor: definitions made beforehand, since each serves one drawing, and nothing but pdfmake in the measured time. */
const bare = (document: InvoiceDocument): (() => Promise<unknown>) => {
  const definitions = Array.from({ length: INVOICES_PER_ROUND }, () => paperDefinition(paperOf('INVOICE', document)));
  return () => pdfmake.createPdf(definitions.pop()!).getBuffer();
};

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

/** Invoices of 30 lines: milliseconds for each, against bare pdfmake with the same definition; ratio is the share of the floor's speed. */
export const pdfBench = async (): Promise<{ msPerInvoice: number; bareMsPerInvoice: number; ratio: number }> => {
  const document = invoiceDocument({ lines: manyLines(LINES) });
  const ours = () => drawInvoice(document);
  await msPerInvoice(ours);
  const rounds: { readonly ours: number; readonly bare: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push({ ours: await msPerInvoice(ours), bare: await msPerInvoice(bare(document)) });
  return {
    msPerInvoice: median(rounds.map(({ ours }) => ours)),
    bareMsPerInvoice: median(rounds.map(({ bare }) => bare)),
    ratio: median(rounds.map(({ ours, bare }) => bare / ours)),
  };
};
