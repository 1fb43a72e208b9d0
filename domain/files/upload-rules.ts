import { DomainError } from '../shared/errors.ts';

/** What may be uploaded, by content and never by name (FIL-01), with the endings that its names may have; the first is given. */
const endings = {
  'image/jpeg': ['jpg', 'jpeg', 'jfif'],
  'image/png': ['png'],
  'image/webp': ['webp'],
  'image/heic': ['heic', 'heif'],
  'image/heif': ['heif', 'heic'],
  'application/pdf': ['pdf'],
} as const satisfies Record<string, readonly [string, ...string[]]>;

export type UploadType = keyof typeof endings;
export const uploadTypes = Object.keys(endings) as readonly UploadType[];

/** Bytes. */
export const MOST_UPLOAD_BYTES = 10 * 1024 * 1024;
/** As many as tell every type. */
export const HEAD_BYTES = 4_100;

/** @throws DomainError `request.unsupported_type` */
export const acceptedType = (type: string | undefined): UploadType => {
  if (type !== undefined && Object.hasOwn(endings, type)) return type as UploadType;
  throw new DomainError(
    'request.unsupported_type',
    'A file is an image (JPEG, PNG, WebP, HEIC) or a PDF. This is neither, whatever its name says.',
  );
};

/** The content as it comes, up to what a file may have. @throws DomainError `request.too_large` in the middle of it */
export async function* bounded(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const piece of content) {
    size += piece.byteLength;
    if (size > MOST_UPLOAD_BYTES) throw new DomainError('request.too_large', 'A file has at most 10 MB.');
    yield piece;
  }
}

const LONGEST_STEM = 100;
/** As forms write quotes and ends of lines in names (HTML, "multipart/form-data encoding algorithm"). */
const FORM_ESCAPES = /%(?:22|0[ad])/gi;
const FOLDERS = /^.*[/\\]/su;
// Control and format characters: among the latter those that turn the direction of writing, and would show "gpj.exe" as "exe.jpg".
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;
const NOT_IN_NAMES = /[<>:"|?*%]/g;
const ENDING = /\.([A-Za-z0-9]{1,8})$/;
const AT_THE_EDGES = /^[\s.]+|[\s.]+$/g;
/** Names that Windows keeps for devices. */
const DEVICES = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i;

/**
 * A name to save a file under: what the sender called it, without folders and characters that could do harm, and with an ending that
 * says what it is.
 */
export const fileName = (given: string, type: UploadType): string => {
  const plain = given
    .toWellFormed()
    .normalize('NFC')
    .replace(FORM_ESCAPES, '_')
    .replace(FOLDERS, '')
    .replace(UNSEEN, '')
    .replace(NOT_IN_NAMES, '_')
    .replace(/\s+/g, ' ')
    .replace(AT_THE_EDGES, '');
  const told = ENDING.exec(plain)?.[1]?.toLowerCase();
  const known: readonly string[] = endings[type];
  const stem = [...plain.replace(ENDING, '')].slice(0, LONGEST_STEM).join('').replace(AT_THE_EDGES, '');
  const safe = stem === '' || DEVICES.test(stem) ? `file${stem === '' ? '' : `-${stem}`}` : stem;
  return `${safe}.${told !== undefined && known.includes(told) ? told : known[0]}`;
};
