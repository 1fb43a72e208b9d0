import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readSource, sourceFiles, withoutComments } from './source.ts';

const declared = String.raw`\b(?:class|interface|type|function|const|let)\s+`;
const product = ['domain', 'db', 'adapters', 'http', 'workers', 'bin'];

type House = {
  readonly rule: string;
  readonly folders: readonly string[];
  /** Matches what must not be there; `text` is the whole file with its comments, `code` the same without them. */
  readonly offence: RegExp;
  readonly reads: 'code' | 'text';
  readonly planted: string;
  readonly innocent: string;
};

// What neither the compiler nor the linter can be told.
const house: readonly House[] = [
  {
    rule: 'the domain is handed instants, and takes none from the machine',
    folders: ['domain'],
    offence: /\bnew Date\(\s*\)|\bDate\.now\b|\bperformance\b/,
    reads: 'code',
    planted: 'const now = new Date();',
    innocent: 'const day = new Date(instant.getTime()); // not new Date()',
  },
  {
    rule: 'the domain draws no random figure',
    folders: ['domain'],
    offence: /\bMath\.random\b/,
    reads: 'code',
    planted: 'const id = Math.random();',
    innocent: 'const size = Math.max(1, 2);',
  },
  {
    rule: 'names say what a thing is, not which pattern it follows',
    folders: [...product, 'test'],
    offence: new RegExp(`${declared}(?:I[A-Z][a-z]\\w*|\\w*[a-z](?:Impl|Dto|DTO|Service|Manager|Helper|Utils?))\\b`),
    reads: 'code',
    planted: 'export class InvoiceService {}',
    innocent: 'export class ServiceCenter {} export type Ids = string; const homeServiceEnabled = true;',
  },
  {
    rule: 'nothing is left for later in the code',
    folders: [...product, 'test'],
    offence: /\b(?:TODO|FIXME|XXX)\b/,
    reads: 'text',
    planted: '// TODO: the rest',
    innocent: 'export const todo = 1;',
  },
  {
    rule: 'no file has a refuge for homeless functions as its name',
    folders: [...product, 'test'],
    offence: /^path:(?:.*\/)?(?:utils?|helpers?|misc|common)(?:\.[a-z.]+)?(?:\/.*)?$/m,
    reads: 'text',
    planted: 'path:http/utils.ts',
    innocent: 'path:http/users/routes.ts',
  },
];

const thisFile = 'test/house/style.test.ts'; // it plants offences

const offends = ({ offence, reads }: House, text: string): boolean => offence.test(reads === 'code' ? withoutComments(text) : text);

describe('the style of the house', () => {
  for (const one of house) {
    it(one.rule, () => {
      const files = sourceFiles(one.folders).filter((file) => file !== thisFile);
      assert.ok(files.length > 0, 'no file was read');
      assert.deepEqual(
        files.filter((file) => offends(one, `${readSource(file)}\npath:${file}`)),
        [],
      );
    });

    it(`sees when it is broken that ${one.rule}`, () => {
      assert.ok(offends(one, one.planted));
      assert.ok(!offends(one, one.innocent));
    });
  }
});
