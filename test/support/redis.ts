import type { Ending } from './database.ts';
import { startOwnRedis } from './embedded.ts';

let shared: ReturnType<typeof startOwnRedis> | undefined;
let fresh = 0;

/**
 * A Redis that ends with the test or suite, a server of its own (40 ms), since publish and subscribe, which the queues use, know
 * no borders between logical databases. Without an ending it is that of the process: parts that must not meet take another `prefix`.
 */
export async function freshRedis(ending?: Ending): Promise<{ url: string; prefix: string }> {
  const start = (): ReturnType<typeof startOwnRedis> => startOwnRedis({ appendonly: 'no' });
  const own = await (ending ? start() : (shared ??= start()));
  ending?.after(own.kill);
  return { url: own.server.url, prefix: `t${(fresh += 1)}` };
}
