import lua from 'bee-queue/lib/lua/index.js';
import { Redis as IoRedis } from 'ioredis';
import type { ChainableCommander, RedisOptions } from 'ioredis';
import type { RedisAddress } from '../redis/address.ts';
import { connectingTo } from '../redis/redis.ts';

type Callback = (error: Error | null, answers?: unknown[]) => void;

/**
 * An ioredis client as Bee-Queue wants one. It must be called `Redis`, since Bee-Queue knows a client by the name of its
 * constructor and takes any other object for options, under which it would silently connect to port 6379.
 */
class Redis extends (IoRedis as new (...from: [url: string, options: RedisOptions] | [options: RedisOptions]) => IoRedis) {
  override duplicate(): never {
    const copy = new Redis(this.options);
    copy.on('error', () => {}); // the original tells of outages; without a listener ioredis would print each try
    return copy as never;
  }

  override multi(...options: never[]): never {
    return answeringPlainly(super.multi(...options)) as never;
  }

  /** node_redis' name for a pipeline. */
  batch(): ChainableCommander {
    return answeringPlainly(super.pipeline());
  }

  /** Bee-Queue loads its scripts once, and a Redis that was restarted has forgotten them. */
  override evalsha(...call: unknown[]): never {
    const { callback, args } = splitCallback(call);
    const [sha, ...rest] = args as [string, number];
    const answer = super.evalsha(sha, ...rest).catch((error: unknown) => {
      const script = scriptOf(sha);
      if (!isScriptForgotten(error) || script === undefined) throw error;
      return super.eval(script, ...rest);
    });
    return withCallback(answer, callback) as never;
  }
}

const splitCallback = (call: readonly unknown[]): { callback: Callback | undefined; args: unknown[] } => {
  const last = call.at(-1);
  return typeof last === 'function' ? { callback: last as Callback, args: call.slice(0, -1) } : { callback: undefined, args: [...call] };
};

const withCallback = (answer: Promise<unknown>, callback: Callback | undefined): Promise<unknown> | undefined => {
  if (!callback) return answer;
  answer.then(
    (found) => callback(null, found as unknown[]),
    (error: Error) => callback(error),
  );
  return undefined;
};

/** Bee-Queue expects bare answers from exec(), and the first error as the error of all. */
const answeringPlainly = (commands: ChainableCommander): ChainableCommander => {
  const exec = commands.exec.bind(commands);
  const plainly = async (): Promise<unknown[]> =>
    ((await exec()) ?? []).map(([error, answer]) => {
      if (error) throw error;
      return answer;
    });
  return Object.assign(commands, { exec: (callback?: Callback) => withCallback(plainly(), callback) });
};

const scriptOf = (sha: string): string | undefined => {
  const name = Object.keys(lua.shas).find((name) => lua.shas[name] === sha);
  return name === undefined ? undefined : lua.scripts[name];
};

export const isScriptForgotten = (error: unknown): boolean => error instanceof Error && error.message.startsWith('NOSCRIPT');

/** Puts back scripts that Redis has forgotten; pipelined calls cannot do that for themselves. */
export const loadScripts = (redis: IoRedis): Promise<unknown> => lua.buildCache(redis);

/** Commands wait while Redis is away, and are sent again when it is back: a finished job is taken off its queue late rather than never. */
export const openBeeRedis = (address: RedisAddress): IoRedis => {
  const [url, options] = connectingTo(address);
  return new Redis(url, { ...options, maxRetriesPerRequest: null });
};
