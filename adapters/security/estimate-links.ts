import { createHmac, timingSafeEqual } from 'node:crypto';
import type { EstimateLink, EstimateLinks } from '@dms/domain/workshop/ports';
import { parse, stringify } from 'uuid';

const ID_BYTES = 16;
const INSTANT_BYTES = 6; // milliseconds, good until the year 10889
const WORTH_BYTES = ID_BYTES + INSTANT_BYTES;
const SIGNATURE_BYTES = 32;

/** A key of its own, made of the one that signs logins: who holds a link knows nothing of either. */
const keyFrom = (secret: string): Buffer => createHmac('sha256', secret).update('links to estimates').digest();

const sign = (key: Buffer, worth: Buffer): Buffer => createHmac('sha256', key).update(worth).digest();

const worthOf = ({ estimateId, expiresAt }: EstimateLink): Buffer => {
  const worth = Buffer.alloc(WORTH_BYTES);
  worth.set(parse(estimateId));
  worth.writeUIntBE(expiresAt.getTime(), ID_BYTES, INSTANT_BYTES);
  return worth;
};

type Keys = { readonly jwtSecret: string; readonly jwtSecretPrevious?: string | undefined };

/** The revision and the instant until which the link is good, signed. The key before the present one still verifies. */
export const signedEstimateLinks = ({ jwtSecret, jwtSecretPrevious }: Keys): EstimateLinks => {
  const [key, ...earlier] = [jwtSecret, jwtSecretPrevious].flatMap((secret) => (secret === undefined ? [] : [keyFrom(secret)]));
  return {
    tokenFor: (link) => {
      const worth = worthOf(link);
      return Buffer.concat([worth, sign(key!, worth)]).toString('base64url');
    },
    read: (token) => {
      const bytes = Buffer.from(token, 'base64url');
      // One link has one spelling.
      if (bytes.length !== WORTH_BYTES + SIGNATURE_BYTES || bytes.toString('base64url') !== token) return undefined;
      const [worth, signature] = [bytes.subarray(0, WORTH_BYTES), bytes.subarray(WORTH_BYTES)];
      if (![key!, ...earlier].some((each) => timingSafeEqual(sign(each, worth), signature))) return undefined;
      return { estimateId: stringify(worth, 0), expiresAt: new Date(worth.readUIntBE(ID_BYTES, INSTANT_BYTES)) };
    },
  };
};
