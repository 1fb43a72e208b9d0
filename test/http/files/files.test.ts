import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, globSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { before, describe, it } from 'node:test';
import { ReceivedFile } from '@dms/domain/files/received-file';
import type { FixedClock } from '@dms/domain/memory/clock';
import { systemActor } from '@dms/domain/shared/actor';
import type { Cradle } from '../../../adapters/container.ts';
import { filesRoutes } from '../../../http/files/routes.ts';
import type { FilePage } from '../../../http/files/schemas.ts';
import { startApi } from '../../support/api-process.ts';
import type { FileBody, PageOf, ReadinessBody } from '../../support/bodies.ts';
import { type Answer, freshKey } from '../../support/client.ts';
import { withSuite } from '../../support/endings.ts';
import { beginPost, formOf, paper, photo, picture, rawForm, sha256, type SomeFile } from '../../support/forms.ts';
import { chunkOf, exifOf, exifSegment, jpegWith, PLACE, pngWith, segmentOf } from '../../support/photographs.ts';
import { byClients } from '../../support/races.ts';
import { until } from '../../support/until.ts';
import { sampleApp } from '../core/app.ts';
import { freshBranches, tokenFor, type World } from '../../support/world.ts';

type Who = Parameters<World['as']>[0];
type Sent = { readonly who?: Who; readonly fields?: Record<string, string>; readonly key?: string; readonly fileFirst?: boolean };

const MB = 1024 * 1024;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

