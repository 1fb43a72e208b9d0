import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { chmod, chown, copyFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { baseBackup, copyTree } from './base-backup.ts';
import { ownFolder, unprivileged } from './data-folder.ts';
import { startPrivatePostgres } from './postgres.ts';
import { developmentSecrets } from './secrets.ts';

/** What was backed up: every file by its path with size and hash, so that a copy which is not whole is told before it is used. */
type Manifest = {
  readonly madeAt: string;
  readonly platform: string;
  readonly postgres: string;
  readonly files: Readonly<Record<string, { readonly size: number; readonly sha256: string }>>;
};
export type Backup = { readonly folder: string; readonly files: number; readonly bytes: number; readonly madeAt: string };

/** What cannot be backed up or restored so; nothing was changed. */
export class BackupRefused extends Error {
  override name = 'BackupRefused';
}

const MANIFEST = 'backup.json';
const CLUSTER = join('postgres', 'cluster', 'data');
const PASSWORDS = join('postgres', 'passwords.json');
const FILES = 'files';
const ANCHORS = join(FILES, 'audit');
const HALF_WRITTEN = /^\.unfinished$/;
/** The second time, without the anchors, which are as of the instant. */
const LATER = /^(?:\.unfinished|audit)$/;

const here = `${process.platform}-${process.arch}`;
const majorOf = async (data: string): Promise<string> => (await readFile(join(data, 'PG_VERSION'), 'utf8')).trim();

const filesBelow = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .toSorted();

const described = async (path: string): Promise<{ size: number; sha256: string }> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return { size: (await stat(path)).size, sha256: hash.digest('hex') };
};

const isInside = (path: string, folder: string): boolean => !relative(folder, path).startsWith('..');

const isEmpty = async (folder: string): Promise<boolean> => !existsSync(folder) || (await readdir(folder)).length === 0;

/**
 * Copies what the data folder keeps for good: the private PostgreSQL as it is at one instant, files, the keys of development. It may run
 * meanwhile. The copy is made beside its place and renamed into it, so that a backup that was cut off looks like none.
 * @throws BackupRefused
 */
export const backUp = async (dataFolder: string, into: string, now: Date): Promise<Backup> => {
  if (!existsSync(join(dataFolder, CLUSTER, 'PG_VERSION')))
    throw new BackupRefused(`There is no private PostgreSQL in ${dataFolder}. One of your own is backed up by its own means.`);
  if (isInside(into, join(dataFolder, 'postgres')) || isInside(into, join(dataFolder, FILES)))
    throw new BackupRefused(`${into} lies in what is backed up: take a folder outside of it.`);
  if (!(await isEmpty(into))) throw new BackupRefused(`${into} is not empty: a backup does not take the place of another.`);
  const draft = `${into}.draft`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(join(draft, 'postgres', 'cluster'), { recursive: true, mode: 0o700 });
  const server = await startPrivatePostgres({ home: join(dataFolder, 'postgres') });
  try {
    // Files before and after: whatever the database knows of at its instant is among them, also if it was deleted since.
    await copyFiles(dataFolder, draft);
    const [data, around] = [join(dataFolder, CLUSTER), unanchored(server.ownerUrl, () => copyAnchors(dataFolder, draft))];
    await baseBackup({ adminUrl: server.adminUrl, data, into: join(draft, CLUSTER), around });
    await copyFiles(dataFolder, draft, LATER);
  } finally {
    await server.release();
  }
  for (const name of [PASSWORDS, ...developmentSecrets]) {
    if (existsSync(join(dataFolder, name))) await copyFile(join(dataFolder, name), join(draft, name));
  }
  const files: Record<string, { size: number; sha256: string }> = {};
  for (const path of await filesBelow(draft)) files[path] = await described(join(draft, path));
  const manifest: Manifest = { madeAt: now.toISOString(), platform: here, postgres: await majorOf(join(draft, CLUSTER)), files };
  await writeFile(join(draft, MANIFEST), JSON.stringify(manifest), { mode: 0o600 });
  await rm(into, { recursive: true, force: true });
  await rename(draft, into);
  return summaryOf(into, manifest);
};

