import type { CustomerReads } from '@dms/domain/customers/reads';
import { readHistory } from '@dms/domain/customers/use-cases/read-history';
import { listRecentSearches, searchVehicles } from '@dms/domain/customers/use-cases/search-vehicles';
import { postgresCustomerReads } from '../postgres/reads/customers.ts';
import { translating } from '../postgres/translating.ts';
import type { Foundation } from './foundation.ts';

export const customers = {
  customerReads: ({ database }: Foundation): CustomerReads => translating(postgresCustomerReads(database)),
  searchVehicles,
  listRecentSearches,
  readHistory,
};
