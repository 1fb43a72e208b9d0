import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, ownFolder } from './data-folder.ts';
import { whileLocked } from './lock.ts';

/**
 * A folder of programs in the cache, made once. It is filled beside its place and renamed into it, so that what is
 * found there is whole; what a killed process left half made is swept away by the next.
 */
export async function cachedProgram(name: string, fill: (folder: string) => Promise<void> | void): Promise<string> {
  const place = join(ownFolder(cacheFolder()), name);
  if (existsSync(place)) return place;
  return whileLocked(join(cacheFolder(), 'lock'), async () => {
    if (existsSync(place)) return place;
    for (const left of readdirSync(cacheFolder()))
      if (left.startsWith('unfinished-')) rmSync(join(cacheFolder(), left), { recursive: true });
    const draft = join(mkdtempSync(join(cacheFolder(), 'unfinished-')), 'program');
    mkdirSync(draft, { mode: 0o755 });
    await fill(draft);
    renameSync(draft, place);
    rmSync(join(draft, '..'), { recursive: true });
    return place;
  });
}
