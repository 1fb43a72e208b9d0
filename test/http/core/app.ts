import type { FastifyInstance } from 'fastify';
import { buildApp } from '../../../http/app.ts';
import { operationsRoutes } from '../../../http/operations/routes.ts';
import type { Modules } from '../../../http/modules.ts';
import { as, fakeContainer } from './fake-container.ts';
import { id, sampleRoutes } from './sample.ts';

type Parts = Parameters<typeof fakeContainer>[0] & { calls?: { count: number }; routes?: Modules };

/** The application with the routes of operations and the samples, over a container with nothing behind it. */
export async function sampleApp({
  calls,
  routes = { operations: [operationsRoutes], sample: [sampleRoutes(calls)] },
  ...parts
}: Parts = {}): Promise<FastifyInstance> {
  return buildApp({ container: fakeContainer(parts), routes });
}

export const admin = as('ADMIN');
export const order = { day: '2026-11-22', lines: [{ partId: id, quantity: '3.5', unitPrice: '650.00' }] };
export const keyed = (key = 'key-1') => ({ ...admin, 'idempotency-key': key });

type Problem = {
  code: string;
  status: number;
  requestId: string;
  errors?: { pointer: string; message: string; in: string }[];
  [member: string]: unknown;
};
export const problemIn = (answer: { json: () => unknown }): Problem => answer.json() as Problem;
export const pointersIn = (answer: { json: () => unknown }): string[] => (problemIn(answer).errors ?? []).map(({ pointer }) => pointer);
