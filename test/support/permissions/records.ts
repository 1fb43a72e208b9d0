import assert from 'node:assert/strict';
import { originalOf, type PaperKind } from '@dms/domain/files/ports';
import { systemActor } from '@dms/domain/shared/actor';
import { freshKey } from '../client.ts';
import { formOf, picture } from '../forms.ts';
import type { World } from '../world.ts';

/** Made when it is first asked for, and the same from then on. */
export const once = <Made>(make: () => Promise<Made>): (() => Promise<Made>) => {
  let made: Promise<Made> | undefined;
  return () => (made ??= make());
};

/** The id in the path of a record. */
export const idOf = (path: string): string => path.split('/')[2]!;

let count = 0;
/** A number that nothing else has. */
const next = (): number => (count += 1);

/** The records that rows of several modules start from, each another one unless it says otherwise. */
export const recordsOf = (world: World) => {
  /** The path of what is made by a POST. */
  const made = async (who: Parameters<World['as']>[0], path: string, body: unknown): Promise<string> => {
    const { status, text, headers } = await world.as(who).post(path, body, { key: freshKey() });
    assert.ok(status < 300, text);
    return headers.get('location')!;
  };

  /** A job card of BLR01 on which `engineer` is to work. */
  const assigned = async () => (await world.make.assignedCard(undefined, world.basics.actors.engineer)).card;

  /** Nobody is at work any more: an engineer works on one task at a time. */
  const free = () =>
    world.rows(
      `update time_logs set status = 'stopped', spans = jsonb_set(spans, '{-1,to}', spans -> -1 -> 'from') where status = 'running' returning id`,
    );

  const somePerson = (type = 'PERSON') => ({ type, firstName: 'Meera', phone: `+9196${String(next()).padStart(8, '0')}` });

  return {
    next,
    made,
    assigned,
    free,
    somePerson,
    newCustomer: async (type?: string): Promise<string> => idOf(await made('manager', '/customers', somePerson(type))),
    newcomer: () => ({
      email: `newcomer${next()}@dms.example`,
      firstName: 'Nitin',
      role: 'SC_STAFF',
      serviceCenterIds: [world.basics.branches.blr01.id],
    }),
    oil: (quantity: string) => [{ partId: world.basics.parts.oil.id, quantity }],
    someForm: (fields: Readonly<Record<string, string>>) => formOf(fields, { name: 'door.png', bytes: picture() }),
    startedImport: async () => {
      const key = `imports/${world.cradle.ids.next()}`;
      const file = { key, name: 'parts.csv', size: 3, sha256: '0'.repeat(64) };
      const { jobId } = await world.cradle.startImport({ kind: 'parts', dryRun: true, file }, systemActor('test'));
      return { key, jobId };
    },
    /** Its PDF is there, as the worker would have made it. */
    storePaper: (kind: PaperKind, id: string) => world.cradle.storePaper(originalOf(kind, id), systemActor('test')),
  };
};
export type Records = ReturnType<typeof recordsOf>;
