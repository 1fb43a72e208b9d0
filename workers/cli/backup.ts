import { resolve } from 'node:path';
import { Command } from 'commander';
import { checkEnvironment } from '../../adapters/config.ts';
import { type Backup, BackupRefused, backUp, restore } from '../../adapters/embedded/backup.ts';
import { dataFolder } from '../../adapters/embedded/data-folder.ts';
import { CommandFailure, EXIT } from './exit-codes.ts';

type Options = { readonly json?: boolean };

const MEGABYTE = 1_000_000;
const summary = ({ folder, files, bytes, madeAt }: Backup): string =>
  `${files} files, ${(bytes / MEGABYTE).toFixed(1)} MB, as of ${madeAt}, in ${folder}.`;

/** What backs up the data folder of this machine backs up nothing that is elsewhere. */
const refuseForeign = (): void => {
  if (process.env.DATABASE_URL)
    throw new CommandFailure(
      'DATABASE_URL names a PostgreSQL of your own: it is backed up and restored by its own means (docs/guides/backup.md).',
      EXIT.configuration,
    );
};

const carryOut = async (work: () => Promise<Backup>, done: string, { json }: Options): Promise<void> => {
  checkEnvironment(process.env);
  refuseForeign();
  try {
    const backup = await work();
    console.log(json ? JSON.stringify(backup) : `${done} ${summary(backup)}`);
  } catch (error) {
    throw error instanceof BackupRefused ? new CommandFailure(error.message) : error;
  }
};

const elsewhere = (): string =>
  process.env.UPLOAD_DRIVER === 's3' ? ' Objects of the bucket are not among them: keep their versions (docs/guides/backup.md).' : '';

export const backupCommand = (): Command =>
  new Command('backup')
    .description('copy the private PostgreSQL, files and keys of the data folder into a new folder, while everything goes on running')
    .argument('<folder>', 'a folder that is not there yet')
    .option('--json', 'print JSON')
    .action((folder: string, options: Options) =>
      carryOut(() => backUp(dataFolder(process.env), resolve(folder), new Date()), `Backed up.${elsewhere()}`, options),
    );

export const restoreCommand = (): Command =>
  new Command('restore')
    .description('put a backup into the data folder, which must have neither database nor files; then start as ever')
    .argument('<folder>', 'a folder that dms backup made')
    .option('--json', 'print JSON')
    .action((folder: string, options: Options) => carryOut(() => restore(resolve(folder), dataFolder(process.env)), 'Restored.', options));
