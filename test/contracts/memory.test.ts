import { contracts } from './all.ts';
import { memoryHarness } from './memory-harness.ts';

for (const contract of contracts) contract('memory', memoryHarness);
