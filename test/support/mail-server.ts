import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { Ending } from './database.ts';

export type ReceivedLetter = { readonly to: readonly string[]; readonly raw: string };

export type MailServer = { readonly port: number; readonly letters: readonly ReceivedLetter[]; close(): Promise<void> };

/** A mail server that keeps what it is given. */
export async function startMailServer(
  ending: Ending,
  port = 0,
  { refuses = () => false }: { readonly refuses?: (address: string) => boolean } = {},
): Promise<MailServer> {
  const letters: ReceivedLetter[] = [];
  const server = new SMTPServer({
    closeTimeout: 200, // the sender keeps its connections open
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: ({ address }, _session, done) =>
      done(refuses(address) ? Object.assign(new Error(`5.1.1 <${address}>: nobody is here`), { responseCode: 550 }) : null),
    onData: (stream, { envelope }, done) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        letters.push({ to: envelope.rcptTo.map(({ address }) => address), raw: Buffer.concat(parts).toString() });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const taken = (server.server.address() as AddressInfo).port;
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => (closed ??= new Promise<void>((resolve) => server.close(() => resolve())));
  ending.after(close);
  return { port: taken, letters, close };
}

/** The attachment of a letter of this type, decoded. */
export const attachmentOf = ({ raw }: ReceivedLetter, type: string): Buffer | undefined => {
  const part = raw.split(/\r?\n--/).find((each) => each.includes(`Content-Type: ${type}`));
  const encoded = part
    ?.split(/\r?\n\r?\n/)
    .slice(1)
    .join('');
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64');
};
