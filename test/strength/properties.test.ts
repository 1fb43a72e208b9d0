import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const MORE_CASES = new URL('../support/more-cases.ts', import.meta.url).href;
const files = globSync('test/unit/**/*.test.ts').filter((file) => readFileSync(file, 'utf8').includes("from 'fast-check'"));

for (const file of files.sort())
  test(`the laws of ${file} hold for thousands of cases that nobody chose`, async () => {
    const asked = spawn(process.execPath, ['--import', MORE_CASES, file], { stdio: ['ignore', 'pipe', 'inherit'] });
    const told = asked.stdout.setEncoding('utf8').toArray();
    const [code] = await once(asked, 'exit');
    assert.equal(code, 0, (await told).join(''));
  });
