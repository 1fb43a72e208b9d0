import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../../adapters/config.ts';

/** A letter as who gets it reads it. */
export type ReadLetter = { readonly to: string; readonly subject: string; readonly text: string };

const decoded = { B: (data: string) => Buffer.from(data, 'base64'), Q: (data: string) => quoted(data.replaceAll('_', ' ')) };
/** RFC 2045, 6.7: what is quoted-printable, decoded. */
export const quoted = (text: string): Buffer =>
  Buffer.from(
    text.replaceAll(/=\r?\n/g, '').replaceAll(/=([\dA-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  );

/** RFC 2047: words of a header that are not ASCII; what parts two of them is no part of either. */
const words = (text: string): string =>
  text
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?UTF-8\?([BQ])\?([^?]*)\?=/gi, (_, kind: string, data: string) =>
      decoded[kind.toUpperCase() as 'B' | 'Q'](data).toString('utf8'),
    );

/** Reads a letter of one part. */
export const readLetter = (eml: string): ReadLetter => {
  const end = eml.indexOf('\r\n\r\n');
  const headers = eml.slice(0, end).replaceAll(/\r\n\s+/g, ' ');
  const header = (name: string): string => new RegExp(`^${name}: (.*)$`, 'im').exec(headers)?.[1]?.trim() ?? '';
  const body = eml.slice(end + 4);
  const encoding = header('Content-Transfer-Encoding');
  const bytes = encoding === 'base64' ? Buffer.from(body, 'base64') : encoding === 'quoted-printable' ? quoted(body) : Buffer.from(body);
  return { to: header('To'), subject: words(header('Subject')), text: bytes.toString('utf8') };
};

/** The letters, as they were sent, in the outbox folder that stands for a mail server. */
export const rawLettersIn = async ({ config }: { readonly config: Pick<Config, 'dataFolder'> }): Promise<string[]> => {
  const folder = join(config.dataFolder, 'outbox');
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.eml'));
  return Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
};

export const lettersIn = async (world: Parameters<typeof rawLettersIn>[0]): Promise<ReadLetter[]> =>
  (await rawLettersIn(world)).map(readLetter);
