import { DomainError } from '@dms/domain/shared/errors';

/** The one table of exit codes, for the help text and for whoever calls dms from a script. */
export const EXIT = { done: 0, failed: 1, usage: 2, configuration: 3, unavailable: 4, pending: 5, refused: 6 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const MEANINGS: Readonly<Record<keyof typeof EXIT, string>> = {
  done: 'done',
  failed: 'the command failed',
  usage: 'the command line is wrong',
  configuration: 'the configuration is wrong',
  unavailable: 'a program or server that is needed is not to be had',
  pending: 'migrations are pending (dms migrate status)',
  refused: 'some rows of an import were refused; the others are in',
};

export const exitCodesText = (): string =>
  ['Exit codes:', ...Object.entries(EXIT).map(([name, code]) => `  ${code}  ${MEANINGS[name as keyof typeof EXIT]}`)].join('\n');

/** A failure that is told in a sentence, without a stack, and has a code of its own. */
export class CommandFailure extends Error {
  override name = 'CommandFailure';
  readonly exitCode: ExitCode;
  constructor(message: string, exitCode: ExitCode = EXIT.failed) {
    super(message);
    this.exitCode = exitCode;
  }
}

const UNREACHABLE = new Set(['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'EHOSTUNREACH', 'ECONNRESET', '57P03', 'OLD_SERVER']);
const codeOf = (error: unknown): string => (error as { code?: string } | null)?.code ?? '';

/** What an operator mends by a variable: the sentence that names it, and the exit code. */
const BY_CODE: Readonly<Record<string, readonly [ExitCode, string]>> = {
  EADDRINUSE: [EXIT.unavailable, 'A port is taken by another program: name another in PORT or METRICS_PORT, or leave it out.'],
  '28P01': [
    EXIT.configuration,
    'PostgreSQL refuses the user or the password in DATABASE_URL, DATABASE_MIGRATION_URL or DATABASE_MAINTENANCE_URL.',
  ],
  '3D000': [EXIT.configuration, 'There is no database of the name in DATABASE_URL, DATABASE_MIGRATION_URL or DATABASE_MAINTENANCE_URL.'],
};

export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof CommandFailure) return error.exitCode;
  if (error instanceof Error && error.name === 'ConfigurationError') return EXIT.configuration;
  const code = codeOf(error);
  return BY_CODE[code]?.[0] ?? (UNREACHABLE.has(code) ? EXIT.unavailable : EXIT.failed);
}

/** A sentence for what is expected to go wrong; the stack for what is not. */
export function failureText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const told = error instanceof CommandFailure ? undefined : BY_CODE[codeOf(error)]?.[1];
  if (told !== undefined) return `${told} (${error.message})`;
  const expected = exitCodeOf(error) !== EXIT.failed || error instanceof CommandFailure || error instanceof DomainError;
  return expected || error.stack === undefined ? error.message || codeOf(error) : error.stack;
}
