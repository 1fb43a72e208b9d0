import { Argument, Command } from 'commander';
import { type CheckName, checks, type Finding, lookAt } from '../doctor/checks.ts';
import { EXIT } from './exit-codes.ts';
import { onContainer } from './platform.ts';

const names = Object.keys(checks) as CheckName[];

const COLOURS = { good: '\u001B[32m', bad: '\u001B[31m', plain: '\u001B[39m' };
/** Colour only on a terminal. */
const coloured = (colour: 'good' | 'bad', text: string): string =>
  process.stdout.isTTY ? `${COLOURS[colour]}${text}${COLOURS.plain}` : text;

const findingText = ({ what, sound, faults, notes }: Finding): string =>
  [
    `${sound ? coloured('good', 'well ') : coloured('bad', 'fault')}  ${what}`,
    ...[...faults, ...notes].map((sentence) => `         ${sentence}`),
  ].join('\n');

export const doctorCommand = (): Command =>
  new Command('doctor')
    .description(
      'look at everything that can be broken without anybody noticing: connections, mail, migrations, extensions, the role of the database, clocks, the stock ledger, number series, the audit trail, outbox and queues, modules that are switched off, schedules, files; exit code 1 if anything is',
    )
    .addArgument(new Argument('[checks...]', 'these alone; everything, if left out').choices(names))
    .option('--json', 'print JSON')
    .action((wanted: CheckName[], { json }: { json?: boolean }) =>
      onContainer(async (cradle) => {
        const findings: Finding[] = [];
        for (const name of wanted.length > 0 ? wanted : names) {
          const finding = await lookAt(name, cradle);
          findings.push(finding);
          if (!json) console.log(findingText(finding));
        }
        const sound = findings.every((finding) => finding.sound);
        if (json) console.log(JSON.stringify({ sound, findings }));
        else console.log(sound ? 'All is well.' : 'Something is broken.');
        if (!sound) process.exitCode = EXIT.failed;
      }),
    );
