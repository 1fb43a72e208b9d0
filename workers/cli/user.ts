import { text } from 'node:stream/consumers';
import { Command, Option } from 'commander';
import { type Role, systemActor } from '@dms/domain/shared/actor';
import { DomainError } from '@dms/domain/shared/errors';
import { CommandFailure } from './exit-codes.ts';
import { onPlatform } from './platform.ts';

type Options = {
  readonly email: string;
  readonly firstName: string;
  readonly lastName?: string;
  readonly phone?: string;
  readonly role: Role;
  readonly passwordStdin?: boolean;
  readonly json?: boolean;
};

/** A password on the command line would be read by everybody on the machine, and stay in the history of the shell. */
const passwordFromStdin = async (): Promise<string> => (await text(process.stdin)).replace(/\r?\n$/, '');

const createAdmin = async ({ passwordStdin, json, ...fields }: Options): Promise<void> => {
  const password = passwordStdin ? await passwordFromStdin() : undefined;
  await onPlatform(async (config) => {
    const { buildContainer } = await import('../../adapters/container.ts');
    const container = await buildContainer(config);
    try {
      const command = { ...fields, serviceCenterIds: [], password };
      const { user } = await container.cradle.createUser(command, systemActor('dms user create-admin'));
      const how = password === undefined ? 'An invitation is on its way.' : 'They can log in.';
      console.log(json ? JSON.stringify({ id: user.id, email: user.email, role: user.role }) : `${user.name} is ${user.role} now. ${how}`);
    } catch (error) {
      if (error instanceof DomainError) throw new CommandFailure(error.message);
      throw error;
    } finally {
      await container.dispose();
    }
  });
};

const createAdminCommand = (): Command =>
  new Command('create-admin')
    .description('an administrator, the first one as well; without a password an invitation goes out by mail')
    .requiredOption('--email <address>', 'to log in with')
    .requiredOption('--first-name <name>')
    .option('--last-name <name>')
    .option('--phone <number>', 'an Indian mobile number')
    .addOption(new Option('--role <role>').choices(['SUPER_ADMIN', 'ADMIN']).default('SUPER_ADMIN'))
    .option('--password-stdin', 'read the password from the standard input')
    .option('--json', 'print JSON')
    .action(createAdmin);

export const userCommand = (): Command => new Command('user').description('people who log in').addCommand(createAdminCommand());
