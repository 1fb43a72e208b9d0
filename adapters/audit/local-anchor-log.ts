import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import type { AnchorLog } from '@dms/domain/audit/ports';

/** The end of the file that is read for its last line, which has some 1,500 bytes. */
const TAIL_BYTES = 64 * 1024;
const NEWLINE = 0x0a;

/** Anchors as lines of one local file, opened for appending alone, on the disk before a call resolves. */
export const localAnchorLog = ({ file }: { readonly file: string }): AnchorLog => ({
  async append(line) {
    const isNew = (await mkdir(dirname(file), { recursive: true })) !== undefined;
    const log = await open(file, 'a+', 0o600);
    try {
      // A crash may have left half a line: what follows it begins a new one.
      await log.appendFile((await endsInLine(log)) ? `${line}\n` : `\n${line}\n`);
      await log.sync();
    } finally {
      await log.close();
    }
    if (isNew) await syncFolders(dirname(file));
  },

  async last() {
    const log = await open(file, 'r').catch(ifMissing);
    if (!log) return undefined;
    try {
      const text = (await tailOf(log)).toString('utf8');
      // Without its newline a line may be half written.
      return text
        .slice(0, text.lastIndexOf('\n') + 1)
        .split('\n')
        .findLast(isWhole);
    } finally {
      await log.close();
    }
  },

  async *lines() {
    const found = await open(file, 'r').catch(ifMissing);
    if (!found) return;
    await found.close();
    const input = createReadStream(file);
    try {
      yield* createInterface({ input, crlfDelay: Infinity });
    } finally {
      // Whoever has read enough leaves before the end.
      input.destroy();
    }
  },
});

const isWhole = (line: string): boolean => line.startsWith('{') && line.endsWith('}');

const tailOf = async (log: FileHandle): Promise<Buffer> => {
  const { size } = await log.stat();
  const length = Math.min(size, TAIL_BYTES);
  const { buffer, bytesRead } = await log.read(Buffer.alloc(length), 0, length, size - length);
  return buffer.subarray(0, bytesRead);
};

const endsInLine = async (log: FileHandle): Promise<boolean> => {
  const tail = await tailOf(log);
  return tail.length === 0 || tail.at(-1) === NEWLINE;
};

/** A file is there after a crash only when the folders that name it are on the disk. */
const syncFolders = async (folder: string): Promise<void> => {
  for (const path of [folder, dirname(folder)]) {
    const opened = await open(path, 'r');
    try {
      await opened.sync();
    } finally {
      await opened.close();
    }
  }
};

const ifMissing = (error: NodeJS.ErrnoException): undefined => {
  if (error.code !== 'ENOENT') throw error;
};
