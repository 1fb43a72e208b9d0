import { Migrator } from '@mikro-orm/migrations';
import pg from 'pg';
import { grantApplication, grantMaintenance } from './grants.ts';
import { refuseOldServer } from './server-version.ts';
import { Migration20261122000100 } from './migrations/20261122000100-shared.ts';
import { Migration20261122000200 } from './migrations/20261122000200-identity.ts';
import { Migration20261122000300 } from './migrations/20261122000300-customers.ts';
import { Migration20261122000400 } from './migrations/20261122000400-inventory.ts';
import { Migration20261122000500 } from './migrations/20261122000500-workshop.ts';
import { Migration20261122000600 } from './migrations/20261122000600-billing.ts';
import { Migration20261122000700 } from './migrations/20261122000700-operations.ts';
import { Migration20261123000100 } from './migrations/20261123000100-sessions.ts';
import { Migration20261123000200 } from './migrations/20261123000200-administration.ts';
import { Migration20261123000300 } from './migrations/20261123000300-audit-chain.ts';
import { Migration20261123000400 } from './migrations/20261123000400-approvals.ts';
import { Migration20261123002000 } from './migrations/20261123002000-stock-transfers.ts';
import { Migration20261123004000 } from './migrations/20261123004000-day-limits-and-delegations.ts';
import { Migration20261123005000 } from './migrations/20261123005000-warranty.ts';
import { Migration20261127010000 } from './migrations/20261127010000-parts-and-receipts.ts';
import { Migration20261127010300 } from './migrations/20261127010300-adjustments-and-counts.ts';
import { Migration20261127030000 } from './migrations/20261127030000-stock-ledger.ts';
import { Migration20261127040000 } from './migrations/20261127040000-scheduled-runs.ts';
import { Migration20261127040100 } from './migrations/20261127040100-low-stock.ts';
import { Migration20261127050000 } from './migrations/20261127050000-money-on-an-invoice.ts';
import { Migration20261127050100 } from './migrations/20261127050100-payments.ts';
import { Migration20261127050200 } from './migrations/20261127050200-periods.ts';
import { Migration20261127060000 } from './migrations/20261127060000-billed-shares.ts';
import { Migration20261127070000 } from './migrations/20261127070000-tax-rates.ts';
import { Migration20261127130000 } from './migrations/20261127130000-books-of-notes.ts';
import { Migration20261127130100 } from './migrations/20261127130100-notes-refunded-and-discarded.ts';
import { Migration20261127130200 } from './migrations/20261127130200-debit-notes.ts';
import { Migration20261128110000 } from './migrations/20261128110000-tasks-and-time.ts';
import { Migration20261128110100 } from './migrations/20261128110100-delivery-and-after.ts';
import { Migration20261127060100 } from './migrations/20261127060100-credit-notes.ts';
import { Migration20261127110000 } from './migrations/20261127110000-search.ts';
import { Migration20261127160000 } from './migrations/20261127160000-customers-and-vehicles.ts';
import { Migration20261127180100 } from './migrations/20261127180100-rates-of-supply.ts';
import { Migration20261128000100 } from './migrations/20261128000100-finer-search-keys.ts';
import { Migration20261127180000 } from './migrations/20261127180000-e-invoices.ts';
import { Migration20261127170000 } from './migrations/20261127170000-returns-of-notes-and-advances.ts';
import { Migration20261127120000 } from './migrations/20261127120000-units-on-the-road.ts';
import { Migration20261127120100 } from './migrations/20261127120100-demand-of-a-balance.ts';
import { Migration20261127020000 } from './migrations/20261127020000-parts-of-jobs.ts';
import { Migration20261127140000 } from './migrations/20261127140000-payment-reminders.ts';
import { Migration20261127140100 } from './migrations/20261127140100-online-payments.ts';
import { Migration20261128160000 } from './migrations/20261128160000-levels-and-versions.ts';
import { Migration20261128170000 } from './migrations/20261128170000-money-that-goes-back.ts';
import { Migration20261128130000 } from './migrations/20261128130000-boards.ts';
import { Migration20261128130100 } from './migrations/20261128130100-feeds.ts';
import { Migration20261128130200 } from './migrations/20261128130200-history-papers.ts';
import { Migration20261128130300 } from './migrations/20261128130300-names-by-sound.ts';
import { Migration20261128150000 } from './migrations/20261128150000-notifications.ts';
import { Migration20261128150100 } from './migrations/20261128150100-webhooks.ts';
import { Migration20261128150200 } from './migrations/20261128150200-customer-occasions.ts';
import { Migration20261128120000 } from './migrations/20261128120000-uploads.ts';
import { Migration20261128140000 } from './migrations/20261128140000-imports.ts';
import { Migration20261128140100 } from './migrations/20261128140100-what-books-begin-with.ts';
import { Migration20261128100000 } from './migrations/20261128100000-estimates-and-inspections.ts';
import { Migration20261128170100 } from './migrations/20261128170100-gst-categories.ts';
import { Migration20261129010000 } from './migrations/20261129010000-e-invoices-of-notes.ts';
import { Migration20261129050000 } from './migrations/20261129050000-e-invoice-requests.ts';
import { Migration20261129030000 } from './migrations/20261129030000-inbox-feed.ts';
import { Migration20261129030100 } from './migrations/20261129030100-letters-as-messages.ts';
import { Migration20261129030200 } from './migrations/20261129030200-delivery-receipts.ts';
import { Migration20261129020000 } from './migrations/20261129020000-places-set-by-hand.ts';
import { Migration20261129060000 } from './migrations/20261129060000-erased-customers.ts';
import { Migration20261129060100 } from './migrations/20261129060100-phones-of-aliases.ts';
import { Migration20261129020100 } from './migrations/20261129020100-discounts-on-the-whole.ts';
import { Migration20261129020200 } from './migrations/20261129020200-counted-advances.ts';
import { Migration20261130100000 } from './migrations/20261130100000-cancelled-registrations.ts';
import { Migration20261130100100 } from './migrations/20261130100100-refund-vouchers.ts';
import { Migration20261130110000 } from './migrations/20261130110000-own-job-cards.ts';
import { Migration20261130120000 } from './migrations/20261130120000-feed-floors.ts';
import { Migration20261130120100 } from './migrations/20261130120100-audit-archives.ts';
import { Migration20261130130700 } from './migrations/20261130130700-attempts-put-off.ts';
import { Migration20261201100000 } from './migrations/20261201100000-stalled-cancellations.ts';
import { Migration20261201100100 } from './migrations/20261201100100-broadcasts-by-steps.ts';
import { Migration20261201090000 } from './migrations/20261201090000-probe-shapes.ts';
import { Migration20261202010000 } from './migrations/20261202010000-resting-work.ts';
import { Migration20261202020000 } from './migrations/20261202020000-begun-alone.ts';
import { Migration20261202040000 } from './migrations/20261202040000-probes-by-mistakes.ts';
import { openOrm } from './orm.ts';

