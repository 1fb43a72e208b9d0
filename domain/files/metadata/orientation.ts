/** What precedes the TIFF structure of Exif in a JPEG (CIPA DC-008, 4.7.2): "Exif", and two zeros. */
export const EXIF_PREFIX = Uint8Array.of(0x45, 0x78, 0x69, 0x66, 0, 0);

export const beginsWith = (bytes: Uint8Array, prefix: Uint8Array): boolean => prefix.every((byte, at) => bytes[at] === byte);

const TAG = 0x0112;
const SHORT = 3;
const ENTRY_BYTES = 12;
const LITTLE = 0x4949;
const BIG = 0x4d4d;

/** How a picture is to be turned before it is shown: 2 to 8 of the TIFF tag Orientation. Nothing, where it is shown as it lies or that cannot be read. */
export const orientationIn = (tiff: Uint8Array): number | undefined => {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  if (tiff.length < 8) return undefined;
  const order = view.getUint16(0);
  if (order !== LITTLE && order !== BIG) return undefined;
  const little = order === LITTLE;
  const entries = view.getUint32(4, little);
  if (entries + 2 > tiff.length) return undefined;
  for (
    let left = view.getUint16(entries, little), at = entries + 2;
    left > 0 && at + ENTRY_BYTES <= tiff.length;
    left--, at += ENTRY_BYTES
  ) {
    if (view.getUint16(at, little) !== TAG) continue;
    const value = view.getUint16(at + 8, little);
    return view.getUint16(at + 2, little) === SHORT && value >= 2 && value <= 8 ? value : undefined;
  }
  return undefined;
};

/** Exif that says how a picture is to be turned, and nothing else. */
export const tiffOf = (orientation: number): Uint8Array =>
  Uint8Array.of(
    ...[0x4d, 0x4d, 0, 42, 0, 0, 0, 8], // big-endian; the one directory follows at once
    ...[0, 1], // entries
    ...[TAG >> 8, TAG & 0xff, 0, SHORT, 0, 0, 0, 1, 0, orientation, 0, 0],
    ...[0, 0, 0, 0], // no other directory
  );
