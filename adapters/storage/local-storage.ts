import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, constants as modes } from 'node:fs';
import { access, mkdir, open, opendir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { absent } from '@dms/domain/shared/errors';
import { isStorageKey } from '@dms/domain/shared/storage';
import type { Kept, Storage } from '@dms/domain/shared/storage';

/** Where half-written content lies; no key can lead there, since none has a part that begins with a dot. */
const UNFINISHED = '.unfinished';

/** Files below one folder, a folder for each part of the key. */
export const localStorage = ({ folder }: { readonly folder: string }): Storage => {
  const pathOf = (key: string): string => {
    if (!isStorageKey(key)) throw new TypeError(`"${key}" is no storage key.`);
    return join(folder, key);
  };
  const sizeOf = async (key: string): Promise<number | undefined> => {
    const found = await stat(pathOf(key)).catch(ifMissing);
    return found?.isFile() ? found.size : undefined;
  };

  return {
    async put(key, content) {
      const path = pathOf(key);
      const unfinished = join(folder, UNFINISHED, randomUUID());
      await Promise.all([mkdir(dirname(unfinished), { recursive: true }), mkdir(dirname(path), { recursive: true })]);
      try {
        const kept = await write(unfinished, content);
        await rename(unfinished, path);
        await syncFolder(dirname(path));
        return kept;
      } finally {
        await rm(unfinished, { force: true });
      }
    },

    async get(key) {
      const size = await sizeOf(key);
      if (size === undefined) throw absent('file');
      return { size, content: read(pathOf(key)) };
    },

    async stat(key) {
      const size = await sizeOf(key);
      return size === undefined ? undefined : { size };
    },

    async remove(key) {
      await rm(pathOf(key), { force: true });
    },

    async *list(prefix) {
      for await (const path of filesBelow(join(folder, prefix))) {
        const found = await stat(path).catch(ifMissing);
        // Whatever was removed since it was listed is not there.
        if (found) yield { key: relative(folder, path), size: found.size, at: found.mtime };
      }
    },

    async probe() {
      await mkdir(folder, { recursive: true });
      await access(folder, modes.R_OK | modes.W_OK | modes.X_OK);
    },

    async removeUnfinished(before) {
      let removed = 0;
      for await (const path of filesBelow(join(folder, UNFINISHED))) {
        const found = await stat(path).catch(ifMissing);
        if (!found || found.mtime >= before) continue;
        await rm(path, { force: true });
        removed += 1;
      }
      return removed;
    },
  };
};

const write = async (path: string, content: Uint8Array | AsyncIterable<Uint8Array>): Promise<Kept> => {
  const file = await open(path, 'wx', 0o600);
  const hash = createHash('sha256');
  let size = 0;
  try {
    for await (const part of content instanceof Uint8Array ? [content] : content) {
      hash.update(part);
      size += part.byteLength;
      await file.writeFile(part); // appends at the file's position, and unlike write() never only a part
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { size, sha256: hash.digest('hex') };
};

/** Opens the file only when it is read, so that content nobody reads holds no descriptor. */
async function* read(path: string): AsyncIterable<Uint8Array> {
  yield* createReadStream(path);
}

/** One by one, however many there are. What begins with a dot is no content. */
async function* filesBelow(folder: string): AsyncGenerator<string> {
  const entries = await opendir(folder).catch(ifMissing);
  for await (const entry of entries ?? []) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (entry.isFile()) yield path;
  }
}

/** A rename is on disk only when the folder is. */
const syncFolder = async (path: string): Promise<void> => {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
};

const ifMissing = (error: NodeJS.ErrnoException): undefined => {
  if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error;
};
