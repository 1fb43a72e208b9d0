import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import nodemailer from 'nodemailer';
import { type SmtpServer, smtpOptions } from './smtp-mail.ts';

/** Throws unless letters can leave: the mail server greets, and takes the name and password, or the folder takes a file. */
export type ProbeMail = () => Promise<void>;

export const probeServer =
  (server: SmtpServer): ProbeMail =>
  async () => {
    const transport = nodemailer.createTransport(smtpOptions(server));
    try {
      await transport.verify();
    } finally {
      transport.close();
    }
  };

export const probeFolder =
  ({ folder }: { readonly folder: string }): ProbeMail =>
  async () => {
    await mkdir(folder, { recursive: true });
    const path = join(folder, `.${randomUUID()}`);
    await writeFile(path, '');
    await rm(path, { force: true });
  };
