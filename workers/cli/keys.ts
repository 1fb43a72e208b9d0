import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { checkEnvironment } from '../../adapters/config.ts';
import { dataFolder } from '../../adapters/embedded/data-folder.ts';

const SECRET_BYTES = 48;

/** What signs now: of the configuration, or what development keeps for itself. */
const presentKey = (): string | undefined => {
  const kept = join(dataFolder(process.env), 'jwt-secret');
  return process.env.JWT_SECRET || (existsSync(kept) ? readFileSync(kept, 'utf8') : undefined);
};

const ORDER = `
Put both lines into the secret store and restart: tokens that are out stay good, since the old key still verifies.
Where several processes serve, so that none meets a token it cannot verify, roll them twice:
  1. with the keys the other way round: JWT_SECRET the old one, JWT_SECRET_PREVIOUS the new one, which then only verifies;
  2. with the lines as printed.
When the last access token of the old key has ended (JWT_EXPIRES_IN), JWT_SECRET_PREVIOUS can go.`;

const rotate = (): Command =>
  new Command('rotate')
    .description('print a new signing key and the present one as the previous, for the secret store; changes nothing by itself')
    .option('--json', 'print JSON')
    .action(({ json }: { json?: boolean }) => {
      checkEnvironment(process.env);
      const lines = { JWT_SECRET: randomBytes(SECRET_BYTES).toString('base64url'), JWT_SECRET_PREVIOUS: presentKey() ?? '' };
      if (json) {
        console.log(JSON.stringify(lines));
        return;
      }
      for (const [name, value] of Object.entries(lines)) console.log(`${name}=${value}`);
      console.error(ORDER);
    });

export const keysCommand = (): Command => new Command('keys').description('the keys that sign tokens (AUT-06)').addCommand(rotate());
