import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FileLinks } from '@dms/domain/files/ports';
import { DomainError } from '@dms/domain/shared/errors';

type Settings = { readonly jwtSecret: string; readonly jwtSecretPrevious: string | undefined };

const TOKEN = /^(\d{1,12})\.([A-Za-z0-9_-]{43})$/;

/** A key for this alone, so that no signature is good anywhere else. */
const keyOf = (secret: string): Buffer => createHmac('sha256', secret).update('dms links to files').digest();

/** Links that carry their end and a signature over it and the file; the key before the present one still verifies. */
export const signedFileLinks = ({ jwtSecret, jwtSecretPrevious }: Settings): FileLinks => {
  const current = keyOf(jwtSecret);
  const keys = [current, ...(jwtSecretPrevious === undefined ? [] : [keyOf(jwtSecretPrevious)])];
  const signature = (key: Buffer, fileId: string, seconds: string): Buffer =>
    createHmac('sha256', key).update(`${fileId} ${seconds}`).digest();

  return {
    sign: (fileId, expiresAt) => {
      const seconds = String(Math.floor(expiresAt.getTime() / 1000));
      return `${seconds}.${signature(current, fileId, seconds).toString('base64url')}`;
    },
    verify: (fileId, token, now) => {
      const [, seconds = '', signed = ''] = TOKEN.exec(token) ?? [];
      const given = Buffer.from(signed, 'base64url');
      const isOurs = seconds !== '' && keys.some((key) => timingSafeEqual(given, signature(key, fileId, seconds)));
      // Whatever is wrong with it, the answer is the same, lest it help to forge one.
      if (!isOurs || Number(seconds) * 1000 <= now.getTime())
        throw new DomainError('file.link_invalid', 'The link to this file has expired, or is none of ours.');
    },
  };
};
