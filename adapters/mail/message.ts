import { Readable } from 'node:stream';
import type { SendMailOptions } from 'nodemailer';
import type { Attachment, Letter } from '@dms/domain/notifications/ports';
import type { Storage } from '@dms/domain/shared/storage';

export type Sender = {
  /** As in `DMS <no-reply@dms.example>`. */
  readonly from: string;
  readonly storage: Pick<Storage, 'get'>;
};

/** A letter as nodemailer wants it. Nothing in it may reach a file or an address of the machine. */
export const messageOf = async (
  { messageId, to, subject, text, html, attachments }: Letter,
  { from, storage }: Sender,
): Promise<SendMailOptions> => ({
  from,
  to,
  subject,
  text,
  ...(html !== undefined && { html }),
  messageId: `<${messageId}@${hostOf(from)}>`, // RFC 5322, 3.6.4: the same letter has the same id, however often it is sent
  attachments: await Promise.all(attachments.map((attachment) => attached(attachment, storage))),
  disableFileAccess: true,
  disableUrlAccess: true,
});

const attached = async (attachment: Attachment, storage: Sender['storage']) => ({
  filename: attachment.filename,
  contentType: attachment.contentType,
  content: 'bytes' in attachment ? Buffer.from(attachment.bytes) : Readable.from((await storage.get(attachment.storageKey)).content),
});

const hostOf = (from: string): string => /@([^\s>]+)/.exec(from)?.[1] ?? 'localhost';
