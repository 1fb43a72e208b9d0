import { Invoice } from '@dms/domain/billing/invoice';
import { Payment } from '@dms/domain/billing/payment';
import { Customer } from '@dms/domain/customers/customer';
import type { HistoryKind } from '@dms/domain/customers/ports';
import { Vehicle } from '@dms/domain/customers/vehicle';
import { StoredFile } from '@dms/domain/files/stored-file';
import { OneTimeToken } from '@dms/domain/identity/one-time-token';
import { Session } from '@dms/domain/identity/session';
import type { LoginState } from '@dms/domain/identity/login-state';
import { User } from '@dms/domain/identity/user';
import { Part } from '@dms/domain/inventory/part';
import { StockItem } from '@dms/domain/inventory/stock-item';
import { addDays, startOfBusinessDay } from '@dms/domain/shared/calendar';
import { DomainError } from '@dms/domain/shared/errors';
import { readMobile } from '@dms/domain/shared/identifiers/mobile';
import { Money } from '@dms/domain/shared/money';
import type { Ids } from '@dms/domain/shared/ports';
import type { Repository } from '@dms/domain/shared/repository';
import type { Repositories } from '@dms/domain/repositories';
import { ServiceCenter } from '@dms/domain/service-centers/service-center';
import type { BranchRef } from '@dms/domain/service-centers/ports';
import { Warranty } from '@dms/domain/warranty/warranty';
import { WarrantyClaim } from '@dms/domain/warranty/warranty-claim';
import { openStatuses } from '@dms/domain/workshop/job-card.states';
import { JobCard } from '@dms/domain/workshop/job-card';
import { sql } from 'kysely';
import type { AggregateStore } from './aggregate-store.ts';
import { allSettings, putSetting } from './configuration.ts';
import type { Executor } from './database.ts';
import { projectHistory } from './history-projection.ts';
import { postgresWarranties } from './warranties.ts';
import { allRates, insertRate, ratesOn } from './tax-rates.ts';

/** Statements that wait until the rows they refer to are written. */
export type Pending = (() => Promise<unknown>)[];

type Deps = { readonly db: Executor; readonly store: AggregateStore; readonly pending: Pending; readonly ids: Ids };

const rooted = <Root extends object>(store: AggregateStore, entity: { readonly prototype: Root }): Repository<Root> => ({
  get: (id, scope) => store.get(entity, id, scope),
  getForChange: (id, scope) => store.getForChange(entity, id, scope),
  add: (root) => store.add(root),
});

/** Every repository of one transaction. What no aggregate can say is a statement of its own here. */
export const repositories = ({ db, store, pending, ids }: Deps): Repositories => {
  const one = async <Row>(query: ReturnType<typeof sql<Row>>): Promise<Row | undefined> => (await query.execute(db)).rows[0];
  const later = (query: ReturnType<typeof sql>): void => void pending.push(() => query.execute(db));

  return {
    users: {
      ...rooted(store, User),
      lockSuperAdmins: async () => {
        const { rows } = await sql<{ id: string }>`
          select id from users where role = 'SUPER_ADMIN' and status = 'ACTIVE' order by id for update`.execute(db);
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
    },
    serviceCenters: {
      ...rooted(store, ServiceCenter),
      refs: async (branchIds) =>
        (await sql<BranchRef>`select id, code from service_centers where id = any(${branchIds}) order by code`.execute(db)).rows,
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
            (select count(*)::int from inventory where service_center_id = ${id} and (on_hand > 0 or in_transit > 0)) as "stockedParts",
            (select count(*)::int from invoices where service_center_id = ${id} and kind = 'INVOICE'
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
    settings: { all: () => allSettings(db), put: (entry) => putSetting(db, entry) },
    customers: {
      ...rooted(store, Customer),
      belongsTo: (customerId, serviceCenterId) =>
        later(
          sql`insert into customer_service_centers (customer_id, service_center_id) values (${customerId}, ${serviceCenterId}) on conflict do nothing`,
        ),
    },
    vehicles: {
      ...rooted(store, Vehicle),
      belongsTo: (vehicleId, serviceCenterId) =>
        later(
          sql`insert into vehicle_service_centers (vehicle_id, service_center_id) values (${vehicleId}, ${serviceCenterId}) on conflict do nothing`,
        ),
    },
    history: { project: (kind: HistoryKind, sourceId) => later(projectHistory(kind, [sourceId], ids)) },
    parts: { ...rooted(store, Part), getMany: (partIds) => store.find(Part, 'r.id = any($1)', [partIds]) },
    stockItems: {
      lock: (serviceCenterId, partIds, scope) =>
        scope.kind === 'branches' && !scope.ids.includes(serviceCenterId)
          ? Promise.resolve([])
          : store.find(StockItem, 'r.service_center_id = $1 and r.part_id = any($2) order by r.part_id', [serviceCenterId, partIds], true),
      add: (item) => store.add(item),
    },
    stockMovements: { add: (movement) => store.append(movement) },
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
      nextNumber: async (branchCode, financialYear) => {
        const series = `JC-${branchCode}-${financialYear}`;
        const row = await one(sql<{ n: string }>`select next_number(${series}) as n`);
        return `${series}-${String(row?.n).padStart(5, '0')}`;
      },
      discountsGivenBy: async (userId, day) => {
        // Whoever gives discounts at two counters at once gives them one after the other.
        await sql`select pg_advisory_xact_lock(hashtextextended(${`discounts of ${userId}`}::text, 0))`.execute(db);
        const until = startOfBusinessDay(addDays(day, 1));
        const row = await one(sql<{ paise: string }>`
          select coalesce(sum(discount), 0)::text as paise from job_estimates
          where drawn_up_by = ${userId} and drawn_up_at >= ${startOfBusinessDay(day)} and drawn_up_at < ${until}`);
        return Money.ofPaise(BigInt(row?.paise ?? 0));
      },
    },
    engineers: {
      find: async (userId) => {
        const row = await one(sql<{ id: string; active: boolean; branches: string[] }>`
          select u.id, u.status = 'ACTIVE' as active,
            array(select a.service_center_id::text from service_center_assignments a where a.user_id = u.id) as branches
          from users u where u.id = ${userId} and u.role = 'SERVICE_ENGINEER'`);
        return row && { id: row.id, active: row.active, serviceCenterIds: row.branches };
      },
    },
    bills: {
      outstandingOf: async (jobCardId) => {
        const row = await one(sql<{ paise: string | null }>`
          select sum(total_amount - paid_amount)::text as paise from invoices
          where source_type = 'job' and source_id = ${jobCardId} and kind = 'INVOICE' and status <> 'DRAFT'`);
        return row?.paise == null ? undefined : Money.ofPaise(BigInt(row.paise));
      },
    },
    invoices: {
      ...rooted(store, Invoice),
      alreadyBilled: async (sourceType, sourceId, payer) =>
        (await one(sql`
          select 1 from invoices where source_type = ${sourceType} and source_id = ${sourceId} and payer = ${payer} and kind = 'INVOICE'`)) !==
        undefined,
    },
    payments: rooted(store, Payment),
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
      add: (rate) => later(insertRate(rate)),
    },
    files: {
      findOf: async (entityType, entityId, contentType) =>
        (
          await store.find(
            StoredFile,
            'r.entity_type = $1 and r.entity_id = $2 and r.content_type = $3 order by r.created_at desc limit 1',
            [entityType, entityId, contentType],
          )
        )[0],
      add: (file) => store.add(file),
    },
  };
};
