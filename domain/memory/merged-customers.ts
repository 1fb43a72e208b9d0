import { DomainError } from '../shared/errors.ts';
import type { WorkingTables } from './tables.ts';

const written = ['invoices', 'payments', 'refunds', 'creditNotes', 'warranties'] as const satisfies readonly (keyof WorkingTables)[];
const named = [...written, 'vehicles', 'ownerships', 'contacts', 'jobCards'] as const satisfies readonly (keyof WorkingTables)[];

const begun: readonly (keyof WorkingTables)[] = ['vehicles', 'jobCards', 'contacts'];

/** CUS-02: nothing new goes by the name of who was merged or erased, and what is written once follows a merge and nothing else. */
export const refuseStrayCustomers = (tables: WorkingTables): void => {
  const erased = new Set(tables.customers.rows().flatMap(({ id, erasedAt }) => (erasedAt === null ? [] : id)));
  const aliases = new Map(tables.customers.rows().map(({ id, aliasOf }) => [id, aliasOf]));
  for (const name of named) {
    for (const { before, after } of tables[name].changes()) {
      const { customerId } = after;
      if (customerId === null || before?.customerId === customerId) continue;
      if (aliases.get(customerId))
        throw new DomainError('customer.refused', 'This customer was merged into another one. Go on with that one.');
      if (begun.includes(name) && erased.has(customerId))
        throw new DomainError('customer.refused', 'The personal data of this customer was erased.');
      const fast = before && (written as readonly string[]).includes(name) && !('status' in before && before.status === 'DRAFT');
      if (fast && aliases.get(before.customerId!) !== customerId)
        throw new DomainError('record.refused', 'Records of this kind are written once and cannot be changed.');
    }
  }
};
