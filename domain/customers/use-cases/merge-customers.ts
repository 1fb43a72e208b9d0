import type { Actor } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import { expectVersion } from '../../shared/expect-version.ts';
import { permit } from '../../shared/permit.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import type { Customer } from '../customer.ts';
import { customersMerged } from '../events.ts';
import type { Customers } from '../ports.ts';
import { customerForChange } from './customer-facts.ts';

export type MergeCustomers = {
  /** The one that is left. */
  readonly customerId: string;
  /** The one that becomes another name of it. */
  readonly mergeId: string;
  readonly version?: number | undefined;
};

/**
 * Makes two customers who are one person or company one (CUS-02): everything that was the one's is the other's, in one transaction,
 * and whoever asks for the one is shown the other. Issued documents keep the name and address they were issued to. Both rows are
 * locked in the order of their ids, so two merges that cross wait for each other, and the second finds an alias.
 * @throws DomainError `entity.absent`, `version.stale`, `customer.refused` with itself, with one that was merged or erased, or
 * between two GSTINs, or of a company into a person, `access.denied`, or ApprovalNeeded
 */
export const mergeCustomers =
  ({ transact }: { readonly transact: Transact<{ readonly customers: Customers }> }) =>
  ({ customerId, mergeId, version }: MergeCustomers, actor: Actor): Promise<Customer> =>
    transact(actor, async (unit) => {
      if (customerId === mergeId) throw new DomainError('customer.refused', 'A customer cannot be merged into itself.');
      const found = new Map<string, Awaited<ReturnType<typeof customerForChange>>>();
      for (const id of [customerId, mergeId].toSorted()) found.set(id, await customerForChange(unit, id, actor, 'customer.merge'));
      for (const { facts } of found.values()) permit(actor, 'customer.merge', facts);
      const [survivor, merged] = [found.get(customerId)!.customer, found.get(mergeId)!.customer];
      expectVersion(survivor, version);
      for (const each of [survivor, merged]) each.refuseUnlessPresent();
      refuseOtherTaxpayer(survivor, merged);
      refuseLosingCompany(survivor, merged);
      // Whoever was merged into it before is one step from the one that is left.
      for (const alias of await unit.customers.aliasesOf(mergeId)) alias.mergeInto(customerId);
      merged.mergeInto(customerId);
      await unit.flush();
      unit.customers.repoint(mergeId, customerId);
      unit.record(customersMerged(mergeId, customerId));
      return survivor;
    });

/** Two registrations are two taxpayers (CGST Act s. 25(4)), and each has its own documents in the returns. */
const refuseOtherTaxpayer = ({ gstin }: Customer, { gstin: other }: Customer): void => {
  if (gstin !== null && other !== null && gstin !== other)
    throw new DomainError('customer.refused', 'Both have a GSTIN, and not the same: for tax they are two (CGST Act s. 25(4)).');
};

/** An alias has no say: what only it knows of the company would be on no document any more. */
const refuseLosingCompany = (survivor: Customer, merged: Customer): void => {
  const losesCompany = merged.type === 'BUSINESS' && survivor.type === 'PERSON';
  if (!losesCompany && (merged.gstin === null || survivor.gstin !== null)) return;
  const what = losesCompany ? 'a company' : 'the only one with a GSTIN';
  throw new DomainError(
    'customer.refused',
    `${merged.displayName} is ${what}: merge the other way round, so that it is the one that is left.`,
  );
};
