import { verifyStock } from '@dms/domain/inventory/use-cases/verify-stock';
import { fixedClock } from '@dms/domain/memory/clock';
import { watchingStock } from '@dms/domain/inventory/use-cases/watch-stock';
import { everywhere } from '@dms/domain/shared/actor';
import { Money } from '@dms/domain/shared/money';
import { sql } from 'kysely';
import { hmacKeys } from '../../adapters/audit/hmac-keys.ts';
import { planAggregates } from '../../adapters/postgres/aggregate-store.ts';
import { aggregates } from '../../adapters/postgres/aggregates.ts';
import { openDatabase } from '../../adapters/postgres/database.ts';
import { postgresStrayContent } from '../../adapters/postgres/files.ts';
import { postgresLedgerReads } from '../../adapters/postgres/reads/ledger.ts';
import { postgresStockLedger } from '../../adapters/postgres/stock-ledger.ts';
import { postgresTransact } from '../../adapters/postgres/unit-of-work.ts';
import { sha256, timeOrderedIds } from '../../adapters/security/system.ts';
import { addBasics, basicRates, beginning } from '../contracts/basics.ts';
import { somebody } from '../contracts/fixtures.ts';
import type { Harness, KeptMovement } from '../contracts/harness.ts';
import { freshDatabase } from './database.ts';
import { query } from './embedded.ts';

/** The PostgreSQL adapters over a database of their own, as the contracts want them. */
export const postgresHarness = async (): Promise<Harness> => {
  const fresh = await freshDatabase();
  const database = await openDatabase({ url: fresh.url, poolSize: 16 });
  const clock = fixedClock(beginning);
  const ids = timeOrderedIds;
  const plans = planAggregates(database.orm, aggregates);
  const auditKeys = hmacKeys({ key: 'a key of the contracts', previousKeys: [] });
  const transact = watchingStock(
    postgresTransact({ database, plans, clock, ids, digest: sha256, auditKeys, deployed: [], wakeRelay: () => {} }),
    { clock },
  );
  return {
    transact,
    clock,
    ids,
    strayContent: postgresStrayContent(database),
    async seedBasics() {
      const values = basicRates.map(
        ({ hsn, rate, treatment, validFrom }) =>
          `('${ids.next()}', '${hsn}', 'for a test', ${rate}, '${treatment}', '${validFrom}', now())`,
      );
      await query(
        fresh.ownerUrl,
        `insert into tax_rates (id, hsn, description, rate, treatment, valid_from, created_at) values ${values.join(', ')}`,
      );
      return addBasics({ transact, clock, ids });
    },
    async eventsOf(entityId) {
      const { rows } = await sql<{ event: string }>`select event from audit_logs where entity_id = ${entityId} order by id`.execute(
        database.pool,
      );
      return rows.map(({ event }) => event);
    },
    async movementsOf(partId) {
      const { rows } = await sql<KeptMovement>`
        select quantity, value, json_build_object('type', from_type, 'id', from_id) as "from", json_build_object('type', to_type, 'id', to_id) as "to"
        from stock_movements where part_id = ${partId} order by id`.execute(database.pool);
      return rows.map((row) => ({ ...row, value: Money.ofPaise(BigInt(row.value)).toString() }));
    },
    verifyStock: () => verifyStock({ stockLedger: postgresStockLedger({ database }) })(somebody),
    async stockAsOf(serviceCenterId, partId, at) {
      const { data } = await postgresLedgerReads(database.pool).stockAsOf({ serviceCenterId, partId, at }, everywhere, {
        limit: 1,
        sort: 'id',
      });
      return data[0]!;
    },
    async close() {
      await database.close();
      await fresh.drop();
    },
  };
};
