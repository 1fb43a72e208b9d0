import type { Bills } from '../workshop/ports.ts';
import type { Inside } from '../customers/ports.ts';
import type { Repositories } from '../repositories.ts';
import type { LimitUse } from '../shared/access/limit-uses.ts';
import { rows as policy } from '../shared/access/rows.ts';
import { covers, type Scope } from '../shared/actor.ts';
import { monthOf } from '../shared/calendar.ts';
import { absent, DomainError } from '../shared/errors.ts';
import type { Session } from '../identity/session.ts';
import type { StockItem } from '../inventory/stock-item.ts';
import { readMobile } from '../shared/identifiers/mobile.ts';
import { Money } from '../shared/money.ts';
import type { Clock } from '../shared/ports.ts';
import type { Repository } from '../shared/repository.ts';
import { openStatuses } from '../workshop/job-card.states.ts';
import { memoryEngineers } from './engineers.ts';
import { memoryLostDemand } from './lost-demand.ts';
import { showReservations } from './reservations.ts';
import { memoryStockDocuments } from './stock-documents.ts';
import { memoryInspections } from './inspections.ts';
import { memoryLowStock } from './low-stock.ts';
import { memoryNotifications } from './notifications.ts';
import { memoryWarranties } from './warranties.ts';
import { memoryCashTotals } from './cash-totals.ts';
import { memoryBilledShares } from './billed-shares.ts';
import { memoryPayments } from './payments.ts';
import { memoryCreditNotes } from './credit-notes.ts';
import { memoryPaymentReminders } from './payment-reminders.ts';
import { memoryNumberSeries } from './number-series.ts';
import { memoryServiceReminders } from './service-reminders.ts';
import type { WorkingTables } from './tables.ts';
import { memoryTaxRates } from './tax-rates.ts';
import { memoryCustomers } from './customers.ts';
import { memoryFiles } from './files.ts';
import { memoryImports } from './imports.ts';
import type { Row, WorkingTable } from './working-table.ts';

type InScope<R> = (row: R, scope: Scope) => boolean;

/** Units run one after the other, so whoever has a row has it alone: to get it for change is to get it. */
const repository = <R extends Row>(noun: string, table: WorkingTable<R>, inScope: InScope<R>): Repository<R> => {
  const get = async (id: string, scope: Scope): Promise<R> => {
    const row = table.find(id);
    if (!row || !inScope(row, scope)) throw absent(noun);
    return row;
  };
  return { get, getForChange: get, add: (row) => table.add(row) };
};

const everyone: InScope<Row> = () => true;
const ofBranch: InScope<{ readonly serviceCenterId: string }> = ({ serviceCenterId }, scope) => covers(scope, serviceCenterId);

/** A transfer is inside both of its branches. */
const ofEitherBranch: InScope<{ readonly fromServiceCenterId: string; readonly toServiceCenterId: string }> = (
  { fromServiceCenterId, toServiceCenterId },
  scope,
) => covers(scope, fromServiceCenterId) || covers(scope, toServiceCenterId);

const dayTotal = ({ userId, action, day }: LimitUse): string => `${userId} ${policy[action].parent} ${day}`;

const membership = (id: string, serviceCenterId: string): string => `${id} ${serviceCenterId}`;

/** Numbers that may have gaps come from counters that never go back, like a database's sequences (JOB-03). */
export type Counters = Map<string, number>;

const FIRST = 1;
const NUMBER_DIGITS = 5;

