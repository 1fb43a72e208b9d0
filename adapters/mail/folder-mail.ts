import { randomUUID } from 'node:crypto';
import { mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import nodemailer from 'nodemailer';
import type { Mail } from '@dms/domain/notifications/ports';
import { messageOf } from './message.ts';
import type { Sender } from './message.ts';

/** Writes letters as `.eml` files into a folder, whole or not at all; the same letter again replaces its file. */
export const folderMail = ({ folder, ...sender }: Sender & { readonly folder: string }): Mail => {
  const composer = nodemailer.createTransport({ streamTransport: true, buffer: true });
  return {
    async send(letter) {
      const { message } = await composer.sendMail(await messageOf(letter, sender));
      await mkdir(folder, { recursive: true });
      const unfinished = join(folder, `.${randomUUID()}`);
      const file = await open(unfinished, 'wx', 0o600);
      try {
        await file.writeFile(message as Buffer);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(unfinished, join(folder, `${letter.messageId.replaceAll(/[^\w-]/g, '-')}.eml`));
    },
  };
};
