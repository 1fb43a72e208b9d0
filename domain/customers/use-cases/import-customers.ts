import type { ServiceCenters } from '../../service-centers/ports.ts';
import { type BusinessDay, businessDay } from '../../shared/calendar.ts';
import { DomainError } from '../../shared/errors.ts';
import type { ImportBatch, ImportRow } from '../../shared/import-batch.ts';
import { refuseEmpty } from '../../shared/import-cells.ts';
import { importKinds } from '../../shared/import-kinds.ts';
import { countsOf, onePerRecord, rowSieve } from '../../shared/import-sieve.ts';
import { permit } from '../../shared/permit.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Recording, Transact } from '../../shared/unit-of-work.ts';
import { Customer } from '../customer.ts';
import { type CustomerCells, customerOfCells } from '../customer-cells.ts';
import { customerChange } from '../customer-change.ts';
import {
  type CustomerField,
  type CustomerFields,
  normalCustomer,
  refuseOtherState,
  refuseUnborn,
  statesAgree,
  withStateOfGstin,
} from '../customer-fields.ts';
import { insideOf, placesOf } from '../../imports/use-cases/place-rows.ts';
import type { Customers, Inside } from '../ports.ts';

type Unit = { readonly customers: Customers; readonly serviceCenters: ServiceCenters };
type Deps = { readonly transact: Transact<Unit>; readonly clock: Clock; readonly ids: Ids };
type Read = Omit<CustomerCells, 'given'> & { readonly line: number; readonly fields: Partial<CustomerFields> };
type Known = {
  readonly byPhone: ReadonlyMap<string, Customer>;
  readonly byGstin: ReadonlyMap<string, readonly Customer[]>;
  readonly placeOf: (serviceCenter: string | undefined) => string;
  readonly isInside: (inside: Inside) => boolean;
  readonly today: BusinessDay;
};
/** What becomes of a row: the customer as it will be, and of one that is there already what changes. */
type Planned = {
  readonly customer: Customer;
  readonly serviceCenterId: string;
  readonly existing?: Customer;
  readonly changed: readonly (CustomerField | 'gstinConfirmed' | 'serviceCenterIds')[];
};

/**
 * Imports customers by their phone, and companies whose phone has changed by their GSTIN. A row is held to what the API holds a new
 * customer to; who is there already is changed where the row says otherwise, and is inside the row's branch from then on (CUS-03).
 * @throws DomainError `access.denied`, `record.duplicate` when somebody else creates one of them at the same moment
 */
export const importCustomers =
  ({ transact, clock, ids }: Deps): ImportBatch =>
  async ({ importId, rows, dryRun, serviceCenterId }, actor) => {
    permit(actor, 'import', { serviceCenterId: null });
    return transact(actor, async (unit) => {
      const sieve = rowSieve();
      const read = rows.flatMap((row) => sieve.attempt(row.line, () => readRow(row)));
      const known = await lookUp(unit, read, serviceCenterId, businessDay(clock.now()));
      const claim = onePerRecord();
      const planned = read.flatMap((row) =>
        sieve.attempt(row.line, () => {
          const plans = plan(known, ids, row);
          claim(plans.existing?.id ?? plans.customer.phone!, row.line);
          return plans;
        }),
      );
      if (!dryRun) keep(unit, importId, planned);
      return { ...countsOf(planned), bad: sieve.bad() };
    });
  };

const readRow = ({ line, cells }: ImportRow): Read => {
  refuseEmpty(importKinds.customers.needed, cells);
  const { given, ...beside } = customerOfCells(cells);
  return { ...beside, line, fields: normalCustomer(given) };
};

