import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Storage } from '@dms/domain/shared/storage';
import type { Config } from '../config.ts';
import { localStorage } from './local-storage.ts';
import { tellingStorage } from './telling-storage.ts';

/** The storage that is configured, and how it is closed. Who keeps files in a folder does not even load the client of S3. */
export const openStorage = async (
  { storage, dataFolder }: Pick<Config, 'storage' | 'dataFolder'>,
  logger: Pick<Logger, 'warn'>,
): Promise<Storage & { close(): void }> => {
  if (storage.driver === 'local') {
    return { ...tellingStorage(localStorage({ folder: join(dataFolder, 'files') }), logger), close: () => {} };
  }
  const { s3Client, s3Storage } = await import('./s3-storage.ts');
  const { close, ...driver } = s3Storage({ client: s3Client(storage), bucket: storage.bucket });
  return { ...tellingStorage(driver, logger), close };
};
