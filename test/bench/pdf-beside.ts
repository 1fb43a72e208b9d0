import { drawingThread } from '../../adapters/pdf/drawing-thread.ts';
import { invoiceDocument, manyLines } from '../support/invoice-documents.ts';
import { paperOf } from '../support/papers.ts';
import type { Duel } from './duel.ts';
import type { Rounds } from './fight.ts';
import { median } from './figures.ts';
import type { Load } from './load.ts';
import { loadGenerator, serve } from './processes.ts';
import { searchExact } from './search-exact.ts';
import type { World } from './world.ts';

const LINES = 30;
const READERS = 8;
const WARM_UP_MS = 1_500;

export type BesideFigures = {
  readonly quietP99Ms: number;
  readonly busyP99Ms: number;
  readonly ratio: number;
  readonly papersPerSecond: number;
};

/** Draws invoices one after the other, as a worker does, until it is over. Answers how many. */
const drawing = (draw: ReturnType<typeof drawingThread>['draw']) => {
  const paper = paperOf('INVOICE', invoiceDocument({ lines: manyLines(LINES) }));
  let isOver = false;
  let done = 0;
  const all = (async () => {
    for (; !isOver; done += 1) await draw(paper);
  })();
  return async (): Promise<number> => {
    isOver = true;
    const inTime = done;
    await all;
    return inTime;
  };
};

/** Reads alone and reads while papers are made, in turns: what drawing takes from who only wants to find a vehicle. */
export const pdfBesideBench = async (world: World, { seconds, rounds }: Rounds): Promise<BesideFigures> => {
  const thread = drawingThread();
  const api = await serve('server.ts', world.env);
  const generator = loadGenerator();
  const reads = searchExact as Duel;
  const { plan, ...range } = await reads.prepare(world, 0);
  const read = async (durationMs: number): Promise<Load> => {
    const load = await generator.run({ bench: reads.name, plan, port: api.port, clients: READERS, durationMs, ...range });
    if (load.failed > 0) throw new Error(`${load.failed} reads failed, the first with ${load.failure}`);
    return load;
  };
  const pairs: { readonly quiet: Load; readonly busy: Load; readonly papers: number }[] = [];
  try {
    await read(WARM_UP_MS);
    await drawing(thread.draw)();
    for (let round = 0; round < rounds; round += 1) {
      const quiet = await read(seconds * 1000);
      const stop = drawing(thread.draw);
      const busy = await read(seconds * 1000);
      pairs.push({ quiet, busy, papers: await stop() });
    }
  } finally {
    generator.stop();
    await Promise.all([api.stop(), thread.close()]);
  }
  return {
    quietP99Ms: median(pairs.map(({ quiet }) => quiet.p99Ms)),
    busyP99Ms: median(pairs.map(({ busy }) => busy.p99Ms)),
    ratio: median(pairs.map(({ quiet, busy }) => busy.p99Ms / quiet.p99Ms)),
    papersPerSecond: median(pairs.map(({ papers, busy }) => (papers * 1000) / busy.elapsedMs)),
  };
};
