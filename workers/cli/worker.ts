import { Argument, Command } from 'commander';
import { openPlatform, refuseOwner } from './platform.ts';
import { serving } from './serving.ts';

// The queues that somebody works on; more come with their modules.
const QUEUES = ['relay', 'scheduler', 'pdf', 'reminders', 'email', 'sms', 'inventory', 'portal', 'webhooks', 'all'];

export const workerCommand = (): Command =>
  new Command('worker')
    .description('workers for the queues named, or for all')
    .addArgument(new Argument('[queues...]', 'what to work on').choices(QUEUES).default(['all']))
    .option('--json', 'print one line of JSON when ready')
    .action((queues: string[], { json }: { json?: boolean }) =>
      serving(async (opened) => {
        const { config, services } = await openPlatform();
        opened.resource('private services', () => services.release());
        await refuseOwner(config);
        const { buildContainer } = await import('../../adapters/container.ts');
        const container = await buildContainer(config);
        opened.resource('connections', async () => container.dispose());
        const { startWorkers } = await import('../run.ts');
        const workers = await startWorkers({ container, config, queues });
        opened.server('workers', () => workers.close());
        console.log(json ? JSON.stringify({ ready: true, queues, pid: process.pid }) : `Working on ${queues.join(', ')}.`);
      }),
    );
