import { createHmac } from 'node:crypto';
import type { AuditKeys } from '@dms/domain/audit/ports';

const hmac = (key: string, text: string): string => createHmac('sha256', key).update(text).digest('hex');

/** What a key is called in the rows it signs: enough to tell keys apart, and nothing of the key. */
const idOf = (key: string): string => hmac(key, 'the name of this key').slice(0, 16);

/** The keys of the configuration: the current one signs, those before it still verify. */
export const hmacKeys = ({ key, previousKeys }: { readonly key: string; readonly previousKeys: readonly string[] }): AuditKeys => {
  const keys = new Map([...previousKeys, key].map((each) => [idOf(each), each]));
  return {
    currentId: idOf(key),
    mac: (keyId, text) => {
      const found = keys.get(keyId);
      return found === undefined ? undefined : hmac(found, text);
    },
  };
};
