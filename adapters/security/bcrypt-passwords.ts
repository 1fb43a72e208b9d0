import bcrypt from 'bcrypt';
import type { Passwords } from '@dms/domain/identity/ports';
import { hashingThreads } from './hashing-threads.ts';

/** bcrypt reads no further, and would take what is longer for what begins alike. */
const MOST_BYTES = 72;
const SALT_AND_DIGEST = 53;

/** AUT-01: bcrypt on threads of its own, so that logins hold up nobody. */
export const bcryptPasswords = ({ rounds }: { readonly rounds: number }): Passwords & { close(): Promise<void> } => {
  const { ask, close } = hashingThreads();
  // Compared against where there is no such user: it takes as long, and nothing matches it (AUT-03).
  const nobody = `$2b$${String(rounds).padStart(2, '0')}$${'n'.repeat(SALT_AND_DIGEST)}`;

  return {
    hash: (password) => ask<string>({ password: normal(password), rounds }),
    isOutdated: (hash) => bcrypt.getRounds(hash) < rounds,
    matches: async (password, known) => {
      const typed = normal(password);
      const same = await ask<boolean>({ password: typed, hash: known ?? nobody });
      return same && known != null && Buffer.byteLength(typed) <= MOST_BYTES;
    },
    close,
  };
};

/** One form for the letters that keyboards compose in different ways. */
const normal = (password: string): string => password.normalize('NFC');
