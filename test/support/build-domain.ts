import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { root } from '../house/source.ts';

const domain = join(root, 'domain');
const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');

/** What is published differs from the checkout in one thing: a subpath leads to JavaScript and its declarations. */
const publishedPackage = (): string => {
  const checkout: unknown = JSON.parse(readFileSync(join(domain, 'package.json'), 'utf8'));
  const exports = { './*': { types: './*.d.ts', default: './*.js' } };
  return JSON.stringify({ ...(checkout as object), exports, engines: { node: '>=20' } }, undefined, 2) + '\n';
};

/** Builds the package @dms/domain as it is published, by default into domain/dist. */
export const buildDomain = (target: string = join(domain, 'dist')): string => {
  rmSync(target, { recursive: true, force: true });
  const built = spawnSync(process.execPath, [compiler, '-p', join(domain, 'tsconfig.build.json'), '--outDir', target], {
    encoding: 'utf8',
  });
  if (built.status !== 0) throw new Error(`The domain does not compile:\n${built.stdout}${built.stderr}`);
  writeFileSync(join(target, 'package.json'), publishedPackage());
  copyFileSync(join(domain, 'README.md'), join(target, 'README.md'));
  copyFileSync(join(root, 'LICENSE'), join(target, 'LICENSE'));
  return target;
};

if (import.meta.main) console.log(buildDomain());
