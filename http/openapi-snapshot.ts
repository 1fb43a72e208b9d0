import { readFile, writeFile } from 'node:fs/promises';
import { openApiDocument } from './openapi-document.ts';
import { unannounced } from './openapi-changes.ts';
import type { OpenApiDocument } from './plugins/openapi.ts';

const SNAPSHOT = new URL('../docs/openapi.json', import.meta.url);
const CHANGELOG = new URL('../CHANGELOG.md', import.meta.url);

/** The document as it is kept in the repository. */
export const snapshotText = (document: OpenApiDocument): string => `${JSON.stringify(document, null, 2)}\n`;

/** An absent file is an empty one: there is no snapshot before the first, and no changelog in an embedder's checkout. */
export async function textOf(file: URL): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

export const readSnapshot = (): Promise<string> => textOf(SNAPSHOT);
export const readChangelog = (): Promise<string> => textOf(CHANGELOG);

/** Writes docs/openapi.json anew, unless that would break clients without a later version that the changelog names. */
export async function writeSnapshot(): Promise<readonly string[]> {
  const document = await openApiDocument();
  const former = await readSnapshot();
  const broken = former === '' ? [] : unannounced(JSON.parse(former) as OpenApiDocument, document, await readChangelog());
  if (broken.length === 0) await writeFile(SNAPSHOT, snapshotText(document));
  return broken;
}

if (import.meta.main) {
  const broken = await writeSnapshot();
  if (broken.length > 0) {
    process.stderr.write(
      `These changes break clients. Raise the version in package.json and name it in CHANGELOG.md:\n${broken.map((change) => `  - ${change}\n`).join('')}`,
    );
    process.exitCode = 1;
  }
}
