import { createReadStream, existsSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { SingleBar } from 'cli-progress';
import { Argument, Command } from 'commander';
import type { BadRow, Imported } from '@dms/domain/shared/import-batch';
import { type ImportKind, importKinds } from '@dms/domain/shared/import-kinds';
import { type Actor, systemActor } from '@dms/domain/shared/actor';
import type { Config } from '../../adapters/config.ts';
import type { Cradle } from '../../adapters/container.ts';
import { csvRows, UnreadableFile } from '../imports/csv-rows.ts';
import { importFile } from '../imports/import-file.ts';
import { CommandFailure, EXIT } from './exit-codes.ts';
import { onPlatform } from './platform.ts';

type Options = { readonly dryRun?: boolean; readonly json?: boolean; readonly serviceCenter?: string };

/** For people only, on a terminal: by the bytes that are read, since nobody knows how many rows there are. */
const progressOver = (bytes: number) => {
  const bar = process.stderr.isTTY ? new SingleBar({ format: '{bar} {percentage} % of {total} bytes, {eta_formatted} left' }) : undefined;
  bar?.start(bytes, 0);
  return { read: (length: number) => bar?.increment(length), end: () => bar?.stop() };
};

async function* counted(file: string, read: (length: number) => void): AsyncGenerator<Buffer> {
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    read(chunk.length);
    yield chunk;
  }
}

const resultText = ({ created, changed, unchanged, refused }: Imported, dryRun: boolean): string =>
  `${dryRun ? 'It would be ' : ''}${created} created, ${changed} changed, ${unchanged} as they were, ${refused} refused.`;

/** The id of the branch with this code. */
const branchOf = async (transact: Cradle['transact'], code: string | undefined, actor: Actor): Promise<string | undefined> => {
  if (code === undefined) return undefined;
  const [branch] = await transact(actor, ({ serviceCenters }) => serviceCenters.refsByCode([code]));
  if (!branch) throw new CommandFailure(`There is no branch ${code}.`, EXIT.usage);
  return branch.id;
};

const importInto = async (config: Config, kind: ImportKind, file: string, options: Options): Promise<Imported> => {
  const { dryRun = false, json = false, serviceCenter } = options;
  const { buildContainer } = await import('../../adapters/container.ts');
  const container = await buildContainer(config);
  const progress = progressOver(statSync(file).size);
  const { ids, transact, finishImport, [importKinds[kind].use]: importBatch } = container.cradle;
  const importId = ids.next();
  const actor = systemActor(`dms import ${kind}`);
  const onBad = (bad: BadRow): void => console.log(json ? JSON.stringify(bad) : `line ${bad.line}: ${bad.reason}`);
  try {
    const serviceCenterId = await branchOf(transact, serviceCenter, actor);
    const rows = csvRows(counted(file, progress.read), importKinds[kind]);
    const { keys } = importKinds[kind];
    const imported = await importFile(rows, { importBatch, importId, dryRun, serviceCenterId, actor, keys, onBad });
    if (!dryRun) await finishImport({ importId, kind, file: basename(file), ...imported }, actor);
    return imported;
  } catch (error) {
    if (error instanceof UnreadableFile) throw new CommandFailure(error.message);
    throw error;
  } finally {
    progress.end();
    await container.dispose();
  }
};

export const importCommand = (): Command =>
  new Command('import')
    .description('a CSV file, whose first line names the columns; rows that cannot be are named with their line, the others are imported')
    .addArgument(new Argument('<kind>', 'what is in it').choices(Object.keys(importKinds)))
    .argument('<file>', 'UTF-8, with commas')
    .option('--service-center <code>', 'the branch of customers and vehicles whose row names none')
    .option('--dry-run', 'say what would happen, and keep nothing')
    .option('--json', 'print a line of JSON for each row that is refused, and one with the result')
    .action(async (kind: ImportKind, file: string, options: Options) => {
      if (!existsSync(file)) throw new CommandFailure(`There is no file ${file}.`, EXIT.usage);
      const imported = await onPlatform((config) => importInto(config, kind, file, options));
      console.log(
        options.json
          ? JSON.stringify({ kind, dryRun: options.dryRun ?? false, ...imported })
          : resultText(imported, options.dryRun ?? false),
      );
      if (imported.refused > 0) process.exitCode = EXIT.refused;
    });
