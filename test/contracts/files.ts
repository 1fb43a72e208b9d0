import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { FileKind } from '@dms/domain/files/stored-file';
import { StoredFile } from '@dms/domain/files/stored-file';
import { refusal } from '../unit/shared/refusals.ts';
import { noted, somebody } from './fixtures.ts';
import { contract } from './harness.ts';

const DAY_MS = 86_400_000;

/** Content that is nobody's, and how it becomes somebody's and nobody's again. */
export const filesOfRecords = contract('files', (given) => {
  const upload = (more: { readonly entityId?: string; readonly kind?: FileKind } = {}): StoredFile => {
    const { ids, basics } = given();
    const id = ids.next();
    return new StoredFile({
      ...{ id, key: `uploads/2026-11-22/${id}`, name: 'door.png', contentType: 'image/png', size: 12, sha256: 'a'.repeat(64) },
      ...{ entityType: 'JobCard', entityId: id, serviceCenterId: basics.branches.blr01.id, caption: 'left door', ...more },
    });
  };
  const later = (): Date => new Date(given().clock.now().getTime() + DAY_MS);
  const claim = async (file: StoredFile): Promise<void> => {
    const { transact, strayContent, clock, basics } = given();
    await strayContent.expect(file.key, later());
    await transact(somebody, async ({ files, record }) => {
      await files.claim(file, { at: clock.now(), by: basics.people.admin.id });
      record(noted('FileAdded', file.id));
    });
  };
  const drop = (file: StoredFile) =>
    given().transact(somebody, async ({ files, record }) => {
      await files.drop(file.id, given().clock.now());
      record(noted('FileDeleted', file.id));
    });
  const strays = (now: Date): Promise<string[]> => given().transact(somebody, ({ files }) => files.lockStrays(now, 100));

  it('FIL-01 what was expected is claimed once, with who did it, and given up no more', async () => {
    const { transact, strayContent, clock, basics } = given();
    const file = upload({ kind: 'PHOTO_AFTER' });
    await claim(file);
    const { id: _, ...again } = upload();
    await assert.rejects(claimAgain(new StoredFile({ ...again, id: given().ids.next(), key: file.key })), refusal('entity.absent'));
    assert.equal(await strayContent.giveUp(file.key, clock.now()), false);
    const [owners, found] = await transact(somebody, async ({ files }) => [await files.ownersOf(file.id), await files.findByKey(file.key)]);
    assert.deepEqual([owners?.entityType, owners?.entityId, owners?.createdBy], ['JobCard', file.entityId, basics.people.admin.id]);
    assert.deepEqual([found?.kind, found?.caption, found?.version], ['PHOTO_AFTER', 'left door', 1]);

    function claimAgain(twin: StoredFile): Promise<void> {
      return transact(somebody, async ({ files, record }) => {
        await files.claim(twin, { at: clock.now(), by: null });
        record(noted('FileAdded', twin.id));
      });
    }
  });

  it('FIL-01 a claim that fails leaves the content nobody’s', async () => {
    const { transact, strayContent, clock } = given();
    const file = upload();
    await strayContent.expect(file.key, later());
    const failing = transact(somebody, async ({ files }) => {
      await files.claim(file, { at: clock.now(), by: null });
      throw new Error('something else went wrong');
    });
    await assert.rejects(failing, /something else/);
    assert.equal(await strayContent.giveUp(file.key, clock.now()), true);
    assert.ok((await strays(clock.now())).includes(file.key));
    await strayContent.forget(file.key);
    assert.ok(!(await strays(clock.now())).includes(file.key));
  });

  it('FIL-01 what is expected is stray a day later, and what was dropped at once', async () => {
    const { transact, strayContent, clock } = given();
    const [waiting, dropped] = [upload(), upload()];
    await strayContent.expect(waiting.key, later());
    await claim(dropped);
    await drop(dropped);
    await assert.rejects(drop(dropped), refusal('entity.absent'));
    assert.deepEqual(await strays(clock.now()), [dropped.key]);
    assert.deepEqual((await strays(later())).toSorted(), [waiting.key, dropped.key].toSorted());
    assert.equal(await transact(somebody, ({ files }) => files.findByKey(dropped.key)), undefined);
    await transact(somebody, ({ files }) => files.forgetStrays([waiting.key, dropped.key]));
    assert.deepEqual(await strays(later()), []);
  });

  it('FIL-01 the files of a record go with it, and no others', async () => {
    const { transact, clock, ids } = given();
    const [one, other, foreign] = [upload(), upload(), upload()];
    const entityId = ids.next();
    const files = [one, other].map((file) => new StoredFile({ ...file, entityId }));
    for (const file of [...files, foreign]) await claim(file);
    const count = () => transact(somebody, (unit) => unit.files.countForChange('JobCard', entityId));
    assert.equal(await count(), 2);
    const gone = await transact(somebody, async (unit) => {
      unit.record(noted('FileDeleted', entityId));
      return unit.files.dropOf('JobCard', entityId, clock.now());
    });
    assert.deepEqual(gone.map(({ id }) => id).toSorted(), [one.id, other.id].toSorted());
    assert.equal(await count(), 0);
    for (const { id } of files) assert.equal(await transact(somebody, (unit) => unit.files.ownersOf(id)), undefined);
    assert.ok(await transact(somebody, (unit) => unit.files.ownersOf(foreign.id)));
  });
});
