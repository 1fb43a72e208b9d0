#!/usr/bin/env node
// Plain JavaScript for any Node from 18: the rest is TypeScript, which newer ones run as it is. An older one hands
// over to the Node that npm has installed beside the other dependencies.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as modules from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import v8 from 'node:v8';

const FORWARDED = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR2'];
const UNAVAILABLE = 4; // as in workers/cli/exit-codes.ts

function installedNode() {
  try {
    const program = join(dirname(modules.createRequire(import.meta.url).resolve('node/package.json')), 'bin', 'node');
    return existsSync(program) ? program : undefined;
  } catch (error) {
    if (error.code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

function handOver() {
  const program = installedNode();
  if (!program || process.env.DMS_HANDED_OVER) {
    console.error(
      `dms needs Node 24 and this is ${process.version}. The package "node" brings it: run npm ci (without --ignore-scripts), or install Node 24.`,
    );
    process.exit(UNAVAILABLE);
  }
  const child = spawn(program, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    // the channel tells the child when this process has died: it would be left behind otherwise
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, DMS_HANDED_OVER: '1' },
  });
  const forward = (signal) => child.kill(signal);
  for (const signal of FORWARDED) process.on(signal, forward);
  child.on('error', (error) => {
    console.error(`${program} cannot be run: ${error.message}`);
    process.exit(UNAVAILABLE);
  });
  child.on('exit', (code, signal) => {
    for (const name of FORWARDED) process.off(name, forward);
    if (signal) process.kill(process.pid, signal);
    else process.exit(code);
  });
}

async function run() {
  delete process.env.DMS_HANDED_OVER; // so that programs started from here decide for themselves
  modules.enableCompileCache(); // the second start finds everything compiled: half of what a start costs
  // What is allocated while starting is mostly kept: a nursery that grows for it is 40 MB that stay. serving.ts lets it grow again.
  v8.setFlagsFromString('--semi-space-growth-factor=1');
  if (existsSync('.env')) process.loadEnvFile('.env');
  const { main } = await import('../workers/cli/main.ts');
  process.exitCode = await main(process.argv);
}

if (process.features.typescript === 'strip' || process.features.typescript === 'transform') await run();
else handOver();
