import { postgresHarness } from '../support/postgres-harness.ts';
import { contracts } from './all.ts';

for (const contract of contracts) contract('PostgreSQL', postgresHarness);
