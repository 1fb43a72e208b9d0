import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { absent } from '@dms/domain/shared/errors';
import { isStorageKey } from '@dms/domain/shared/storage';
import type { Storage } from '@dms/domain/shared/storage';

export type S3Settings = {
  /** Undefined: that of AWS in the region. */
  readonly endpoint: string | undefined;
  readonly region: string;
  readonly bucket: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
};

/** The least that a part may have, but for the last; more of a file is never in memory. */
const PART_BYTES = 5 * 1024 * 1024;
const CONNECT_WITHIN_MS = 2_000;
const ANSWER_WITHIN_MS = 10_000;
const PROBE_WITHIN_MS = 3_000;

/** A client of whichever store speaks S3; checksums that only AWS knows are left out. */
export const s3Client = ({ endpoint, region, accessKeyId, secretAccessKey }: S3Settings): S3Client =>
  new S3Client({
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
    region,
    credentials: { accessKeyId, secretAccessKey },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: CONNECT_WITHIN_MS, requestTimeout: ANSWER_WITHIN_MS },
  });

/** Objects of one bucket. It has to be there: who may keep files need not be able to make buckets. */
export const s3Storage = ({ client, bucket }: { readonly client: S3Client; readonly bucket: string }): Storage & { close(): void } => {
  const named = (key: string) => {
    if (!isStorageKey(key)) throw new TypeError(`"${key}" is no storage key.`);
    return { Bucket: bucket, Key: key };
  };
  const headOf = (key: string): Promise<HeadObjectCommandOutput | undefined> =>
    client.send(new HeadObjectCommand(named(key))).catch(ifMissing);

  return {
    async put(key, content, { contentType }) {
      const hash = createHash('sha256');
      let size = 0;
      let brokeOff: { readonly error: unknown } | undefined;
      async function* hashed(): AsyncGenerator<Uint8Array> {
        try {
          for await (const part of content instanceof Uint8Array ? [content] : content) {
            hash.update(part);
            size += part.byteLength;
            yield part;
          }
        } catch (error) {
          brokeOff = { error };
          throw error;
        }
      }
      const Body = Readable.from(hashed(), { objectMode: false });
      // What broke off is taken back: a part that was sent is no object.
      const upload = new Upload({ client, params: { ...named(key), Body, ContentType: contentType }, queueSize: 1, partSize: PART_BYTES });
      await upload.done().catch((error: unknown) => {
        // A store that cannot take it back leaves it to `removeUnfinished`, and what broke off is what is told.
        throw brokeOff ? brokeOff.error : error;
      });
      return { size, sha256: hash.digest('hex') };
    },

    async get(key) {
      const head = await headOf(key);
      if (!head) throw absent('file');
      return { size: head.ContentLength ?? 0, content: read(client, named(key)) };
    },

    async stat(key) {
      const head = await headOf(key);
      return head && { size: head.ContentLength ?? 0 };
    },

    async remove(key) {
      await client.send(new DeleteObjectCommand(named(key)));
    },

    async *list(prefix) {
      for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix }))
        for (const { Key, Size = 0, LastModified } of Contents)
          if (Key !== undefined && LastModified !== undefined) yield { key: Key, size: Size, at: LastModified };
    },

    async probe() {
      await client.send(new HeadBucketCommand({ Bucket: bucket }), { abortSignal: AbortSignal.timeout(PROBE_WITHIN_MS) });
    },

    async removeUnfinished(before) {
      const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: bucket })).catch(ifUnlisted);
      const old = Uploads.filter(({ Initiated }) => Initiated !== undefined && Initiated < before);
      for (const { Key, UploadId } of old) await client.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId }));
      return old.length;
    },

    close: () => client.destroy(),
  };
};

/** Asks for the content only when it is read, so that content nobody reads holds no connection. */
async function* read(client: S3Client, object: { readonly Bucket: string; readonly Key: string }): AsyncIterable<Uint8Array> {
  const { Body } = await client.send(new GetObjectCommand(object));
  yield* Body as Readable;
}

/** A store that lists no unfinished uploads forgets them by a rule of the bucket. */
const ifUnlisted = (error: Error): Partial<ListMultipartUploadsCommandOutput> => {
  if (error.name !== 'NotImplemented') throw error;
  return {};
};

const ifMissing = (error: Error & { readonly $metadata?: { readonly httpStatusCode?: number } }): undefined => {
  if (error.$metadata?.httpStatusCode !== 404) throw error;
};
