import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import type { UploadType } from '@dms/domain/files/upload-rules';
import { withoutMetadata } from '@dms/domain/files/without-metadata';
import { chunkOf, exifOf, exifSegment, jpegWith, PLACE, pngWith, riffOf, segmentOf, webpWith } from '../../support/photographs.ts';

const latin = (text: string): Buffer => Buffer.from(text, 'latin1');
const types = ['image/jpeg', 'image/png', 'image/webp'] as const;
const beginnings: Readonly<Record<(typeof types)[number], Buffer>> = {
  'image/jpeg': Buffer.from('ffd8ff', 'hex'),
  'image/png': Buffer.from('89504e470d0a1a0a', 'hex'),
  'image/webp': Buffer.concat([latin('RIFF'), Buffer.from([200, 0, 0, 0]), latin('WEBP')]),
};

/** What comes out where the content comes in pieces of such lengths, over and over. */
const stripped = async (type: UploadType, content: Uint8Array, lengths: readonly number[] = [65_536]): Promise<Buffer> => {
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let at = 0, turn = 0; at < content.length; turn += 1) {
      const length = lengths[turn % lengths.length]!;
      yield content.subarray(at, at + length);
      at += length;
    }
  }
  const out: Uint8Array[] = [];
  for await (const piece of withoutMetadata(type, pieces())) out.push(Buffer.from(piece));
  return Buffer.concat(out);
};

/** What a JPEG is made of, read as ITU-T T.81 has it: each segment, and what is coded after each scan. */
const segmentsIn = (jpeg: Buffer): { readonly code: number; readonly body: Buffer }[] => {
  const found: { code: number; body: Buffer }[] = [];
  for (let at = 2; at < jpeg.length;) {
    assert.equal(jpeg[at], 0xff, `no marker at ${at}`);
    const code = jpeg[at + 1]!;
    const isAlone = code === 0xd9;
    const end = isAlone ? at + 2 : at + 2 + jpeg.readUInt16BE(at + 2);
    found.push({ code, body: jpeg.subarray(isAlone ? end : at + 4, end) });
    at = end;
    if (code !== 0xda) continue;
    const isMarker = (place: number) =>
      jpeg[place] === 0xff && ![0x00, 0xd0, 0xd1, 0xd2, 0xd3, 0xd4, 0xd5, 0xd6, 0xd7, 0xff].includes(jpeg[place + 1]!);
    while (at < jpeg.length && !isMarker(at)) at += 1;
    found.push({ code: 0, body: jpeg.subarray(end, at) });
  }
  return found;
};

const chunksIn = (png: Buffer): { readonly name: string; readonly data: Buffer }[] => {
  const found: { name: string; data: Buffer }[] = [];
  for (let at = 8; at < png.length;) {
    const end = at + 8 + png.readUInt32BE(at);
    assert.equal(png.readUInt32BE(end), crc32(png.subarray(at + 4, end)), 'the check of a chunk');
    found.push({ name: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, end) });
    at = end + 4;
  }
  return found;
};

const riffIn = (webp: Buffer): { readonly name: string; readonly data: Buffer }[] => {
  assert.equal(webp.readUInt32LE(4), webp.length - 8, 'the length at the beginning');
  const found: { name: string; data: Buffer }[] = [];
  for (let at = 12; at < webp.length;) {
    const size = webp.readUInt32LE(at + 4);
    found.push({ name: webp.toString('latin1', at, at + 4), data: webp.subarray(at + 8, at + 8 + size) });
    at += 8 + size + (size % 2);
  }
  return found;
};

/** How a TIFF structure says that the picture is turned, by the one entry that it may have. */
const onlyOrientation = (tiff: Buffer): number => {
  assert.equal(tiff.toString('latin1', 0, 2), 'MM');
  assert.deepEqual([tiff.readUInt32BE(4), tiff.readUInt16BE(8), tiff.readUInt16BE(10)], [8, 1, 0x0112]);
  return tiff.readUInt16BE(18);
};

const orientations = fc.constantFrom(undefined, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0);
const turnedAs = (orientation: number | undefined): number[] =>
  orientation !== undefined && orientation >= 2 && orientation <= 8 ? [orientation] : [];
const secret = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.concat([bytes, latin(PLACE), bytes]));
const lengths = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 5 });
const tells = (content: Buffer): boolean => content.includes(PLACE);