describe('files', () => {
  const suite = withSuite();
  let world: World;
  let card: { readonly id: string; readonly customerId: string; readonly vehicleId: string };
  before(async () => {
    world = await freshBranches(suite);
    card = (await world.make.assignedCard(undefined, world.basics.actors.engineer)).card;
  });

  const folder = (...parts: string[]): string => join(world.config.dataFolder, 'files', ...parts);
  const ofCard = () => ({ entityType: 'JobCard', entityId: card.id });
  const post = (file: SomeFile | undefined, { who = 'advisor', fields = ofCard(), key, fileFirst = false }: Sent = {}) =>
    world.as(who).ask<FileBody>('POST', '/files', { body: formOf(fields, file, { fileFirst }), ...(key !== undefined && { key }) });
  const added = async (file: SomeFile, sent: Sent = {}): Promise<FileBody> => {
    const { status, text, body } = await post(file, sent);
    assert.equal(status, 201, text);
    return body;
  };
  const attach = (fields: Record<string, string>, file: SomeFile, who: Who = 'advisor') =>
    world.as(who).ask<FileBody>('POST', `/job-cards/${card.id}/attachments`, { body: formOf(fields, file) });
  const refused = ({ status, problem }: Answer, expected: number, code: string) =>
    assert.deepEqual([status, problem.code], [expected, code], problem.detail);
  const faultsOf = ({ status, problem }: Answer): (readonly string[])[] => {
    assert.equal(status, 400, problem.detail);
    return problem.errors!.map(({ pointer, message }) => [pointer, message]);
  };

  /** Everything there is of uploads, in storage and in the database. */
  const kept = async () => {
    const [rows] = await world.rows<{ files: number; strays: number }>(
      `select (select count(*)::int from files) as files, (select count(*)::int from stray_content) as strays`,
    );
    const content = globSync('{uploads,.unfinished}/**', { cwd: folder(), withFileTypes: true }).filter((entry) => entry.isFile());
    return { ...rows!, content: content.length };
  };
  const leavesNothing = async (work: () => Promise<unknown>): Promise<void> => {
    const before = await kept();
    await work();
    assert.deepEqual(await until(async () => (JSON.stringify(await kept()) === JSON.stringify(before) ? before : undefined)), before);
  };

  it('FIL-01 an image or PDF is kept with its hash and a name that is safe, and comes back to the byte', async () => {
    const samples: readonly (SomeFile & { readonly is: string; readonly as: string })[] = [
      { name: 'left door.jpg', bytes: photo(), is: 'image/jpeg', as: 'left door.jpg' },
      { name: '../../बायाँ "दरवाज़ा".JPG', bytes: picture(), type: 'text/html', is: 'image/png', as: 'बायाँ _दरवाज़ा_.png'.normalize('NFC') },
      { name: 'pan.exe', bytes: paper(), type: 'application/x-msdownload', is: 'application/pdf', as: 'pan.pdf' },
    ];
    for (const [index, { is, as, ...sample }] of samples.entries()) {
      const answer = await post(sample, { fileFirst: index % 2 === 0 });
      assert.equal(answer.status, 201, answer.text);
      const { downloadUrl, downloadExpiresAt, ...body } = answer.body;
      assert.deepEqual(body, {
        ...{ id: body.id, name: as, contentType: is, size: sample.bytes.length, sha256: sha256(sample.bytes) },
        ...{ ...ofCard(), serviceCenterId: world.basics.branches.blr01.id, kind: null, caption: null },
        ...{ createdAt: world.clock.now().toISOString(), createdBy: world.people.advisor.id },
      });
      assert.equal(new Date(downloadExpiresAt).getTime(), world.clock.now().getTime() + 5 * MINUTE_MS);
      assert.equal(answer.headers.get('location'), `/files/${body.id}`);
      const read = await world.as('manager').get<FileBody>(`/files/${body.id}`);
      assert.deepEqual(read.body, answer.body);
      assert.equal(read.headers.get('cache-control'), 'no-store');

      const content = await world.anybody.get(downloadUrl);
      assert.equal(content.status, 200, content.text);
      assert.ok(content.bytes.equals(sample.bytes));
      const told = (name: string) => content.headers.get(name);
      assert.deepEqual([told('content-type'), told('content-length')], [is, String(sample.bytes.length)]);
      assert.equal(told('x-content-type-options'), 'nosniff');
      assert.match(told('content-security-policy') ?? '', /default-src 'none'; sandbox/);
      assert.equal(told('content-disposition'), `attachment; filename*=UTF-8''${encodeURIComponent(as)}`);
      const again = await world.anybody.get(downloadUrl, { 'if-none-match': told('etag')! });
      assert.deepEqual([again.status, again.bytes.length], [304, 0]);
    }
  });

  it('FIL-01 the type is told by the content: what is no image and no PDF is refused, and nothing is left of it', async () => {
    const strangers: Record<string, Uint8Array> = {
      'photo.png': Buffer.from('<html><script>alert(1)</script></html>'),
      'photo.svg': Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
      'photo.jpg': Buffer.from('MZ\x90\0\x03\0\0\0'.padEnd(9_000, '\0'), 'latin1'),
      'paper.pdf': Buffer.from('PK\x03\x04'.padEnd(5_000, 'x'), 'latin1'),
      'empty.pdf': new Uint8Array(),
      'large.png': Buffer.alloc(11 * MB, 'x'),
    };
    await leavesNothing(async () => {
      for (const [name, bytes] of Object.entries(strangers)) refused(await post({ name, bytes }), 415, 'request.unsupported_type');
      const json = await world.as('advisor').post('/files', { ...ofCard(), file: 'x' });
      refused(json, 415, 'request.unsupported_type');
    });
  });

  it('FIL-01 of a picture the place where it was taken is not kept, nor by whom, and its hash and size are of what is', async () => {
    const samples: Readonly<Record<string, readonly [sent: Buffer, kept: Buffer]>> = {
      'at-home.jpg': [jpegWith([exifSegment(1), segmentOf(0xfe, Buffer.from(PLACE))], { behind: Buffer.from(PLACE) }), jpegWith([])],
      'at-home.png': [pngWith([chunkOf('eXIf', exifOf(1)), chunkOf('tEXt', Buffer.from(`Place\0${PLACE}`))]), pngWith([])],
    };
    for (const [name, [sent, left]] of Object.entries(samples)) {
      assert.ok(sent.includes(PLACE));
      const { size, sha256: hash, downloadUrl } = await added({ name, bytes: sent });
      const { bytes } = await world.anybody.get(downloadUrl);
      assert.deepEqual([bytes.equals(left), size, hash], [true, left.length, sha256(left)]);
    }
    const { downloadUrl } = await added({ name: 'sideways.jpg', bytes: jpegWith([exifSegment(6)]) });
    const { bytes } = await world.anybody.get(downloadUrl);
    assert.deepEqual([bytes.includes(PLACE), bytes.includes(Buffer.from('0112000300000001 0006'.replace(' ', ''), 'hex'))], [false, true]);
  });

  it('FIL-01 a record has so many files and no more, however many come at once, until one is deleted', async () => {
    const { card: full } = await world.make.assignedCard(undefined, world.basics.actors.engineer);
    const path = `/job-cards/${full.id}/attachments`;
    const most = 3;
    const set = async (value: number) => {
      const answer = await world.as('superAdmin').ask('PUT', '/system-config/files.most-per-record', { body: { value } });
      assert.ok(answer.status < 300, answer.text);
    };
    const send = (url = path, fields = {}) =>
      world.as('advisor').ask<FileBody>('POST', url, { body: formOf(fields, { name: 'a.jpg', bytes: photo() }) });
    await set(most);
    const answers = await byClients(8, Array.from({ length: 8 }), () => send());
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [201, 201, 201, 409, 409, 409, 409, 409]);
    await leavesNothing(async () => {
      for (const answer of [await send(), await send('/files', { entityType: 'JobCard', entityId: full.id })]) {
        refused(answer, 409, 'file.too_many');
        assert.match(answer.problem.detail, /at most 3 files/);
      }
    });
    assert.equal((await send('/files', ofCard())).status, 409, 'another record that had more before has no further one');
    assert.equal((await send('/files', { entityType: 'Vehicle', entityId: full.vehicleId })).status, 201, 'each record has its own');
    const one = answers.find(({ status }) => status === 201)!.body;
    assert.equal((await world.as('manager').ask('DELETE', `/files/${one.id}`)).status, 204);
    assert.deepEqual([(await send()).status, (await send()).status], [201, 409]);
    await set(200);
  });

  it('FIL-01 ten megabytes are taken and a byte more is not, and nothing is left of it', async () => {
    const { size, downloadUrl } = await added({ name: 'large.jpg', bytes: photo(10 * MB) });
    assert.equal(size, 10 * MB);
    assert.equal((await world.anybody.get(downloadUrl)).bytes.length, 10 * MB);
    await leavesNothing(async () => {
      refused(await post({ name: 'larger.jpg', bytes: photo(10 * MB + 1) }), 413, 'request.too_large');
      refused(await post({ name: 'larger.jpg', bytes: photo(14 * MB) }, { fileFirst: true }), 413, 'request.too_large');
    });
  });

  it('FIL-01 a form that is not as described is refused with what is wrong, and nothing is left of its file', async () => {
    const file = { name: 'a.png', bytes: picture() };
    await leavesNothing(async () => {
      assert.deepEqual(faultsOf(await post(undefined)), [['/file', 'is required']]);
      assert.deepEqual(faultsOf(await post(file, { fields: {} })), [
        ['/entityType', 'is required'],
        ['/entityId', 'is required'],
      ]);
      assert.deepEqual(faultsOf(await post(file, { fields: { ...ofCard(), entityId: 'x', colour: 'red' } })), [
        ['/colour', 'is not a known field'],
        ['/entityId', 'must be a UUID in small letters'],
      ]);
      assert.match(
        String(faultsOf(await post(file, { fields: { ...ofCard(), entityType: 'Elephant' } }))),
        /entityType,must be one of .*JobCard/,
      );
      assert.match(String(faultsOf(await post(file, { fields: { ...ofCard(), entityType: 'Session' } }))), /entityType,must be one of/);
      assert.deepEqual(faultsOf(await attach({ caption: 'a\0b' }, file))[0]![0], '/caption');
      assert.deepEqual(faultsOf(await attach({ caption: 'x'.repeat(501) }, file))[0]![0], '/caption');
      assert.deepEqual(faultsOf(await attach({ caption: 'x'.repeat(20_000) }, file)), [['/caption', 'is too long']]);
      assert.deepEqual(faultsOf(await attach({ kind: 'SELFIE' }, file))[0]![0], '/kind');
      assert.deepEqual(faultsOf(await post(undefined, { fields: { ...ofCard(), file: 'a text' } })), [['/file', 'must be a file']]);
      const foreign = new Blob([JSON.stringify({ key: 'uploads/2026-11-22/x', name: 'a.png' })], { type: 'application/json' });
      const claiming = formOf(ofCard());
      claiming.append('file', foreign, 'a.png');
      assert.equal((await world.as('advisor').ask('POST', '/files', { body: claiming })).status, 415);
      const two = formOf(ofCard(), file);
      two.append('file', new Blob([Buffer.from(picture())]), 'b.png');
      assert.deepEqual(faultsOf(await world.as('advisor').ask('POST', '/files', { body: two })), [['/file', 'must be one file']]);
      const elsewhere = formOf(ofCard());
      elsewhere.append('photo', new Blob([Buffer.from(picture())]), 'b.png');
      assert.deepEqual(faultsOf(await world.as('advisor').ask('POST', '/files', { body: elsewhere })), [
        ['/photo', 'is not a field for a file'],
      ]);
      const twice = formOf(ofCard(), file);
      twice.append('entityId', card.id);
      assert.deepEqual(faultsOf(await world.as('advisor').ask('POST', '/files', { body: twice })), [
        ['/entityId', 'must be a UUID in small letters'],
      ]);
      for (const [type, body] of [
        ['multipart/form-data', 'no boundary'],
        ['multipart/form-data; boundary=x', 'no parts'],
        ['multipart/form-data; boundary=x', ''],
      ])
        assert.equal((await world.as('advisor').ask('POST', '/files', { body, headers: { 'content-type': type! } })).status, 400);
      const many = formOf(Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`field${n}`, 'x'])), file, { fileFirst: true });
      assert.equal((await world.as('advisor').ask('POST', '/files', { body: many })).status, 400);
      for (const name of ['__proto__', 'constructor', 'toString'])
        assert.equal((await post(file, { fields: { ...ofCard(), [name]: 'x' }, fileFirst: true })).status, 400, name);
    });
  });

  it('FIL-01 a file without a name is called one', async () => {
    const { type, body } = rawForm(ofCard(), { name: 'x', bytes: picture(), type: 'application/octet-stream' });
    const nameless = Buffer.from(body.toString('latin1').replace('; filename="x"', ''), 'latin1');
    const answer = await world.as('advisor').ask<FileBody>('POST', '/files', { body: nameless, headers: { 'content-type': type } });
    assert.deepEqual([answer.status, answer.body.name], [201, 'file.png'], answer.text);
  });

  it('FIL-01 a form that is cut off is refused, and one whose sender hangs up leaves nothing either', async () => {
    const form = rawForm(ofCard(), { name: 'a.jpg', bytes: photo(2 * MB) });
    const token = tokenFor(world.cradle, world.people.advisor);
    await leavesNothing(async () => {
      const cut = { ...form, body: form.body.subarray(0, MB) };
      const answer = await world.as('advisor').ask('POST', '/files', { body: cut.body, headers: { 'content-type': cut.type } });
      refused(answer, 400, 'request.malformed');
    });
    await leavesNothing(async () => {
      for (const sent of [200, 300, 100_000, MB]) {
        const socket = await beginPost(world.url, '/files', token, form);
        socket.write(form.body.subarray(0, sent));
        if (sent > 1_000) await until(() => globSync('.unfinished/*', { cwd: folder() }).length > 0, { what: 'some of it to be there' });
        socket.destroy();
        await until(() => globSync('.unfinished/*', { cwd: folder() }).length === 0, { what: 'nothing of it to be left' });
      }
    });
  });

  it('FIL-01 a file is seen by who sees its record, and to others neither is there', async () => {
    const file = await added({ name: 'a.png', bytes: picture() });
    const path = `/files/${file.id}`;
    const list = `/job-cards/${card.id}/attachments`;
    for (const who of ['superAdmin', 'admin', 'advisor', 'manager', 'staff', 'engineer'] as const)
      for (const each of [path, list]) assert.equal((await world.as(who).get(each)).status, 200, `${who} ${each}`);
    for (const who of ['callCenter', 'advisor2', 'manager2', 'elsewhere', 'engineer2', 'engineerElsewhere'] as const) {
      for (const each of [path, list]) refused(await world.as(who).get(each), 404, 'entity.absent');
      await leavesNothing(async () => refused(await post({ name: 'a.png', bytes: picture() }, { who }), 404, 'entity.absent'));
    }
    refused(await world.as('advisor').get(`/files/${world.cradle.ids.next()}`), 404, 'entity.absent');
    await leavesNothing(async () => {
      const nobodys = { ...ofCard(), entityId: world.cradle.ids.next() };
      refused(await post({ name: 'a.png', bytes: picture() }, { fields: nobodys }), 404, 'entity.absent');
    });
    refused(await world.anybody.get(path), 401, 'auth.required');
    const invoice = await world.make.invoice();
    await world.cradle.storePaper({ kind: 'INVOICE', id: invoice.id, copy: 'ORIGINAL', cancelled: false }, systemActor('test'));
    const [printed] = await world.rows<{ id: string }>(`select id from files where entity_id = '${invoice.id}'`);
    refused(await world.as('superAdmin').get(`/files/${printed!.id}`), 404, 'entity.absent');
  });

  it('FIL-01 records of other kinds have files too, by the permissions of each', async () => {
    const { customerId, vehicleId } = card;
    const invoice = await world.make.invoice();
    for (const [entityType, entityId] of [
      ['Customer', customerId],
      ['Vehicle', vehicleId],
      ['Invoice', invoice.id],
      ['job-card', card.id],
      ['ServiceCenter', world.basics.branches.blr01.id],
    ] as const) {
      const file = await added({ name: 'a.png', bytes: picture() }, { fields: { entityType, entityId }, who: 'manager' });
      assert.equal((await world.as('manager').get(`/files/${file.id}`)).status, 200);
      // A customer or vehicle is known to everybody, and its files to its branches alone.
      refused(await world.as('elsewhere').get(`/files/${file.id}`), 404, 'entity.absent');
    }
  });

  it('FIL-01 a link is good for five minutes, for one file, and cannot be made by others', async () => {
    const [one, other] = [await added({ name: 'a.png', bytes: picture() }), await added({ name: 'b.jpg', bytes: photo() })];
    const [path, token] = one.downloadUrl.split('?token=') as [string, string];
    const [seconds, signature] = token.split('.') as [string, string];
    for (const forged of [
      `${Number(seconds) + 600}.${signature}`,
      `${seconds}.${Buffer.from(signature).reverse().toString()}`,
      `${seconds}.${'A'.repeat(43)}`,
      other.downloadUrl.split('?token=')[1]!,
      'nonsense',
      '1.2',
    ])
      refused(await world.anybody.get(`${path}?token=${forged}`), 403, 'file.link_invalid');
    assert.equal((await world.anybody.get(path)).status, 400);
    refused(await world.as('advisor').get(`${path}?token=x`), 403, 'file.link_invalid');
    const clock = world.clock as FixedClock;
    clock.advance(5 * MINUTE_MS - 1);
    assert.equal((await world.anybody.get(one.downloadUrl)).status, 200);
    clock.advance(1);
    refused(await world.anybody.get(one.downloadUrl), 403, 'file.link_invalid');
    const { downloadUrl } = (await world.as('advisor').get<FileBody>(`/files/${one.id}`)).body;
    assert.equal((await world.anybody.get(downloadUrl)).status, 200);
  });

  it('FIL-01 what an attachment shows is told with it, and the list of a card has its own, newest first', async () => {
    const { card: another } = await world.make.assignedCard(undefined, world.basics.actors.engineer);
    const path = `/job-cards/${another.id}/attachments`;
    const clock = world.clock as FixedClock;
    const kinds = ['PHOTO_BEFORE', 'PHOTO_AFTER', 'DOCUMENT', 'INSPECTION', 'PHOTO_BEFORE'];
    for (const [index, kind] of kinds.entries()) {
      clock.advance(1_000);
      const body = formOf({ kind, caption: `No. ${index}` }, { name: `${index}.png`, bytes: picture() });
      const answer = await world.as('engineer').ask<FileBody>('POST', path, { body });
      assert.equal(answer.status, 201, answer.text);
      assert.deepEqual([answer.body.kind, answer.body.caption, answer.body.entityId], [kind, `No. ${index}`, another.id]);
    }
    const list = async (query: string) => (await world.as('advisor').get<PageOf<typeof FilePage>>(`${path}?${query}`)).body;
    const captionsOf = ({ data }: { data: readonly unknown[] }) => (data as FileBody[]).map(({ caption }) => caption);
    const first = await list('limit=3&count=true');
    assert.deepEqual([captionsOf(first), first.page.count], [['No. 4', 'No. 3', 'No. 2'], 5]);
    assert.deepEqual(captionsOf(await list(`limit=3&cursor=${first.page.next}`)), ['No. 1', 'No. 0']);
    assert.deepEqual(captionsOf(await list('kind=PHOTO_BEFORE')), ['No. 4', 'No. 0']);
    const [newest] = first.data as readonly FileBody[];
    assert.equal((await world.anybody.get(newest!.downloadUrl)).status, 200);
  });

  it('FIL-01 the same key adds the same file once, and another file under it is refused', async () => {
    const [key, file] = [freshKey(), { name: 'a.jpg', bytes: photo() }];
    const first = await post(file, { key });
    assert.equal(first.status, 201, first.text);
    await leavesNothing(async () => {
      const again = await post(file, { key, fileFirst: true });
      assert.deepEqual([again.status, again.body.id, again.headers.get('idempotency-replayed')], [201, first.body.id, 'true']);
      refused(await post({ ...file, bytes: photo() }, { key }), 422, 'idempotency.key_reused');
      refused(await post({ ...file, name: 'b.jpg' }, { key }), 422, 'idempotency.key_reused');
    });
    const before = await kept();
    const [shared, twin] = [freshKey(), { name: 'twin.jpg', bytes: photo() }];
    const answers = await byClients(6, Array.from({ length: 6 }), () => post(twin, { key: shared }));
    assert.deepEqual(
      [...new Set(answers.map(({ status }) => status))].filter((status) => ![201, 409].includes(status)),
      [],
    );
    assert.equal(new Set(answers.filter(({ status }) => status === 201).map(({ body }) => body.id)).size, 1);
    assert.deepEqual(await kept(), { ...before, files: before.files + 1, content: before.content + 1 });
  });

  it('FIL-01 a file is deleted with its content, once, by who may', async () => {
    const file = await added({ name: 'a.png', bytes: picture() });
    const path = `/files/${file.id}`;
    const erase = (who: Who) => world.as(who).ask('DELETE', path);
    refused(await erase('callCenter'), 403, 'access.denied');
    for (const who of ['staff', 'engineer'] as const) refused(await erase(who), 403, 'access.denied');
    for (const who of ['elsewhere', 'advisor2', 'engineer2'] as const) refused(await erase(who), 404, 'entity.absent');
    const before = await kept();
    const answers = await Promise.all([erase('manager'), erase('manager'), erase('admin')]);
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [204, 404, 404]);
    assert.deepEqual(await kept(), { ...before, files: before.files - 1, content: before.content - 1 });
    refused(await world.as('manager').get(path), 404, 'entity.absent');
    refused(await world.anybody.get(file.downloadUrl), 404, 'entity.absent');
    const told = await world.rows<{ event: string }>(`select event from audit_logs where entity_id = '${file.id}' order by id`);
    assert.deepEqual(
      told.map(({ event }) => event),
      ['FileAdded', 'FileDeleted'],
    );
  });

  it('FIL-01 a picture that an inspection shows stays with it, also when both happen at once', async () => {
    const named = async (file: FileBody) =>
      world
        .as('manager')
        .post(`/job-cards/${card.id}/inspection`, { items: [{ label: 'Left door', result: 'FAIL', photoFileIds: [file.id] }] });
    const [shown, raced] = [await added({ name: 'a.png', bytes: picture() }), await added({ name: 'b.png', bytes: picture() })];
    assert.equal((await named(shown)).status, 201);
    refused(await world.as('manager').ask('DELETE', `/files/${shown.id}`), 409, 'record.referenced');
    assert.equal((await world.as('manager').get(`/files/${shown.id}`)).status, 200);
    const [named2, deleted] = await Promise.all([named(raced), world.as('manager').ask('DELETE', `/files/${raced.id}`)]);
    assert.ok([[201, 409].join(), [404, 204].join()].includes([named2.status, deleted.status].join()), `${named2.text} ${deleted.text}`);
  });

  it('FIL-01 an engineer deletes what they added, until the work is completed', async () => {
    const own = await added({ name: 'a.png', bytes: picture() }, { who: 'engineer' });
    const late = await added({ name: 'b.png', bytes: picture() }, { who: 'engineer' });
    assert.equal((await world.as('engineer').ask('DELETE', `/files/${own.id}`)).status, 204);
    await world.rows(`update job_cards set status = 'completed' where id = '${card.id}' returning id`);
    const { status, problem } = await world.as('engineer').ask('DELETE', `/files/${late.id}`);
    assert.deepEqual([status, problem.code], [403, 'access.denied']);
    assert.match(problem.explanation!.reason, /not completed yet/);
    await world.rows(`update job_cards set status = 'in_progress' where id = '${card.id}' returning id`);
  });

  it('FIL-01 a file whose row cannot be kept leaves no content', async () => {
    await world.rows(`alter table files add constraint files_planted check (caption <> 'planted')`);
    await leavesNothing(async () =>
      refused(await attach({ caption: 'planted' }, { name: 'a.png', bytes: picture() }), 409, 'record.refused'),
    );
    await world.rows('alter table files drop constraint files_planted');
  });

  it('FIL-01 without its storage the API goes on and says so, takes no file, and clears up once it is back', async () => {
    const { downloadUrl } = await added({ name: 'a.png', bytes: picture() });
    const ready = async () => (await world.anybody.get<ReadinessBody>('/ready')).body;
    assert.deepEqual(await ready(), { status: 'ready', degraded: [] });
    const before = await kept();
    renameSync(folder(), `${folder()}.away`);
    writeFileSync(folder(), 'not a folder');
    try {
      assert.deepEqual(await ready(), { status: 'degraded', degraded: ['storage'] });
      const { status, problem, headers } = await post({ name: 'b.png', bytes: picture() });
      assert.deepEqual([status, problem.code, headers.get('retry-after')], [503, 'service.unavailable', '2']);
      assert.equal((await world.as('advisor').get(`/job-cards/${card.id}`)).status, 200);
      assert.equal((await world.anybody.get(downloadUrl)).status, 404);
    } finally {
      rmSync(folder());
      renameSync(`${folder()}.away`, folder());
    }
    assert.equal((await world.anybody.get(downloadUrl)).status, 200);
    await world.cradle.clearStrays({ dueAt: world.clock.now() }, systemActor('test'));
    assert.deepEqual(await kept(), before);
  });

  it('FIL-01 an upload whose process is killed is found the night after a day, and nothing else is touched', async (t) => {
    const clock = world.clock as FixedClock;
    const [before, then] = [await kept(), clock.now().toISOString()];
    clock.set(new Date().toISOString()); // that of the other process, for whom the token has to be good
    const api = await startApi(t, world);
    const form = rawForm(ofCard(), { name: 'a.jpg', bytes: photo(2 * MB) });
    const socket = await beginPost(api.url, '/files', tokenFor(world.cradle, world.people.advisor), form);
    socket.on('error', () => {}); // the end of the process is the end of the connection
    socket.write(form.body.subarray(0, MB));
    await until(async () => (await kept()).strays === 1 && globSync('.unfinished/*', { cwd: folder() }).length === 1);
    await api.kill();
    // Another one, killed between its content and its row: that it is expected is all that is known of it.
    const orphan = `uploads/2026-11-22/${world.cradle.ids.next()}`;
    await world.cradle.strayContent.expect(orphan, new Date(world.clock.now().getTime() + DAY_MS));
    await mkdir(dirname(folder(orphan)), { recursive: true });
    await writeFile(folder(orphan), 'content');
    const sweep = () => world.cradle.clearStrays({ dueAt: world.clock.now() }, systemActor('test'));
    assert.deepEqual(await sweep(), { done: 0, more: false });
    assert.ok(existsSync(folder(orphan)));
    clock.set(new Date(Date.now() + 2 * DAY_MS).toISOString());
    assert.deepEqual(await sweep(), { done: 3, more: false });
    assert.deepEqual(await kept(), before);
    clock.set(then);
  });

  it('FIL-01 content without a file and a file without content are both found', async () => {
    const clock = world.clock as FixedClock;
    const then = clock.now().toISOString();
    const found = async () => {
      clock.set(new Date(Date.now() + 2 * DAY_MS).toISOString()); // the times of content are those of the folder
      const { withoutFile, withoutContent } = await world.cradle.findOrphans();
      clock.set(then);
      return { withoutFile: withoutFile.toSorted(), withoutContent };
    };
    assert.deepEqual(await found(), { withoutFile: [], withoutContent: [] });
    const file = await added({ name: 'a.png', bytes: picture() });
    const [{ key }] = (await world.rows<{ key: string }>(`select key from files where id = '${file.id}'`)) as [{ key: string }];
    await world.cradle.storage.remove(key);
    for (const planted of ['uploads/2026-11-22/nobodys', 'invoices/nobodys/invoice.pdf'])
      await world.cradle.storage.put(planted, Buffer.from('content'), { contentType: 'application/pdf' });
    assert.deepEqual((await world.cradle.findOrphans()).withoutFile, [], 'what is young may be on its way');
    const withoutFile = ['invoices/nobodys/invoice.pdf', 'uploads/2026-11-22/nobodys'];
    assert.deepEqual(await found(), { withoutFile, withoutContent: [key] });
    refused(await world.anybody.get(file.downloadUrl), 404, 'entity.absent');
  });

  it('FIL-01 the files of two customers who become one are that one’s, and go when it is forgotten', async () => {
    const person = async (phone: string) =>
      (
        await world.as('admin').post<{ id: string }>('/customers', {
          type: 'PERSON',
          firstName: 'Meera',
          phone,
          serviceCenterId: world.basics.branches.blr01.id,
        })
      ).body.id;
    const [stays, goes] = [await person('9845077701'), await person('9845077702')];
    const file = await added({ name: 'pan.pdf', bytes: paper() }, { who: 'admin', fields: { entityType: 'Customer', entityId: goes } });
    const merged = await world.as('admin').post(`/customers/${stays}/merge`, { mergeId: goes });
    assert.ok(merged.status < 300, merged.text);
    assert.equal((await world.as('admin').get<FileBody>(`/files/${file.id}`)).body.entityId, stays);
    const before = await kept();
    assert.equal((await world.as('superAdmin').post(`/customers/${stays}/erase`)).status, 200);
    refused(await world.as('admin').get(`/files/${file.id}`), 404, 'entity.absent');
    await world.cradle.clearStrays({ dueAt: world.clock.now() }, systemActor('test'));
    assert.deepEqual(await kept(), { ...before, files: before.files - 1, content: before.content - 1 });
  });
});

