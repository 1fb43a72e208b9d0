import { randomUUID } from 'node:crypto';
import { mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import nodemailer from 'nodemailer';
import type { Mail } from '@dms/domain/notifications/ports';
import { keptNameOf, keptTextOf } from './kept-letters.ts';
import { messageOf } from './message.ts';
import type { Sender } from './message.ts';

/** Writes letters as `.eml` files into a folder, whole or not at all; the same letter again replaces its file. */
export const folderMail = ({ folder, ...sender }: Sender & { readonly folder: string }): Mail => {
  const composer = nodemailer.createTransport({ streamTransport: true, buffer: true });

  const write = async (name: string, content: string | Buffer): Promise<void> => {
    const unfinished = join(folder, `.${randomUUID()}`);
    const file = await open(unfinished, 'wx', 0o600);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, join(folder, name));
  };

  return {
    async send(letter) {
      const { message } = await composer.sendMail(await messageOf(letter, sender));
      await mkdir(folder, { recursive: true });
      const name = keptNameOf(letter.messageId);
      await write(`${name}.json`, keptTextOf(letter));
      await write(`${name}.eml`, message as Buffer);
    },
  };
};