const copyFiles = async (dataFolder: string, into: string, skips = HALF_WRITTEN): Promise<void> => {
  if (existsSync(join(dataFolder, FILES))) await copyTree(join(dataFolder, FILES), join(into, FILES), { skips });
};

const copyAnchors = async (dataFolder: string, into: string): Promise<void> => {
  if (existsSync(join(dataFolder, ANCHORS))) await copyTree(join(dataFolder, ANCHORS), join(into, ANCHORS));
};

/**
 * Nobody anchors the audit trail from before the instant of the backup until its anchors are copied: an anchor that knows more rows than the
 * database would tell of rows that were cut off (AUD-02).
 */
const unanchored = (ownerUrl: string, copy: () => Promise<void>) => async (end: () => Promise<void>) => {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query('begin');
    const { rows } = await client.query<{ there: boolean }>(`select to_regclass('audit_anchoring') is not null as there`);
    if (rows[0]?.there) await client.query('select from audit_anchoring for update');
    await end();
    await copy();
  } finally {
    await client.end();
  }
};

const summaryOf = (folder: string, { files, madeAt }: Manifest): Backup => {
  const sizes = Object.values(files).map(({ size }) => size);
  return { folder, files: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0), madeAt };
};

/**
 * Puts a backup into a data folder that has nothing of its own yet. The next start finds it as if it had stopped at the instant of the backup.
 * @throws BackupRefused where the backup is not whole, is of another platform, or something is in its place
 */
export const restore = async (from: string, dataFolder: string): Promise<Backup> => {
  const manifest = await manifestOf(from);
  for (const place of ['postgres', FILES]) {
    if (!(await isEmpty(join(dataFolder, place))))
      throw new BackupRefused(`${join(dataFolder, place)} has something in it: a backup is restored into a data folder of its own.`);
  }
  const wrong = await differing(from, manifest);
  if (wrong.length > 0)
    throw new BackupRefused(`The backup is not whole: ${wrong.slice(0, 5).join(', ')} ${wrong.length > 5 ? '… ' : ''}differ.`);
  ownFolder(dataFolder);
  const draft = join(dataFolder, 'restoring');
  await rm(draft, { recursive: true, force: true });
  await copyTree(from, draft);
  await handOver(join(draft, 'postgres'));
  for (const name of [FILES, ...developmentSecrets, 'postgres']) {
    if (!existsSync(join(draft, name))) continue;
    await rm(join(dataFolder, name), { recursive: true, force: true });
    await rename(join(draft, name), join(dataFolder, name));
  }
  await rm(draft, { recursive: true });
  return summaryOf(dataFolder, manifest);
};

const manifestOf = async (from: string): Promise<Manifest> => {
  const file = join(from, MANIFEST);
  if (!existsSync(file)) throw new BackupRefused(`${from} holds no backup: there is no ${MANIFEST}.`);
  const manifest = JSON.parse(await readFile(file, 'utf8')) as Manifest;
  if (manifest.platform === here) return manifest;
  throw new BackupRefused(`The backup was made on ${manifest.platform}, and PostgreSQL's files of there cannot be read on ${here}.`);
};

const differing = async (from: string, { files }: Manifest): Promise<string[]> => {
  const wrong: string[] = [];
  for (const [path, { size, sha256 }] of Object.entries(files)) {
    const found = existsSync(join(from, path)) ? await described(join(from, path)) : undefined;
    if (found?.size !== size || found.sha256 !== sha256) wrong.push(path);
  }
  return wrong;
};

/** The cluster is its server's alone, and what is beside it ours. */
const handOver = async (home: string): Promise<void> => {
  await chmod(home, 0o711);
  const { uid, gid } = unprivileged();
  const cluster = join(home, 'cluster');
  const all = await readdir(cluster, { recursive: true });
  for (const path of [cluster, ...all.map((each) => join(cluster, each))]) {
    if ((await stat(path)).isDirectory()) await chmod(path, 0o700);
    if (uid !== undefined && gid !== undefined) await chown(path, uid, gid);
  }
};