describe('the form of an upload', () => {
  it('FIL-01 is read no faster than it is kept, and never whole in memory', async (t) => {
    const { promise: opened, resolve: open } = Promise.withResolvers<void>();
    let kept = 0;
    const receiveFile: Cradle['receiveFile'] = async ({ content }) => {
      for await (const piece of content) {
        kept += piece.length;
        await opened;
      }
      return new ReceivedFile({ key: 'uploads/x', name: 'a.jpg', contentType: 'image/jpeg', size: kept, sha256: '0'.repeat(64) });
    };
    const linkToFile: Cradle['linkToFile'] = () => ({ token: 'x', expiresAt: new Date(0) });
    const addFile: Cradle['addFile'] = async ({ entityType, entityId, file }) => ({
      ...{ ...file, id: entityId, entityType, entityId, serviceCenterId: null, kind: null, caption: null },
      ...{ createdAt: new Date(0), createdBy: null },
    });
    const app = await sampleApp({ receiveFile, addFile, linkToFile, discardUnclaimed: async () => true, routes: { files: [filesRoutes] } });
    t.after(() => app.close());
    let read = (): number => 0;
    app.server.on('connection', (socket) => (read = () => socket.bytesRead));
    const bytes = photo(10 * MB);
    const form = rawForm({ entityType: 'JobCard', entityId: '019aaf7e-5c00-7cc4-8d3e-2f6a1b9c0d11' }, { name: 'a.jpg', bytes });
    const socket = await beginPost(await app.listen({ port: 0 }), '/files', 'ADMIN', form);
    socket.write(form.body);
    const answered = once(socket, 'data');
    let [before, same] = [-1, 0];
    await until(() => {
      same = read() === before ? same + 1 : 0;
      before = read();
      return kept > 0 && same > 10;
    });
    assert.ok(before < MB, `${before} bytes were read while nothing was kept`);
    open();
    const [answer] = (await answered) as [Buffer];
    assert.match(String(answer), /^HTTP\/1\.1 201 /);
    assert.equal(kept, bytes.length);
    socket.destroy();
  });
});
