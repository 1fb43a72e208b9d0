import type { Config } from '../../adapters/config.ts';
import type { Container } from '../../adapters/container.ts';
import { removeAddresses, writeAddresses } from '../../adapters/embedded/data-folder.ts';

export type Http = { url: string; metricsUrl: string; close(): Promise<void> };

/** Starts the API, and outside production writes down where it is, for `npm run demo`. */
export async function startApi(container: Container, config: Config): Promise<Http> {
  const { startHttp } = await import('../../http/server.ts');
  const { url, metricsUrl, close } = await startHttp({ container });
  if (!config.production) writeAddresses(config.dataFolder, { url, metricsUrl, pid: process.pid });
  return {
    url,
    metricsUrl,
    close: async () => {
      removeAddresses(config.dataFolder, process.pid);
      await close();
    },
  };
}
