import { Command } from 'commander';
import { startApi } from './addresses.ts';
import { openPlatform, refuseOwner } from './platform.ts';
import { serving } from './serving.ts';

export const apiCommand = (): Command =>
  new Command('api')
    .description('the API alone')
    .option('--json', 'print one line of JSON when ready')
    .action(({ json }: { json?: boolean }) =>
      serving(async (opened) => {
        const { config, services } = await openPlatform();
        opened.resource('private services', () => services.release());
        await refuseOwner(config);
        const { buildContainer } = await import('../../adapters/container.ts');
        const container = await buildContainer(config, {}, { withoutBackground: true });
        opened.resource('connections', async () => container.dispose());
        const http = await startApi(container, config);
        opened.server('API', () => http.close());
        const ready = { ready: true, url: http.url, metricsUrl: http.metricsUrl, pid: process.pid };
        console.log(json ? JSON.stringify(ready) : `The API is ready at ${http.url}, its metrics at ${http.metricsUrl}.`);
      }),
    );
