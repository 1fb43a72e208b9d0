import { administration } from './administration.ts';
import { broadcastsToMany } from './broadcasts.ts';
import { aggregates } from './aggregates.ts';
import { floor } from './floor.ts';
import { customerLives } from './customer-lives.ts';
import type { Contract } from './harness.ts';
import { filesOfRecords } from './files.ts';
import { identity } from './identity.ts';
import { lowStock } from './low-stock.ts';
import { imports } from './imports.ts';
import { occasionsOfCustomers } from './occasions.ts';
import { numberSeries } from './number-series.ts';
import { periods } from './periods.ts';
import { moneyLaw } from './money-law.ts';
import { notes } from './notes.ts';
import { eInvoices } from './e-invoices.ts';
import { paymentReminders } from './payment-reminders.ts';
import { payments } from './payments.ts';
import { partsOfJobs } from './parts-of-jobs.ts';
import { races } from './races.ts';
import { reads } from './reads.ts';
import { scopes } from './scopes.ts';
import { serialUnits } from './serial-units.ts';
import { stockWrites } from './stock-writes.ts';
import { stockLaws } from './stock-laws.ts';
import { transfers } from './transfers.ts';
import { warrantyContracts } from './warranties.ts';
import { unitsOfWork } from './unit-of-work.ts';

/** Everything that whoever keeps the data has to pass. */
export const contracts: readonly Contract[] = [
  unitsOfWork,
  administration,
  identity,
  aggregates,
  scopes,
  imports,
  numberSeries,
  races,
  payments,
  notes,
  moneyLaw,
  periods,
  eInvoices,
  paymentReminders,
  reads,
  stockWrites,
  lowStock,
  occasionsOfCustomers,
  broadcastsToMany,
  transfers,
  partsOfJobs,
  floor,
  serialUnits,
  stockLaws,
  warrantyContracts,
  customerLives,
  filesOfRecords,
];
