import type { FastifyError } from 'fastify';
import { DomainError, type ErrorCode, type ErrorKind, errorCatalogue } from '@dms/domain/shared/errors';
import { faultsOf, invalid } from './validation.ts';

/** The one table from what a refusal means to what HTTP calls it. */
export const statusOf: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  denied: 403,
  absent: 404,
  conflict: 409,
  stale: 412,
  'too-large': 413,
  unsupported: 415,
  unprocessable: 422,
  'too-many': 429,
  unexpected: 500,
  unavailable: 503,
};

export const statusOfCode = (code: ErrorCode): number => statusOf[errorCatalogue[code].kind];

/** What the framework itself refuses, before any of our code saw it. */
const FRAMEWORK: Readonly<Record<string, [ErrorCode, string]>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    'request.unsupported_type',
    'The body has a type that this route does not take; most take `application/json` alone.',
  ],
  FST_ERR_CTP_BODY_TOO_LARGE: ['request.too_large', 'The body has more than 1 MiB.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['request.malformed', 'The body is empty.'],
  FST_ERR_CTP_INVALID_JSON_BODY: ['request.malformed', 'The body is not a JSON document.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['request.malformed', 'The body is not as long as its Content-Length says.'],
  FST_ERR_BAD_URL: ['request.malformed', 'The path is not percent-encoded UTF-8.'],
  FST_ERR_MAX_PARAM_LENGTH: ['entity.absent', 'No record has an id as long as that.'],
};

const isValidation = (error: Error): error is FastifyError & Required<Pick<FastifyError, 'validation'>> =>
  'validation' in error && Array.isArray(error.validation);

/** Whatever was thrown, as a refusal of the closed catalogue. What nobody foresaw says nothing about itself to the outside. */
export function refusalOf(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  if (!(error instanceof Error)) return UNEXPECTED;
  if (isValidation(error)) return invalid(faultsOf(error.validation, error.validationContext));
  const { code, statusCode } = error as Partial<FastifyError>;
  const known = FRAMEWORK[code ?? ''];
  if (known !== undefined) return new DomainError(...known);
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return new DomainError('request.malformed', 'The request cannot be read.');
  return UNEXPECTED;
}
const UNEXPECTED = new DomainError('internal.unexpected', 'Something went wrong on our side. It was logged under the request id.');

export const unknownRoute = (method: string, path: string): DomainError =>
  new DomainError('route.unknown', `There is no ${method} ${path}. See /docs for the routes there are.`);

export const pathOf = (url: string): string => {
  const end = url.indexOf('?');
  return end === -1 ? url : url.slice(0, end);
};

/** RFC 9457, and the members that the refusal adds. */
export function problemOf(refusal: DomainError, request: { readonly id: string; readonly url: string }) {
  const { retryAfterSeconds: _, ...members } = refusal.details;
  return {
    type: `/problems/${refusal.code}`,
    title: errorCatalogue[refusal.code].title,
    status: statusOfCode(refusal.code),
    detail: refusal.message,
    instance: pathOf(request.url),
    code: refusal.code,
    requestId: request.id,
    ...members,
  };
}

const CHALLENGES: Partial<Record<ErrorCode, string>> = { 'auth.invalid_token': 'Bearer realm="dms", error="invalid_token"' };
const RETRY_AFTER_SECONDS: Partial<Record<ErrorCode, number>> = {
  'idempotency.in_progress': 1,
  'service.unavailable': 2,
  'request.timeout': 5,
  'rate.limited': 60,
};

/** The headers by which HTTP itself says what to do next. */
export function headersOf({ code, kind, details }: DomainError): Record<string, string> {
  const headers: Record<string, string> = { 'content-type': 'application/problem+json; charset=utf-8', 'cache-control': 'no-store' };
  if (kind === 'unauthenticated') headers['www-authenticate'] = CHALLENGES[code] ?? 'Bearer realm="dms"';
  const retryAfter = details.retryAfterSeconds ?? RETRY_AFTER_SECONDS[code];
  if (retryAfter !== undefined) headers['retry-after'] = String(retryAfter);
  return headers;
}
