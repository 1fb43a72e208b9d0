import type { ByteReader } from '../byte-reader.ts';
import { beginsWith, EXIF_PREFIX, orientationIn, tiffOf } from './orientation.ts';

const HEAD_BYTES = 12;
const CHUNK_HEAD_BYTES = 8;
/** Where Exif says how the picture is turned, in the directory at its beginning. */
const MOST_EXIF_BYTES = 65_536;

/** What says how the picture looks, or moves. */
const shown: ReadonlySet<string> = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP']);

const sizeIn = (head: Uint8Array): number => new DataView(head.buffer, head.byteOffset).getUint32(4, true);

/** As long as before, and nothing but how the picture is turned. */
const blanked = (exif: Uint8Array): Uint8Array => {
  const blank = new Uint8Array(exif.length);
  const prefix = beginsWith(exif, EXIF_PREFIX) ? EXIF_PREFIX : new Uint8Array();
  const orientation = orientationIn(exif.subarray(prefix.length));
  const written = orientation === undefined ? [] : [...prefix, ...tiffOf(orientation)];
  if (written.length <= blank.length) blank.set(written);
  return blank;
};

/**
 * A WebP in which Exif, XMP and what applications keep for themselves is blank. They are as long as before: the length of the file stands at
 * its beginning, which is gone by the time that they come, and so does which of them there are. The picture stays as it is coded.
 */
export async function* webpWithoutMetadata(bytes: ByteReader): AsyncGenerator<Uint8Array> {
  const beginning = await bytes.take(HEAD_BYTES);
  yield beginning;
  if (beginning.length < HEAD_BYTES) return;
  for (let left = sizeIn(beginning) - 4; left >= CHUNK_HEAD_BYTES;) {
    const head = await bytes.take(CHUNK_HEAD_BYTES);
    if (head.length < CHUNK_HEAD_BYTES) return;
    yield head;
    const size = sizeIn(head);
    // Chunks begin at even places.
    let body = Math.min(size + (size % 2), left - CHUNK_HEAD_BYTES);
    left -= CHUNK_HEAD_BYTES + body;
    const name = String.fromCharCode(...head.subarray(0, 4));
    if (shown.has(name)) {
      yield* bytes.through(body);
      continue;
    }
    if (name === 'EXIF') {
      const exif = await bytes.take(Math.min(body, MOST_EXIF_BYTES));
      yield blanked(exif);
      body -= exif.length;
    }
    for await (const piece of bytes.through(body)) yield new Uint8Array(piece.length);
  }
}
