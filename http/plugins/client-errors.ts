import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { DomainError, type ErrorCode } from '@dms/domain/shared/errors';
import { problemOf } from '../problem.ts';

type Refused = readonly [status: number, code: ErrorCode, sentence: string];

/** What Node's own parser refuses, before there is a request. */
const REFUSED: Readonly<Record<string, Refused>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'request.timeout', 'The request did not arrive within 30 seconds.'],
  HPE_HEADER_OVERFLOW: [431, 'request.too_large', 'The headers are too large.'],
};
const MALFORMED: Refused = [400, 'request.malformed', 'This is not an HTTP request.'];

/** Answers on the bare socket, as a problem like any other, and hangs up. */
export const answerClientError =
  (nextId: () => string) =>
  (error: NodeJS.ErrnoException, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || socket.destroyed) return;
    const [status, code, sentence] = REFUSED[error.code ?? ''] ?? MALFORMED;
    const id = nextId();
    const body = JSON.stringify({ ...problemOf(new DomainError(code, sentence), { id, url: '/' }), status });
    const head = [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      'Connection: close',
      'Content-Type: application/problem+json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      `X-Request-Id: ${id}`,
    ];
    if (socket.writable) socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
    else socket.destroy();
  };
