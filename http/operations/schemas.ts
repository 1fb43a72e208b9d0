import { Type } from '@sinclair/typebox';
import { type ErrorCode, errorCatalogue } from '@dms/domain/shared/errors';
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
