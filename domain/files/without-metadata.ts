import { ByteReader } from './byte-reader.ts';
import { jpegWithoutMetadata } from './metadata/jpeg.ts';
import { pngWithoutMetadata } from './metadata/png.ts';
import { webpWithoutMetadata } from './metadata/webp.ts';
import type { UploadType } from './upload-rules.ts';

/** What the formats say of a picture beside the picture; of the others nothing is taken out. */
const strippers: { readonly [Type in UploadType]?: (bytes: ByteReader) => AsyncGenerator<Uint8Array> } = {
  'image/jpeg': jpegWithoutMetadata,
  'image/png': pngWithoutMetadata,
  'image/webp': webpWithoutMetadata,
};

/**
 * A picture as it is kept: without what says where, when, by whom and with what it was taken (DPDP Act 2023 s. 6: no more than is needed), and
 * turned as it was. It goes through piece by piece, and nothing of it is coded anew (FIL-01). What is no whole picture comes out as no better one,
 * and never with more than went in of what is not shown.
 */
export async function* withoutMetadata(type: UploadType, content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const strip = strippers[type];
  const bytes = new ByteReader(content);
  for await (const piece of strip?.(bytes) ?? bytes.through(Infinity)) if (piece.length > 0) yield piece;
  // Whoever sends is listened to until the end, be it only to be told that it was too much.
  await bytes.skip(Infinity);
}
