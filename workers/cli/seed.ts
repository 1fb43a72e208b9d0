import { Command } from 'commander';
import { ConfigurationError } from '../../adapters/config.ts';
import { onPlatform, refuseOwner } from './platform.ts';

export const seedCommand = (): Command =>
  new Command('seed')
    .description('what every company needs to begin with, tax rates first; as often as wanted, in production too')
    .option('--demo', "also the demo's branches, people, vehicles and stock; refused in production")
    .option('--json', 'print JSON')
    .action(({ demo = false, json }: { demo?: boolean; json?: boolean }) =>
      onPlatform(async (config) => {
        if (demo && config.production) throw new ConfigurationError(['dms seed --demo is refused in production']);
        await refuseOwner(config);
        const { buildContainer } = await import('../../adapters/container.ts');
        const container = await buildContainer(config);
        try {
          const { seedReference } = await import('../../db/seeds/reference.ts');
          await seedReference(container);
          if (demo) await (await import('../../db/seeds/demo.ts')).seedDemo(container);
        } finally {
          await container.dispose();
        }
        console.log(
          json ? JSON.stringify({ seeded: demo ? ['reference', 'demo'] : ['reference'] }) : `Seeded${demo ? ', with demo data' : ''}.`,
        );
      }),
    );
