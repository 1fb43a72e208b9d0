import type { Clock, Ids } from '../../shared/ports.ts';
import type { Storage } from '../../shared/storage.ts';
import { type FileTypes, type StrayContent, uploadKey } from '../ports.ts';
import { joined } from '../byte-reader.ts';
import { ReceivedFile } from '../received-file.ts';
import { acceptedType, bounded, fileName, HEAD_BYTES } from '../upload-rules.ts';
import { withoutMetadata } from '../without-metadata.ts';
import { DAY_MS } from '../../shared/calendar.ts';

type Deps = {
  readonly storage: Storage;
  readonly strayContent: StrayContent;
  readonly fileTypes: FileTypes;
  readonly ids: Ids;
  readonly clock: Clock;
};

export type ReceiveFile = { readonly name: string; readonly content: AsyncIterable<Uint8Array> };

/**
 * Takes in an upload, piece by piece and never whole in memory, and of a picture nothing but the picture (FIL-01). It is nobody's until a
 * record claims it: what is refused, breaks off or is forgotten leaves nothing, or what the nightly sweep finds.
 * @throws DomainError `request.unsupported_type`, `request.too_large`, `service.unavailable`
 */
export const receiveFile =
  (deps: Deps) =>
  async ({ name, content }: ReceiveFile): Promise<ReceivedFile> => {
    const { storage, strayContent, fileTypes, ids, clock } = deps;
    const { head, whole } = await peeked(content);
    const contentType = acceptedType(await fileTypes(head));
    const now = clock.now();
    const key = uploadKey(ids.next(), now);
    await strayContent.expect(key, new Date(now.getTime() + DAY_MS));
    try {
      const kept = await storage.put(key, withoutMetadata(contentType, bounded(whole)), { contentType });
      return new ReceivedFile({ key, name: fileName(name, contentType), contentType, ...kept });
    } catch (error) {
      await clearedQuietly(deps, key);
      throw error;
    }
  };

/**
 * Clears away what an upload brought, unless a record claimed it. Its own failure leaves it to the nightly sweep, and is no news to whoever
 * is told something else already.
 */
export const discardUnclaimed =
  (deps: Pick<Deps, 'storage' | 'strayContent' | 'clock'>) =>
  (key: string): Promise<boolean> =>
    clearedQuietly(deps, key);

const clearedQuietly = async ({ storage, strayContent, clock }: Pick<Deps, 'storage' | 'strayContent' | 'clock'>, key: string) => {
  try {
    if (await strayContent.giveUp(key, clock.now())) {
      await storage.remove(key);
      await strayContent.forget(key);
    }
    return true;
  } catch {
    return false;
  }
};

/** The first bytes of content, and the content with them. */
const peeked = async (content: AsyncIterable<Uint8Array>): Promise<{ head: Uint8Array; whole: AsyncIterable<Uint8Array> }> => {
  const pieces = content[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let size = 0;
  while (size < HEAD_BYTES) {
    const { done, value } = await pieces.next();
    if (done) break;
    first.push(value);
    size += value.byteLength;
  }
  return { head: joined(first), whole: continued(first, pieces) };
};

async function* continued(first: readonly Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* first;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}
