import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { dataFolder, ownFolder } from '../../adapters/embedded/data-folder.ts';
import { apiBoots, startBoots } from './boot.ts';
import type { Duel } from './duel.ts';
import { duels } from './duels.ts';
import { fight, type Outcome, type Rounds } from './fight.ts';
import { type Figure, tableOf } from './figures.ts';
import { FAR_PAGE, listNames, lists } from './list.ts';
import { openWorld, type World } from './world.ts';

type Options = {
  readonly vehicles: number;
  readonly seconds: number;
  readonly rounds: number;
  readonly profile?: boolean;
  readonly statements?: boolean;
};
type Run = {
  readonly options: Options;
  readonly rounds: Rounds;
  readonly world: () => Promise<World>;
  readonly report: (figure: Figure) => void;
};

const FEW_VEHICLES = 10_000;
const FAR_AGAINST_FIRST = 0.9; // within the noise of ratios
const EIGHT_AGAINST_ONE = 0.9; // "no slower", within the noise of ratios

const perSecond = (value: number): string => `${Math.round(value).toLocaleString('en-IN')}/s`;

const figureOf = ({ name, what, aim }: Duel, { floor, app, ratio, ...rest }: Outcome): Figure => ({
  bench: name,
  what,
  floor: perSecond(floor.perSecond),
  measured: `${perSecond(app.perSecond)} p50 ${app.p50Ms.toFixed(0)} p95 ${app.p95Ms.toFixed(0)} p99 ${app.p99Ms.toFixed(0)} ms, ${costs(app)} (floor ${costs(floor)})`,
  ratio,
  aim: `≥ ${aim.toFixed(2)}`,
  reached: ratio >= aim,
  details: { floor, app, ...rest },
});

const costs = ({ cpuMicrosPerRequest }: Outcome['app']): string =>
  cpuMicrosPerRequest === undefined ? 'CPU not known' : `${cpuMicrosPerRequest.toFixed(0)} µs`;

const fought = async ({ world, rounds, options, report }: Run, name: string): Promise<Outcome> => {
  const duel = duels.find((each) => each.name === name) as Duel;
  const outcome = await fight(await world(), duel, rounds);
  if (options.statements)
    console.log(`${name} sends for each request:\n${outcome.statements.map((text) => `  ${text.replaceAll(/\s+/g, ' ')}`).join('\n')}`);
  report(figureOf(duel, outcome));
  return outcome;
};

