import type { Readable } from 'node:stream';
import type { Actor } from '@dms/domain/shared/actor';
import type { Entry, Feed } from '@dms/domain/shared/feed';

/** What a route's handler returns: a value that says what is sent, so that sending it, storing it and testing it are one. */
export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The version of the resource: its strong ETag. */
  readonly version?: number | undefined;
  /** More is shown than this version tells of: a read of it has a tag that tells of all. */
  readonly holdsMore?: boolean | undefined;
  readonly content: Content;
};
type Content =
  | { readonly kind: 'json'; readonly body: object }
  | { readonly kind: 'text'; readonly type: string; readonly text: string }
  | { readonly kind: 'file'; readonly type: string; readonly source: Uint8Array | Readable }
  | { readonly kind: 'events'; readonly followed: Followed }
  | { readonly kind: 'none' };

/** A feed that is told as server-sent events, to each caller what is for them. */
export type Followed<Told extends Entry = never> = {
  readonly feed: Feed<Entry>;
  /** What the events are called. */
  readonly name: string;
  /** What this caller is told of an entry; nothing where it is not for them. */
  readonly shows: (entry: Told, actor: Actor) => object | undefined;
};

type More = {
  readonly etag?: number | undefined;
  readonly holdsMore?: boolean | undefined;
  readonly headers?: Readonly<Record<string, string>>;
};

const NONE: Readonly<Record<string, string>> = Object.freeze({});
const json = (status: number, body: object, { etag, holdsMore, headers = NONE }: More): Answer => ({
  status,
  headers,
  version: etag,
  holdsMore,
  content: { kind: 'json', body },
});

/**
 * 200 with the resource; `etag` is its version. What can change without it, as what others write or what this reader may see, has it say
 * `holdsMore`.
 */
export const ok = (body: object, more: More = NONE): Answer => json(200, body, more);

/** 201 with the new resource and where it is. */
export const created = (location: string, body: object, more: More = NONE): Answer =>
  json(201, body, { ...more, headers: { ...more.headers, location } });

/** 202: the work goes on, or somebody has to approve it; `location` tells where to look. */
export const accepted = (location: string, body: object): Answer => json(202, body, { headers: { location } });

export const noContent = (more: More = NONE): Answer => ({
  status: 204,
  headers: more.headers ?? NONE,
  version: more.etag,
  content: { kind: 'none' },
});

/** Text that is ready to be sent, in a type other than JSON's, or serialized before. */
export const text = (type: string, content: string): Answer => ({
  status: 200,
  headers: NONE,
  content: { kind: 'text', type, text: content },
});

type AboutFile = {
  /** Under which browsers show and save it. */
  readonly name?: string;
  readonly etag?: number;
  /** Of a file that never changes: its own entity tag. */
  readonly sha256?: string;
  /** Bytes. */
  readonly size?: number;
  /** It came from outside: browsers save it instead of showing it, and run nothing of it wherever they show it after all. */
  readonly saved?: true;
};

/** RFC 8187, 3.2.1: what encodeURIComponent leaves and an extended value may not have. */
const encoded = (name: string): string =>
  encodeURIComponent(name).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

const SANDBOX = "default-src 'none'; sandbox; frame-ancestors 'none'";

/** A file, whole or as a stream. */
export const stream = (type: string, source: Uint8Array | Readable, { name, etag, sha256, size, saved }: AboutFile = {}): Answer => ({
  status: 200,
  headers: {
    ...(name !== undefined && { 'content-disposition': `${saved ? 'attachment' : 'inline'}; filename*=UTF-8''${encoded(name)}` }),
    ...(saved && { 'content-security-policy': SANDBOX }),
    ...(sha256 !== undefined && { etag: `"${sha256}"` }),
    ...(size !== undefined && { 'content-length': String(size) }),
  },
  version: etag,
  content: { kind: 'file', type, source },
});

/** Server-sent events of a feed, until the caller or their session ends. */
export const events = <Told extends Entry>(feed: Feed<Told>, { name, shows }: Omit<Followed<Told>, 'feed'>): Answer => ({
  status: 200,
  headers: NONE,
  content: { kind: 'events', followed: { feed, name, shows } },
});
