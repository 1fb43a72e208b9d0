import type { ByteReader } from '../byte-reader.ts';
import { orientationIn, tiffOf } from './orientation.ts';

const SIGNATURE_BYTES = 8;
const HEAD_BYTES = 8;
const CHECK_BYTES = 4;
const LONGEST_CHUNK = 2 ** 31 - 1;
/** Where Exif says how the picture is turned, in the directory at its beginning. */
const MOST_EXIF_BYTES = 65_536;
const NAME = /^[A-Za-z]{4}$/;
/** A capital first letter says that no picture can be shown without it (PNG, 5.4). */
const CRITICAL = /^[A-Z]/;

/** What of the rest says how the picture looks, or moves. Texts, times and what applications keep for themselves are not among it. */
const shown = new Set([
  ...['tRNS', 'cHRM', 'gAMA', 'iCCP', 'sBIT', 'sRGB', 'cICP', 'mDCV', 'cLLI', 'bKGD', 'hIST', 'pHYs', 'sPLT'],
  ...['acTL', 'fcTL', 'fdAT'],
]);

/** PNG, Annex D. */
const crc = (bytes: Uint8Array): number => {
  let check = 0xffffffff;
  for (const byte of bytes) {
    check ^= byte;
    for (let bit = 0; bit < 8; bit += 1) check = (check >>> 1) ^ (check & 1 ? 0xedb88320 : 0);
  }
  return ~check >>> 0;
};

const chunk = (name: string, data: Uint8Array): Uint8Array => {
  const written = new Uint8Array(HEAD_BYTES + data.length + CHECK_BYTES);
  const view = new DataView(written.buffer);
  view.setUint32(0, data.length);
  written.set(
    Uint8Array.from(name, (character) => character.charCodeAt(0)),
    4,
  );
  written.set(data, HEAD_BYTES);
  view.setUint32(HEAD_BYTES + data.length, crc(written.subarray(4, HEAD_BYTES + data.length)));
  return written;
};

/** A PNG without Exif, texts, times and whatever else says nothing of how it looks. The picture stays as it is coded, and is turned as it was. */
export async function* pngWithoutMetadata(bytes: ByteReader): AsyncGenerator<Uint8Array> {
  yield await bytes.take(SIGNATURE_BYTES);
  for (let exifs = 0; ;) {
    const head = await bytes.take(HEAD_BYTES);
    const name = String.fromCharCode(...head.subarray(4));
    if (head.length < HEAD_BYTES || !NAME.test(name)) return;
    const length = new DataView(head.buffer, head.byteOffset).getUint32(0);
    if (length > LONGEST_CHUNK) return;
    if (CRITICAL.test(name) || shown.has(name)) {
      yield head;
      yield* bytes.through(length + CHECK_BYTES);
    } else if (name === 'eXIf' && exifs++ === 0) {
      const orientation = orientationIn(await bytes.take(Math.min(length, MOST_EXIF_BYTES)));
      await bytes.skip(Math.max(0, length - MOST_EXIF_BYTES) + CHECK_BYTES);
      if (orientation !== undefined) yield chunk('eXIf', tiffOf(orientation));
    } else await bytes.skip(length + CHECK_BYTES);
    if (name === 'IEND') return;
  }
}
