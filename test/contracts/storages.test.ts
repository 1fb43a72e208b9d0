import assert from 'node:assert/strict';
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import pino from 'pino';
import { localStorage } from '../../adapters/storage/local-storage.ts';
import { s3Storage } from '../../adapters/storage/s3-storage.ts';
import { tellingStorage } from '../../adapters/storage/telling-storage.ts';
import { collected } from '../support/collected.ts';
import { type S3Server, startS3 } from '../support/s3-server.ts';
import { workFolder } from '../support/test-home.ts';
import { storageContract } from './storage.ts';

const logger = pino({ level: 'silent' });
const PDF = { contentType: 'application/pdf' };

storageContract('a local folder', async () => tellingStorage(localStorage({ folder: await workFolder('storage') }), logger));

describe('a local folder as storage', () => {
  it('FIL-01 forgets what a killed process left unfinished, once it is old enough', async () => {
    const folder = await workFolder('storage');
    const storage = localStorage({ folder });
    const unfinished = join(folder, '.unfinished');
    await mkdir(unfinished);
    for (const name of ['old', 'young']) await writeFile(join(unfinished, name), 'half of it');
    await utimes(join(unfinished, 'old'), 1_000, 1_000);
    assert.equal(await storage.removeUnfinished(new Date(2_000_000)), 1);
    assert.deepEqual(await readdir(unfinished), ['young']);
    assert.deepEqual(await collected(storage.list('')), []);
  });

  it('FIL-01 says that it is not available where its folder cannot be', async () => {
    const folder = join(await workFolder('storage'), 'files');
    await writeFile(folder, 'a file is no folder');
    const storage = tellingStorage(localStorage({ folder }), logger);
    for (const ask of [() => storage.probe(), () => storage.put('a/b', Buffer.from('x'), PDF)])
      await assert.rejects(ask, { code: 'service.unavailable' });
  });
});

describe('objects as storage', () => {
  let server: S3Server;
  before(async () => {
    server = await startS3();
  });
  after(() => server.close());

  storageContract('an S3 server', async () => tellingStorage(s3Storage(await server.bucket()), logger));

  it('FIL-01 says that it is not available without the server, without the bucket and with a wrong key', async () => {
    const { client, bucket } = await server.bucket();
    const nowhere = tellingStorage(s3Storage({ client: server.client({ endpoint: 'http://127.0.0.1:1' }), bucket }), logger);
    const forgotten = tellingStorage(s3Storage({ client, bucket: 'never-made' }), logger);
    const stranger = tellingStorage(s3Storage({ client: server.client({ secretAccessKey: 'a wrong one' }), bucket }), logger);
    for (const storage of [nowhere, forgotten, stranger]) {
      await assert.rejects(storage.probe(), { code: 'service.unavailable' });
      await assert.rejects(storage.put('a/b', Buffer.from('x'), PDF), { code: 'service.unavailable' });
    }
    await assert.rejects(nowhere.get('a/b'), { code: 'service.unavailable' });
    await assert.rejects(collected(nowhere.list('a/')), { code: 'service.unavailable' });
  });
});
