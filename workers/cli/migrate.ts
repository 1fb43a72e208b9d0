import { Command } from 'commander';
import { EXIT } from './exit-codes.ts';
import { migrationTarget, onPlatform } from './platform.ts';

type Options = { json?: boolean };
const list = (names: readonly string[]): string => names.map((name) => `\n  ${name}`).join('');

const up = (): Command =>
  new Command('up')
    .description('carry out the pending migrations, as the owner (DATABASE_MIGRATION_URL)')
    .option('--json', 'print JSON')
    .action(({ json }: Options) =>
      onPlatform(async (config) => {
        const { migrateUp } = await import('../../db/migrate.ts');
        const { url, ...roles } = migrationTarget(config);
        const applied = await migrateUp(url, roles);
        const text = applied.length === 0 ? 'No migration was pending.' : `Carried out:${list(applied)}`;
        console.log(json ? JSON.stringify({ applied }) : text);
      }),
    );

const status = (): Command =>
  new Command('status')
    .description(`the migrations carried out and those pending; exit code ${EXIT.pending} if any is pending`)
    .option('--json', 'print JSON')
    .action(({ json }: Options) =>
      onPlatform(async (config) => {
        const { migrationStatus } = await import('../../db/migrate.ts');
        const { applied, pending } = await migrationStatus(migrationTarget(config).url);
        const text = `${applied.length} carried out, ${pending.length} pending${pending.length > 0 ? `:${list(pending)}` : '.'}`;
        console.log(json ? JSON.stringify({ applied, pending }) : text);
        if (pending.length > 0) process.exitCode = EXIT.pending;
      }),
    );

export const migrateCommand = (): Command =>
  new Command('migrate').description('the schema of the database').addCommand(up()).addCommand(status());
