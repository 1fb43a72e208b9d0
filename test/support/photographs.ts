import { crc32 } from 'node:zlib';
import { jpegLogo, pngLogo } from './logos.ts';

const latin = (text: string): Buffer => Buffer.from(text, 'latin1');
const u16 = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);
const u32 = (value: number): Buffer => Buffer.from([value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff]);

/** Where none of these was taken, as people and as receivers of GPS write it. */
export const PLACE = 'MG Road 12.9756N 77.6050E';

/** Exif as a telephone writes it: its make, how the picture is turned, and a GPS directory (CIPA DC-008). */
export const exifOf = (orientation: number | undefined, { little = false, place = PLACE } = {}): Buffer => {
  const short = (value: number) => (little ? Buffer.from(u16(value)).reverse() : u16(value));
  const long = (value: number) => (little ? Buffer.from(u32(value)).reverse() : u32(value));
  const entry = (tag: number, type: number, count: number, value: Buffer): Buffer =>
    Buffer.concat([short(tag), short(type), long(count), Buffer.concat([value, Buffer.alloc(4)]).subarray(0, 4)]);
  const count = orientation === undefined ? 2 : 3;
  const gpsAt = 8 + 2 + count * 12 + 4;
  const placeAt = gpsAt + 2 + 12 + 4;
  const entries = [
    entry(0x010f, 2, place.length, long(placeAt)), // Make
    ...(orientation === undefined ? [] : [entry(0x0112, 3, 1, short(orientation))]),
    entry(0x8825, 4, 1, long(gpsAt)), // GPS
  ];
  return Buffer.concat([
    ...[latin(little ? 'II' : 'MM'), short(42), long(8), short(count), ...entries, long(0)],
    ...[short(1), entry(0x001b, 7, place.length, long(placeAt)), long(0), latin(place)], // GPSProcessingMethod
  ]);
};

export const segmentOf = (code: number, body: Uint8Array): Buffer => Buffer.concat([Buffer.from([0xff, code]), u16(body.length + 2), body]);
export const exifSegment = (...about: Parameters<typeof exifOf>): Buffer =>
  segmentOf(0xe1, Buffer.concat([latin('Exif\0\0'), exifOf(...about)]));

/** A JPEG of one grey pixel with these segments behind its beginning, these bytes more in what is coded of it, and these behind its end. */
export const jpegWith = (segments: readonly Uint8Array[], { coded = Buffer.alloc(0), behind = Buffer.alloc(0) }: Coded = {}): Buffer => {
  const plain = jpegLogo();
  return Buffer.concat([plain.subarray(0, 2), ...segments, plain.subarray(2, -2), coded, plain.subarray(-2), behind]);
};
type Coded = { readonly coded?: Uint8Array; readonly behind?: Uint8Array };

export const chunkOf = (name: string, data: Uint8Array): Buffer => {
  const named = Buffer.concat([latin(name), data]);
  return Buffer.concat([u32(data.length), named, u32(crc32(named))]);
};

const SIGNATURE_AND_HEAD = 8 + 25;
/** A PNG with these chunks behind its head, and these bytes behind its end. */
export const pngWith = (chunks: readonly Uint8Array[], behind: Uint8Array = Buffer.alloc(0)): Buffer => {
  const plain = pngLogo(3, 2);
  return Buffer.concat([plain.subarray(0, SIGNATURE_AND_HEAD), ...chunks, plain.subarray(SIGNATURE_AND_HEAD), behind]);
};

/** One chunk of a RIFF file, which ends at an even place. */
export const riffOf = (name: string, data: Uint8Array): Buffer =>
  Buffer.concat([latin(name), u32(data.length).reverse(), data, Buffer.alloc(data.length % 2)]);

/** A lossless WebP of one pixel in the extended form, with these chunks around its picture (RFC 9649). */
const PIXEL = Buffer.from('2f00000000078810fd0ffe0722a2ff01', 'hex');
export const webpWith = (
  chunks: readonly Uint8Array[],
  { before = [], behind = Buffer.alloc(0) }: { readonly before?: readonly Uint8Array[]; readonly behind?: Uint8Array } = {},
): Buffer => {
  const extended = riffOf('VP8X', Buffer.from('0c000000000000000000', 'hex')); // Exif and XMP are there
  const body = Buffer.concat([latin('WEBP'), extended, ...before, riffOf('VP8L', PIXEL), ...chunks]);
  return Buffer.concat([latin('RIFF'), u32(body.length).reverse(), body, behind]);
};
