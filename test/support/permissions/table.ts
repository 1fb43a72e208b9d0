import assert from 'node:assert/strict';
import type { World } from '../world.ts';
import type { Records } from './records.ts';
import type { Row, Rows, RowsOf } from './row.ts';
import { approvalRows } from './rows/approvals.ts';
import { auditRows } from './rows/audit.ts';
import { configurationRows } from './rows/configuration.ts';
import { correctionRows } from './rows/corrections.ts';
import { customerRows } from './rows/customers.ts';
import { filesRows } from './rows/files.ts';
import { floorRows } from './rows/floor.ts';
import { identityRows } from './rows/identity.ts';
import { importRows } from './rows/imports.ts';
import { inventoryRows } from './rows/inventory.ts';
import { invoiceRows } from './rows/invoices.ts';
import { jobPartsRows } from './rows/job-parts.ts';
import { noteRows } from './rows/notes.ts';
import { notificationRows } from './rows/notifications.ts';
import { operationsRows } from './rows/operations.ts';
import { paymentRows } from './rows/payments.ts';
import { periodRows } from './rows/periods.ts';
import { receivableRows } from './rows/receivables.ts';
import { reportRows } from './rows/reports.ts';
import { returnsRows } from './rows/returns.ts';
import { serviceCenterRows } from './rows/service-centers.ts';
import { taxRows } from './rows/tax.ts';
import { transferRows } from './rows/transfers.ts';
import { vehicleRows } from './rows/vehicles.ts';
import { warrantyRows } from './rows/warranty.ts';
import { webhookRows } from './rows/webhooks.ts';
import { workshopRows } from './rows/workshop.ts';

/** The parts of the table, as the modules of the API. A new module is one line here. */
const parts: readonly RowsOf[] = [
  identityRows,
  serviceCenterRows,
  configurationRows,
  approvalRows,
  auditRows,
  customerRows,
  vehicleRows,
  inventoryRows,
  correctionRows,
  transferRows,
  warrantyRows,
  workshopRows,
  floorRows,
  jobPartsRows,
  invoiceRows,
  taxRows,
  returnsRows,
  paymentRows,
  periodRows,
  receivableRows,
  noteRows,
  reportRows,
  notificationRows,
  webhookRows,
  filesRows,
  importRows,
  operationsRows,
];

/** Each route that an action of the policy guards: how it comes to a real record, and what each person gets. */
export const tableOf = (world: World, records: Records): Rows => {
  const rows: Record<string, Row> = {};
  for (const [name, row] of parts.flatMap((rowsOf) => Object.entries(rowsOf(world, records)))) {
    assert.ok(!(name in rows), `${name} stands twice`);
    rows[name] = row;
  }
  return rows;
};
