import assert from 'node:assert/strict';
import { createWriteStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { before, describe, it, type TestContext } from 'node:test';
import { EXIT } from '../../workers/cli/exit-codes.ts';
import { startDms } from '../support/api-process.ts';
import { withSuite } from '../support/endings.ts';
import { workFolder } from '../support/test-home.ts';
import { until } from '../support/until.ts';
import { freshBranches, type World } from '../support/world.ts';

const ROWS = 100_000;
const MOST_MEGABYTES = 400;
/** Begin and end of the process included. With a dozen other processes on two cores it was 300. */
const FEWEST_A_SECOND = 200;
/** The last rows of a file come in about as fast as the first: what grew with the rows before would be twice as slow at the end. */
const MOST_TIMES_SLOWER = 1.8;
/** Of so many rows the last is bad, each time for another reason. */
const BAD_EVERY = 97;
const BAD = Math.floor(ROWS / BAD_EVERY);
const GOOD = ROWS - BAD;

/** Digits of a number that nothing repeats. */
const digits = (n: number, count: number): string => String(n).padStart(count, '0');
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
const letter = (n: number): string => LETTERS[n % LETTERS.length]!;
const plate = (n: number): string => `KA${digits((n % 70) + 1, 2)}${letter(n)}${letter(Math.floor(n / 24))}${digits((n % 9_999) + 1, 4)}`;
/** The first line names the columns, and row 0 is in the next one. */
const lineOf = (n: number): number => n + 2;

type Bad = { readonly row: (n: number) => string; readonly reason: (n: number) => string | RegExp };
type Contents = { readonly header: string; readonly row: (n: number) => string; readonly bad: readonly Bad[]; readonly event: string };
const tooFewCells = 'It has 2 cells; the first line has';

const files: Readonly<Record<'customers' | 'vehicles', Contents>> = {
  customers: {
    header: 'firstName,lastName,phone,city',
    row: (n) => `Name${n % 500},Family${n % 900},98${digits(n, 8)},Bengaluru`,
    bad: [
      { row: (n) => `Name,Family,12${digits(n, 8)},Bengaluru`, reason: (n) => `"12${digits(n, 8)}" is not an Indian mobile number` },
      { row: (n) => `,Family,98${digits(n, 8)},Bengaluru`, reason: () => 'firstName must not be empty.' },
      { row: (n) => `Name,98${digits(n, 8)}`, reason: () => tooFewCells },
      {
        row: (n) => `Name,Family,98${digits(n - 1, 8)},Bengaluru`,
        reason: (n) => `phone "98${digits(n - 1, 8)}" stands in line ${lineOf(n - 1)} already.`,
      },
    ],
    event: 'CustomersImported',
  },
  vehicles: {
    header: 'registration,ownerPhone,make,model,vin',
    row: (n) => `${plate(n)},98${digits(n, 8)},Tata,Nexon,MAT6250000${digits(n, 7)}`,
    bad: [
      { row: (n) => `${plate(n)},97${digits(n, 8)},Tata,Nexon,`, reason: () => /^ownerPhone: no customer has the phone \+9197/ },
      { row: (n) => `${plate(n)},98${digits(n - 1, 8)},,Nexon,`, reason: () => 'make must not be empty.' },
      { row: (n) => `${plate(n)},98${digits(n - 1, 8)}`, reason: () => tooFewCells },
      {
        row: (n) => `${plate(n - 1)},98${digits(n - 1, 8)},Tata,Nexon,`,
        reason: (n) => `registration "${plate(n - 1)}" stands in line ${lineOf(n - 1)} already.`,
      },
    ],
    event: 'VehiclesImported',
  },
};
type Kind = keyof typeof files;

const isBad = (n: number): boolean => n % BAD_EVERY === BAD_EVERY - 1;
const badOf = ({ bad }: Contents, n: number): Bad => bad[Math.floor(n / BAD_EVERY) % bad.length]!;
const badRows = Array.from({ length: BAD }, (_, index) => index * BAD_EVERY + BAD_EVERY - 1);

type Refused = { readonly line: number; readonly reason: string };
type Brought = {
  readonly code: number | null;
  readonly result: { readonly created: number; readonly unchanged: number; readonly changed: number; readonly refused: number };
  readonly refused: readonly Refused[];
};

describe('imports at full size', () => {
  const suite = withSuite();
  let world: World;
  before(async () => {
    world = await freshBranches(suite);
  });

  const written = async (kind: Kind, withBad = true): Promise<string> => {
    const file = join(await workFolder('import'), `${kind}.csv`);
    const contents = files[kind];
    const lines = function* () {
      yield `${contents.header}\n`;
      for (let n = 0; n < ROWS; n += 1) yield `${withBad && isBad(n) ? badOf(contents, n).row(n) : contents.row(n)}\n`;
    };
    await pipeline(lines, createWriteStream(file));
    return file;
  };

  /** The most memory that a process ever had, in megabytes; Linux says so. */
  const peakOf = (pid: number): number => {
    const status = `/proc/${pid}/status`;
    return existsSync(status) ? Number(/VmHWM:\s+(\d+)/.exec(readFileSync(status, 'utf8'))?.[1] ?? 0) / 1024 : 0;
  };

  const begin = (t: TestContext, kind: Kind, file: string, ...more: string[]) =>
    startDms(t, world, ['import', kind, file, '--service-center', 'BLR01', ...more]);

  /** Brings the file in, or says what would come of it, at a steady pace and in bounded memory. */
  const bring = async (t: TestContext, kind: Kind, file: string, ...more: string[]): Promise<Brought> => {
    const startedMs = performance.now();
    const dms = await begin(t, kind, file, ...more);
    let peak = 0;
    const watch = setInterval(() => (peak = Math.max(peak, peakOf(dms.pid))), 100);
    const { code } = await dms.exited;
    clearInterval(watch);
    const aSecond = Math.round(ROWS / ((performance.now() - startedMs) / 1000));
    t.diagnostic(`${kind} ${more.join(' ')}: ${aSecond} rows a second, ${Math.round(peak)} MB at most`);
    assert.ok(aSecond >= FEWEST_A_SECOND, `${aSecond} rows a second`);
    assert.ok(peak <= MOST_MEGABYTES, `${peak} MB`);
    const told = dms
      .logs()
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as object);
    return {
      code,
      result: told.find((each) => 'created' in each) as Brought['result'],
      refused: told.filter((each): each is Refused => 'reason' in each && 'line' in each),
    };
  };

  /** Each bad row is named once, with its line and its own reason, in the order of the file; and no other row is. */
  const assertNamed = (kind: Kind, { code, result, refused }: Brought): void => {
    assert.deepEqual([code, result.refused], [EXIT.refused, BAD]);
    assert.deepEqual(
      refused.map(({ line }) => line),
      badRows.map(lineOf),
    );
    for (const [index, n] of badRows.entries()) {
      const expected = badOf(files[kind], n).reason(n);
      const { line, reason } = refused[index]!;
      assert.ok(typeof expected === 'string' ? reason.startsWith(expected) : expected.test(reason), `line ${line}: ${reason}`);
    }
  };

  const count = async (kind: Kind): Promise<number> => (await world.rows<{ n: number }>(`select count(*)::int as n from ${kind}`))[0]!.n;

  /** What the quickest tenth of some batches take: what else the machine does is not in it. */
  const quickest = (tookMs: readonly number[]): number => tookMs.toSorted((a, b) => a - b)[Math.floor(tookMs.length / 10)]!;

  /** How much longer a batch of the last import took at its end than at its beginning. */
  const slowing = async (kind: Kind): Promise<number> => {
    const batches = await world.rows<{ at: string }>(
      `select created_at as at from audit_logs where event = '${files[kind].event}' and entity_id = (
         select entity_id from audit_logs where event = '${files[kind].event}' order by created_at desc limit 1) order by created_at`,
    );
    const endedMs = batches.map(({ at }) => new Date(at).getTime());
    const tookMs = endedMs.slice(1).map((ended, index) => ended - endedMs[index]!);
    const quarter = Math.ceil(tookMs.length / 4);
    return quickest(tookMs.slice(-quarter)) / quickest(tookMs.slice(0, quarter));
  };

  for (const kind of Object.keys(files) as Kind[])
    it(`IMP-01 ${ROWS} ${kind}: a dry run keeps nothing, a command killed in the middle and given again brings each row in once, and every bad row is named`, async (t) => {
      const file = await written(kind);
      const before = await count(kind);
      const dry = await bring(t, kind, file, '--dry-run');
      assertNamed(kind, dry);
      assert.deepEqual([dry.result.created, await count(kind)], [GOOD, before]);

      const killed = await begin(t, kind, file);
      await until(async () => (await count(kind)) > before + ROWS / 3, { timeoutMs: 600_000, everyMs: 200 });
      assert.equal((await killed.kill()).signal, 'SIGKILL');
      const behind = (await count(kind)) - before;
      assert.ok(behind < GOOD, 'it was killed in the middle');

      const again = await bring(t, kind, file);
      assertNamed(kind, again);
      assert.deepEqual([again.result.created, again.result.unchanged, again.result.changed], [GOOD - behind, behind, 0]);
      assert.equal((await count(kind)) - before, GOOD);
      const slower = await slowing(kind);
      t.diagnostic(`${kind}: a batch took ${slower.toFixed(2)} times as long at the end`);
      assert.ok(slower < MOST_TIMES_SLOWER, `${slower} times slower`);

      const { result } = await bring(t, kind, file);
      assert.deepEqual([result.created, result.unchanged, result.changed], [0, GOOD, 0]);
    });

  it('IMP-01 workers that are killed one after the other in the middle of an upload bring each row in once', async (t) => {
    const file = readFileSync(await written('customers', false), 'utf8')
      .replaceAll(',98', ',97')
      .split('\n')
      .slice(0, 20_001)
      .join('\n');
    const place = `serviceCenterId=${world.basics.branches.blr01.id}`;
    const headers = { 'content-type': 'text/csv' };
    const { jobId } = (await world.as('admin').post<{ jobId: string }>(`/imports/customers?${place}`, file, { headers })).body;
    type Job = { status: string; import: { rowsRead: number; created: number; refused: number } };
    const job = async () => (await world.as('admin').get<Job>(`/jobs/${jobId}`)).body;
    for (let kills = 0; kills < 4; kills += 1) {
      const behind = (await job()).import.rowsRead;
      const worker = await startDms(t, world, ['worker', 'all']);
      await until(async () => (await job()).import.rowsRead > behind + 1_000);
      await worker.kill();
    }
    const last = await startDms(t, world, ['worker', 'all']);
    await until(async () => (await job()).status === 'succeeded', { timeoutMs: 180_000, everyMs: 100 });
    await last.kill();
    const { rowsRead, created, refused } = (await job()).import;
    assert.deepEqual([rowsRead, created, refused], [20_000, 20_000, 0]);
    const [kept] = await world.rows<{ n: number }>("select count(*)::int as n from customers where phone like '+9197%'");
    assert.equal(kept!.n, 20_000);
  });
});
