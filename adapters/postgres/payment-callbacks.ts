import type { Payment } from '@dms/domain/billing/payment';
import type { PaymentCallbacks } from '@dms/domain/billing/payment-provider';
import type { Payments } from '@dms/domain/billing/ports';
import { everywhere } from '@dms/domain/shared/actor';
import type { Repository } from '@dms/domain/shared/repository';
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

export const postgresPayments = (db: Executor, payments: Repository<Payment>): Payments => ({
  ...payments,
  async ofOrder(provider, orderId) {
    const { rows } = await sql<{ id: string }>`
      select id from payments where provider = ${provider} and provider_order_id = ${orderId}`.execute(db);
    return rows[0] && payments.getForChange(rows[0].id, everywhere);
  },
});
