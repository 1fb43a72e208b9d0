import { stockReports, type StockReportKey } from '@dms/domain/reports/stock-reports';
import type { Actor } from '@dms/domain/shared/actor';
import type { Page, PageRequest } from '@dms/domain/shared/page';
import type { TObject } from '@sinclair/typebox';
import type { Cradle } from '../../adapters/container.ts';
import { ok } from '../answers.ts';
import { maskedCostsByBranch } from '../masking.ts';
import { type Route, route, type RoutesOf } from '../route.ts';
import {
  AgeingQuery,
  AgeingReport,
  LevelsQuery,
  LevelsReport,
  ReorderQuery,
  ReorderReport,
  UsageQuery,
  UsageReport,
  ValuationQuery,
  ValuationReport,
} from './stock-schemas.ts';

type Row = { readonly serviceCenterId: string };
type Run = (filter: object, page: PageRequest, actor: Actor) => Promise<Page<Row>>;

/** Each report: what it takes and answers, and the use case that makes it. */
const reports: Readonly<
  Record<StockReportKey, { readonly query: TObject; readonly answer: TObject; readonly run: (cradle: Cradle) => Run }>
> = {
  levels: { query: LevelsQuery, answer: LevelsReport, run: ({ reportStockLevels }) => reportStockLevels },
  valuation: { query: ValuationQuery, answer: ValuationReport, run: ({ reportStockValuation }) => reportStockValuation },
  usage: { query: UsageQuery, answer: UsageReport, run: ({ reportStockUsage }) => reportStockUsage },
  reorder: { query: ReorderQuery, answer: ReorderReport, run: ({ reportStockReorder }) => reportStockReorder },
  ageing: { query: AgeingQuery, answer: AgeingReport, run: ({ reportStockAgeing }) => reportStockAgeing },
};

const routeOf = (cradle: Cradle, key: StockReportKey): Route => {
  const { query, answer, run } = reports[key];
  const { title, figures } = stockReports[key];
  return route({
    method: 'GET',
    url: `/reports/inventory/${key}`,
    permission: 'report.run',
    operationId: `reportStock${key.charAt(0).toUpperCase()}${key.slice(1)}`,
    summary: title,
    tags: ['inventory'],
    query,
    answers: { 200: answer },
    handle: async ({ query: asked, actor }) => {
      const { limit, cursor, sort, count, ...filter } = asked as PageRequest;
      const { data, page } = await run(cradle)(filter, { limit, cursor, sort, count }, actor);
      return ok({ title, figures, data: data.map(maskedCostsByBranch(actor)), page });
    },
  });
};

/** Reports of stock, as a table. */
export const stockReportRoutes: RoutesOf = (cradle) => (Object.keys(reports) as StockReportKey[]).map((key) => routeOf(cradle, key));
