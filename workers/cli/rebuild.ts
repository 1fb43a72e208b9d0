import { Command } from 'commander';
import type { RebuiltHistory } from '@dms/domain/customers/use-cases/rebuild-history';
import { EXIT } from './exit-codes.ts';
import { onPlatform } from './platform.ts';

const reportText = ({ sources, mended, strays }: RebuiltHistory): string =>
  [
    mended === 0 ? 'Every entry is as it was written.' : `Entries mended: ${mended}.`,
    ...(strays > 0 ? [`Entries that tell of nothing there is, and are left: ${strays}.`] : []),
    `Jobs, invoices and changes of owner looked at: ${sources}.`,
  ].join('\n');

/** For people only: what a program reads stays clean. */
const progressOn = ({ isTTY }: NodeJS.WriteStream) =>
  isTTY ? (seen: number) => void process.stderr.write(`\r${seen} looked at`) : undefined;

const history = (): Command =>
  new Command('history')
    .description(
      'write the history of every vehicle anew from what it tells of; work may go on meanwhile; exit code 1 if some tell of nothing',
    )
    .option('--json', 'print JSON')
    .action(({ json }: { json?: boolean }) =>
      onPlatform(async (config) => {
        const { buildContainer } = await import('../../adapters/container.ts');
        const container = await buildContainer(config);
        try {
          const report = await container.cradle.rebuildHistory(progressOn(process.stderr));
          console.log(json ? JSON.stringify(report) : reportText(report));
          if (report.strays > 0) process.exitCode = EXIT.failed;
        } finally {
          await container.dispose();
        }
      }),
    );

export const rebuildCommand = (): Command =>
  new Command('rebuild').description('what is derived from other records, written anew').addCommand(history());
