import { Type } from '@sinclair/typebox';
import { importStates } from '@dms/domain/imports/import';
import { type ErrorCode, errorCatalogue } from '@dms/domain/shared/errors';
import { type ImportKind, importKinds } from '@dms/domain/shared/import-kinds';
import { Enumeration, InstantText, List, Nullable, Uuid } from '../schemas.ts';

export const Health = Type.Object({ status: Type.Literal('ok') }, { $id: 'Health' });

const parts = ['redis', 'storage'] as const;
export const Readiness = Type.Object(
  {
    status: Enumeration(['ready', 'degraded']),
    degraded: Type.Array(Enumeration(parts), { description: 'What is down, while the rest goes on.' }),
  },
  { $id: 'Readiness' },
);

const count = (description: string) => Type.Integer({ minimum: 0, description, examples: [120] });
const ImportProgress = Type.Object(
  {
    importId: Uuid,
    kind: Enumeration(Object.keys(importKinds) as ImportKind[], { examples: ['customers'] }),
    fileName: Type.String({ examples: ['customers.csv'] }),
    dryRun: Type.Boolean({ examples: [false] }),
    state: Enumeration(importStates, { examples: ['done'] }),
    rowsRead: count('Rows of the file that are behind it.'),
    created: count('Records that were not there before.'),
    changed: count('Records that were there, and said otherwise.'),
    unchanged: count('Records that were as the file says.'),
    refused: count('Rows that could not be.'),
    stoppedBy: Nullable(Type.String({ description: 'Why the rest of the file cannot be read.', examples: ['The file is empty.'] })),
    refusals: Type.Array(
      Type.Object({
        line: Type.Integer({ minimum: 1, examples: [17] }),
        reason: Type.String({ examples: ['firstName must not be empty.'] }),
      }),
      { description: 'The first hundred of the refused rows.' },
    ),
    reportUrl: Type.String({
      description: 'All that are kept, as a file.',
      examples: ['/imports/019aaf7e-5c00-7cc4-8d3e-2f6a1b9c0d11/report'],
    }),
  },
  { description: 'Of an import, what came of its rows so far.' },
);

export const JobRun = Type.Object(
  {
    id: Uuid,
    kind: Type.String({ examples: ['invoice-pdf'] }),
    status: Enumeration(['queued', 'running', 'succeeded', 'failed']),
    progress: Type.Integer({ minimum: 0, maximum: 100, description: 'In per cent.', examples: [100] }),
    attempts: Type.Integer({ minimum: 0, examples: [1] }),
    result: Nullable(
      Type.String({
        description: 'Where the result is, once there is one.',
        examples: ['/invoices/019aaf7e-5c00-7cc4-8d3e-2f6a1b9c0d11/pdf'],
      }),
    ),
    error: Nullable(Type.String({ description: 'Why the last attempt failed.', examples: ['The storage did not answer.'] })),
    createdAt: InstantText,
    finishedAt: Nullable(InstantText),
    import: Nullable(ImportProgress),
  },
  { $id: 'JobRun' },
);

const codes = Object.keys(errorCatalogue) as ErrorCode[];
export const ProblemType = Type.Object(
  {
    code: Enumeration(codes, { examples: ['stock.insufficient'] }),
    status: Type.Integer({ minimum: 400, maximum: 599, examples: [409] }),
    title: Type.String({ examples: ['There is not enough stock'] }),
    help: Type.String({ description: 'What to do about it.', examples: ['See `shortages` for what is available of each part.'] }),
  },
  { $id: 'ProblemType' },
);
export const ProblemTypes = List(ProblemType);
export const ByCode = Type.Object({
  code: Type.String({
    maxLength: 64,
    pattern: '^[a-z_.]+$',
    examples: ['stock.insufficient'],
    'x-refusal': 'must be a code such as "stock.insufficient"',
  }),
});

export const Document = Type.Object({ openapi: Type.Literal('3.1.0') }, { additionalProperties: true, description: 'This document.' });
