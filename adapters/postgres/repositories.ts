import { CreditNote } from '@dms/domain/billing/credit-note';
import { Invoice } from '@dms/domain/billing/invoice';
import { Payment } from '@dms/domain/billing/payment';
import { Refund } from '@dms/domain/billing/refund';
import type { SettingEntry } from '@dms/domain/configuration/ports';
import { CustomerContact } from '@dms/domain/customers/contact';
import { Customer } from '@dms/domain/customers/customer';
import { Vehicle } from '@dms/domain/customers/vehicle';
import { Broadcast } from '@dms/domain/notifications/broadcast';
import { Template } from '@dms/domain/notifications/template';
import { OneTimeToken } from '@dms/domain/identity/one-time-token';
import { Session } from '@dms/domain/identity/session';
import type { LoginState } from '@dms/domain/identity/login-state';
import { User } from '@dms/domain/identity/user';
import { Part } from '@dms/domain/inventory/part';
import { StockCount } from '@dms/domain/inventory/stock-count';
import { StockItem } from '@dms/domain/inventory/stock-item';
import { StockTransfer } from '@dms/domain/inventory/stock-transfer';
import { rows as policy } from '@dms/domain/shared/access/rows';
import { firstDayOfMonth, lastDayOfMonth } from '@dms/domain/shared/calendar';
import { absent, DomainError } from '@dms/domain/shared/errors';
import { readMobile } from '@dms/domain/shared/identifiers/mobile';
import { Money } from '@dms/domain/shared/money';
import type { Ids } from '@dms/domain/shared/ports';
import type { Repository } from '@dms/domain/shared/repository';
import type { Repositories } from '@dms/domain/repositories';
import { ServiceCenter } from '@dms/domain/service-centers/service-center';
import type { BranchRef } from '@dms/domain/service-centers/ports';
import { Webhook } from '@dms/domain/webhooks/webhook';
import { Warranty } from '@dms/domain/warranty/warranty';
import { WarrantyClaim } from '@dms/domain/warranty/warranty-claim';
import { GatePass } from '@dms/domain/workshop/gate-pass';
import { openStatuses } from '@dms/domain/workshop/job-card.states';
import { JobCard } from '@dms/domain/workshop/job-card';
import { Approval } from '@dms/domain/approvals/approval';
import { Delegation } from '@dms/domain/approvals/delegation';
import { sql } from 'kysely';
import type { AggregateStore } from './aggregate-store.ts';
import { postgresEInvoices } from './e-invoices.ts';
import { postgresPaymentCallbacks } from './payment-callbacks.ts';
import { postgresPayments } from './payments.ts';
import { postgresPaymentReminders } from './payment-reminders.ts';
import { postgresNotifications } from './notifications.ts';
import { postgresPeriods } from './periods.ts';
import { postgresCashTotals } from './cash-totals.ts';
import { postgresBills } from './bills.ts';
import { postgresBilledShares } from './billed-shares.ts';
import { postgresCreditNotes } from './credit-notes.ts';
import { allSettings, putSetting } from './configuration.ts';
import type { Executor } from './database.ts';
import { stoodForBy } from './delegations.ts';
import { postgresFiles } from './files.ts';
import { postgresCustomers } from './customers.ts';
import { postgresEngineers } from './engineers.ts';
import { postgresImports } from './imports.ts';
import { postgresOpeningStocks } from './opening-stocks.ts';
import { postgresInspections } from './inspections.ts';
import { postgresLowStock } from './low-stock.ts';
import { postgresLostDemand } from './lost-demand.ts';
import { postgresServiceReminders } from './service-reminders.ts';
import { postgresStockDocuments } from './stock-documents.ts';
import { postgresWarranties } from './warranties.ts';
import { allRates, correctRate, insertRate, ratesOn, rateUsedSince } from './tax-rates.ts';

