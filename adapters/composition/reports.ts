import type { StockReportReads } from '@dms/domain/reports/stock-reports';
import {
  reportStockAgeing,
  reportStockLevels,
  reportStockReorder,
  reportStockUsage,
  reportStockValuation,
} from '@dms/domain/reports/use-cases/run-stock-report';
import { postgresStockReportReads } from '../postgres/reads/stock-reports.ts';
import { translating } from '../postgres/translating.ts';
import type { Foundation } from './foundation.ts';

export const reports = {
  stockReportReads: ({ database }: Foundation): StockReportReads => translating(postgresStockReportReads(database.pool)),
  reportStockLevels,
  reportStockValuation,
  reportStockUsage,
  reportStockAgeing,
  reportStockReorder,
};
