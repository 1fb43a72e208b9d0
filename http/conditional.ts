import { hash } from 'node:crypto';
import { DomainError } from '@dms/domain/shared/errors';
import { invalid } from './validation.ts';

const TAG = /^(W\/)?"([\x21\x23-\x7e]*)"$/;
/** A version, alone or with the digest of an answer that holds more than it tells. */
const VERSION = /^(\d{1,9})(\.[\w-]+)?$/;

/** The strong ETag of a version. */
export const etagOfVersion = (version: number): string => `"${version}"`;

const digestOf = (text: string): string => hash('sha1', text, 'base64url');

/** The strong ETag of an answer that has no version: its digest. */
export const etagOfText = (text: string): string => `"${digestOf(text)}"`;

/** The strong ETag of an answer that holds more than its version tells. As `If-Match` it asks for the version. */
export const etagOfBoth = (version: number, text: string): string => `"${version}.${digestOf(text)}"`;

/**
 * The version that `If-Match` asks for; undefined when any will do.
 * A well-formed tag that is no version of ours, or a weak one, matches nothing (RFC 9110, 13.1.1).
 */
export function versionOf(ifMatch: string | undefined): number | undefined {
  if (ifMatch === undefined || ifMatch === '*') return undefined;
  const tag = TAG.exec(ifMatch);
  if (tag === null) throw invalid([{ pointer: '/if-match', message: 'must be one ETag, such as "3" with its quotes', in: 'header' }]);
  const [, weak, value = ''] = tag;
  const [, version] = VERSION.exec(value) ?? [];
  if (weak !== undefined || version === undefined)
    throw new DomainError('version.stale', 'The If-Match header names no version of this resource.');
  return Number(version);
}

/** Whether the reader has this already: the weak comparison of RFC 9110, 13.1.2. */
export const isKnown = (ifNoneMatch: string | undefined, etag: string): boolean => {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch === etag || ifNoneMatch === '*') return true;
  return ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
};
