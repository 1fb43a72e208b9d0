import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { importViolations, isBarrel, zones } from './boundaries.ts';
import { importsOf, readSource, sourceFiles } from './source.ts';

const files = sourceFiles(['domain', 'db', 'adapters', 'http', 'workers', 'bin', 'test']);
const line = (text: string): string => `import { thing } from '${text}';`;

const unreadZones = (of: readonly string[]): string[] =>
  zones.filter(({ holds }) => !of.some((file) => holds(file) && importsOf(readSource(file)).length > 0)).map(({ zone }) => zone);

describe('the imports of this repository', () => {
  it('are looked at in every zone there is', () => {
    assert.deepEqual(unreadZones(files), [], 'no import was seen there: either the folder is gone or this test is blind');
  });

  it('keep to who may import whom', () => {
    const violations = files.flatMap((file) => importViolations(file, readSource(file)));
    assert.deepEqual(
      violations.map(({ file, line: at, target, rule }) => `${file}:${at} imports ${target}: ${rule}`),
      [],
    );
  });

  it('pass through no barrel', () => {
    assert.deepEqual(
      files.filter((file) => isBarrel(file, readSource(file))),
      [],
    );
  });
});

/** Each row plants one import where it must not be, or where it may. */
const planted: readonly [file: string, imports: string, refused: number][] = [
  ['domain/billing/invoice.ts', line('../shared/money.ts'), 0],
  ['domain/billing/invoice.ts', line('node:fs'), 1],
  ['domain/billing/invoice.ts', line('kysely'), 1],
  ['domain/billing/invoice.ts', line('@dms/domain/shared/money'), 1],
  ['domain/billing/invoice.ts', line('../../adapters/config.ts'), 1],
  ['domain/billing/invoice.ts', 'const later = await import(name);', 1],
  ['domain/billing/invoice.ts', "import type { JobCard } from '../workshop/job-card.ts';", 1],
  ['domain/billing/invoice.ts', "export { JobCard } from '../workshop/job-card.ts';", 1],
  ['domain/billing/invoice.ts', line('./use-cases/issue-invoice.ts'), 1],
  ['domain/billing/use-cases/issue-invoice.ts', line('../invoice.ts'), 0],
  ['domain/billing/use-cases/issue-invoice.ts', line('../../workshop/ports.ts'), 0],
  ['domain/billing/use-cases/issue-invoice.ts', line('../../workshop/events.ts'), 0],
  ['domain/billing/use-cases/issue-invoice.ts', line('../../workshop/use-cases/settle-job-card.ts'), 0],
  ['domain/billing/use-cases/issue-invoice.ts', line('../../workshop/policies.ts'), 1],
  ['domain/billing/use-cases/issue-invoice.ts', line('../../memory/invoices.ts'), 1],
  ['domain/memory/invoices.ts', line('../billing/invoice.ts'), 0],
  ['domain/shared/events.ts', line('../billing/events.ts'), 1],
  ['db/schema/billing.ts', line('@dms/domain/billing/invoice'), 0],
  ['db/schema/billing.ts', line('@mikro-orm/core'), 0],
  ['db/schema/billing.ts', line('../../domain/billing/invoice.ts'), 1],
  ['db/schema/billing.ts', line('../../adapters/postgres/pool.ts'), 1],
  ['adapters/postgres/invoices.ts', line('../../db/schema/billing.ts'), 0],
  ['adapters/postgres/invoices.ts', line('../../http/app.ts'), 1],
  ['adapters/postgres/invoices.ts', line('../../workers/relay.ts'), 1],
  ['http/billing/routes.ts', line('../../adapters/container.ts'), 0],
  ['http/billing/routes.ts', "import type { Config } from '../../adapters/config.ts';", 0],
  ['http/billing/routes.ts', line('../../adapters/config.ts'), 1],
  ['http/billing/routes.ts', "import type { Pool } from '../../adapters/postgres/pool.ts';", 1],
  ['http/billing/routes.ts', "type Pool = import('../../adapters/postgres/pool.ts').Pool;", 1],
  ['http/billing/routes.ts', "const pool = await import('../../adapters/postgres/pool.ts');", 1],
  ['http/billing/routes.ts', line('../../db/orm.ts'), 1],
  ['http/billing/routes.ts', line('../../workers/relay.ts'), 1],
  ['http/billing/routes.ts', line('pg'), 1],
  ['http/billing/routes.ts', "import type { EntityManager } from '@mikro-orm/postgresql';", 1],
  ['http/billing/routes.ts', line('fastify'), 0],
  ['workers/relay.ts', line('../adapters/container.ts'), 0],
  ['workers/relay.ts', line('../adapters/queue/bee-queue.ts'), 1],
  ['workers/relay.ts', line('../http/server.ts'), 1],
  ['workers/cli/start.ts', line('../../http/server.ts'), 0],
  ['workers/cli/start.ts', line('../../http/app.ts'), 1],
  ['workers/cli/start.ts', line('../relay.ts'), 0],
  ['bin/dms.js', line('../workers/cli/main.ts'), 0],
  ['bin/dms.js', line('../http/server.ts'), 1],
  ['test/unit/money.test.ts', line('../../domain/shared/money.ts'), 0],
  ['tools/thing.ts', line('node:fs'), 1],
];

describe('the boundary check', () => {
  for (const [file, imports, refused] of planted) {
    it(`${refused ? 'refuses' : 'allows'} in ${file}: ${imports}`, () => {
      const violations = importViolations(file, imports);
      assert.equal(violations.length, refused, JSON.stringify(violations));
    });
  }

  it('does not pass when it was given no file', () => {
    assert.equal(unreadZones([]).length, zones.length);
  });

  it('sees every way to import, and none in a comment', () => {
    const source = [
      "import a from 'a'; import type { B } from 'b';",
      "// import x from 'no'",
      "/* import y from 'no' */ export * from 'c';",
      "import 'd';",
      'export {',
      '  q,',
      "} from 'e';",
      "const f = await import('f'); const g = await import(name);",
      "const h = require('h'); const pattern = /\\/\\* 'x/; import k, { l } from 'i';",
    ].join('\n');
    assert.equal(
      importsOf(source)
        .map(({ line: at, specifier }) => `${at} ${specifier}`)
        .join(', '),
      '1 a, 1 b, 3 c, 4 d, 5 e, 8 f, 8 undefined, 9 i, 9 h',
    );
  });

  it('tells a barrel from a file with something of its own', () => {
    assert.ok(isBarrel('http/index.ts', 'export const port = 1;'));
    assert.ok(isBarrel('domain/shared/all.ts', "// all of it\nexport * from './money.ts';\nexport { Quantity } from './quantity.ts';\n"));
    assert.ok(isBarrel('domain/shared/all.ts', "import { Money } from './money.ts';\nexport { Money };\n"));
    assert.ok(!isBarrel('domain/shared/money.ts', "import { round } from './rounding.ts';\nexport const half = round;\n"));
    assert.ok(!isBarrel('workers/cli/main.ts', "import { program } from './program.ts';\nawait program.parseAsync();\n"));
  });
});