describe('a picture as it is kept', () => {
  it('FIL-01 of a JPEG with Exif, GPS, XMP, IPTC, comments and a film behind its end the picture alone is left, turned as it was', async () => {
    const icc = segmentOf(0xe2, latin('ICC_PROFILE\0\x01\x01profile'));
    const adobe = segmentOf(0xee, latin('Adobe\0\x64\0\0\0\0\x01'));
    const dropped = fc.oneof(
      secret.map((body) => segmentOf(0xe1, Buffer.concat([latin('http://ns.adobe.com/xap/1.0/\0'), body]))),
      secret.map((body) => segmentOf(0xed, Buffer.concat([latin('Photoshop 3.0\0'), body]))),
      secret.map((body) => segmentOf(0xe2, Buffer.concat([latin('MPF\0'), body]))),
      secret.map((body) => segmentOf(0xfe, body)),
      fc.tuple(fc.constantFrom(0xe3, 0xe4, 0xe5, 0xe9, 0xeb, 0xec, 0xef), secret).map(([code, body]) => segmentOf(code, body)),
      // Between two segments is nothing; where something is all the same, decoders pass over it.
      fc.constant(Buffer.from(PLACE, 'latin1')),
    );
    const coded = fc
      .array(
        fc.oneof(
          fc.integer({ min: 0, max: 0xfe }).map((byte) => [byte]),
          fc.constantFrom([0xff, 0], [0xff, 0xd3], [0xff, 0xff, 0]),
        ),
      )
      .map((bytes) => Buffer.from(bytes.flat()));
    await fc.assert(
      fc.asyncProperty(
        fc.array(dropped, { maxLength: 4 }),
        fc.array(dropped, { maxLength: 4 }),
        orientations,
        fc.boolean(),
        coded,
        secret,
        lengths,
        async (before, after, orientation, little, scanned, behind, pieces) => {
          const sent = jpegWith([...before, exifSegment(orientation, { little }), icc, ...after, adobe], { coded: scanned, behind });
          const kept = await stripped('image/jpeg', sent, pieces);
          assert.ok(tells(sent) && !tells(kept));
          const [found, plain] = [segmentsIn(kept), segmentsIn(jpegWith([icc, adobe], { coded: scanned }))];
          const exif = found.filter(({ code }) => code === 0xe1);
          assert.deepEqual(
            exif.map(({ body }) => onlyOrientation(body.subarray(6))),
            turnedAs(orientation),
          );
          assert.deepEqual(
            found.filter((each) => !exif.includes(each)),
            plain,
            'what the picture is made of is as it was',
          );
        },
      ),
      { numRuns: 150 },
    );
  });

  it('FIL-01 of a PNG with Exif, texts and times the picture alone is left, turned as it was, and moves as it did', async () => {
    const shown = [chunkOf('gAMA', Buffer.from([0, 0, 0xb1, 0x8f])), chunkOf('acTL', Buffer.from([0, 0, 0, 1, 0, 0, 0, 0]))];
    const dropped = fc
      .tuple(fc.constantFrom('tEXt', 'iTXt', 'zTXt', 'tIME', 'dSIG', 'caBX', 'vpAg'), secret)
      .map(([name, data]) => chunkOf(name, data));
    await fc.assert(
      fc.asyncProperty(
        fc.array(dropped, { maxLength: 4 }),
        fc.option(orientations, { nil: null }),
        fc.boolean(),
        secret,
        lengths,
        async (texts, orientation, little, behind, pieces) => {
          const exif = orientation === null ? [] : [chunkOf('eXIf', exifOf(orientation, { little }))];
          const sent = pngWith([...texts, ...shown, ...exif, ...texts], behind);
          const kept = chunksIn(await stripped('image/png', sent, pieces));
          assert.deepEqual(
            kept.filter(({ name }) => name === 'eXIf').map(({ data }) => onlyOrientation(data)),
            orientation === null ? [] : turnedAs(orientation),
          );
          assert.deepEqual(
            kept.filter(({ name }) => name !== 'eXIf'),
            chunksIn(pngWith(shown)),
          );
        },
      ),
      { numRuns: 150 },
    );
  });

  it('FIL-01 of a WebP with Exif and XMP nothing but blanks is left beside the picture, turned as it was', async () => {
    const icc = riffOf('ICCP', latin('profile'));
    await fc.assert(
      fc.asyncProperty(orientations, fc.boolean(), fc.boolean(), secret, lengths, async (orientation, little, prefixed, packet, pieces) => {
        const prefix = latin(prefixed ? 'Exif\0\0' : '');
        const exif = riffOf('EXIF', Buffer.concat([prefix, exifOf(orientation, { little })]));
        const chunks = [exif, riffOf('XMP ', packet), riffOf('ABCD', packet)];
        const sent = webpWith(chunks, { before: [icc], behind: packet });
        const kept = await stripped('image/webp', sent, pieces);
        assert.ok(tells(sent) && !tells(kept));
        const [found, whole] = [riffIn(kept), riffIn(webpWith(chunks, { before: [icc] }))];
        assert.deepEqual(found.slice(0, 3), whole.slice(0, 3), 'what the picture is made of is as it was');
        assert.deepEqual(
          found.map(({ name, data }) => [name, data.length]),
          whole.map(({ name, data }) => [name, data.length]),
        );
        const tiff = found[3]!.data.subarray(prefix.length);
        if (turnedAs(orientation).length > 0) assert.equal(onlyOrientation(tiff), orientation);
        else assert.ok(found[3]!.data.every((byte) => byte === 0));
        for (const { data } of found.slice(4)) assert.ok(data.every((byte) => byte === 0));
      }),
      { numRuns: 150 },
    );
  });

  it('FIL-01 whatever bytes come, however they are cut, come out the same, and the same again, and never as a fault', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      // Such as are nearly a picture.
      fc
        .array(
          fc.oneof(
            fc.uint8Array({ maxLength: 20 }),
            fc.constantFrom(0xc0, 0xd8, 0xd9, 0xda, 0xe0, 0xe1, 0xe2, 0xed, 0x01, 0xff, 0xfe, 0).map((code) => Uint8Array.of(0xff, code)),
            fc.constantFrom('eXIf', 'IDAT', 'tEXt', 'IEND', 'EXIF', 'VP8L', 'XMP ', 'Exif\0\0', 'II*\0', 'MM\0*').map(latin),
            fc.integer({ min: 0, max: 40 }).map((length) => Uint8Array.of(0, 0, 0, length)),
            fc.integer({ min: 0, max: 40 }).map((length) => Uint8Array.of(length, 0, 0, 0)),
            fc.constant(exifSegment(6)),
            fc.constant(chunkOf('eXIf', exifOf(3))),
            fc.constant(riffOf('EXIF', exifOf(8))),
          ),
          { maxLength: 12 },
        )
        .map((parts) => Buffer.concat(parts)),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...types), fc.boolean(), bytes, lengths, async (type, begins, rest, pieces) => {
        const sent = begins ? Buffer.concat([beginnings[type], rest]) : Buffer.from(rest);
        const kept = await stripped(type, sent);
        assert.deepEqual(await stripped(type, sent, pieces), kept);
        assert.deepEqual(await stripped(type, kept, pieces), kept);
        assert.ok(kept.length <= sent.length + 4, `${sent.length} bytes became ${kept.length}`);
      }),
      { numRuns: 2_000 },
    );
  });

  it('FIL-01 goes through as fast where every byte could be the beginning of something', async () => {
    const size = 10 * 1024 * 1024;
    for (const pair of ['ffff', 'ff00', 'ffd0', 'ffe1']) {
      const began = performance.now();
      await stripped('image/jpeg', jpegWith([], { coded: Buffer.alloc(size, pair, 'hex') }));
      assert.ok(performance.now() - began < 10_000, `${pair}: ${performance.now() - began} ms`);
    }
  });

  it('FIL-01 other types come through as they are, and the whole of every one is read', async () => {
    for (const type of ['application/pdf', 'image/heic'] as const) {
      const sent = latin(`anything of ${PLACE}`);
      assert.deepEqual(await stripped(type, sent), sent);
    }
    let read = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield jpegWith([]);
      for (; read < 50; read += 1) yield Buffer.alloc(1_000);
    }
    for await (const _ of withoutMetadata('image/jpeg', endless())) continue;
    assert.equal(read, 50);
  });
});