const lookUp = async (
  { customers, serviceCenters }: Unit,
  read: readonly Read[],
  usual: string | undefined,
  today: BusinessDay,
): Promise<Known> => {
  const placeOf = await placesOf(
    serviceCenters,
    read.map(({ serviceCenter }) => serviceCenter),
    usual,
  );
  const phones = read.map(({ fields }) => fields.phone!);
  const found = await customers.lockByKeys(
    phones,
    read.flatMap(({ fields }) => fields.gstin ?? []),
  );
  const isInside = insideOf(await customers.insidesOf(found.map(({ id }) => id)));
  const present = found.filter(({ gstin, aliasOf }) => gstin !== null && aliasOf === null);
  return {
    byPhone: new Map(found.flatMap((each) => (each.phone === null ? [] : [[each.phone, each] as const]))),
    byGstin: Map.groupBy(present, ({ gstin }) => gstin!),
    placeOf,
    isInside,
    today,
  };
};

/** By the phone; else by the GSTIN, where that is of one customer alone. */
const existingOf = ({ byPhone, byGstin }: Known, { fields: { phone, gstin } }: Read): Customer | undefined => {
  const byItsPhone = byPhone.get(phone!);
  const ofGstin = (gstin && byGstin.get(gstin)) || [];
  if (byItsPhone === undefined && ofGstin.length > 1)
    throw new DomainError('customer.refused', `${ofGstin.length} customers have the GSTIN ${gstin}, and none of them this phone.`);
  if (byItsPhone !== undefined && ofGstin.length > 0 && !ofGstin.includes(byItsPhone))
    throw new DomainError(
      'customer.refused',
      `The phone is of one customer and the GSTIN ${gstin} of another: merge them, or correct one.`,
    );
  return byItsPhone ?? ofGstin[0];
};

const plan = (known: Known, ids: Ids, row: Read): Planned => {
  const serviceCenterId = known.placeOf(row.serviceCenter);
  const existing = existingOf(known, row);
  existing?.refuseUnlessPresent();
  const { changed, ...planned } = existing ? changing(existing, row) : { ...creating(ids, row), changed: [] };
  refuseOtherState(planned.customer);
  refuseUnborn(planned.customer.dateOfBirth, known.today);
  const enters = existing && !known.isInside({ id: existing.id, serviceCenterId });
  return { ...planned, serviceCenterId, changed: enters ? [...changed, 'serviceCenterIds'] : changed };
};

const creating = (ids: Ids, { fields, confirmed = false }: Read): Pick<Planned, 'customer'> => {
  const customer = new Customer({ ...(withStateOfGstin(fields) as CustomerFields), id: ids.next() });
  return { customer: Object.assign(customer, { gstinConfirmed: confirmed && !statesAgree(customer) }) };
};

const changing = (existing: Customer, { fields, confirmed }: Read): Pick<Planned, 'customer' | 'existing' | 'changed'> => {
  const { changed, gstinConfirmed } = customerChange(existing, fields, confirmed);
  const customer = new Customer({ ...existing, ...fields, gstinConfirmed });
  return { customer, existing, changed: gstinConfirmed === existing.gstinConfirmed ? changed : [...changed, 'gstinConfirmed'] };
};

const keep = ({ customers, record }: Unit & Recording, importId: string, planned: readonly Planned[]): void => {
  const created = planned.filter(({ existing }) => !existing).map(({ customer }) => customer);
  const edited = planned.filter(({ existing, changed }) => existing && changed.length > 0);
  if (created.length + edited.length === 0) return;
  for (const customer of created) customers.add(customer);
  for (const { customer, existing, changed } of edited)
    Object.assign(
      existing!,
      Object.fromEntries(changed.flatMap((field) => (field === 'serviceCenterIds' ? [] : [[field, customer[field]]]))),
    );
  customers.belong(
    planned
      .filter(({ existing, changed }) => !existing || changed.includes('serviceCenterIds'))
      .map(({ customer: { id }, serviceCenterId }) => ({ id, serviceCenterId })),
  );
  record({
    name: 'CustomersImported',
    entityId: importId,
    serviceCenterId: null,
    data: {
      created: created.map(({ id }) => id),
      changed: edited.map(({ customer: { id }, changed }) => ({ customerId: id, fields: [...changed] })),
    },
  });
};
