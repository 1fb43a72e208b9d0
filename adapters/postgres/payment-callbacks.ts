import type { PaymentCallbacks } from '@dms/domain/billing/payment-provider';
import { sql } from 'kysely';
import type { Executor } from './database.ts';

/** Whoever takes down the same callback meanwhile is waited for: it is there when that one has committed, and not when it gave up. */
export const postgresPaymentCallbacks = (db: Executor): PaymentCallbacks => ({
  async takeDown(provider, { id, kind }, at) {
    const { rows } = await sql`
      insert into payment_callbacks (provider, event_id, kind, taken_at) values (${provider}, ${id}, ${kind}, ${at})
      on conflict (provider, event_id) do nothing returning event_id`.execute(db);
    return rows.length > 0;
  },
});