/** Every bench by its name, in the order in which they run. */
const benches: Readonly<Record<string, (run: Run) => Promise<unknown>>> = {
  tax: async ({ report }) => {
    const { linesPerSecond } = await (await import('./tax.ts')).taxBench();
    report({
      bench: 'tax',
      what: 'lines priced in the domain, one core',
      measured: perSecond(linesPerSecond),
      aim: '≥ 5,00,000/s',
      reached: linesPerSecond >= 500_000,
    });
  },
  'search-exact': (run) => fought(run, 'search-exact'),
  'search-fuzzy': async (run) => {
    for (const clients of [4, 50]) await fought(run, `search-fuzzy-misread-${clients}`);
    const { fuzzyTimes, recall } = await import('./search-fuzzy.ts');
    const world = await run.world();
    const [one, two] = await recall(world);
    const share = (value: number | undefined): string => `${((value ?? 0) * 100).toFixed(0)} %`;
    run.report({
      bench: 'search-fuzzy',
      what: 'the right vehicle among the first ten, one mistake / two',
      measured: `${share(one)} / ${share(two)}`,
      aim: 'measured',
      reached: true,
    });
    const many = await fuzzyTimes(world, run.rounds);
    const small = await openWorld(FEW_VEHICLES);
    const few = await fuzzyTimes(small, run.rounds);
    await small.close();
    for (const [name, most] of Object.entries({ 'search-fuzzy-mixed-4': 10, 'search-fuzzy-mixed-50': 50 })) {
      const p95 = many[name]!;
      run.report({
        bench: 'search-fuzzy',
        what: name,
        measured: `p95 ${p95.toFixed(1)} ms`,
        aim: `p95 ≤ ${most} ms`,
        reached: p95 <= most,
      });
    }
    for (const [of, most] of Object.entries({ mixed: 2, plates: 3 })) {
      const [before, now] = [few[`search-fuzzy-${of}-1`]!, many[`search-fuzzy-${of}-1`]!];
      run.report({
        bench: 'search-fuzzy',
        what: `p95 of ${of}, ${run.options.vehicles} vehicles against ${FEW_VEHICLES}`,
        floor: `${before.toFixed(1)} ms`,
        measured: `${now.toFixed(1)} ms`,
        ratio: now / before,
        aim: `≤ ${most.toFixed(2)}`,
        reached: now / before <= most,
      });
    }
  },
  'job-create': (run) => fought(run, 'job-create'),
  'invoice-issue': async (run) => {
    const [one, eight] = [await fought(run, 'invoice-issue-1'), await fought(run, 'invoice-issue-8')];
    const ratio = eight.app.perSecond / one.app.perSecond;
    run.report({
      bench: 'invoice-issue',
      what: '8 series against one',
      floor: perSecond(one.app.perSecond),
      measured: perSecond(eight.app.perSecond),
      ratio,
      aim: 'no slower',
      reached: ratio >= EIGHT_AGAINST_ONE,
    });
  },
  payment: (run) => fought(run, 'payment'),
  'stock-issue': async (run) => {
    await fought(run, 'stock-issue-1');
    await fought(run, 'stock-issue-1000');
  },
  list: async (run) => {
    await fought(run, 'list-board');
    for (const list of listNames) {
      const [first, far] = [await fought(run, `list-${list}-1`), await fought(run, `list-${list}-${FAR_PAGE}`)];
      const ratio = far.app.perSecond / first.app.perSecond;
      run.report({
        bench: 'list',
        what: `${lists[list].what}: page ${FAR_PAGE.toLocaleString('en-IN')} against page 1`,
        floor: perSecond(first.app.perSecond),
        measured: perSecond(far.app.perSecond),
        ratio,
        aim: 'the same cost',
        reached: ratio >= FAR_AGAINST_FIRST,
      });
    }
  },
  mixed: async ({ world, rounds, report }) => {
    const { p50Ms, p99Ms, perSecond: rate, ...rest } = await (await import('./mixed.ts')).mixedBench(await world(), rounds);
    report({
      bench: 'mixed',
      what: `100 users, 80 % reads, ${perSecond(rate)}, ${rest.jobsDone} jobs of workers, the last ${Math.round(rest.drainedMs)} ms later`,
      measured: `p50 ${p50Ms.toFixed(1)} p99 ${p99Ms.toFixed(0)} ms`,
      aim: 'p50 ≤ 20 ms, p99 ≤ 250 ms',
      reached: p50Ms <= 20 && p99Ms <= 250,
      details: rest,
    });
  },
  login: async ({ world, rounds, report }) => {
    const { quietP99Ms, busyP99Ms, ratio, loginsPerSecond } = await (await import('./login.ts')).loginBench(await world(), rounds);
    report({
      bench: 'login',
      what: `p99 of reads beside 20 logins (${loginsPerSecond.toFixed(1)}/s)`,
      floor: `${quietP99Ms.toFixed(1)} ms`,
      measured: `${busyP99Ms.toFixed(1)} ms`,
      ratio,
      aim: '≤ 2.00',
      reached: ratio <= 2,
    });
  },
  boot: async ({ world, report }) => {
    for (const figure of await apiBoots((await world()).env)) report(figure);
    report(await startBoots());
  },
  pdf: async ({ report }) => {
    const { ratio, msPerInvoice, bareMsPerInvoice } = await (await import('./pdf.ts')).pdfBench();
    report({
      bench: 'pdf',
      what: 'invoices of 30 lines',
      floor: perSecond(1000 / bareMsPerInvoice),
      measured: perSecond(1000 / msPerInvoice),
      ratio,
      aim: '≥ 0.80',
      reached: ratio >= 0.8,
    });
  },
  'pdf-beside': async ({ world, rounds, report }) => {
    const { quietP99Ms, busyP99Ms, ratio, papersPerSecond } = await (await import('./pdf-beside.ts')).pdfBesideBench(await world(), rounds);
    report({
      bench: 'pdf-beside',
      what: `p99 of reads while papers are drawn (${papersPerSecond.toFixed(1)}/s)`,
      floor: `${quietP99Ms.toFixed(1)} ms`,
      measured: `${busyP99Ms.toFixed(1)} ms`,
      ratio,
      aim: '≤ 1.30',
      reached: ratio <= 1.3,
    });
  },
  relay: async ({ report }) => {
    const { rowsPerSecond, lagP50Ms, lagP95Ms } = await (await import('./relay.ts')).relayBench();
    report({
      bench: 'relay',
      what: 'outbox rows to the queue',
      measured: perSecond(rowsPerSecond),
      aim: '≥ 2,000/s',
      reached: rowsPerSecond >= 2000,
    });
    report({
      bench: 'relay',
      what: `lag of single events (p50 ${lagP50Ms} ms)`,
      measured: `p95 ${lagP95Ms} ms`,
      aim: 'p95 ≤ 250 ms',
      reached: lagP95Ms <= 250,
    });
  },
};

