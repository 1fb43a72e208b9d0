import { checkEnvironment, ConfigurationError, loadConfig, type Config } from '../../adapters/config.ts';
import type { Cradle } from '../../adapters/container.ts';
import { ensureServices, type Services } from '../../adapters/embedded/services.ts';
import { CommandFailure, EXIT } from './exit-codes.ts';

export type Platform = { config: Config; services: Services };

/** Configuration, and the private servers for what it leaves unset. Whoever opens it releases the services. */
export async function openPlatform(): Promise<Platform> {
  checkEnvironment(process.env);
  const services = await ensureServices(process.env).catch((error: unknown) => {
    throw new CommandFailure(error instanceof Error ? error.message : String(error), EXIT.unavailable);
  });
  return { config: loadConfig(services.env), services };
}

/** Does a piece of work on the platform, and leaves it as it was. */
export async function onPlatform<T>(work: (config: Config) => Promise<T>): Promise<T> {
  const { config, services } = await openPlatform();
  try {
    return await work(config);
  } finally {
    await services.release();
  }
}

/** In production the application must not be able to change what migrations have closed to it. */
export async function refuseOwner(config: Config): Promise<void> {
  if (!config.production) return;
  const { roleFaults } = await import('../../db/role-check.ts');
  const faults = await roleFaults(config.database.url);
  if (faults.length > 0) throw new ConfigurationError(faults.map((fault) => `DATABASE_URL names a role that ${fault}`));
}

/** The URL of the role that owns the tables, and the name of the role that they are granted to. */
export function migrationTarget({ database }: Config): { url: string; appRole: string; maintenanceRole?: string | undefined } {
  if (!database.migrationUrl)
    throw new ConfigurationError(['DATABASE_MIGRATION_URL is required to migrate: the URL of the role that owns the database']);
  const roleOf = (url: string): string => decodeURIComponent(new URL(url).username);
  const { url, migrationUrl, maintenanceUrl } = database;
  return { url: migrationUrl, appRole: roleOf(url), maintenanceRole: maintenanceUrl && roleOf(maintenanceUrl) };
}

/** Does a piece of work as the maintenance role, which may take archived rows out of the audit trail (RET-01). */
export const onMaintenance = <T>(work: (cradle: Cradle) => Promise<T>): Promise<T> =>
  onPlatform(async (config) => {
    const url = config.database.maintenanceUrl ?? config.database.migrationUrl;
    if (!url)
      throw new ConfigurationError([
        'DATABASE_MAINTENANCE_URL is required: the URL of the role that may take archived rows out of the audit trail',
      ]);
    const { buildContainer } = await import('../../adapters/container.ts');
    const container = await buildContainer({ ...config, database: { ...config.database, url } });
    try {
      return await work(container.cradle);
    } finally {
      await container.dispose();
    }
  });

/** Does a piece of work with everything that there is, and closes it behind itself. */
export const onContainer = <T>(work: (cradle: Cradle, config: Config) => Promise<T>): Promise<T> =>
  onPlatform(async (config) => {
    const { buildContainer } = await import('../../adapters/container.ts');
    const container = await buildContainer(config);
    try {
      return await work(container.cradle, config);
    } finally {
      await container.dispose();
    }
  });
