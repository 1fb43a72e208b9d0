import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { run } from 'node:test';
import { pathToFileURL } from 'node:url';
import report from './ci-reporter.ts';
import { globalSetup, globalTeardown } from './global.ts';
import { testHome } from './test-home.ts';

// `npm test`. The runner of Node gives each file a process of its own, in which two thousand modules are loaded anew and run
// cold: a third of what all tests together cost. Here the files of a folder share a process, one after another, each on the
// database, the Redis and the server that its suites start for themselves. A file stays one that `node --test` runs alone.
const SAME_CASES = new URL('./same-cases.ts', import.meta.url).href;

const AT_ONCE = 2; // processes, of which each keeps a core of CI busy
const TEST_MS = 300_000;

/** In how many processes the files of a folder are run. What takes longest begins first, lest one works on alone at the end. */
const PROCESSES: Readonly<Record<string, number>> = {
  'test/scenarios': 5,
  'test/workers': 4,
  'test/http/billing': 3,
  'test/audit': 3,
  'test/embedded': Infinity,
  'test/http/identity': 2,
  'test/contracts': 2,
  'test/http/workshop': 2,
  'test/http/customers': 1,
  'test/http/inventory': 1,
  'test/house': Infinity,
  'test/unit': 1,
};
const folders = Object.keys(PROCESSES);

/** Tap tells of its tests in a language of its own, in which whatever shares its process would be lost. */
const isOfTap = (file: string): boolean => readFileSync(file, 'utf8').includes("from 'tap'");

const folderOf = (file: string): string => folders.find((folder) => file.startsWith(`${folder}/`)) ?? dirname(file);
const rankOf = (folder: string): number => (folders.includes(folder) ? folders.indexOf(folder) : folders.length);

type Part = { readonly name: string; readonly files: readonly string[] };

/** The files that share a process, those that begin first before the others. */
const partsOf = (all: readonly string[]): Part[] =>
  [...Map.groupBy(all, (file) => (isOfTap(file) ? file : folderOf(file)))]
    .toSorted(([one], [other]) => rankOf(one) - rankOf(other))
    .flatMap(([folder, files]) => {
      const dealt = Map.groupBy(files.keys(), (place) => place % (PROCESSES[folder] ?? 1));
      return [...dealt].map(([hand, places]) => ({
        name: `${folder.replaceAll('/', '-')}-${hand}`,
        files: places.map((at) => files[at]!),
      }));
    });

await globalSetup();
const together = join(await testHome(), 'together');
mkdirSync(together);
const shared = new Set<string | undefined>();
const entries = partsOf(globSync(process.argv.slice(2)).sort()).map(({ name, files }) => {
  const entry = join(together, `${name}.test.mjs`);
  if (files.length > 1) shared.add(entry);
  const modules = [SAME_CASES, ...files.map((file) => pathToFileURL(resolve(file)).href)];
  writeFileSync(entry, modules.map((module) => `import '${module}';\n`).join(''));
  return entry;
});

run({ files: entries, concurrency: AT_ONCE, timeout: TEST_MS })
  .on('test:fail', () => (process.exitCode = 1))
  .on('test:stdout', ({ file, message }) => {
    if (shared.has(file) && message.startsWith('TAP version'))
      throw new Error(`${file} tells its tests in TAP: they would not be counted.`);
  })
  .once('end', globalTeardown)
  .compose(report)
  .pipe(process.stdout);
