import type { ByteReader } from '../byte-reader.ts';
import { beginsWith, EXIF_PREFIX, orientationIn, tiffOf } from './orientation.ts';

const FILL = 0xff;
const marker = { SOI: 0xd8, EOI: 0xd9, SOS: 0xda, APP0: 0xe0, APP1: 0xe1, APP15: 0xef, COM: 0xfe } as const;
const latin = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** What an application's segment has to begin with, so that it says how the picture looks and not where it was taken. */
const shown: Readonly<Record<number, Uint8Array>> = {
  0xe0: latin('JFIF\0'),
  0xe2: latin('ICC_PROFILE\0'),
  0xee: latin('Adobe'),
};

/** Of a code that is alone no length follows (ITU-T T.81, B.1.1.3). */
const isAlone = (code: number): boolean => code === 0x01 || (code >= 0xd0 && code <= 0xd8);
const isRestart = (code: number): boolean => code >= 0xd0 && code <= 0xd7;
/** Frames, tables and scans, those of JPEG-LS too. */
const isOfPicture = (code: number): boolean => (code >= 0xc0 && code <= 0xdf) || code === 0xf7 || code === 0xf8;

const isKept = (code: number, body: Uint8Array): boolean => {
  if (code < marker.APP0 || code > marker.APP15) return isOfPicture(code);
  const beginning = shown[code];
  return beginning !== undefined && beginsWith(body, beginning);
};

const segment = (code: number, body: Uint8Array, length = body.length + 2): Uint8Array => {
  const written = new Uint8Array(4 + body.length);
  written.set([FILL, code, length >> 8, length & 0xff]);
  written.set(body, 4);
  return written;
};

const turned = (orientation: number): Uint8Array => segment(marker.APP1, Uint8Array.of(...EXIF_PREFIX, ...tiffOf(orientation)));

/** Whether there is a code after the 0xFF at this place; undefined where that is not there to be seen. */
const codeAfter = (bytes: Uint8Array, at: number): number | undefined => bytes[at + 1];

/** The place of the next marker's 0xFF, where `isData` says which codes are none. At the end of what is there, that of its beginning. */
const markerIn = (bytes: Uint8Array, isData: (code: number) => boolean): number => {
  for (let at = bytes.indexOf(FILL); at !== -1; at = bytes.indexOf(FILL, at + 1)) {
    const code = codeAfter(bytes, at);
    if (code === undefined || (code !== FILL && !isData(code))) return at;
  }
  return bytes.length;
};

/** What is coded of the picture, up to the next marker. */
async function* scan(bytes: ByteReader): AsyncGenerator<Uint8Array> {
  for (;;) {
    const ahead = await bytes.ahead(2);
    const end = markerIn(ahead, (code) => code === 0 || isRestart(code));
    if (end > 0) yield await bytes.take(end);
    else return;
  }
}

/** The code of the next marker. What lies before it belongs to nothing: decoders pass over it. */
const nextMarker = async (bytes: ByteReader): Promise<number | undefined> => {
  for (;;) {
    const ahead = await bytes.ahead(2);
    const at = markerIn(ahead, (code) => code === 0);
    const code = codeAfter(ahead, at);
    await bytes.take(code === undefined ? Math.max(at, 1) : at + 2);
    if (code !== undefined) return code;
    if (ahead.length < 2) return undefined;
  }
};

/**
 * A JPEG without Exif, XMP, IPTC, comments and whatever else applications write into it, nor anything behind its end, where telephones
 * put films and further pictures. The picture stays as it is coded, and is turned as it was.
 */
export async function* jpegWithoutMetadata(bytes: ByteReader): AsyncGenerator<Uint8Array> {
  yield await bytes.take(2);
  let exifs = 0;
  for (let code = await nextMarker(bytes); code !== undefined; code = await nextMarker(bytes)) {
    if (code === marker.EOI || isAlone(code)) yield Uint8Array.of(FILL, code);
    if (code === marker.EOI) return;
    if (isAlone(code)) continue;
    const [high = 0, low = 0] = await bytes.take(2);
    const length = high * 256 + low;
    // Nobody can say where the next one begins.
    if (length < 2) return;
    const body = await bytes.take(length - 2);
    if (isKept(code, body)) yield segment(code, body, length);
    if (code === marker.APP1 && beginsWith(body, EXIF_PREFIX) && exifs++ === 0) {
      const orientation = orientationIn(body.subarray(EXIF_PREFIX.length));
      if (orientation !== undefined) yield turned(orientation);
    }
    if (code === marker.SOS) yield* scan(bytes);
  }
}
