import { Command, InvalidArgumentError } from 'commander';
import type { ArchivedMonth, ArchiveReport } from '@dms/domain/audit/use-cases/archive-audit-trail';
import type { AuditReport } from '@dms/domain/audit/use-cases/verify-audit-trail';
import { systemActor } from '@dms/domain/shared/actor';
import { EXIT } from './exit-codes.ts';
import { onMaintenance, onPlatform } from './platform.ts';

const reportText = ({
  untouched,
  rows,
  archivedRows,
  notDetached,
  olderRows,
  anchors,
  lastAnchorAt,
  notAnchored,
  faults,
}: AuditReport): string =>
  [
    untouched ? 'The audit trail is as it was written.' : 'The audit trail was tampered with.',
    ...faults.map(({ sentence }) => `  ${sentence}`),
    ...(notDetached > 0 ? [`${notDetached} rows that were archived are still in the database: dms audit archive goes on with them.`] : []),
    `Rows looked at: ${rows}${archivedRows > 0 ? `, ${archivedRows} of them in archives` : ''}${olderRows > 0 ? `, and ${olderRows} from before the chain` : ''}.`,
    lastAnchorAt === null
      ? 'There is no anchor yet: rows cut off from the end would not be missed. Workers set one every minute.'
      : `Anchors: ${anchors}, the last of ${lastAnchorAt}; ${notAnchored} rows are younger, and could be cut off unseen.`,
  ].join('\n');

/** For people only: what a program reads stays clean. */
const progressOn = ({ isTTY }: NodeJS.WriteStream) =>
  isTTY ? (seen: number, all: number) => void process.stderr.write(`\r${seen} of ${all} rows${seen + 1000 > all ? '\n' : ''}`) : undefined;

const verify = (): Command =>
  new Command('verify')
    .description('walk the audit trail and name what was altered, removed, reordered or cut off; exit code 1 if anything was')
    .option('--json', 'print JSON')
    .action(({ json }: { json?: boolean }) =>
      onPlatform(async (config) => {
        const { buildContainer } = await import('../../adapters/container.ts');
        const container = await buildContainer(config);
        try {
          const report = await container.cradle.verifyAuditTrail(systemActor('dms audit verify'), progressOn(process.stderr));
          console.log(json ? JSON.stringify(report) : reportText(report));
          if (!report.untouched) process.exitCode = EXIT.failed;
        } finally {
          await container.dispose();
        }
      }),
    );

const monthText = ({ month, rows, files }: ArchivedMonth): string => `${month}: ${rows} rows in ${files} archives.`;

const archiveText = ({ keptFrom, months, detached }: ArchiveReport): string =>
  [
    ...(months.length === 0 ? [`Nothing from before ${keptFrom} was left to archive.`] : months.map(monthText)),
    `${detached} rows were taken out of the database, which has the trail from ${keptFrom} on.`,
  ].join('\n');

const month = (text: string): string => {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(text)) throw new InvalidArgumentError('It has to be a month, such as 2026-04.');
  return text;
};

type Archive = { readonly before?: string; readonly json?: boolean };

const archive = (): Command =>
  new Command('archive')
    .description(
      'write whole months of the trail with their chain to storage, read them back, and take them out of the database; as the maintenance role (DATABASE_MAINTENANCE_URL) or the owner',
    )
    .option('--before <month>', 'the first month that stays; as configured (retention.audit-months), if left out', month)
    .option('--json', 'print JSON')
    .action(({ before, json }: Archive) =>
      onMaintenance(async ({ archiveAuditTrail }) => {
        const tell = process.stderr.isTTY ? (done: ArchivedMonth) => console.error(monthText(done)) : undefined;
        const report = await archiveAuditTrail(before, systemActor('dms audit archive'), tell);
        console.log(json ? JSON.stringify(report) : archiveText(report));
      }),
    );

export const auditCommand = (): Command =>
  new Command('audit').description('the trail of who did what').addCommand(verify()).addCommand(archive());
