import { Command } from 'commander';
import type { AuditedSeries, SeriesAudit } from '@dms/domain/billing/use-cases/audit-series';
import { systemActor } from '@dms/domain/shared/actor';
import { EXIT } from './exit-codes.ts';
import { onPlatform } from './platform.ts';

const seriesText = ({ gstin, kind, prefix, financialYear, issued, cancelled, first, last, faults }: AuditedSeries): string[] => [
  `${gstin} ${kind} ${prefix} ${financialYear}: ${issued} (${first ?? 'none'} to ${last ?? 'none'}), ${cancelled} cancelled`,
  ...faults.map(({ sentence }) => `  ${sentence}`),
];

const auditText = ({ sound, series, sharedNumbers }: SeriesAudit): string =>
  [
    sound ? 'Every series is without gap and duplicate.' : 'There are faults in the number series.',
    ...series.flatMap(seriesText),
    ...sharedNumbers.map(({ gstin, kind, number, ids }) => `  ${gstin} ${kind}: ${ids.length} documents bear ${number}.`),
  ].join('\n');

const audit = (): Command =>
  new Command('audit')
    .description('prove that the numbers of every series are exactly 1 to n, and name each fault; exit code 1 if there is any')
    .option('--json', 'print JSON')
    .action(({ json }: { json?: boolean }) =>
      onPlatform(async (config) => {
        const { buildContainer } = await import('../../adapters/container.ts');
        const container = await buildContainer(config);
        try {
          const report = await container.cradle.auditSeries(systemActor('dms series audit'));
          console.log(json ? JSON.stringify(report) : auditText(report));
          if (!report.sound) process.exitCode = EXIT.failed;
        } finally {
          await container.dispose();
        }
      }),
    );

export const seriesCommand = (): Command => new Command('series').description('the numbers of statutory documents').addCommand(audit());
