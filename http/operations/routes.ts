import { absent, DomainError, type ErrorCode, errorCatalogue } from '@dms/domain/shared/errors';
import type { Cradle } from '../../adapters/container.ts';
import { accepted, ok } from '../answers.ts';
import { statusOfCode } from '../problem.ts';
import { route, type RoutesOf } from '../route.ts';
import { ById, JobStarted } from '../schemas.ts';
import { ByCode, Health, JobRun, ProblemType, ProblemTypes, Readiness } from './schemas.ts';

const A_DAY = 'public, max-age=86400';

const isCode = (code: string): code is ErrorCode => Object.hasOwn(errorCatalogue, code);
const problemType = (code: ErrorCode) => {
  const { title, help } = errorCatalogue[code];
  return { code, status: statusOfCode(code), title, help };
};
const problemTypes = (Object.keys(errorCatalogue) as ErrorCode[]).map(problemType);

const named = (states: Readonly<Record<string, boolean>>): string[] => Object.keys(states).filter((name) => states[name]);

const presentJob = ({ import: imported, ...run }: Awaited<ReturnType<Cradle['readJob']>>) => {
  if (imported === null) return { ...run, import: null };
  const { going, refusals } = imported;
  return { ...run, import: { ...going, importId: going.id, refusals, reportUrl: `/imports/${going.id}/report` } };
};

/** Work in the background, health, and what the problems mean. */
export const operationsRoutes: RoutesOf = ({ readJob, retryJob, readiness }) => [
  route({
    method: 'GET',
    url: '/jobs/:id',
    permission: 'self',
    operationId: 'readJobRun',
    summary: 'How far work in the background is, for whoever started it',
    tags: ['operations'],
    params: ById,
    answers: { 200: JobRun },
    handle: async ({ params, actor }) => ok(presentJob(await readJob(params.id, actor))),
  }),
  route({
    method: 'POST',
    url: '/jobs/:id/retry',
    permission: 'queue.retry',
    operationId: 'retryJob',
    summary: 'Begins work anew that was given up',
    tags: ['operations'],
    params: ById,
    answers: { 202: JobStarted },
    refuses: ['record.refused'],
    handle: async ({ params, actor }) => {
      const { id: jobId } = await retryJob({ jobId: params.id }, actor);
      return accepted(`/jobs/${jobId}`, { jobId });
    },
  }),
  route({
    method: 'GET',
    url: '/problems',
    permission: 'public',
    operationId: 'listProblemTypes',
    summary: 'Every code that a problem can have',
    tags: ['operations'],
    answers: { 200: ProblemTypes },
    cache: A_DAY,
    handle: () => ok({ data: problemTypes }),
  }),
  route({
    method: 'GET',
    url: '/problems/:code',
    permission: 'public',
    operationId: 'readProblemType',
    summary: 'What a code means and what to do about it',
    tags: ['operations'],
    params: ByCode,
    answers: { 200: ProblemType },
    cache: A_DAY,
    handle: ({ params: { code } }) => {
      if (!isCode(code)) throw absent('problem');
      return ok(problemType(code));
    },
  }),
  route({
    method: 'GET',
    url: '/health',
    permission: 'public',
    operationId: 'readHealth',
    summary: 'Whether the process is alive',
    tags: ['operations'],
    answers: { 200: Health },
    cache: 'no-store',
    handle: () => ok({ status: 'ok' }),
  }),
  route({
    method: 'GET',
    url: '/ready',
    permission: 'public',
    operationId: 'readReadiness',
    summary: 'Whether requests can be served',
    description: '503 while PostgreSQL is down or migrations are pending. Without Redis or storage the rest goes on: 200, `degraded`.',
    tags: ['operations'],
    answers: { 200: Readiness },
    cache: 'no-store',
    handle: async () => {
      const { postgres, migrationsPending, redis, storage } = await readiness();
      const missing = named({ postgres: !postgres, migrations: migrationsPending });
      if (missing.length > 0) throw new DomainError('service.unavailable', `Not ready: ${missing.join(', ')}.`, { missing });
      const degraded = named({ redis: !redis, storage: !storage });
      return ok({ status: degraded.length > 0 ? 'degraded' : 'ready', degraded });
    },
  }),
];
