import nodemailer from 'nodemailer';
import { Hopeless, type Mail } from '@dms/domain/notifications/ports';
import { messageOf } from './message.ts';
import type { Sender } from './message.ts';
import { isRefusedMailbox } from './refused-mailbox.ts';

export type SmtpServer = {
  readonly host: string;
  readonly port: number;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
};

const SUBMISSION_OVER_TLS = 465; // RFC 8314
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/;
// A letter is sent inside a transaction, which must not lie idle for a minute.
const TIMEOUTS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 };

/** What every connection to a mail server is made with. A password leaves the machine under TLS alone. */
export const smtpOptions = ({ host, port, user, password }: SmtpServer) => ({
  host,
  port,
  secure: port === SUBMISSION_OVER_TLS,
  ...TIMEOUTS,
  ...(user !== undefined && { auth: { user, pass: password ?? '' }, requireTLS: !LOOPBACK.test(host) }),
});

/** Hands letters to a mail server, over connections that are kept. */
export const smtpMail = ({ server, ...sender }: Sender & { readonly server: SmtpServer }): Mail & { close(): void } => {
  const transport = nodemailer.createTransport({ pool: true, ...smtpOptions(server) });
  return {
    async send(letter) {
      const message = await messageOf(letter, sender);
      await transport.sendMail(message).catch((error: unknown) => {
        throw isRefusedMailbox(error) ? new Hopeless((error as Error).message, { cause: error }) : error;
      });
    },
    close: () => transport.close(),
  };
};