/** Everything a unit of work offers, over the tables as it sees them. Projections are written when the unit is at its end. */
export const memoryRepositories = (
  tables: WorkingTables,
  counters: Counters,
  clock: Clock,
  atEnd: (work: () => void) => void,
): Repositories => {
  const { users, memberships, stockItems, jobCards, invoices } = tables;
  const inside: InScope<Row> = ({ id }, scope) =>
    scope.kind === 'all' || scope.ids.some((branch) => memberships.find(membership(id, branch)) !== undefined);
  const belongsTo = (id: string, branch: string): void => memberships.put({ id: membership(id, branch) });
  const belong = (insides: readonly Inside[]): void => {
    for (const { id, serviceCenterId } of insides) belongsTo(id, serviceCenterId);
  };
  const insidesOf = async (ids: readonly string[]): Promise<Inside[]> =>
    tables.serviceCenters
      .rows()
      .flatMap(({ id: serviceCenterId }) =>
        ids.filter((id) => memberships.find(membership(id, serviceCenterId))).map((id) => ({ id, serviceCenterId })),
      );
  const knownTo = (field: 'customerId' | 'vehicleId') => async (id: string, scope: Scope) => {
    const cards = jobCards.rows().filter((card) => card[field] === id && covers(scope, card.serviceCenterId));
    return {
      serviceCenterIds: tables.serviceCenters.rows().flatMap((branch) => (memberships.find(membership(id, branch.id)) ? branch.id : [])),
      engineerIds: [...new Set(cards.flatMap((card) => card.engineerIds))],
    };
  };
  const worksIn = (userId: string, scope: Scope): boolean =>
    scope.kind === 'all' || (users.find(userId)?.serviceCenterIds.some((branch) => covers(scope, branch)) ?? false);

  const openAt = (branchId: string) =>
    jobCards.rows().filter((card) => card.serviceCenterId === branchId && openStatuses.includes(card.status));

  const nextOf = (series: string): string => {
    const next = counters.get(series) ?? FIRST;
    counters.set(series, next + 1);
    return `${series}-${String(next).padStart(NUMBER_DIGITS, '0')}`;
  };

  const billsOf = (jobCardId: string) =>
    invoices
      .rows()
      .filter(
        ({ kind, sourceType, sourceId, status }) =>
          kind === 'INVOICE' && sourceType === 'job' && sourceId === jobCardId && !['DRAFT', 'CANCELLED', 'DISCARDED'].includes(status),
      );

  const bills: Bills = {
    outstandingOf: async (jobCardId) => {
      const issued = billsOf(jobCardId);
      const owed = issued.filter(({ payer }) => payer === 'CUSTOMER').map(({ balance }) => balance);
      return issued.length === 0 ? undefined : Money.sum(owed);
    },
    issuedOf: async (jobCardId) =>
      billsOf(jobCardId).map(({ invoiceNumber: number, isBeingCancelled }) => ({ number: number!, isBeingCancelled })),
  };

  return {
    users: {
      ...repository('user', users, ({ id }, scope) => worksIn(id, scope)),
      lockSuperAdmins: async () =>
        users
          .rows()
          .filter(({ role, status, password }) => role === 'SUPER_ADMIN' && status === 'ACTIVE' && password !== null)
          .map(({ id }) => id),
      findByName: async (username) => {
        const [email, phone] = [username.toLowerCase(), readMobile(username)];
        return users.search((user) => user.email.toLowerCase() === email || (phone !== undefined && user.phone === phone));
      },
      noteLogin: (userId, at) => users.note(userId, (user) => (user.lastLoginAt = at)),
      noteHash: (userId, hash) => users.note(userId, (user) => (user.password = hash)),
      loginStateForChange: async (userId) => users.rows().find(({ id }) => id === userId),
      noteLoginState: (userId, { failedLogins, firstFailureAt, lockedUntil }) =>
        users.note(userId, (user) => Object.assign(user, { failedLogins, firstFailureAt, lockedUntil })),
    },
    sessions: {
      ...repository('session', tables.sessions, ({ userId }, scope) => worksIn(userId, scope)),
      add: (session) => {
        tables.sessions.add(session);
        if (session.id === session.family) tables.logins.put({ id: session.id, at: clock.now() });
      },
      loggedInAt: async (family) => {
        const login = tables.logins.find(family);
        if (!login) throw absent('session');
        return login.at;
      },
      findByToken: async (hash) => tables.sessions.search(({ refreshTokenHash }) => refreshTokenHash === hash),
      successorsOf: async (sessionId) => tables.sessions.rows().filter(({ predecessorId }) => predecessorId === sessionId),
      revoke: (which, at) =>
        atEnd(() => {
          const isMeant = (session: Session) => ('family' in which ? session.family === which.family : session.userId === which.userId);
          for (const { id } of tables.sessions.rows().filter(isMeant)) tables.sessions.find(id)!.revokedAt ??= at;
        }),
    },
    oneTimeTokens: {
      ...repository('link', tables.oneTimeTokens, ({ userId }, scope) => worksIn(userId, scope)),
      findByHash: async (hash) => tables.oneTimeTokens.search(({ tokenHash }) => tokenHash === hash),
      supersede: (userId, kind, at) => {
        const older = tables.oneTimeTokens.rows().filter((token) => token.userId === userId && token.kind === kind);
        for (const { id } of older) tables.oneTimeTokens.find(id)!.usedAt ??= at;
      },
      withdraw: (userId, at) =>
        atEnd(() => {
          const sent = tables.oneTimeTokens.rows().filter((token) => token.userId === userId);
          for (const { id } of sent) tables.oneTimeTokens.find(id)!.usedAt ??= at;
        }),
    },
    approvals: {
      ...repository('approval', tables.approvals, everyone),
      findOpen: async (requestedBy, payloadHash) =>
        tables.approvals.search(
          (each) => each.status === 'PENDING' && each.requestedBy === requestedBy && each.payloadHash === payloadHash,
        ),
      lockExpired: async (now, limit) =>
        tables.approvals
          .rows()
          .filter((each) => each.hasExpired(now))
          .slice(0, limit)
          .map(({ id }) => tables.approvals.find(id)!),
      lockVersionOf: async (entityType, entityId) => {
        const kept = {
          ServiceCenter: tables.serviceCenters,
          Part: tables.parts,
          StockCount: tables.stockCounts,
          Customer: tables.customers,
          Vehicle: tables.vehicles,
          JobCard: jobCards,
          Invoice: invoices,
          Payment: tables.payments,
          Refund: tables.refunds,
          CreditNote: tables.creditNotes,
          StockTransfer: tables.stockTransfers,
          WarrantyClaim: tables.warrantyClaims,
        }[entityType];
        if (!kept) throw new Error(`${entityType} has no version that an approval could be bound to.`);
        const found = kept.find(entityId);
        if (!found) throw absent('record');
        return found.version;
      },
    },
    delegations: {
      ...repository('delegation', tables.delegations, everyone),
      stoodForBy: async (userId, day) =>
        tables.delegations
          .rows()
          .filter((each) => each.toUserId === userId && each.holdsOn(day))
          .map(({ fromUserId }) => users.rows().find(({ id }) => id === fromUserId)!)
          .filter(({ isActive }) => isActive)
          .map(({ id, role, serviceCenterIds }) => ({ userId: id, role, serviceCenterIds })),
    },
    limitUses: {
      totalOf: async (use) => tables.limitUses.find(dayTotal(use))?.amount ?? Money.zero,
      add: async (use, amount) => {
        const id = dayTotal(use);
        tables.limitUses.put({ id, amount: (tables.limitUses.find(id)?.amount ?? Money.zero).plus(amount) });
      },
    },
    serviceCenters: {
      ...repository('branch', tables.serviceCenters, ({ id }, scope) => covers(scope, id)),
      refs: async (branchIds) =>
        tables.serviceCenters
          .rows()
          .filter(({ id }) => branchIds.includes(id))
          .map(({ id, code }) => ({ id, code }))
          .toSorted((a, b) => (a.code < b.code ? -1 : 1)),
      refsByCode: async (codes) =>
        tables.serviceCenters
          .rows()
          .filter(({ code }) => codes.some((each) => each.toUpperCase() === code.toUpperCase()))
          .map(({ id, code }) => ({ id, code })),
      technicianCount: async (id) => users.rows().filter((user) => user.isEngineerOf(id)).length,
      openEnds: async (id) => ({
        jobCards: openAt(id).length,
        stockedParts: new Set([
          ...stockItems
            .rows()
            .filter((item) => item.serviceCenterId === id && (item.onHand.isPositive() || item.inTransit.isPositive()))
            .map(({ partId }) => partId),
          // What it sent and nobody has taken in may come back.
          ...tables.stockTransfers
            .rows()
            .filter(({ fromServiceCenterId }) => fromServiceCenterId === id)
            .flatMap(({ lines }) => lines.filter(({ inTransit }) => inTransit.isPositive()).map(({ partId }) => partId)),
        ]).size,
        unpaidInvoices: invoices
          .rows()
          .filter(
            ({ serviceCenterId, kind, status }) =>
              serviceCenterId === id && ['INVOICE', 'OPENING'].includes(kind) && ['DRAFT', 'UNPAID', 'PARTIAL'].includes(status),
          ).length,
      }),
      openJobCards: async (id, most) => Math.min(openAt(id).length, most),
      prefixes: async () => [...new Set(tables.serviceCenters.rows().map(({ invoicePrefix }) => invoicePrefix))],
    },
    settings: {
      lock: async () => undefined,
      all: async () => tables.settings.rows(),
      put: async (entry) => {
        const same = tables.settings.rows().find(({ key, validFrom }) => key === entry.key && +validFrom === +entry.validFrom);
        if (same && same.validFrom < entry.setAt)
          throw new DomainError('record.duplicate', `${entry.key} has a value from this instant on that has held already.`);
        tables.settings.put({ ...entry, id: same?.id ?? entry.id });
      },
    },
    ...memoryCustomers(
      tables,
      {
        customers: { ...repository('customer', tables.customers, inside), belongsTo, belong, insidesOf, knownTo: knownTo('customerId') },
        contacts: repository('contact', tables.contacts, ({ customerId }, scope) => inside({ id: customerId }, scope)),
        vehicles: { ...repository('vehicle', tables.vehicles, inside), belongsTo, belong, insidesOf, knownTo: knownTo('vehicleId') },
      },
      atEnd,
    ),
    parts: {
      ...repository('part', tables.parts, everyone),
      getMany: async (ids) => ids.flatMap((id) => tables.parts.find(id) ?? []),
      lockBySku: async (skus) =>
        tables.parts.rows().flatMap(({ id, sku }) => (skus.includes(sku.toUpperCase()) ? tables.parts.find(id)! : [])),
      getSteady: async (ids) => ids.flatMap((id) => tables.parts.find(id) ?? []),
    },
    stockItems: {
      ...repository('stock item', stockItems, ofBranch),
      lock: async (serviceCenterId, partIds, scope) => {
        const locked = stockItems
          .rows()
          .filter((item) => item.serviceCenterId === serviceCenterId && partIds.includes(item.partId) && ofBranch(item, scope))
          .flatMap(({ id }) => stockItems.find(id) ?? []);
        atEnd(showReservations(tables, locked));
        return locked;
      },
      open: async (items) => {
        const isThere = (item: StockItem) =>
          stockItems.rows().some(({ serviceCenterId, partId }) => serviceCenterId === item.serviceCenterId && partId === item.partId);
        for (const item of items) if (!isThere(item)) stockItems.add(item);
      },
      isStocked: async (partId) =>
        stockItems.rows().some((item) => item.partId === partId && (item.onHand.isPositive() || item.inTransit.isPositive())) ||
        tables.jobCards.rows().some(({ parts }) => [...parts].some((line) => line.partId === partId && line.onJob.isPositive())),
    },
    stockMovements: { add: (movement) => tables.stockMovements.add(movement) },
    lostDemand: memoryLostDemand(tables),
    stockTransfers: {
      ...repository('transfer', tables.stockTransfers, ofEitherBranch),
      nextNumber: async (branchCode, financialYear) => nextOf(`TR-${branchCode}-${financialYear}`),
    },
    lowStock: memoryLowStock(tables, atEnd),
    ...memoryStockDocuments(tables, { stockCounts: repository('count', tables.stockCounts, ofBranch) }),
    ...memoryNotifications(
      tables,
      { templates: repository('template', tables.templates, everyone), broadcasts: repository('broadcast', tables.broadcasts, everyone) },
      (customerId, branch) => memberships.find(membership(customerId, branch)) !== undefined,
    ),
    ...memoryWarranties(tables, {
      warranties: repository('warranty', tables.warranties, ofBranch),
      warrantyClaims: repository('warranty claim', tables.warrantyClaims, ofBranch),
    }),
    jobCards: {
      ...repository('job card', jobCards, ofBranch),
      openCardOf: async (vehicleId, serviceCenterId) =>
        jobCards
          .rows()
          .find((card) => card.vehicleId === vehicleId && card.serviceCenterId === serviceCenterId && openStatuses.includes(card.status))
          ?.jobNumber,
      nextNumber: async (branchCode, financialYear) => nextOf(`JC-${branchCode}-${financialYear}`),
      lockDelivered: async (before, most) =>
        jobCards
          .rows()
          .filter(({ status, deliveredAt }) => status === 'delivered' && deliveredAt !== null && deliveredAt < before)
          .toSorted((a, b) => +a.deliveredAt! - +b.deliveredAt!)
          .slice(0, most)
          .map(({ id }) => jobCards.find(id)!),
      idOfEstimate: async (estimateId) => jobCards.rows().find(({ estimates }) => [...estimates].some(({ id }) => id === estimateId))?.id,
    },
    ...memoryInspections(tables),
    engineers: memoryEngineers(tables),
    timeCorrections: { add: (correction) => tables.timeCorrections.add(correction) },
    attributions: { add: (attribution) => tables.attributions.add(attribution) },
    gatePasses: {
      add: (pass) => tables.gatePasses.add(pass),
      get: async (id) => {
        const pass = tables.gatePasses.find(id);
        if (!pass) throw absent('gate pass');
        return pass;
      },
      nextNumber: async (branchCode, financialYear) => nextOf(`GP-${branchCode}-${financialYear}`),
    },
    serviceReminders: memoryServiceReminders(tables),
    bills,
    invoices: {
      ...repository('invoice', invoices, ofBranch),
      beingCancelledIn: async (month) =>
        invoices
          .rows()
          .filter((invoice) => invoice.isBeingCancelled && monthOf(invoice.documentDate!) === month)
          .map(({ invoiceNumber }) => invoiceNumber!)
          .toSorted(),
      notesOn: async (invoiceId) => {
        const debits = invoices
          .rows()
          .filter(({ originalId, status }) => originalId === invoiceId && !['DRAFT', 'CANCELLED', 'DISCARDED'].includes(status))
          .map(({ invoiceNumber }) => invoiceNumber!);
        const credits = tables.creditNotes.rows().filter((note) => note.invoiceId === invoiceId && note.noteNumber !== null);
        return [...debits, ...credits.map(({ noteNumber }) => noteNumber!)].toSorted();
      },
      openings: async (gstins, numbers) =>
        invoices
          .rows()
          .flatMap(({ id, kind, gstin, invoiceNumber }) =>
            kind === 'OPENING' && gstins.includes(gstin!) && numbers.includes(invoiceNumber!.toUpperCase()) ? invoices.find(id)! : [],
          ),
    },
    billedShares: memoryBilledShares(tables),
    creditNotes: memoryCreditNotes(tables, repository('credit note', tables.creditNotes, ofBranch)),
    payments: memoryPayments(tables, repository('payment', tables.payments, ofBranch)),
    paymentCallbacks: {
      takeDown: async (provider, { id }) => {
        const key = `${provider} ${id}`;
        if (tables.paymentCallbacks.find(key)) return false;
        tables.paymentCallbacks.add({ id: key });
        return true;
      },
    },
    eInvoices: {
      ofDocument: async (documentId) => tables.eInvoices.find(documentId),
      keep: async (registered) => {
        if (tables.eInvoices.find(registered.documentId)) return false;
        tables.eInvoices.add({ id: registered.documentId, ...registered });
        return true;
      },
      ask: async (id, askedAt) => tables.eInvoiceRequests.put({ id, askedAt }),
      isAsked: async (id) => (tables.eInvoiceRequests.find(id)?.askedAt ?? null) !== null,
      answered: async (id) => tables.eInvoiceRequests.put({ id, askedAt: null }),
      askCancellation: async (asked) => tables.eInvoiceCancellations.put({ id: asked.documentId, asked }),
      cancellationOf: async (id) => tables.eInvoiceCancellations.find(id)?.asked ?? undefined,
      cancelled: async (id, cancelledAt) => {
        const { asked } = tables.eInvoiceCancellations.find(id)!;
        tables.eInvoiceCancellations.put({ id, asked: { ...asked!, cancelledAt } });
      },
      dropCancellation: async (id) => tables.eInvoiceCancellations.put({ id, asked: null }),
    },
    refunds: repository('refund', tables.refunds, ofBranch),
    paymentReminders: memoryPaymentReminders(tables),
    periods: {
      forChange: async (month) => tables.periods.search((period) => period.month === month),
      add: (period) => tables.periods.add(period),
    },
    cashTotals: memoryCashTotals(tables),
    numberSeries: memoryNumberSeries(tables),
    taxRates: memoryTaxRates(tables),
    webhooks: repository('webhook', tables.webhooks, everyone),
    files: memoryFiles(tables),
    imports: memoryImports(tables),
    openingStocks: {
      of: async (partIds) => tables.openingStocks.rows().filter(({ partId }) => partIds.includes(partId)),
      add: (openings) => {
        for (const opening of openings) tables.openingStocks.add({ ...opening, id: `${opening.serviceCenterId} ${opening.partId}` });
      },
    },
  };
};
