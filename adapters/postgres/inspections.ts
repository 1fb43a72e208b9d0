import { Inspection } from '@dms/domain/workshop/inspection';
import type { InspectionRepositories } from '@dms/domain/workshop/ports';
import { sql } from 'kysely';
import type { AggregateStore } from './aggregate-store.ts';
import type { Executor } from './database.ts';

/** Inspections, and the pictures they may name. */
export const postgresInspections = (db: Executor, store: AggregateStore): InspectionRepositories => ({
  inspections: {
    add: (inspection) => store.add(inspection),
    latestOf: async (jobCardId) => (await store.find(Inspection, 'r.job_card_id = $1 order by r.revision desc limit 1', [jobCardId]))[0],
  },
  photos: {
    // Held, so that nobody deletes a picture while it is being named.
    among: async (fileIds, jobCardId) => {
      const { rows } = await sql<{ id: string }>`
        select id from files where id = any(${fileIds}) and entity_type = 'JobCard' and entity_id = ${jobCardId}
          and content_type like 'image/%' for key share`.execute(db);
      return rows.map(({ id }) => id);
    },
  },
});
