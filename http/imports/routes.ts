import { pipeline, Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import { type ImportKind, importKinds } from '@dms/domain/shared/import-kinds';
import type { Cradle } from '../../adapters/container.ts';
import { accepted, stream } from '../answers.ts';
import { type Route, route, type RoutesOf } from '../route.ts';
import { ById, JobStarted } from '../schemas.ts';
import { invalid } from '../validation.ts';
import { CsvUpload, ImportQuery, Report } from './schemas.ts';

const tags = ['imports'] as const;

const columnsOf = (kind: ImportKind): string => {
  const { needed, optional } = importKinds[kind];
  return `Columns: ${needed.join(', ')}; and if you like ${optional.join(', ')}.`;
};

/** `Opening stock` of `opening-stock`. */
const capitalised = (kind: ImportKind): string =>
  kind
    .split('-')
    .map((word) => word[0]!.toUpperCase() + word.slice(1))
    .join('');

const importRoute = (kind: ImportKind, { startImport }: Pick<Cradle, 'startImport'>): Route =>
  route({
    method: 'POST',
    url: `/imports/${kind}`,
    permission: 'import',
    operationId: `import${capitalised(kind)}`,
    summary: `Brings ${kind.replaceAll('-', ' ')} in from a CSV file`,
    description: `The body is the file itself, of at most 50 MiB: UTF-8, with commas, its first line naming the columns. ${columnsOf(kind)} A worker brings it in batch by batch; \`/jobs/{jobId}\` tells how far it is, what came of the rows, and why some were refused. What is there already is changed where a row says otherwise, so the same file may be sent again.`,
    tags,
    query: ImportQuery,
    body: CsvUpload,
    answers: { 202: JobStarted },
    handle: async ({ query: { dryRun, serviceCenterId, fileName = `${kind}.csv` }, body, actor }) => {
      if (!body) throw invalid([{ pointer: '', message: 'has to be a CSV file, as text/csv', in: 'body' }]);
      const { key, size, sha256 } = body;
      const { jobId } = await startImport({ kind, dryRun, serviceCenterId, file: { key, size, sha256, name: fileName } }, actor);
      body.taken = true;
      return accepted(`/jobs/${jobId}`, { jobId });
    },
  });

/** Files of customers, vehicles, parts and what a branch begins with (IMP-01). */
export const importRoutes: RoutesOf = (cradle) => [
  ...(Object.keys(importKinds) as ImportKind[]).map((kind) => importRoute(kind, cradle)),
  route({
    method: 'GET',
    url: '/imports/:id/report',
    permission: 'import',
    operationId: 'readImportReport',
    summary: 'The rows of an import that were refused, as a CSV file: line and reason',
    description: 'At most the first 10,000 of them; how many there were in all, the job says.',
    tags,
    params: ById,
    answers: { 200: Report },
    rateLimit: 'export',
    cache: 'private, no-cache',
    handle: async ({ params, actor }) => {
      const refusals = await cradle.readRefusals(params.id, actor);
      const lines = stringify({ header: true, columns: ['line', 'reason'], escape_formulas: true, record_delimiter: 'windows' });
      // Whoever reads the lines hears of an error of either end.
      return stream(
        'text/csv',
        pipeline(Readable.from(refusals), lines, () => undefined),
        { name: 'refused.csv' },
      );
    },
  }),
];
