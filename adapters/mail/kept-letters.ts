import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeptLetter, KeptLetters } from '@dms/domain/notifications/kept-letters';
import type { Letter } from '@dms/domain/notifications/ports';

type Kept = Omit<KeptLetter, 'id' | 'at'>;

/** What lies beside the `.eml` file, so that showing a letter needs nobody to take it apart again. */
export const keptTextOf = ({ to, subject, text, attachments }: Letter): string =>
  JSON.stringify({ to, subject, text, attachments: attachments.map(({ filename }) => filename) } satisfies Kept);

/** The name of a letter's files. It comes from outside too, and reaches no other folder. */
export const keptNameOf = (messageId: string): string => messageId.replaceAll(/[^\w-]/g, '-');

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** None where there is no folder, or what is looked for was cleared away meanwhile. */
const unlessMissing = async <T>(read: Promise<T>): Promise<T | undefined> => {
  try {
    return await read;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
};

const ENDING = '.json';

/** Reads the folder that `folderMail` writes into. */
export const folderLetters = ({ folder }: { readonly folder: string }): KeptLetters => {
  const find = async (id: string): Promise<KeptLetter | undefined> => {
    const path = join(folder, `${keptNameOf(id)}${ENDING}`);
    const [text, about] = await Promise.all([unlessMissing(readFile(path, 'utf8')), unlessMissing(stat(path))]);
    return text === undefined || about === undefined ? undefined : { id, at: about.mtime, ...(JSON.parse(text) as Kept) };
  };

  const byAge = async (): Promise<string[]> => {
    const names = ((await unlessMissing(readdir(folder))) ?? []).filter((name) => name.endsWith(ENDING));
    const aged = await Promise.all(
      names.map(async (name) => ({ name, at: (await unlessMissing(stat(join(folder, name))))?.mtimeMs ?? 0 })),
    );
    return aged.toSorted((a, b) => b.at - a.at || (a.name < b.name ? 1 : -1)).map(({ name }) => name.slice(0, -ENDING.length));
  };

  return {
    kept: true,
    find,
    latest: async (limit) => {
      const letters = await Promise.all((await byAge()).slice(0, limit).map(find));
      return letters.flatMap((letter) => (letter ? [withoutText(letter)] : []));
    },
  };
};

const withoutText = ({ id, at, to, subject, attachments }: KeptLetter): Omit<KeptLetter, 'text'> => ({ id, at, to, subject, attachments });

/** Where letters go out, none is kept. */
export const noLetters: KeptLetters = { kept: false, latest: () => Promise.resolve([]), find: () => Promise.resolve(undefined) };
