import type { Redis } from 'ioredis';
import type { AskRedis } from './while-reachable.ts';

type Deps = { readonly redis: Pick<Redis, 'mget'>; readonly askRedis: AskRedis };
type Turn = { readonly places: Map<string, number>; readonly values: Promise<readonly (string | null)[] | undefined> };

/**
 * Reads keys of Redis, all that are asked for in one turn of the event loop by one command, each once: what every request asks for costs little
 * beside it. No value is older than the question. Undefined without Redis.
 */
export const gatheredGet = ({ redis, askRedis }: Deps): ((key: string) => Promise<string | null | undefined>) => {
  let turn: Turn | undefined;

  const begin = (): Turn => {
    const places = new Map<string, number>();
    const { promise, resolve } = Promise.withResolvers<readonly (string | null)[] | undefined>();
    setImmediate(() => {
      turn = undefined;
      resolve(askRedis(() => redis.mget([...places.keys()])));
    });
    return { places, values: promise };
  };

  return async (key) => {
    const { places, values } = (turn ??= begin());
    const place = places.get(key) ?? places.size;
    places.set(key, place);
    return (await values)?.[place];
  };
};
