import { startOwnRedis } from './embedded.ts';

let server: ReturnType<typeof startOwnRedis> | undefined;

/**
 * The Redis of this test file: a server of its own (40 ms), since publish and subscribe, which the queues use, know no
 * borders between logical databases. It ends with the process. Parts that must not meet take another `prefix`.
 */
export async function freshRedis(): Promise<{ url: string; prefix: string }> {
  server ??= startOwnRedis({ appendonly: 'no' });
  return { url: (await server).server.url, prefix: `t${(fresh += 1)}` };
}
let fresh = 0;