const positive = (text: string): number => {
  const number = Number(text);
  if (!(number > 0)) throw new InvalidArgumentError('It has to be a number above zero.');
  return number;
};

const written = (figures: readonly Figure[], options: Options): string => {
  const folder = join(ownFolder(dataFolder()), 'bench');
  mkdirSync(folder, { recursive: true });
  const at = new Date().toISOString();
  const file = join(folder, `${at.replaceAll(':', '-')}.json`);
  const machine = { processors: cpus().length, model: cpus()[0]?.model, node: process.version };
  writeFileSync(file, `${JSON.stringify({ at, options, machine, figures }, null, 2)}\n`);
  return file;
};

const run = async (names: readonly string[], options: Options): Promise<void> => {
  const figures: Figure[] = [];
  let world: Promise<World> | undefined;
  const profile = options.profile ? join(ownFolder(dataFolder()), 'bench') : undefined;
  const running: Run = {
    options,
    rounds: { seconds: options.seconds, rounds: options.rounds, profile },
    world: () => (world ??= openWorld(options.vehicles)),
    report: (figure) => {
      figures.push(figure);
      console.log(
        `${figure.bench}: ${figure.what}: ${figure.measured}${figure.ratio === undefined ? '' : `, ratio ${figure.ratio.toFixed(2)}`}`,
      );
    },
  };
  const failures: string[] = [];
  for (const name of names) await benches[name]!(running).catch((error: unknown) => failures.push(`${name}: ${(error as Error).stack}`));
  await (await world?.catch(() => undefined))?.close();
  console.log(`\n${tableOf(figures)}\n\nWritten to ${written(figures, options)}`);
  for (const failure of failures) console.error(`\n${failure}`);
  process.exit(failures.length > 0 ? 1 : 0);
};

await new Command('npm run bench --')
  .description(`Measures against the floor. Without names, all of: ${Object.keys(benches).join(', ')}.`)
  .argument('[names...]', 'the benches to run', undefined)
  .option('--vehicles <count>', 'vehicles in the database; quality.md asks for 1000000', positive, 250_000)
  .option('--seconds <count>', 'length of one round', positive, 4)
  .option('--rounds <count>', 'rounds of each side', positive, 3)
  .option('--profile', 'write CPU profiles of floor and application beside the figures')
  .option('--statements', 'print the statements of each request')
  .action(async (names: readonly string[], options: Options) => {
    const unknown = names.filter((name) => !(name in benches));
    if (unknown.length > 0) throw new InvalidArgumentError(`There is no bench ${unknown.join(', ')}.`);
    await run(names.length > 0 ? names : Object.keys(benches), options);
  })
  .parseAsync();
