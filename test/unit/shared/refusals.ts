import type { ErrorCode } from '@dms/domain/shared/errors';
import { DomainError } from '@dms/domain/shared/errors';

/** For assert.throws: the refusal has this code, and says something like this. */
export const refusal =
  (code: ErrorCode, sentence: RegExp = /./) =>
  (error: unknown): boolean =>
    error instanceof DomainError && error.code === code && sentence.test(error.message);
