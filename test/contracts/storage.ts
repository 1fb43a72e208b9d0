import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import type { Storage } from '@dms/domain/shared/storage';
import { collected } from '../support/collected.ts';

const PDF = { contentType: 'application/pdf' };

const whole = async ({ content }: { content: AsyncIterable<Uint8Array> }): Promise<Buffer> => {
  const parts: Uint8Array[] = [];
  for await (const part of content) parts.push(part);
  return Buffer.concat(parts);
};

async function* inParts(bytes: Uint8Array, partSize: number): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += partSize) yield bytes.subarray(at, at + partSize);
}

async function* breaking(): AsyncIterable<Uint8Array> {
  yield randomBytes(100_000);
  throw new Error('the line is cut');
}

/** What every driver of the storage port has to keep. `open` gives an empty storage of its own to each test. */
export const storageContract = (driver: string, open: (t: TestContext) => Promise<Storage>): void => {
  describe(`FIL-01 ${driver} as storage`, () => {
    it('FIL-01 gives back what was put, with its size and hash', async (t) => {
      const storage = await open(t);
      const bytes = randomBytes(300_000);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      assert.deepEqual(await storage.put('invoices/1/invoice.pdf', bytes, PDF), { size: 300_000, sha256 });
      assert.deepEqual(await storage.put('invoices/2/invoice.pdf', inParts(bytes, 7_000), PDF), { size: 300_000, sha256 });
      for (const key of ['invoices/1/invoice.pdf', 'invoices/2/invoice.pdf']) {
        assert.deepEqual(await storage.stat(key), { size: 300_000 });
        const stored = await storage.get(key);
        assert.equal(stored.size, 300_000);
        assert.ok((await whole(stored)).equals(bytes));
      }
    });

    it('keeps content of no bytes', async (t) => {
      const storage = await open(t);
      await storage.put('empty', new Uint8Array(), PDF);
      assert.equal((await whole(await storage.get('empty'))).length, 0);
    });

    it('replaces what was there under the same key', async (t) => {
      const storage = await open(t);
      await storage.put('a/b', Buffer.from('first and longer'), PDF);
      await storage.put('a/b', Buffer.from('second'), PDF);
      assert.equal(String(await whole(await storage.get('a/b'))), 'second');
    });

    it('FIL-01 leaves nothing behind of content that broke off, and keeps what was there before', async (t) => {
      const storage = await open(t);
      await assert.rejects(storage.put('new', breaking(), PDF), /the line is cut/);
      assert.equal(await storage.stat('new'), undefined);
      await storage.put('old', Buffer.from('old'), PDF);
      await assert.rejects(storage.put('old', breaking(), PDF), /the line is cut/);
      assert.equal(String(await whole(await storage.get('old'))), 'old');
    });

    it('lets one of several that put the same key at the same time win, whole', async (t) => {
      const storage = await open(t);
      const contents = Array.from({ length: 8 }, (_, index) => Buffer.alloc(200_000, index));
      await Promise.all(contents.map((content) => storage.put('hot', inParts(content, 1_000), PDF)));
      const kept = await whole(await storage.get('hot'));
      assert.ok(contents.some((content) => content.equals(kept)));
    });

    it('says that what is not there is absent', async (t) => {
      const storage = await open(t);
      await assert.rejects(storage.get('nothing'), { code: 'entity.absent' });
      assert.equal(await storage.stat('nothing'), undefined);
      await storage.remove('nothing');
    });

    it('forgets what is removed', async (t) => {
      const storage = await open(t);
      await storage.put('gone', Buffer.from('x'), PDF);
      await storage.remove('gone');
      assert.equal(await storage.stat('gone'), undefined);
    });

    it('lists what is below a prefix, with sizes and times, and nothing else', async (t) => {
      const storage = await open(t);
      const [before, keys] = [Date.now(), ['uploads/2026-11-22/1', 'uploads/2026-11-22/2', 'uploads/2026-11-23/3']];
      for (const [index, key] of [...keys, 'uploads-of-others/4', 'logos/5'].entries()) await storage.put(key, Buffer.alloc(index), PDF);
      const found = (await collected(storage.list('uploads/'))).toSorted((one, other) => (one.key < other.key ? -1 : 1));
      assert.deepEqual(
        found.map(({ key, size }) => [key, size]),
        keys.map((key, index) => [key, index]),
      );
      // The clock of a store tells seconds.
      for (const { at } of found) assert.ok(at.getTime() > before - 2_000 && at.getTime() < Date.now() + 2_000, at.toISOString());
      assert.deepEqual(await collected(storage.list('nothing/')), []);
    });

    it('is there when it is asked, also while nothing was put yet', async (t) => {
      const storage = await open(t);
      await storage.probe();
      assert.equal(await storage.removeUnfinished(new Date()), 0);
    });

    it('FIL-01 keeps ten megabytes that come in pieces, and gives them back', async (t) => {
      const storage = await open(t);
      const bytes = randomBytes(10 * 1024 * 1024);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      assert.deepEqual(await storage.put('large', inParts(bytes, 65_536), PDF), { size: bytes.length, sha256 });
      assert.ok((await whole(await storage.get('large'))).equals(bytes));
    });

    it('FIL-01 leaves nothing of a large one that broke off', async (t) => {
      const storage = await open(t);
      async function* breakingLate(): AsyncIterable<Uint8Array> {
        yield* inParts(randomBytes(8 * 1024 * 1024), 65_536);
        throw new Error('the line is cut');
      }
      await assert.rejects(storage.put('large', breakingLate(), PDF), /the line is cut/);
      assert.equal(await storage.stat('large'), undefined);
      assert.deepEqual(await collected(storage.list('')), []);
    });

    it('FIL-01 refuses every key that could lead elsewhere', async (t) => {
      const storage = await open(t);
      for (const key of ['', '/etc/passwd', '../x', 'a/../../x', 'a//b', 'a/./b', 'a\\b', 'a/b\0', '.hidden', 'a/.b', 'ä', 'x'.repeat(600)])
        await assert.rejects(storage.put(key, Buffer.from('x'), PDF), /storage key/, key);
    });
  });
};
