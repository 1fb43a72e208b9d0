import { Readable, pipeline } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip, createGzip } from 'node:zlib';
import { ArchiveDamaged, archivedRow, archiveLine } from '@dms/domain/audit/archives';
import type { ChainedEntry } from '@dms/domain/audit/chain';
import type { ArchiveFiles } from '@dms/domain/audit/ports';
import type { Storage } from '@dms/domain/shared/storage';

/** Archives as packed lines of JSON, a row on each: `zcat` shows them to whoever has nothing else. */
export const storedArchives = ({ storage }: { readonly storage: Pick<Storage, 'put' | 'get'> }): ArchiveFiles => ({
  write: (key, rows) =>
    storage.put(
      key,
      pipeline(Readable.from(linesOf(rows)), createGzip(), () => {}),
      { contentType: 'application/gzip' },
    ),

  async *read(key) {
    const { content } = await storage.get(key);
    try {
      for await (const line of textLines(pipeline(Readable.from(content), createGunzip(), () => {}))) yield archivedRow(line);
    } catch (error) {
      throw isOfPacking(error) ? new ArchiveDamaged('it cannot be unpacked') : error;
    }
  },
});

const isOfPacking = (error: unknown): boolean => String((error as { code?: unknown } | null)?.code).startsWith('Z_');

async function* linesOf(rows: AsyncIterable<ChainedEntry>): AsyncGenerator<string> {
  for await (const row of rows) yield `${archiveLine(row)}\n`;
}

/** Lines that may be of any length, each with its end: what follows the last is a line that was cut off. */
async function* textLines(content: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const part of content) {
    const lines = (rest + decoder.write(part)).split('\n');
    rest = lines.pop()!;
    yield* lines;
  }
  if (rest + decoder.end() !== '') throw new ArchiveDamaged('its last line was cut off');
}
