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

/**
 * The keys of development, each a file of the data folder. A backup takes them along: without them no session, signature, callback or audit
 * row of the copy could be read.
 */
export const developmentSecrets = ['jwt-secret', 'audit-key', 'payment-callback-secret', 'webhook-secret-key'] as const;

/** A key of development that outlives a restart, as sessions and the audit trail do. Production has to bring its own. */
export const developmentSecret = (dataFolder: string, name: (typeof developmentSecrets)[number] = 'jwt-secret'): string =>
  keptSecret(join(ownFolder(dataFolder), name), () => randomSecret(48));
