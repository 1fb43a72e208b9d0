import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../../adapters/config.ts';
import { folderMail } from '../../adapters/mail/folder-mail.ts';

export const asha = {
  to: 'asha.rao@customers.example',
  subject: 'Invoice <b>BLR01</b>',
  text: 'Dear Asha Rao,\nthis is <script>alert(1)</script> & your invoice.',
};

/** A letter in the folder that stands for a mail server. Answers its id. */
export const keptLetter = async ({ dataFolder }: Pick<Config, 'dataFolder'>, id = 'letter-1'): Promise<string> => {
  const folder = join(dataFolder, 'outbox');
  await mkdir(folder, { recursive: true });
  const mail = folderMail({
    from: 'DMS <no-reply@dms.example>',
    storage: { get: () => Promise.reject(new Error('nothing is stored')) },
    folder,
  });
  const paper = { filename: 'invoice.pdf', contentType: 'application/pdf', bytes: Buffer.from('%PDF') };
  await mail.send({ messageId: id, ...asha, attachments: [paper] });
  return id;
};
