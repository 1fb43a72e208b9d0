import { createHash, randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { pngLogo } from './logos.ts';
import { jpegWith } from './photographs.ts';

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A JPEG of so many bytes, which no two calls have alike: they are in what is coded of the picture. */
export const photo = (size = 2_000): Buffer => {
  const own = Buffer.from(randomUUID());
  const least = jpegWith([], { coded: own }).length;
  return jpegWith([], { coded: Buffer.concat([own, Buffer.alloc(Math.max(0, size - least))]) });
};
export const picture = (): Buffer => pngLogo(3, 2);
export const paper = (): Buffer => Buffer.from(`%PDF-1.7\n% ${randomUUID()}\n%%EOF\n`);

type Fields = Readonly<Record<string, string>>;
export type SomeFile = { readonly name: string; readonly bytes: Uint8Array; readonly type?: string };

/** A form as a browser sends it; the file comes after the fields, or before them. */
export const formOf = (fields: Fields, file?: SomeFile, { fileFirst = false } = {}): FormData => {
  const form = new FormData();
  const attach = () => file && form.append('file', new Blob([Buffer.from(file.bytes)], { type: file.type ?? 'image/png' }), file.name);
  if (fileFirst) attach();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  if (!fileFirst) attach();
  return form;
};

const BOUNDARY = '----a-boundary-of-ours';

/** The same form to the byte, whole or up to where it is cut off. */
export const rawForm = (
  fields: Fields,
  { name, bytes, type = 'image/jpeg' }: SomeFile,
): { readonly type: string; readonly body: Buffer } => ({
  type: `multipart/form-data; boundary=${BOUNDARY}`,
  body: Buffer.concat([
    ...Object.entries(fields).map(([key, value]) =>
      Buffer.from(`--${BOUNDARY}\r\ncontent-disposition: form-data; name="${key}"\r\n\r\n${value}\r\n`),
    ),
    Buffer.from(`--${BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: ${type}\r\n\r\n`),
    bytes,
    Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
  ]),
});

/** Begins to post a form by a socket of its own, announcing all of it. Whoever gets the socket sends the rest, or does not. */
export const beginPost = async (url: string, path: string, token: string, form: ReturnType<typeof rawForm>): Promise<Socket> => {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  const head = [
    `POST ${path} HTTP/1.1`,
    `host: ${hostname}`,
    `authorization: Bearer ${token}`,
    `content-type: ${form.type}`,
    `content-length: ${form.body.length}`,
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  return socket;
};
