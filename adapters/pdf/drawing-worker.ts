import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import type { Paper } from '@dms/domain/files/use-cases/papers';
import { drawPaper } from './draw-paper.ts';

// One thread that does nothing but draw papers, one after the other.

export type Order = { readonly id: number; readonly paper: Paper; readonly logo?: string | undefined };
export type Drawn = { readonly id: number } & ({ readonly bytes: Uint8Array } | { readonly failure: string });

const LESS_URGENT = 10;

// On Linux a priority is a thread's own: whoever answers requests comes first. Elsewhere it would slow the whole process down.
if (process.platform === 'linux') setPriority(0, LESS_URGENT);

const drawn = async ({ id, paper, logo }: Order): Promise<Drawn> => {
  try {
    return { id, bytes: await drawPaper(paper, logo) };
  } catch (error) {
    return { id, failure: String(error) };
  }
};

parentPort?.on('message', (order: Order) => void drawn(order).then((reply) => parentPort?.postMessage(reply)));
