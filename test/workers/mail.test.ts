import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { SMTPServer } from 'smtp-server';
import type { Letter } from '@dms/domain/notifications/ports';
import { folderMail } from '../../adapters/mail/folder-mail.ts';
import { smtpMail } from '../../adapters/mail/smtp-mail.ts';
import { localStorage } from '../../adapters/storage/local-storage.ts';
import { workFolder } from '../support/test-home.ts';

const FROM = 'DMS <no-reply@dms.example>';

const letter = (more: Partial<Letter> = {}): Letter => ({
  messageId: randomUUID(),
  to: 'ravi@customers.example',
  subject: 'चालान BLR01/2627/00001 – ₹ 1,180.00',
  text: 'Dear Ravi, the invoice is attached.',
  attachments: [],
  ...more,
});

const sender = async () => {
  const storage = localStorage({ folder: await workFolder('storage') });
  await storage.put('invoices/1/invoice.pdf', Buffer.from('%PDF-1.7 the paper'), { contentType: 'application/pdf' });
  return { from: FROM, storage };
};
const paper = { filename: 'BLR01-2627-00001.pdf', contentType: 'application/pdf', storageKey: 'invoices/1/invoice.pdf' };

const startServer = async (t: TestContext) => {
  const received: { to: string[]; raw: string }[] = [];
  let refusing = false;
  const server = new SMTPServer({
    closeTimeout: 200, // the pool of the sender keeps its connections open
    authOptional: false,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    onAuth: ({ username, password }, _session, done) =>
      username === 'dms' && password === 'secret' ? done(null, { user: 'dms' }) : done(new Error('bad credentials')),
    onData: (stream, { envelope }, done) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        if (refusing) return done(Object.assign(new Error('try again later'), { responseCode: 451 }));
        received.push({ to: envelope.rcptTo.map(({ address }) => address), raw: Buffer.concat(parts).toString() });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return { received, refuse: (whether: boolean) => (refusing = whether), port: (server.server.address() as AddressInfo).port };
};

describe('mail over SMTP', () => {
  it('NOT-01 brings a letter with an attachment from the storage, under the id of the letter', async (t) => {
    const server = await startServer(t);
    const mail = smtpMail({ ...(await sender()), server: { host: '127.0.0.1', port: server.port, user: 'dms', password: 'secret' } });
    t.after(() => mail.close());
    const sent = letter({ attachments: [paper] });
    await mail.send(sent);
    const [{ to, raw } = { to: [], raw: '' }] = server.received;
    assert.deepEqual(to, ['ravi@customers.example']);
    assert.match(raw, new RegExp(`^Message-ID: <${sent.messageId}@dms.example>`, 'm'));
    assert.match(raw, /filename=BLR01-2627-00001\.pdf/);
    assert.ok(raw.includes(Buffer.from('%PDF-1.7 the paper').toString('base64')));
  });

  it('OUT-02 sends a letter again under the same id, so that the copy can be told', async (t) => {
    const server = await startServer(t);
    const mail = smtpMail({ ...(await sender()), server: { host: '127.0.0.1', port: server.port, user: 'dms', password: 'secret' } });
    t.after(() => mail.close());
    const sent = letter();
    await mail.send(sent);
    await mail.send(sent);
    const ids = server.received.map(({ raw }) => /^Message-ID: (.+)$/m.exec(raw)?.[1]);
    assert.equal(ids.length, 2);
    assert.equal(new Set(ids).size, 1);
  });

  it('throws when the server does not take the letter, and sends it once the server does', async (t) => {
    const server = await startServer(t);
    const mail = smtpMail({ ...(await sender()), server: { host: '127.0.0.1', port: server.port, user: 'dms', password: 'secret' } });
    t.after(() => mail.close());
    server.refuse(true);
    await assert.rejects(mail.send(letter()), /451/);
    server.refuse(false);
    await mail.send(letter());
    assert.equal(server.received.length, 1);
  });

  it('throws when the attachment is not in the storage', async () => {
    const mail = smtpMail({ ...(await sender()), server: { host: '127.0.0.1', port: 9 } });
    await assert.rejects(mail.send(letter({ attachments: [{ ...paper, storageKey: 'invoices/2/invoice.pdf' }] })), {
      code: 'entity.absent',
    });
    mail.close();
  });
});

describe('mail into a folder', () => {
  it('writes each letter as one .eml file, and the same letter again over it', async () => {
    const folder = await workFolder('outbox');
    const mail = folderMail({ ...(await sender()), folder });
    const sent = letter({ attachments: [paper] });
    await mail.send(sent);
    await mail.send(sent);
    await mail.send(letter({ attachments: [{ filename: 'a.pdf', contentType: 'application/pdf', bytes: Buffer.from('%PDF') }] }));
    const files = await readdir(folder);
    assert.equal(files.filter((file) => file.endsWith('.eml')).length, 2);
    assert.equal(files.length, 4, 'each has beside it what /admin shows of it, and nothing is left half written');
    const text = await readFile(`${folder}/${sent.messageId}.eml`, 'utf8');
    assert.match(text, /^To: ravi@customers\.example/m);
    assert.match(text, /^Content-Type: application\/pdf/m);
  });
});
