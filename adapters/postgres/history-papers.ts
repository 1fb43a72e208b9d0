import type { HistoryPapers, KeptHistory } from '@dms/domain/customers/ports';
import { sql } from 'kysely';
import type { Executor } from './database.ts';

export const postgresHistoryPapers = (db: Executor): HistoryPapers => ({
  async find(id) {
    const { rows } = await sql<KeptHistory>`
      select id, vehicle_id as "vehicleId", document, frozen_at as "frozenAt", frozen_by as "frozenBy" from history_papers where id = ${id}`.execute(
      db,
    );
    return rows[0];
  },

  async keep({ id, vehicleId, document, frozenAt, frozenBy }) {
    const { rows } = await sql`
      insert into history_papers (id, vehicle_id, document, frozen_at, frozen_by)
      values (${id}, ${vehicleId}, ${JSON.stringify(document)}, ${frozenAt}, ${frozenBy}) on conflict (id) do nothing returning id`.execute(
      db,
    );
    return rows.length > 0;
  },
});
