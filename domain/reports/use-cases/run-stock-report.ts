import type { Configuration } from '../../configuration/ports.ts';
import { decide } from '../../shared/access/decide.ts';
import { type Actor, nowhere, type Scope } from '../../shared/actor.ts';
import { addDays, businessDay, firstDayOfMonth, monthOf, parseBusinessDay, startOfBusinessDay } from '../../shared/calendar.ts';
import { DomainError } from '../../shared/errors.ts';
import type { Page, PageRequest } from '../../shared/page.ts';
import { reach } from '../../shared/permit.ts';
import type { Clock } from '../../shared/ports.ts';
import type {
  AgeingFilter,
  AgeingRow,
  LevelFilter,
  LevelRow,
  ReorderFilter,
  ReorderRow,
  StockReportReads,
  UsageFilter,
  UsageRow,
  ValuationFilter,
  ValuationRow,
} from '../stock-reports.ts';

type Deps = { readonly stockReportReads: StockReportReads; readonly clock: Clock };

/**
 * The branches whose stock the actor's reports may tell of (REP-02). Stock is nobody's own: who may report on their own alone finds nothing.
 * @throws DomainError `access.denied` for who runs reports of another section
 */
const scopeFor = (actor: Actor): Scope => {
  const { outcome, rule, reason, roles } = decide(actor, 'report.run', {
    section: 'parts',
    serviceCenterIds: actor.serviceCenterIds,
    ownerIds: [],
  });
  if (outcome === 'allowed') return reach(actor, 'report.run');
  if (outcome === 'out-of-scope') return nowhere;
  const explanation = { action: 'report.run' as const, rule, reason, roles, requiresApproval: false };
  throw new DomainError('access.denied', reason, { explanation });
};

const endOf = (day: string): Date => startOfBusinessDay(addDays(parseBusinessDay(day), 1));

/** What there is of each part, and what it is worth. */
export const reportStockLevels =
  ({ stockReportReads }: Deps) =>
  async (filter: LevelFilter, page: PageRequest, actor: Actor): Promise<Page<LevelRow>> =>
    stockReportReads.levels(filter, scopeFor(actor), page);

/** What the stock was worth at the end of a business day, by default today. @throws DomainError `day.malformed` */
export const reportStockValuation =
  ({ stockReportReads, clock }: Deps) =>
  async ({ date = businessDay(clock.now()), ...filter }: ValuationFilter, page: PageRequest, actor: Actor): Promise<Page<ValuationRow>> =>
    stockReportReads.valuation({ ...filter, until: endOf(date) }, scopeFor(actor), page);

/**
 * What was used of each part in a period, by default this month so far.
 * @throws DomainError `day.malformed`, `request.invalid` for a period that ends before it begins
 */
export const reportStockUsage =
  ({ stockReportReads, clock }: Deps) =>
  async ({ from, to, ...filter }: UsageFilter, page: PageRequest, actor: Actor): Promise<Page<UsageRow>> => {
    const last = to ?? businessDay(clock.now());
    const first = from ?? firstDayOfMonth(monthOf(last));
    if (first > last)
      throw new DomainError('request.invalid', 'The period ends before it begins.', {
        errors: [{ pointer: '/to', message: 'must not be before "from"' }],
      });
    const period = { from: startOfBusinessDay(parseBusinessDay(first)), until: endOf(last) };
    return stockReportReads.usage({ ...filter, ...period }, scopeFor(actor), page);
  };

/** What to order of each part: by its levels, and by what was used and what was asked for and not there. */
export const reportStockReorder =
  ({ stockReportReads, clock, configuration }: Deps & { readonly configuration: Configuration }) =>
  async (filter: ReorderFilter, page: PageRequest, actor: Actor): Promise<Page<ReorderRow>> => {
    const scope = scopeFor(actor);
    const { demand: days, cover: coverDays } = (await configuration.current()).of('inventory.reorder-days');
    const since = startOfBusinessDay(addDays(businessDay(clock.now()), 1 - days));
    return stockReportReads.reorder({ ...filter, since, days, coverDays }, scope, page);
  };

/** How long what is on hand at the end of a business day has lain there, by default today. @throws DomainError `day.malformed` */
export const reportStockAgeing =
  ({ stockReportReads, clock }: Deps) =>
  async ({ date = businessDay(clock.now()), ...filter }: AgeingFilter, page: PageRequest, actor: Actor): Promise<Page<AgeingRow>> =>
    stockReportReads.ageing({ ...filter, date, until: endOf(date) }, scopeFor(actor), page);
