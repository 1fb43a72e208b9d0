import { Command } from 'commander';
import type { Config } from '../../adapters/config.ts';
import { startApi, type Http } from './addresses.ts';
import { migrationTarget, openPlatform, refuseOwner } from './platform.ts';
import { serving } from './serving.ts';

async function migrate(config: Config): Promise<void> {
  if (!config.database.migrationUrl) return; // /ready tells whether any are pending
  const { migrateUp } = await import('../../db/migrate.ts');
  const { url, appRole } = migrationTarget(config);
  await migrateUp(url, { appRole });
}

function readyText(config: Config, http: Http, embedded: readonly string[]): string {
  return [
    'DMS is ready.',
    `  API            ${http.url}`,
    `  Documentation  ${http.url}/docs`,
    `  Operations     ${http.url}/admin`,
    `  Metrics        ${http.metricsUrl}`,
    ...embedded.map((service, index) => `  ${index === 0 ? 'On board' : '        '}       ${service}`),
    `  Data           ${config.dataFolder}`,
    ...(config.demoData ? ['With demo data: `npm run demo` in a second terminal walks a job from the desk to the payment.'] : []),
  ].join('\n');
}

export const startCommand = (): Command =>
  new Command('start')
    .description('API and workers in one process, with a private PostgreSQL and Redis where no URLs are set; migrates and seeds')
    .option('--json', 'print one line of JSON when ready')
    .action(({ json }: { json?: boolean }) =>
      serving(async (opened) => {
        const { config, services } = await openPlatform();
        opened.resource('private services', () => services.release());
        await migrate(config);
        await refuseOwner(config);
        const { buildContainer } = await import('../../adapters/container.ts');
        const container = await buildContainer(config);
        opened.resource('connections', async () => container.dispose());
        const { seedReference } = await import('../../db/seeds/reference.ts');
        await seedReference(container);
        if (config.demoData) await (await import('../../db/seeds/demo.ts')).seedDemo(container);
        const { startWorkers } = await import('../run.ts');
        const workers = await startWorkers({ container, config, queues: ['all'] });
        opened.server('workers', () => workers.close());
        // Of its own, as if it were a process of its own: letters and webhooks that wait for somebody outside hold connections of the workers alone.
        const ofApi = await buildContainer(config, {}, { withoutBackground: true });
        opened.resource('connections of the API', async () => ofApi.dispose());
        const http = await startApi(ofApi, config);
        opened.server('API', () => http.close());
        const ready = { ready: true, url: http.url, metricsUrl: http.metricsUrl, dataFolder: config.dataFolder, pid: process.pid };
        console.log(json ? JSON.stringify(ready) : readyText(config, http, services.embedded));
      }),
    );
