import { eventCatalogue } from '@dms/domain/shared/event-catalogue';
import type { DomainEvent } from '@dms/domain/shared/events';
import { type CardNamed, toldOfCard } from '@dms/domain/workshop/events';
import { sql } from 'kysely';
import type { Executor } from './database.ts';

/**
 * The same events, those of job cards with what each event of a card says of it: another module's record that tells of one knows its id alone.
 * Whose the cards are is read where the rows of the unit are written already.
 */
export const toldOfCards = async (db: Executor, told: readonly DomainEvent[]): Promise<readonly DomainEvent[]> => {
  const ids = told.filter(({ name }) => eventCatalogue[name].entity === 'JobCard').map(({ entityId }) => entityId);
  if (ids.length === 0) return told;
  const { rows } = await sql<CardNamed & { readonly id: string }>`
    select j.id, j.job_number as "jobNumber", j.vehicle_id as "vehicleId", j.customer_id as "customerId",
      j.assigned_engineer_id as "assignedEngineerId",
      array(select o.engineer_id::text from job_card_engineers o where o.job_card_id = j.id order by o.engineer_id) as "engineerIds"
    from job_cards j where j.id = any(${ids}::uuid[])`.execute(db);
  const cards = new Map(rows.map((card) => [card.id, card]));
  return told.map((event) => {
    const card = cards.get(event.entityId);
    return card ? toldOfCard(event, card) : event;
  });
};
