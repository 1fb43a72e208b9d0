import assert from 'node:assert/strict';
import { createWriteStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { before, describe, it, type TestContext } from 'node:test';
import { startDms } from '../support/api-process.ts';
import { withSuite } from '../support/endings.ts';
import { until } from '../support/until.ts';
import { workFolder } from '../support/test-home.ts';
import { freshBranches, type World } from '../support/world.ts';

const ROWS = 100_000;
const MOST_MEGABYTES = 400;
/** Begin and end of the process included. With a dozen other processes on two cores it was 300. */
const FEWEST_A_SECOND = 200;

/** Digits of a number that nothing repeats. */
const digits = (n: number, count: number): string => String(n).padStart(count, '0');
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
const letter = (n: number): string => LETTERS[n % LETTERS.length]!;

const files = {
  customers: ['firstName,lastName,phone,city', (n: number) => `Name${n % 500},Family${n % 900},98${digits(n, 8)},Bengaluru`],
  vehicles: [
    'registration,ownerPhone,make,model,vin',
    (n: number) =>
      `KA${digits((n % 70) + 1, 2)}${letter(n)}${letter(Math.floor(n / 24))}${digits((n % 9_999) + 1, 4)},98${digits(n, 8)},Tata,Nexon,MAT6250000${digits(n, 7)}`,
  ],
} as const;

describe('imports at full size', () => {
  const suite = withSuite();
  let world: World;
  before(async () => {
    world = await freshBranches(suite);
  });

  const written = async (kind: keyof typeof files): Promise<string> => {
    const file = join(await workFolder('import'), `${kind}.csv`);
    const [header, row] = files[kind];
    const lines = function* () {
      yield `${header}\n`;
      for (let n = 0; n < ROWS; n += 1) yield `${row(n)}\n`;
    };
    await pipeline(lines, createWriteStream(file));
    return file;
  };

  /** The most memory that a process ever had, in megabytes; Linux says so. */
  const peakOf = (pid: number): number => {
    const status = `/proc/${pid}/status`;
    return existsSync(status) ? Number(/VmHWM:\s+(\d+)/.exec(readFileSync(status, 'utf8'))?.[1] ?? 0) / 1024 : 0;
  };

  const bring = async (t: TestContext, kind: keyof typeof files) => {
    const file = await written(kind);
    const startedMs = performance.now();
    const dms = await startDms(t, world, ['import', kind, file, '--service-center', 'BLR01']);
    let peak = 0;
    const watch = setInterval(() => (peak = Math.max(peak, peakOf(dms.pid))), 100);
    const { code } = await dms.exited;
    clearInterval(watch);
    const aSecond = Math.round(ROWS / ((performance.now() - startedMs) / 1000));
    t.diagnostic(`${kind}: ${aSecond} rows a second, ${Math.round(peak)} MB at most`);
    const line = dms
      .logs()
      .trim()
      .split('\n')
      .findLast((each) => each.startsWith('{'));
    return { code, aSecond, peak, result: JSON.parse(line ?? '{}') as { created: number; unchanged: number; refused: number } };
  };

  for (const kind of Object.keys(files) as (keyof typeof files)[])
    it(`IMP-01 ${ROWS} ${kind} come in at a steady pace and in bounded memory, and again as nothing new`, async (t) => {
      const first = await bring(t, kind);
      assert.deepEqual([first.code, first.result.created, first.result.refused], [0, ROWS, 0]);
      assert.ok(first.aSecond >= FEWEST_A_SECOND, `${first.aSecond} rows a second`);
      assert.ok(first.peak <= MOST_MEGABYTES, `${first.peak} MB`);
      const again = await bring(t, kind);
      assert.deepEqual([again.code, again.result.created, again.result.unchanged], [0, 0, ROWS]);
    });

  it('IMP-01 workers that are killed one after the other in the middle of an upload bring each row in once', async (t) => {
    const file = readFileSync(await written('customers'), 'utf8')
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
