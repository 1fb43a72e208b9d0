import { DomainError } from '../shared/errors.ts';
import type { WorkingTables } from './tables.ts';

const written = ['invoices', 'payments', 'refunds', 'creditNotes', 'warranties'] as const satisfies readonly (keyof WorkingTables)[];
const named = [...written, 'vehicles', 'ownerships', 'contacts', 'jobCards'] as const satisfies readonly (keyof WorkingTables)[];

/** CUS-02: nothing new goes by the name of who was merged, and what is written once follows a merge and nothing else. */
export const refuseStrayCustomers = (tables: WorkingTables): void => {
  const aliases = new Map(tables.customers.rows().map(({ id, aliasOf }) => [id, aliasOf]));
  for (const name of named) {
    for (const { before, after } of tables[name].changes()) {
      const { customerId } = after;
      if (customerId === null || before?.customerId === customerId) continue;
      if (aliases.get(customerId))
        throw new DomainError('customer.refused', 'This customer was merged into another one. Go on with that one.');
      const fast = before && (written as readonly string[]).includes(name) && !('status' in before && before.status === 'DRAFT');
      if (fast && aliases.get(before.customerId!) !== customerId)
        throw new DomainError('record.refused', 'Records of this kind are written once and cannot be changed.');
    }
  }
};
