import { Command } from 'commander';
import type { StockReport } from '@dms/domain/inventory/use-cases/verify-stock';
import { systemActor } from '@dms/domain/shared/actor';
import { EXIT } from './exit-codes.ts';
import { onPlatform } from './platform.ts';

const reportText = ({ sound, balances, movements, faultCount, faults }: StockReport): string =>
  [
    sound ? 'Every balance is what its movements add up to.' : `The stock does not add up: ${faultCount} faults.`,
    ...faults.map(({ sentence }) => `  ${sentence}`),
    ...(faultCount > faults.length ? [`  … and ${faultCount - faults.length} more.`] : []),
    `Balances looked at: ${balances}, of ${movements} movements.`,
  ].join('\n');

const EVERY = 1000;

/** For people only: what a program reads stays clean. */
const progressOn = ({ isTTY }: NodeJS.WriteStream) =>
  isTTY ? (seen: number) => void (seen % EVERY === 0 && process.stderr.write(`\r${seen} balances`)) : undefined;

const verify = (): Command =>
  new Command('verify')
    .description('prove every balance of stock from the movements, as they stand at one instant; exit code 1 if anything does not add up')
    .option('--json', 'print JSON')
    .action(({ json }: { json?: boolean }) =>
      onPlatform(async (config) => {
        const { buildContainer } = await import('../../adapters/container.ts');
        const container = await buildContainer(config);
        try {
          const report = await container.cradle.verifyStock(systemActor('dms stock verify'), progressOn(process.stderr));
          console.log(json ? JSON.stringify(report) : reportText(report));
          if (!report.sound) process.exitCode = EXIT.failed;
        } finally {
          await container.dispose();
        }
      }),
    );

export const stockCommand = (): Command => new Command('stock').description('balances and movements of stock').addCommand(verify());