/** In the order in which they are applied. Forward only. */
const migrationsList = [
  Migration20261122000100,
  Migration20261122000200,
  Migration20261122000300,
  Migration20261122000400,
  Migration20261122000500,
  Migration20261122000600,
  Migration20261122000700,
  Migration20261123000100,
  Migration20261123000200,
  Migration20261123000300,
  Migration20261123000400,
  Migration20261123002000,
  Migration20261123004000,
  Migration20261123005000,
  Migration20261127010000,
  Migration20261127010300,
  Migration20261127020000,
  Migration20261127030000,
  Migration20261127040000,
  Migration20261127040100,
  Migration20261127050000,
  Migration20261127050100,
  Migration20261127050200,
  Migration20261127060000,
  Migration20261127070000,
  Migration20261127060100,
  Migration20261127110000,
  Migration20261127160000,
  Migration20261127170000,
  Migration20261127180000,
  Migration20261127180100,
  Migration20261128000100,
  Migration20261127140000,
  Migration20261127140100,
  Migration20261127120000,
  Migration20261127120100,
  Migration20261127130000,
  Migration20261127130100,
  Migration20261127130200,
  Migration20261128160000,
  Migration20261128170000,
  Migration20261128110000,
  Migration20261128110100,
  Migration20261128130000,
  Migration20261128130100,
  Migration20261128130200,
  Migration20261128130300,
  Migration20261128120000,
  Migration20261128100000,
  Migration20261128140000,
  Migration20261128140100,
  Migration20261128170100,
  Migration20261128150000,
  Migration20261128150100,
  Migration20261128150200,
  Migration20261129010000,
  Migration20261129050000,
  Migration20261129030000,
  Migration20261129030100,
  Migration20261129030200,
  Migration20261129020000,
  Migration20261129060000,
  Migration20261129060100,
  Migration20261129020100,
  Migration20261129020200,
  Migration20261130100000,
  Migration20261130100100,
  Migration20261130110000,
  Migration20261130120000,
  Migration20261130120100,
  Migration20261130130700,
  Migration20261201100000,
  Migration20261201100100,
  Migration20261201090000,
  Migration20261202010000,
  Migration20261202020000,
  Migration20261202040000,
].map((migration) => ({ name: migration.name, class: migration }));

/** Two starts at once must not migrate at once; the second waits, and finds nothing left to do. */
const MIGRATION_LOCK = 2_026_112_2;

const withMigrator = async <R>(url: string, work: (migrator: Migrator) => Promise<R>): Promise<R> => {
  const orm = await openOrm(
    { url, poolSize: 2 },
    { extensions: [Migrator], migrations: { migrationsList, transactional: true, allOrNothing: true, snapshot: false, silent: true } },
  );
  try {
    return await work(orm.migrator as unknown as Migrator);
  } finally {
    await orm.close();
  }
};

type Roles = { readonly appRole: string; readonly maintenanceRole?: string | undefined };

/** Applies what is pending, as the owner, and gives the other roles their rights. Says what was applied. */
export const migrateUp = async (url: string, { appRole, maintenanceRole }: Roles): Promise<string[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    refuseOldServer(Number((await client.query<{ server_version_num: string }>('show server_version_num')).rows[0]!.server_version_num));
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const applied = await withMigrator(url, (migrator) => migrator.up());
    await grantApplication(client, appRole);
    if (maintenanceRole !== undefined) await grantMaintenance(client, maintenanceRole);
    return applied.map((migration) => migration.name);
  } finally {
    await client.end();
  }
};

export const migrationStatus = (url: string): Promise<{ applied: string[]; pending: string[] }> =>
  withMigrator(url, async (migrator) => ({
    applied: (await migrator.getExecuted()).map((migration) => migration.name),
    pending: (await migrator.getPending()).map((migration) => migration.name),
  }));

/** The names of all migrations there are: what a running application expects to find applied. */
export const knownMigrations: readonly string[] = migrationsList.map(({ name }) => name);
