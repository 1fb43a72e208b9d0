import { writeSync } from 'node:fs';
import { loadConfig } from '../../adapters/config.ts';
import { buildContainer } from '../../adapters/container.ts';
import { together } from '../support/races.ts';
import { eventOf, somebody } from '../audit/trail.ts';

// A process that writes to the audit trail and anchors it as fast as it can, until it is killed.

const WRITERS = 64;
const { cradle } = await buildContainer(loadConfig());

const writeForEver = async (writer: number): Promise<never> => {
  for (let n = 0; ; n += 1) {
    await cradle.transact(somebody, async ({ record }) => record(eventOf({ writer, n }), eventOf({ writer, n })));
    if (writer === 0 && n === 10) writeSync(1, 'warm\n');
  }
};
const anchorForEver = async (): Promise<never> => {
  for (;;) await cradle.anchorAuditTrail();
};
await Promise.all([together(WRITERS, writeForEver), anchorForEver()]);
