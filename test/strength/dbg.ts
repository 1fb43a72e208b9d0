import { writeSync } from 'node:fs'; const log = (...a: unknown[]) => writeSync(2, JSON.stringify(a).slice(0, 1500) + '\n');
import { startOwnPostgres } from '../support/embedded.ts';
import { until } from '../support/until.ts';
import { effectful, freshWorld } from '../workers/worker-world.ts';
const handlers = effectful('counting', 'reports');
const t = { after: () => {} }; {
  const own = await startOwnPostgres();
  const world = await freshWorld(t, { postgres: own.server });
  let last: Record<string, string> = {};
  const trace = (obj: any, names: string[]) => {
    for (const n of names) {
      const f = obj[n];
      obj[n] = async (...a: any[]) => {
        const k = n;
        last[k] = 'in';
        try {
          const r = await f.apply(obj, a);
          last[k] = 'ok';
          return r;
        } catch (e) {
          last[k] = 'err ' + (e as Error).message;
          throw e;
        }
      };
    }
  };
  trace(world.attemptLedger, ['claim', 'perform', 'fail']);
  trace(world.relayLedger, ['dispatch', 'handOver', 'overdue', 'takeBack']);
  trace(world.database, ['run']);
  const conn: any = world.database.orm.em.getConnection();
  trace(conn, ['begin', 'commit', 'rollback']);
  log('URL', own.server.adminUrl); await world.publish(600);
  world.start({ handlers, relay: { overdueAfterMs: 1_000 } });
  for (let round = 1; round <= 3; round += 1) {
    await until(async () => ((await world.states()).done ?? 0) > round * 100, { everyMs: 5, timeoutMs: 10_000 });
    await (round % 2 === 0 ? own.stop() : own.kill());
    await own.start();
  }
  log(await world.states());

  const { Redis } = await import('ioredis');
  const r = new Redis(world.address.redisUrl);
  const pre = world.address.prefix + ':';
  for (let i = 0; i < 8; i++) {
    await new Promise((ok) => setTimeout(ok, 1000));
    const k = (await r.keys('*'));
    const o: any = {};
    for (const key of k) { const ty = await r.type(key); o[key] = ty === 'list' ? await r.llen(key) : ty === 'hash' ? await r.hlen(key) : ty === 'set' ? await r.scard(key) : await r.get(key); }
    log(o, last, world.database.poolStats());
    log(await Promise.race([world.states(), new Promise((ok) => setTimeout(() => ok('STATES HANG'), 900))]));
  }
  process.exit(1);
}
