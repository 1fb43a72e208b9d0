import bcrypt from 'bcrypt';
import type { Passwords } from '@dms/domain/identity/ports';

/** AUT-01: bcrypt on the thread pool, so that logins hold up nobody. */
export const bcryptPasswords = ({ rounds }: { readonly rounds: number }): Passwords => {
  // Compared against where there is no such user: it takes as long, and nothing matches it (AUT-03).
  const nobody = bcrypt.hash('nobody has this password', rounds);
  return {
    hash: (password) => bcrypt.hash(password, rounds),
    matches: async (password, hash) => {
      const same = await bcrypt.compare(password, hash ?? (await nobody));
      return same && hash !== undefined;
    },
  };
};
