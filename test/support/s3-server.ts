import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { S3Client } from '@aws-sdk/client-s3';
import S3rver from '@20minutes/s3rver';
import { s3Client, type S3Settings } from '../../adapters/storage/s3-storage.ts';
import { workFolder } from './test-home.ts';

/** The one account that the server knows. */
const ACCOUNT = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };

export type S3Server = {
  readonly url: string;
  client(settings?: Partial<S3Settings>): S3Client;
  /** A bucket that nobody else has, with a client of the server. */
  bucket(): Promise<{ readonly client: S3Client; readonly bucket: string }>;
  close(): Promise<void>;
};

/** The server signs the path of a bucket without its last slash, and stores with it. */
const trimming = (client: S3Client): S3Client => {
  client.middlewareStack.add(
    (next) => (given) => {
      const request = given.request as { path: string };
      if (request.path.length > 1 && request.path.endsWith('/')) request.path = request.path.slice(0, -1);
      return next(given);
    },
    { step: 'build', name: 'trim' },
  );
  return client;
};

/** An S3 server in this process, over a folder of its own. */
export const startS3 = async (): Promise<S3Server> => {
  const directory = await workFolder('s3');
  const server = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory });
  const { port } = await server.run();
  const url = `http://127.0.0.1:${port}`;
  const clients: S3Client[] = [];
  const client = (settings: Partial<S3Settings> = {}): S3Client => {
    const made = trimming(s3Client({ endpoint: url, region: 'ap-south-1', bucket: '', ...ACCOUNT, ...settings }));
    clients.push(made);
    return made;
  };
  let count = 0;
  return {
    url,
    client,
    bucket: async () => {
      const bucket = `bucket-${(count += 1)}`;
      await mkdir(join(directory, bucket));
      return { client: client(), bucket };
    },
    close: async () => {
      for (const each of clients) each.destroy();
      await server.close();
    },
  };
};
