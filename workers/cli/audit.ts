import { Command } from 'commander';
import type { AuditReport } from '@dms/domain/audit/use-cases/verify-audit-trail';
import { systemActor } from '@dms/domain/shared/actor';
import { EXIT } from './exit-codes.ts';
import { onPlatform } from './platform.ts';

const reportText = ({ untouched, rows, olderRows, anchors, lastAnchorAt, notAnchored, faults }: AuditReport): string =>
  [
    untouched ? 'The audit trail is as it was written.' : 'The audit trail was tampered with.',
    ...faults.map(({ sentence }) => `  ${sentence}`),
    `Rows looked at: ${rows}${olderRows > 0 ? `, and ${olderRows} from before the chain` : ''}.`,
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

export const auditCommand = (): Command => new Command('audit').description('the trail of who did what').addCommand(verify());
