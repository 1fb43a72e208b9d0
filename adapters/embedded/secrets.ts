import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ownFolder } from './data-folder.ts';

export const randomSecret = (bytes = 32): string => randomBytes(bytes).toString('base64url');

/** Makes the file at the first call and reads it ever after; two who make it at once get the same text. */
export function keptSecret(file: string, make: () => string): string {
  if (!existsSync(file)) {
    const draft = `${file}.${process.pid}.${randomSecret(4)}`;
    writeFileSync(draft, make(), { mode: 0o600 });
    try {
      linkSync(draft, file); // unlike a rename, it leaves alone what another made meanwhile
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(draft);
    }
  }
  return readFileSync(file, 'utf8');
}

/** A key of development that outlives a restart, as sessions and the audit trail do. Production has to bring its own. */
export const developmentSecret = (
  dataFolder: string,
  name: 'jwt-secret' | 'audit-key' | 'payment-callback-secret' | 'webhook-secret-key' = 'jwt-secret',
): string => keptSecret(join(ownFolder(dataFolder), name), () => randomSecret(48));
