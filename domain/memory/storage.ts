import { absent, DomainError } from '../shared/errors.ts';
import type { Clock } from '../shared/ports.ts';
import { isStorageKey, type Storage } from '../shared/storage.ts';

type File = { readonly bytes: Uint8Array; readonly contentType: string; readonly at: Date };
type Deps = { readonly sha256: (bytes: Uint8Array) => string; readonly clock: Clock };

/** Keeps files for as long as the process lives. `sha256` gives the digest of bytes as lower-case hexadecimal. */
export const memoryStorage = ({ sha256, clock }: Deps): Storage => {
  const files = new Map<string, File>();
  return {
    put: async (key, content, { contentType }) => {
      if (!isStorageKey(key)) throw new DomainError('request.invalid', `"${key}" is not a key that a file can be kept under.`);
      const bytes = await whole(content);
      files.set(key, { bytes, contentType, at: clock.now() });
      return { size: bytes.length, sha256: sha256(bytes) };
    },
    get: async (key) => {
      const file = files.get(key);
      if (!file) throw absent('file');
      return { size: file.bytes.length, content: inOnePiece(file.bytes) };
    },
    stat: async (key) => {
      const file = files.get(key);
      return file && { size: file.bytes.length, contentType: file.contentType };
    },
    remove: async (key) => void files.delete(key),
    async *list(prefix) {
      for (const [key, { bytes, at }] of files) if (key.startsWith(prefix)) yield { key, size: bytes.length, at };
    },
    probe: async () => {},
    // A put is whole in one step here: nothing of it can be left over.
    removeUnfinished: async () => 0,
  };
};

const whole = async (content: Uint8Array | AsyncIterable<Uint8Array>): Promise<Uint8Array> => {
  if (content instanceof Uint8Array) return content.slice();
  const bytes: number[] = [];
  for await (const piece of content) for (const byte of piece) bytes.push(byte);
  return Uint8Array.from(bytes);
};

async function* inOnePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes.slice();
}
