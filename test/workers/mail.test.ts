import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { SMTPServer } from 'smtp-server';
import { Hopeless, type Letter } from '@dms/domain/notifications/ports';
import { folderMail } from '../../adapters/mail/folder-mail.ts';
import { smtpMail, smtpOptions } from '../../adapters/mail/smtp-mail.ts';
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
    assert.match(raw, new RegExp(`^Message-ID: <${sent.messageId}@dms.example>\\r$`, 'm'));
    assert.match(raw, /filename=BLR01-2627-00001\.pdf/);
    assert.ok(raw.includes(Buffer.from('%PDF-1.7 the paper').toString('base64')));
  });

  it('sends a letter in HTML too where there is any', async (t) => {
    const server = await startServer(t);
    const mail = smtpMail({ ...(await sender()), server: { host: '127.0.0.1', port: server.port, user: 'dms', password: 'secret' } });
    t.after(() => mail.close());
    await mail.send(letter({ html: '<p>Dear <b>Ravi</b></p>' }));
    await mail.send(letter());
    const [both, plain] = server.received.map(({ raw }) => raw);
    assert.match(both!, /^Content-Type: multipart\/alternative/m);
    assert.match(both!, /^Content-Type: text\/html/m);
    assert.ok(both!.includes('<p>Dear <b>Ravi</b></p>') && both!.includes('Dear Ravi, the invoice is attached.'));
    assert.doesNotMatch(plain!, /^Content-Type: (?:multipart|text\/html)/m);
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

  it('tells no server its password that offers no TLS, but for one on the same machine, and needs none to write without a password', async (t) => {
    const told: string[] = [];
    const received: string[] = [];
    const server = new SMTPServer({
      ...{ closeTimeout: 200, authOptional: true, allowInsecureAuth: true, disabledCommands: ['STARTTLS'] },
      onAuth: ({ username }, _session, done) => (told.push(username!), done(null, { user: username })),
      onData: (stream, { envelope }, done) => {
        stream.resume();
        stream.on('end', () => (received.push(envelope.rcptTo[0]!.address), done()));
      },
    });
    await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
    t.after(() => new Promise<void>((resolve) => server.close(() => resolve())));
    const { port } = server.server.address() as AddressInfo;
    const send = async (host: string, who: { user?: string; password?: string }): Promise<void> => {
      const mail = smtpMail({ ...(await sender()), server: { host, port, ...who } });
      await mail.send(letter()).finally(() => mail.close());
    };
    const who = { user: 'dms', password: 'secret' };
    // The same server, under a name that does not say that it is on this machine.
    await assert.rejects(send('0.0.0.0', who), /STARTTLS/);
    assert.deepEqual([told, received], [[], []]);
    await send('0.0.0.0', {});
    await send('127.0.0.1', who);
    assert.deepEqual([told, received.length], [['dms'], 2]);
  });

  it('speaks TLS from the first byte at the port that is for it (RFC 8314), and asks for it at the others', () => {
    const secureAt = (port: number): boolean => smtpOptions({ host: 'mail.example', port }).secure;
    assert.deepEqual([465, 587, 25].map(secureAt), [true, false, false]);
  });

  // What each step of the dialogue is answered, and whether another try is of any use.
  const answers: readonly (readonly [step: 'AUTH' | 'MAIL FROM' | 'RCPT TO' | 'DATA', reply: string, hopeless: boolean])[] = [
    ['RCPT TO', '550 5.1.1 <ravi@customers.example>: no such user here', true],
    ['RCPT TO', '550 No such user', true],
    ['RCPT TO', '551 5.1.6 The user has moved', true],
    ['RCPT TO', '553 5.1.3 Bad address syntax', true],
    ['RCPT TO', '554 5.2.1 The mailbox is disabled', true],
    ['RCPT TO', '556 5.1.10 The domain takes no mail', true],
    ['RCPT TO', '450 4.2.1 Greylisted, come again', false],
    ['RCPT TO', '452 4.2.2 The mailbox is full', false],
    ['RCPT TO', '552 5.2.2 The mailbox is full', false],
    ['RCPT TO', '550 5.2.2 Over quota', false],
    ['RCPT TO', '554 5.7.1 Relay access denied', false],
    ['RCPT TO', '550 relay not permitted', false],
    ['RCPT TO', '550 Your address is on a blocklist', false],
    ['RCPT TO', '503 5.5.1 Bad sequence of commands', false],
    ['RCPT TO', '530 5.7.0 Authentication required', false],
    ['MAIL FROM', '550 5.1.8 The sender is refused', false],
    ['MAIL FROM', '553 5.7.1 The sender is not owned by dms', false],
    ['AUTH', '535 5.7.8 Bad credentials', false],
    ['DATA', '554 5.6.0 The letter is refused', false],
  ];
  for (const [step, reply, hopeless] of answers)
    it(`NOT-04 ${reply} to ${step} ${hopeless ? 'is for good: it is not tried again' : 'is tried again'}`, async (t) => {
      const says = (at: typeof step): Error | null =>
        at === step ? Object.assign(new Error(reply.slice(4)), { responseCode: Number(reply.slice(0, 3)) }) : null;
      const server = new SMTPServer({
        ...{ closeTimeout: 200, allowInsecureAuth: true, disabledCommands: ['STARTTLS'] },
        onAuth: (_auth, _session, done) => (step === 'AUTH' ? done(says('AUTH')) : done(null, { user: 'dms' })),
        onMailFrom: (_address, _session, done) => done(says('MAIL FROM')),
        onRcptTo: (_address, _session, done) => done(says('RCPT TO')),
        onData: (stream, _session, done) => {
          stream.resume();
          stream.on('end', () => done(says('DATA')));
        },
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      t.after(() => new Promise<void>((resolve) => server.close(() => resolve())));
      const { port } = server.server.address() as AddressInfo;
      const mail = smtpMail({ ...(await sender()), server: { host: '127.0.0.1', port, user: 'dms', password: 'secret' } });
      t.after(() => mail.close());
      await assert.rejects(mail.send(letter()), (error: Error) => {
        assert.equal(error instanceof Hopeless, hopeless, error.message);
        assert.ok(error.message.includes(reply), error.message);
        return true;
      });
    });

  it('NOT-04 what cannot be connected to is tried again', async () => {
    const mail = smtpMail({ ...(await sender()), server: { host: '127.0.0.1', port: 9 } });
    await assert.rejects(mail.send(letter()), (error: Error) => !(error instanceof Hopeless) && /ECONNREFUSED/.test(error.message));
    mail.close();
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

  it('leaves letters to nobody but its own user', async () => {
    const folder = await workFolder('outbox');
    await folderMail({ ...(await sender()), folder }).send(letter());
    for (const file of await readdir(folder)) assert.equal((await stat(`${folder}/${file}`)).mode & 0o777, 0o600, file);
  });

  it('reaches no other folder, whatever the id of a letter says', async () => {
    const folder = `${await workFolder('outbox')}/kept`;
    const mail = folderMail({ ...(await sender()), folder });
    for (const messageId of ['../beside', '/tmp/elsewhere', 'a/b']) await mail.send(letter({ messageId }));
    assert.deepEqual(await readdir(dirname(folder)), ['kept']);
    assert.equal((await readdir(folder)).length, 6);
  });

  it('puts no file and no page of the machine into a letter, though what is sent says so', async () => {
    const folder = await workFolder('outbox');
    const mail = folderMail({ ...(await sender()), folder });
    for (const text of [{ path: import.meta.filename }, { path: 'http://127.0.0.1:9/' }])
      await assert.rejects(mail.send(letter({ text: text as never })), /access rejected/);
    assert.deepEqual(await readdir(folder), []);
  });
});
