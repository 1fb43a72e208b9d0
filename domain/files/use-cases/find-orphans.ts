import type { Clock } from '../../shared/ports.ts';
import type { Storage } from '../../shared/storage.ts';
import { filePrefixes } from '../ports.ts';
import type { FileReads } from '../reads.ts';
import { DAY_MS } from '../../shared/calendar.ts';

type Deps = { readonly storage: Storage; readonly fileReads: FileReads; readonly clock: Clock };

/** By their keys in storage. */
export type Orphans = {
  /** Content that no file names, and that is not on its way to one or cleared away already. */
  readonly withoutFile: readonly string[];
  /** Files whose content storage does not have. */
  readonly withoutContent: readonly string[];
};

const AT_ONCE = 500;
const ASKED_TOGETHER = 16;
/**
 * Where storage and database disagree, all of both being looked through. What is younger than a day may be the paper of a transaction
 * that is under way, and is not told of.
 */
export const findOrphans =
  ({ storage, fileReads, clock }: Deps) =>
  async (): Promise<Orphans> => {
    const settled = new Date(clock.now().getTime() - DAY_MS);
    const withoutFile: string[] = [];
    const judge = async (keys: readonly string[]): Promise<void> => {
      if (keys.length > 0) withoutFile.push(...(await fileReads.unknownKeys(keys)));
    };
    let keys: string[] = [];
    for (const prefix of filePrefixes) {
      for await (const { key, at } of storage.list(prefix)) {
        if (at < settled) keys.push(key);
        if (keys.length < AT_ONCE) continue;
        await judge(keys);
        keys = [];
      }
    }
    await judge(keys);
    return { withoutFile, withoutContent: await missing({ storage, fileReads }) };
  };

const missing = async ({ storage, fileReads }: Pick<Deps, 'storage' | 'fileReads'>): Promise<string[]> => {
  const found: string[] = [];
  const isGone = async (key: string): Promise<boolean> => (await storage.stat(key)) === undefined;
  for (let keys = await fileReads.keysAfter('', AT_ONCE); keys.length > 0; keys = await fileReads.keysAfter(keys.at(-1)!, AT_ONCE)) {
    for (let at = 0; at < keys.length; at += ASKED_TOGETHER) {
      const some = keys.slice(at, at + ASKED_TOGETHER);
      const gone = await Promise.all(some.map(isGone));
      found.push(...some.filter((_, index) => gone[index]));
    }
  }
  return found;
};
