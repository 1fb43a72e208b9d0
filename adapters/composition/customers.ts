import { approvable } from '@dms/domain/approvals/approvable';
import type { Directory } from '@dms/domain/customers/directory';
import type { CustomerReads } from '@dms/domain/customers/reads';
import { addContact, editContact } from '@dms/domain/customers/use-cases/change-contacts';
import { createCustomer } from '@dms/domain/customers/use-cases/create-customer';
import { createVehicle } from '@dms/domain/customers/use-cases/create-vehicle';
import { editCustomer } from '@dms/domain/customers/use-cases/edit-customer';
import { editVehicle } from '@dms/domain/customers/use-cases/edit-vehicle';
import { eraseCustomer } from '@dms/domain/customers/use-cases/erase-customer';
import { importCustomers } from '@dms/domain/customers/use-cases/import-customers';
import { importServiceHistory } from '@dms/domain/customers/use-cases/import-service-history';
import { importVehicles } from '@dms/domain/customers/use-cases/import-vehicles';
import { mergeCustomers } from '@dms/domain/customers/use-cases/merge-customers';
import {
  listContacts,
  listCustomers,
  listOdometer,
  listVehicles,
  readCustomer,
  readVehicle,
} from '@dms/domain/customers/use-cases/read-customers';
import { printHistory } from '@dms/domain/customers/use-cases/print-history';
import { readHistory } from '@dms/domain/customers/use-cases/read-history';
import { type HistoryProjector, rebuildHistory } from '@dms/domain/customers/use-cases/rebuild-history';
import { recordOdometer } from '@dms/domain/customers/use-cases/record-odometer';
import { listRecentSearches, searchVehicles } from '@dms/domain/customers/use-cases/search-vehicles';
import { transferVehicle } from '@dms/domain/customers/use-cases/transfer-vehicle';
import { postgresHistoryProjector } from '../postgres/history-projection.ts';
import { postgresCustomerReads } from '../postgres/reads/customers.ts';
import { postgresDirectory } from '../postgres/reads/directory.ts';
import { translating } from '../postgres/translating.ts';
import type { Foundation } from './foundation.ts';

export const customers = {
  customerReads: ({ database }: Foundation): CustomerReads => translating(postgresCustomerReads(database)),
  directory: ({ database }: Foundation): Directory => translating(postgresDirectory(database)),
  historyProjector: ({ database, ids }: Foundation): HistoryProjector => translating(postgresHistoryProjector(database, ids)),
  rebuildHistory,
  searchVehicles,
  listRecentSearches,
  readHistory,
  printHistory,
  listCustomers,
  readCustomer,
  createCustomer,
  editCustomer: approvable('editCustomer', editCustomer),
  mergeCustomers: approvable('mergeCustomers', mergeCustomers),
  eraseCustomer: approvable('eraseCustomer', eraseCustomer),
  importCustomers,
  importVehicles,
  importServiceHistory,
  listContacts,
  addContact,
  editContact,
  listVehicles,
  readVehicle,
  createVehicle,
  editVehicle,
  listOdometer,
  recordOdometer,
  transferVehicle: approvable('transferVehicle', transferVehicle),
};
