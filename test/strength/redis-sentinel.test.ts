import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { loadConfig } from '../../adapters/config.ts';
import { openRedis } from '../../adapters/redis/redis.ts';
import { systemClock } from '../../adapters/security/system.ts';
import { serverProbes } from '../../adapters/server-probes.ts';
import { lookAt } from '../../workers/doctor/checks.ts';
import { answerOf, startDms } from '../support/api-process.ts';
import type { InvoiceBody, ReadinessBody } from '../support/bodies.ts';
import { withSuite } from '../support/endings.ts';
import { neverQuiet } from '../support/never-quiet.ts';
import { SENTINEL_PASSWORD, startWatchedRedis } from '../support/sentinels.ts';
import { variablesOf } from '../support/server.ts';
import { until } from '../support/until.ts';
import { freshBranches, PASSWORD, type World } from '../support/world.ts';

type Draft = { readonly id: string };

describe('a Redis that sentinels watch', () => {
  const suite = withSuite();
  let redis: Awaited<ReturnType<typeof startWatchedRedis>>;
  let world: World;
  before(async () => {
    redis = await startWatchedRedis(suite);
    world = await freshBranches(suite, { clock: systemClock, redisUrl: redis.url, variables: redis.variables });
    await neverQuiet(world);
  });

  const readiness = async () => (await world.anybody.get<ReadinessBody>('/ready')).body;
  const isReady = () => until(async () => (await readiness()).status === 'ready', { what: 'the API to be ready' });
  const drafts = (many: number) => Promise.all(Array.from({ length: many }, () => world.make.draft()));
  const issue = async (invoices: readonly Draft[]) => {
    const issued = await Promise.all(invoices.map(({ id }) => world.as('advisor').post<InvoiceBody>(`/invoices/${id}/issue`)));
    assert.ok(
      issued.every(({ status }) => status === 200),
      issued.map(({ text }) => text).join(),
    );
  };
  const papersOf = async (invoices: readonly Draft[]) =>
    (await world.rows<{ id: string }>(`select entity_id as id from files where content_type = 'application/pdf'`))
      .map(({ id }) => id)
      .filter((id) => invoices.some((invoice) => invoice.id === id));
  const papers = (invoices: readonly Draft[]) =>
    until(async () => (await papersOf(invoices)).length >= invoices.length, { what: `${invoices.length} papers` });
  const logIn = async () => (await world.anybody.post('/auth/login', { username: 'advisor.blr01@dms.example', password: PASSWORD })).status;
  const search = async (registration: string) => (await world.as('advisor').get(`/search/vehicles?registration=${registration}`)).status;
  const searched = async () =>
    (await world.as('advisor').get<{ data: { registration?: string }[] }>('/search/recent')).body.data.map(
      ({ registration }) => registration,
    );

  it('OUT-01 a killed master is followed by its replica: what was handed over before is done, sessions and searches go on', async () => {
    await isReady();
    const relay = await world.startWorkers('relay');
    assert.equal(await search('KA01AB1234'), 200);
    const invoices = await drafts(3);
    await issue(invoices);
    await until(async () => (await redis.replica().client.llen('dms:pdf:waiting')) === 3, { what: 'the replica to have the jobs' });
    await until(async () => (await redis.replica().client.keys('dms:searches:*')).length === 1, { what: 'the replica to have the search' });
    // From here on nobody refills what the queue might lose.
    await relay.close(1_000);

    await redis.killMaster();
    assert.deepEqual([await logIn(), await search('KA01AB1234')], [200, 200]);
    await redis.promoted();
    await isReady();
    assert.equal(await logIn(), 200);
    // What is noted before Redis is known to be back may be lost.
    const noted = async () => (await search('KA02CD5678')) === 200 && (await searched()).join() === 'KA02CD5678,KA01AB1234';
    await until(noted, { what: 'the searches of before and after', everyMs: 300 });
    await world.startWorkers('pdf');
    await papers(invoices);
    for (const { id } of invoices) assert.equal((await world.as('advisor').get(`/invoices/${id}/pdf`)).status, 200);
  });

  it('OUT-01 a master that is gone without a word is left, and whatever was handed over before, meanwhile and after is done once', async () => {
    await redis.comeBack();
    await world.startWorkers('all');
    await isReady();
    const [earlier, meanwhile, later] = [await drafts(2), await drafts(2), await drafts(2)];
    await issue(earlier);
    await papers(earlier);
    redis.hangMaster();
    await issue(meanwhile);
    await redis.promoted();
    await isReady();
    await issue(later);
    const invoices = [...earlier, ...meanwhile, ...later];
    await papers(invoices);
    await until(async () => (await world.rows(`select from job_runs where state not in ('done', 'dead')`)).length === 0, { what: 'rest' });
    assert.deepEqual((await papersOf(invoices)).toSorted(), invoices.map(({ id }) => id).toSorted(), 'each has one');
    assert.deepEqual(await world.rows(`select queue, consumer from job_runs where state = 'dead' or attempt > 1`), []);
  });

  it('`dms doctor redis` asks the sentinels, and says whether they, the name or a password are not right', async (t) => {
    const sound: { code: number | null } = await answerOf(await startDms(t, world, ['doctor', 'redis'], redis.variables));
    assert.equal(sound.code, 0);
    const asks = async (more: Record<string, string>): Promise<string> => {
      const { redis: address } = loadConfig(
        await variablesOf({ databaseUrl: world.database.url, redisUrl: redis.url }, { ...redis.variables, ...more }),
      );
      const client = openRedis({ address, logger: world.cradle.logger });
      const probes = serverProbes({ redis: client, database: world.cradle.database, databaseUrl: world.database.url });
      const { faults } = await lookAt('redis', { ...world.cradle, probes });
      client.disconnect();
      return faults.join();
    };
    const others = {
      'The sentinels know no master of the name': { REDIS_URL: redis.url.replace(/@.*/, '@another/0') },
      'The sentinels ask for a password': { REDIS_SENTINEL_PASSWORD: '' },
      'The sentinels do not take': { REDIS_SENTINEL_PASSWORD: 'guessed' },
      'No sentinel of REDIS_SENTINELS answers': { REDIS_SENTINELS: '127.0.0.1:9,127.0.0.1:19' },
      'Redis does not take the name and password of REDIS_URL': { REDIS_URL: redis.url.replace(/:[^:]*@/, ':guessed@') },
    };
    for (const [fault, setting] of Object.entries(others)) {
      const said = await asks(setting);
      assert.ok(said.startsWith(fault), said);
      assert.doesNotMatch(said, new RegExp(`guessed|${SENTINEL_PASSWORD}`));
    }
  });
});
