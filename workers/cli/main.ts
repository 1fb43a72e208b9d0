import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { apiCommand } from './api.ts';
import { auditCommand } from './audit.ts';
import { backupCommand, restoreCommand } from './backup.ts';
import { demoCommand } from './demo.ts';
import { doctorCommand } from './doctor.ts';
import { EXIT, exitCodeOf, exitCodesText, failureText } from './exit-codes.ts';
import { explain } from './help.ts';
import { importCommand } from './import.ts';
import { keysCommand } from './keys.ts';
import { migrateCommand } from './migrate.ts';
import { openapiCommand } from './openapi.ts';
import { outboxCommand } from './outbox.ts';
import { queueCommand } from './queue.ts';
import { seedCommand } from './seed.ts';
import { seriesCommand } from './series.ts';
import { startCommand } from './start.ts';
import { rebuildCommand } from './rebuild.ts';
import { stockCommand } from './stock.ts';
import { userCommand } from './user.ts';
import { workerCommand } from './worker.ts';

const COMMANDS = [
  startCommand,
  apiCommand,
  workerCommand,
  migrateCommand,
  seedCommand,
  importCommand,
  userCommand,
  keysCommand,
  doctorCommand,
  queueCommand,
  outboxCommand,
  auditCommand,
  seriesCommand,
  rebuildCommand,
  stockCommand,
  backupCommand,
  restoreCommand,
  demoCommand,
  openapiCommand,
];

const version = (): string =>
  (JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }).version;

/** Commander ends the process at a wrong command line by itself, unless every command is told not to. */
function withoutExit(command: Command): Command {
  command.exitOverride().showHelpAfterError().addHelpText('after', `\n${exitCodesText()}`);
  for (const part of command.commands) withoutExit(part);
  return command;
}

/** The whole command line, as it is parsed and as it explains itself. */
export function dms(): Command {
  const program = new Command('dms').version(version());
  for (const command of COMMANDS) program.addCommand(command());
  return withoutExit(explain(program));
}

/** Whoever reads no further, as `head` does, has what they wanted. */
const stopWhenNobodyReads = (): void =>
  void process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.done);
    throw error;
  });

/** Runs one command line and answers with its exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  stopWhenNobodyReads();
  try {
    await dms().parseAsync(argv);
    return Number(process.exitCode ?? EXIT.done);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage; // it has told the rest
    console.error(failureText(error));
    return exitCodeOf(error);
  }
}