/** The records that approvals are about, by the name that the audit trail gives them. */
const versionedTables: Readonly<Record<string, string>> = {
  ServiceCenter: 'service_centers',
  Customer: 'customers',
  Vehicle: 'vehicles',
  JobCard: 'job_cards',
  Invoice: 'invoices',
  Payment: 'payments',
  Refund: 'refunds',
  CreditNote: 'credit_notes',
  StockTransfer: 'stock_transfers',
  WarrantyClaim: 'warranty_claims',
  Part: 'parts',
  StockCount: 'stock_counts',
};

/** Statements that wait until the rows they refer to are written. */
export type Pending = (() => Promise<unknown>)[];

type Deps = {
  readonly db: Executor;
  readonly store: AggregateStore;
  readonly pending: Pending;
  readonly ids: Ids;
  readonly deployed: readonly SettingEntry[];
};

const rooted = <Root extends object>(store: AggregateStore, entity: { readonly prototype: Root }): Repository<Root> => ({
  get: (id, scope) => store.get(entity, id, scope),
  getForChange: (id, scope) => store.getForChange(entity, id, scope),
  add: (root) => store.add(root),
});

/** Every repository of one transaction. What no aggregate can say is a statement of its own here. */
export const repositories = ({ db, store, pending, ids, deployed }: Deps): Repositories => {
  const one = async <Row>(query: ReturnType<typeof sql<Row>>): Promise<Row | undefined> => (await query.execute(db)).rows[0];
  const later = (query: ReturnType<typeof sql>): void => void pending.push(() => query.execute(db));
  const nextOf = async (series: string): Promise<string> => {
    const row = await one(sql<{ n: string }>`select next_number(${series}) as n`);
    return `${series}-${String(row?.n).padStart(5, '0')}`;
  };

  return {
    users: {
      ...rooted(store, User),
      lockSuperAdmins: async () => {
        const { rows } = await sql<{ id: string }>`
          select id from users where role = 'SUPER_ADMIN' and status = 'ACTIVE' and password is not null
          order by id for no key update`.execute(db);
        return rows.map(({ id }) => id);
      },
      findByName: async (username) => {
        const found = await one(
          sql<{
            id: string;
          }>`select id from users where lower(email) = lower(${username}) or phone = ${readMobile(username) ?? null} limit 1`,
        );
        return found && store.get(User, found.id, { kind: 'all' });
      },
      noteLogin: (userId, at) => later(sql`update users set last_login_at = ${at} where id = ${userId}`),
      noteHash: (userId, hash) => later(sql`update users set password = ${hash} where id = ${userId}`),
      loginStateForChange: (userId) =>
        one(sql<LoginState>`
          select failed_logins as "failedLogins", first_failure_at as "firstFailureAt", locked_until as "lockedUntil"
          from users where id = ${userId} for no key update`),
      noteLoginState: (userId, { failedLogins, firstFailureAt, lockedUntil }) =>
        later(sql`
          update users set failed_logins = ${failedLogins}, first_failure_at = ${firstFailureAt}, locked_until = ${lockedUntil}
          where id = ${userId}`),
    },
    sessions: {
      ...rooted(store, Session),
      findByToken: async (refreshTokenHash) => (await store.find(Session, 'r.refresh_token_hash = $1', [refreshTokenHash]))[0],
      successorsOf: (sessionId) => store.find(Session, 'r.predecessor_id = $1', [sessionId]),
      loggedInAt: async (family) => {
        const row = await one(sql<{ at: Date }>`select created_at as at from sessions where id = ${family}`);
        if (!row) throw absent('session');
        return row.at;
      },
      revoke: (which, at) =>
        later(sql`
          update sessions set revoked_at = ${at}, updated_at = ${at}, version = version + 1
          where ${'family' in which ? sql`family = ${which.family}` : sql`user_id = ${which.userId}`} and revoked_at is null`),
    },
    oneTimeTokens: {
      ...rooted(store, OneTimeToken),
      findByHash: async (tokenHash) => (await store.find(OneTimeToken, 'r.token_hash = $1', [tokenHash]))[0],
      supersede: (userId, kind, at) =>
        // What this very unit adds is written before, and stays.
        later(sql`
          update one_time_tokens t set used_at = ${at}, updated_at = ${at}, version = version + 1
          where user_id = ${userId} and kind = ${kind} and used_at is null
            and exists (select from one_time_tokens n where n.user_id = t.user_id and n.kind = t.kind and n.id > t.id)`),
      withdraw: (userId, at) =>
        later(sql`
          update one_time_tokens set used_at = ${at}, updated_at = ${at}, version = version + 1
          where user_id = ${userId} and used_at is null`),
    },
    webhooks: rooted(store, Webhook),
    approvals: {
      ...rooted(store, Approval),
      findOpen: async (requestedBy, payloadHash) =>
        (await store.find(Approval, `r.status = 'PENDING' and r.requested_by = $1 and r.payload_hash = $2`, [requestedBy, payloadHash]))[0],
      lockExpired: async (now, limit) => {
        const { rows } = await sql<{ id: string }>`
          select id from approvals where status = 'PENDING' and expires_at <= ${now} order by id limit ${limit} for update skip locked`.execute(
          db,
        );
        return Promise.all(rows.map(({ id }) => store.getForChange(Approval, id, { kind: 'all' })));
      },
      lockVersionOf: async (entityType, entityId) => {
        const table = versionedTables[entityType];
        if (table === undefined) throw new Error(`${entityType} has no version that an approval could be bound to.`);
        const row = await one(sql<{ version: number }>`select version from ${sql.table(table)} where id = ${entityId} for no key update`);
        if (!row) throw absent('record');
        return row.version;
      },
    },
    delegations: { ...rooted(store, Delegation), stoodForBy: (userId, day) => stoodForBy(db, userId, day) },
    limitUses: {
      totalOf: async ({ userId, action, day }) => {
        // The row is there and locked afterwards, also when somebody else makes it at the same time.
        const row = await one(sql<{ paise: string }>`
          insert into limit_uses (user_id, action, day, amount) values (${userId}, ${policy[action].parent}, ${day}, 0)
          on conflict (user_id, action, day) do update set amount = limit_uses.amount returning amount::text as paise`);
        return Money.ofPaise(BigInt(row!.paise));
      },
      add: async ({ userId, action, day }, amount) => {
        await sql`
          insert into limit_uses (user_id, action, day, amount) values (${userId}, ${policy[action].parent}, ${day}, ${amount.paise})
          on conflict (user_id, action, day) do update set amount = limit_uses.amount + excluded.amount`.execute(db);
      },
    },
    serviceCenters: {
      ...rooted(store, ServiceCenter),
      refs: async (branchIds) =>
        (await sql<BranchRef>`select id, code from service_centers where id = any(${branchIds}) order by code`.execute(db)).rows,
      refsByCode: async (codes) =>
        (
          await sql<BranchRef>`
            select id, code from service_centers where upper(code) = any(${codes.map((code) => code.toUpperCase())}) order by code`.execute(
            db,
          )
        ).rows,
      technicianCount: async (id) => {
        const row = await one(sql<{ n: number }>`
          select count(*)::int as n from users u join service_center_assignments a on a.user_id = u.id
          where a.service_center_id = ${id} and u.role = 'SERVICE_ENGINEER' and u.status = 'ACTIVE'`);
        return row?.n ?? 0;
      },
      openEnds: async (id) => {
        const row = await one(sql<{ jobCards: number; stockedParts: number; unpaidInvoices: number }>`
          select
            (select count(*)::int from job_cards where service_center_id = ${id} and status = any(${openStatuses})) as "jobCards",
            (select count(*)::int from (
              select part_id from inventory where service_center_id = ${id} and (on_hand > 0 or in_transit > 0)
              union
              -- What it sent and nobody has taken in may come back.
              select l.part_id from stock_transfers t join stock_transfer_items l on l.transfer_id = t.id
              where t.from_service_center_id = ${id} and t.status in ('in_transit', 'partially_received') and l.in_transit > 0) stocked)
              as "stockedParts",
            (select count(*)::int from invoices where service_center_id = ${id} and kind in ('INVOICE', 'OPENING')
              and status = any(array['DRAFT', 'UNPAID', 'PARTIAL'])) as "unpaidInvoices"`);
        return row!;
      },
      openJobCards: async (id, most) => {
        const row = await one(sql<{ n: number }>`
          select count(*)::int as n from (
            select from job_cards where service_center_id = ${id} and status = any(${openStatuses}) limit ${most}) as found`);
        return row?.n ?? 0;
      },
      prefixes: async () =>
        (await sql<{ prefix: string }>`select distinct invoice_prefix as prefix from service_centers`.execute(db)).rows.map(
          ({ prefix }) => prefix,
        ),
    },
    settings: {
      lock: async () => void (await sql`select pg_advisory_xact_lock(hashtextextended('settings', 0))`.execute(db)),
      all: () => allSettings(db, deployed),
      put: (entry) => putSetting(db, entry),
    },
    ...postgresCustomers(db, store, ids, later, {
      customers: rooted(store, Customer),
      contacts: rooted(store, CustomerContact),
      vehicles: rooted(store, Vehicle),
    }),
    parts: {
      ...rooted(store, Part),
      getMany: (partIds) => store.find(Part, 'r.id = any($1)', [partIds]),
      lockBySku: (skus) => store.find(Part, 'upper(r.sku) = any($1) order by r.id', [skus], true),
      // Whoever edits one of them locks its row for update, and waits; those who only refer to them do not.
      getSteady: (partIds) => store.find(Part, 'r.id = any($1) order by r.id for key share of r', [partIds]),
    },
    stockItems: {
      lock: (serviceCenterId, partIds, scope) =>
        scope.kind === 'branches' && !scope.ids.includes(serviceCenterId)
          ? Promise.resolve([])
          : store.find(StockItem, 'r.service_center_id = $1 and r.part_id = any($2) order by r.part_id', [serviceCenterId, partIds], true),
      add: (item) => store.add(item),
      open: (items) => store.addMissing(items),
      get: (id, scope) => store.get(StockItem, id, scope),
      getForChange: (id, scope) => store.getForChange(StockItem, id, scope),
      isStocked: async (partId) =>
        (await one(sql`
          select 1 where exists (select 1 from inventory where part_id = ${partId} and (on_hand > 0 or in_transit > 0))
            or exists (select 1 from job_parts where part_id = ${partId} and issued > consumed + returned)`)) !== undefined,
    },
    stockMovements: { add: (movement) => store.append(movement) },
    lostDemand: postgresLostDemand(db, store),
    stockTransfers: {
      ...rooted(store, StockTransfer),
      nextNumber: (branchCode, financialYear) => nextOf(`TR-${branchCode}-${financialYear}`),
    },
    lowStock: postgresLowStock(db),
    ...postgresNotifications(db, store, { templates: rooted(store, Template), broadcasts: rooted(store, Broadcast) }),
    ...postgresStockDocuments(store, { stockCounts: rooted(store, StockCount) }),
    ...postgresWarranties(db, store, {
      warranties: rooted(store, Warranty),
      warrantyClaims: rooted(store, WarrantyClaim),
    }),
    jobCards: {
      ...rooted(store, JobCard),
      openCardOf: async (vehicleId, serviceCenterId) =>
        (
          await one(sql<{ job_number: string }>`
            select job_number from job_cards
            where vehicle_id = ${vehicleId} and service_center_id = ${serviceCenterId} and status = any(${openStatuses}) limit 1`)
        )?.job_number,
      nextNumber: (branchCode, financialYear) => nextOf(`JC-${branchCode}-${financialYear}`),
      lockDelivered: async (before, most) => {
        const { rows } = await sql<{ id: string }>`
          select id from job_cards where status = 'delivered' and delivered_at < ${before} order by delivered_at, id limit ${most}
          for update skip locked`.execute(db);
        return Promise.all(rows.map(({ id }) => store.getForChange(JobCard, id, { kind: 'all' })));
      },
      idOfEstimate: async (estimateId) =>
        (await one(sql<{ id: string }>`select job_card_id as id from job_estimates where id = ${estimateId}`))?.id,
    },
    ...postgresInspections(db, store),
    engineers: postgresEngineers(db),
    timeCorrections: { add: (correction) => store.append(correction) },
    attributions: { add: (attribution) => store.append(attribution) },
    gatePasses: {
      add: (pass) => store.append(pass),
      get: (id) => store.get(GatePass, id, { kind: 'all' }),
      nextNumber: (branchCode, financialYear) => nextOf(`GP-${branchCode}-${financialYear}`),
    },
    serviceReminders: postgresServiceReminders(db, later),
    bills: postgresBills(db),
    invoices: {
      ...rooted(store, Invoice),
      beingCancelledIn: async (month) => {
        const { rows } = await sql<{ number: string }>`
          select invoice_number as number from invoices
          where cancellation_asked_at is not null and status <> 'CANCELLED'
            and document_date between ${firstDayOfMonth(month)} and ${lastDayOfMonth(month)}
          order by 1`.execute(db);
        return rows.map(({ number }) => number);
      },
      notesOn: async (invoiceId) => {
        const { rows } = await sql<{ number: string }>`
          select invoice_number as number from invoices
          where original_id = ${invoiceId} and status not in ('DRAFT', 'CANCELLED', 'DISCARDED')
          union all select note_number from credit_notes where invoice_id = ${invoiceId} and note_number is not null order by 1`.execute(
          db,
        );
        return rows.map(({ number }) => number);
      },
      openings: (gstins, numbers) =>
        store.find(Invoice, `r.gstin = any($1) and r.kind = 'OPENING' and upper(r.invoice_number) = any($2)`, [gstins, numbers]),
    },
    billedShares: postgresBilledShares(db, store, later),
    creditNotes: postgresCreditNotes(db, rooted(store, CreditNote)),
    payments: postgresPayments(db, rooted(store, Payment)),
    paymentCallbacks: postgresPaymentCallbacks(db),
    eInvoices: postgresEInvoices(db),
    refunds: rooted(store, Refund),
    paymentReminders: postgresPaymentReminders(db, ids),
    periods: postgresPeriods(db, store),
    cashTotals: postgresCashTotals(db),
    numberSeries: {
      take: async ({ gstin, kind, prefix, financialYear }, day) => {
        const row = await one(sql<{ taken: number }>`
          insert into number_series as s (gstin, kind, prefix, financial_year, next, last_date)
          values (${gstin}, ${kind}, ${prefix}, ${financialYear}, 2, ${day})
          on conflict (gstin, kind, prefix, financial_year) do update set next = s.next + 1, last_date = excluded.last_date
            where s.last_date <= excluded.last_date
          returning next - 1 as taken`);
        if (!row) throw new DomainError('series.date_order', `A document of this series bears a later date than ${day} already.`);
        return row.taken;
      },
    },
    taxRates: {
      on: (day, hsns) => ratesOn(db, day, hsns),
      all: () => allRates(db),
      usedSince: (day, hsn) => rateUsedSince(db, day, hsn),
      add: (rate) => later(insertRate(rate)),
      correct: (rate) => later(correctRate(rate)),
    },
    files: postgresFiles(db, store),
    imports: postgresImports(db, later),
    openingStocks: postgresOpeningStocks(db, later),
  };
};
