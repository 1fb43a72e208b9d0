import type { Logger } from 'pino';
import { DomainError } from '@dms/domain/shared/errors';
import type { Storage } from '@dms/domain/shared/storage';

/** Content that knows whether it was itself what broke off: a client who hangs up is no fault of the storage. */
const witnessed = (content: AsyncIterable<Uint8Array>) => {
  const witness = { brokeOff: false };
  async function* pieces(): AsyncGenerator<Uint8Array> {
    try {
      yield* content;
    } catch (error) {
      witness.brokeOff = true;
      throw error;
    }
  }
  return { witness, pieces: pieces() };
};

/** What the file system and the S3 client put on an error; a mistake of ours has none of it. */
const isOutage = (error: unknown): error is Error =>
  error instanceof Error &&
  !(error instanceof DomainError) &&
  ('code' in error || '$metadata' in error || /Timeout|Abort/.test(error.name));

/** A driver whose failures are told in the language of the business, and in the log as what they were. */
export const tellingStorage = (driver: Storage, logger: Pick<Logger, 'warn'>): Storage => {
  const translated = (error: unknown): unknown => {
    if (!isOutage(error)) return error;
    logger.warn({ err: error }, 'The storage of files failed');
    const refusal = new DomainError('service.unavailable', 'The storage of files cannot be reached for the moment.', {
      retryAfterSeconds: 2,
    });
    return Object.assign(refusal, { cause: error }); // for the log and for `dms doctor`; no answer tells it
  };
  const telling = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work();
    } catch (error) {
      throw translated(error);
    }
  };

  return {
    async put(key, content, about) {
      if (content instanceof Uint8Array) return telling(() => driver.put(key, content, about));
      const { witness, pieces } = witnessed(content);
      try {
        return await driver.put(key, pieces, about);
      } catch (error) {
        throw witness.brokeOff ? error : translated(error);
      }
    },
    get: (key) => telling(() => driver.get(key)),
    stat: (key) => telling(() => driver.stat(key)),
    remove: (key) => telling(() => driver.remove(key)),
    async *list(prefix) {
      try {
        yield* driver.list(prefix);
      } catch (error) {
        throw translated(error);
      }
    },
    probe: () => telling(() => driver.probe()),
    removeUnfinished: (before) => telling(() => driver.removeUnfinished(before)),
  };
};
