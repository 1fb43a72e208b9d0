import { Readable } from 'node:stream';
import { paperCopies } from '@dms/domain/files/ports';
import type { Printed } from '@dms/domain/files/use-cases/print-paper';
import { Type } from '@sinclair/typebox';
import { accepted, type Answer, stream } from './answers.ts';
import { Enumeration, FileOf, JobStarted } from './schemas.ts';

/** Which copy of a paper; the original where nothing is said. */
export const CopyQuery = Type.Object({
  copy: Type.Optional(Enumeration(paperCopies, { description: 'Each copy is marked as what it is.', examples: ['DUPLICATE'] })),
});

/** What every route of a paper answers. */
export const paperAnswers = { 200: FileOf('application/pdf'), 202: JobStarted };

export const printedPaper = (printed: Printed): Answer => {
  if ('jobId' in printed) return accepted(`/jobs/${printed.jobId}`, { jobId: printed.jobId });
  const { file, name, sha256 } = printed;
  return stream('application/pdf', Readable.from(file.content), { name, sha256, size: file.size });
};
