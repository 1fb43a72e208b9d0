import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type } from '@sinclair/typebox';
import { DomainError } from '@dms/domain/shared/errors';
import type { Kept } from '@dms/domain/shared/storage';
import type { Cradle } from '../adapters/container.ts';
import type { Route } from './route.ts';

/** A body that went to storage as it came, and was never whole in memory (FIL-01). Who does not take it leaves it to be removed. */
export class Upload implements Kept {
  readonly key: string;
  readonly size: number;
  readonly sha256: string;
  taken = false;

  constructor(key: string, { size, sha256 }: Kept) {
    this.key = key;
    this.size = size;
    this.sha256 = sha256;
  }

  /** What makes a retry a retry: the content, wherever it lies. */
  toJSON(): Kept {
    return { size: this.size, sha256: this.sha256 };
  }
}

/** A body that is a large file, of one of these types of content; its handler is given what storage has of it. */
export const UploadOf = (folder: string, mostBytes: number, ...contentMediaTypes: readonly string[]) =>
  Type.Unsafe<Upload | undefined>({ type: 'string', format: 'binary', contentMediaTypes, upload: { folder, mostBytes } });

type UploadRule = { readonly folder: string; readonly mostBytes: number };
export const uploadOf = ({ body }: Route): UploadRule | undefined => body?.upload as UploadRule | undefined;

const tooLarge = (mostBytes: number): DomainError =>
  new DomainError('request.too_large', `The body has more than ${mostBytes / 1024 / 1024} MiB.`);

async function* bounded(payload: AsyncIterable<Uint8Array>, mostBytes: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of payload) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes) throw tooLarge(mostBytes);
    yield chunk;
  }
}

type Deps = Pick<Cradle, 'storage' | 'ids' | 'logger'>;

const uploadIn = ({ body }: FastifyRequest): Upload | undefined => (body instanceof Upload && !body.taken ? body : undefined);

/** Who may not is refused before anything of the body is read; what was read and not taken, as by a retry, is removed again. */
export function acceptUploads(app: FastifyInstance, types: readonly string[], { folder, mostBytes }: UploadRule, deps: Deps): void {
  const { storage, ids, logger } = deps;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser([...types], async (request: FastifyRequest, payload: AsyncIterable<Uint8Array>) => {
    if (Number(request.headers['content-length'] ?? 0) > mostBytes) throw tooLarge(mostBytes);
    const key = `${folder}/${ids.next()}`;
    return new Upload(key, await storage.put(key, bounded(payload, mostBytes), { contentType: types[0]! }));
  });
  app.addHook('onResponse', async (request) => {
    const left = uploadIn(request);
    if (!left) return;
    await storage.remove(left.key).catch((error: unknown) => logger.warn({ err: error, key: left.key }, 'An upload was left behind'));
  });
}
