/** A PNG or JPEG by its content, whatever it is called; sizes in pixels. */
export type Image = { readonly type: 'image/png' | 'image/jpeg'; readonly width: number; readonly height: number };

/** What the image is, by its first bytes; undefined where it is neither PNG nor JPEG. Whether it can be drawn, only drawing it tells. */
export const imageOf = (bytes: Uint8Array): Image | undefined => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return pngOf(view) ?? jpegOf(view);
};

// ISO/IEC 15948, 5.2 and 11.2.1: the signature, then IHDR with width and height.
const PNG_SIGNATURE = 0x89504e470d0a1a0an;
const IHDR = 0x49484452;
const PNG_HEAD = 24;

const pngOf = (view: DataView): Image | undefined => {
  if (view.byteLength < PNG_HEAD || view.getBigUint64(0) !== PNG_SIGNATURE || view.getUint32(12) !== IHDR) return undefined;
  return { type: 'image/png', width: view.getUint32(16), height: view.getUint32(20) };
};

// ITU-T T.81, annex B: segments of a marker and a length, until a frame header with height and width.
const START_OF_IMAGE = 0xffd8;
const FRAME_HEAD = 9;
const isFrame = (marker: number): boolean => marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker);

const jpegOf = (view: DataView): Image | undefined => {
  if (view.byteLength < 4 || view.getUint16(0) !== START_OF_IMAGE) return undefined;
  for (let at = 2; at + FRAME_HEAD <= view.byteLength; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint16(at);
    if (marker < 0xff00) return undefined;
    if (isFrame(marker)) return { type: 'image/jpeg', width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
  }
  return undefined;
};
