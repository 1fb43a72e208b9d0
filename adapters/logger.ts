import { type Logger, pino } from 'pino';
import { withoutContacts } from '@dms/domain/shared/without-contacts';

/** What never stands in a log, wherever it turns up: secrets, and how to reach people. */
const unlogged = ['authorization', 'password', 'accessToken', 'refreshToken', 'token', 'phone', 'email', 'address'].flatMap((name) => [
  name,
  `*.${name}`,
  `*.*.${name}`,
]);

/** Of an error its name, code, message and stack; a driver hangs more on it, such as the recipients it was refused for. */
const told = (error: unknown) =>
  error instanceof Error
    ? {
        name: error.name,
        code: (error as { code?: unknown }).code,
        message: withoutContacts(error.message),
        stack: withoutContacts(error.stack ?? ''),
      }
    : { name: 'thrown', message: typeof error };

export const openLogger = (level: string, destination?: { write(line: string): void }): Logger =>
  pino({ level, base: null, redact: { paths: unlogged, censor: '…' }, serializers: { err: told } }, destination as never);
