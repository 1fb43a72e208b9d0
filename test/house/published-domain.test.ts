import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { buildDomain } from '../support/build-domain.ts';

// A test run hands its children a channel and options of its own, which are not for a plain Node.
const { NODE_TEST_CONTEXT: _channel, NODE_OPTIONS: _options, ...environment } = process.env;

const run = (command: string, args: readonly string[], cwd: string): string => {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, env: environment, encoding: 'utf8' });
  assert.equal(status, 0, `${command} ${args.join(' ')}\n${error?.message ?? ''}${stdout}${stderr}`);
  return stdout;
};

/** The Node of this run, and the system's own when that is another. */
const nodes = (): string[] => {
  const system = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes('node_modules'))
    .map((folder) => join(folder, 'node'))
    .find((path) => existsSync(path));
  return [...new Set([process.execPath, ...(system ? [system] : [])])];
};

const consumer = `
import { Money } from '@dms/domain/shared/money';
const total: Money = Money.parse('4295.00').plus(Money.parse('773.10'));
// @ts-expect-error an amount is not a number
const wrong: number = total;
export { total, wrong };
`;

describe('the published domain', () => {
  let folder: string;
  let built: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'dms-domain-'));
    built = buildDomain(join(folder, 'dist'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('installs from its package and works under a plain Node, with its types', () => {
    run('npm', ['pack', '--silent', '--pack-destination', folder], built);
    const [archive] = readdirSync(folder).filter((file) => file.endsWith('.tgz'));
    assert.ok(archive);
    const shop = mkdtempSync(join(folder, 'shop-'));
    writeFileSync(join(shop, 'package.json'), '{ "type": "module", "private": true }\n');
    run('npm', ['install', '--silent', '--offline', '--no-audit', '--no-fund', join(folder, archive)], shop);
    assert.deepEqual(
      readdirSync(join(shop, 'node_modules')).filter((name) => !name.startsWith('.')),
      ['@dms'],
      'it needs no other package',
    );

    const program =
      "import { Money } from '@dms/domain/shared/money'; console.log(Money.parse('4295.00').plus(Money.parse('773.10')).toString())";
    for (const node of nodes()) assert.equal(run(node, ['--input-type=module', '-e', program], shop).trim(), '5068.10', node);

    writeFileSync(join(shop, 'consumer.ts'), consumer);
    const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
    run(
      process.execPath,
      [compiler, '--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2024', '--types', '', 'consumer.ts'],
      shop,
    );
  });
});
