import { placesOf } from '../../imports/use-cases/place-rows.ts';
import type { Customers } from '../../customers/ports.ts';
import type { Branch, ServiceCenters } from '../../service-centers/ports.ts';
import { everywhere } from '../../shared/actor.ts';
import { type BusinessDay, businessDay, financialYear, parseBusinessDay } from '../../shared/calendar.ts';
import { DomainError } from '../../shared/errors.ts';
import { normaliseMobile } from '../../shared/identifiers/mobile.ts';
import type { ImportBatch, ImportRow } from '../../shared/import-batch.ts';
import { type ReadCell, readCells, refuseEmpty, rupees, words } from '../../shared/import-cells.ts';
import { importKinds } from '../../shared/import-kinds.ts';
import { onePerRecord, rowSieve } from '../../shared/import-sieve.ts';
import { Money } from '../../shared/money.ts';
import { permit } from '../../shared/permit.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Recording, Transact } from '../../shared/unit-of-work.ts';
import { freezeDocument } from '../freeze-document.ts';
import { Invoice } from '../invoice.ts';
import type { Invoices } from '../ports.ts';

type Unit = { readonly customers: Customers; readonly serviceCenters: ServiceCenters; readonly invoices: Invoices };
type Deps = { readonly transact: Transact<Unit>; readonly clock: Clock; readonly ids: Ids };
type Customer = Awaited<ReturnType<Customers['get']>>;
type Cells = {
  readonly serviceCenter?: string;
  readonly number: string;
  readonly customerPhone: string;
  readonly date: BusinessDay;
  readonly dueDate?: BusinessDay;
  readonly amount: Money;
};
type Read = Cells & { readonly line: number };
type Found = { readonly branch: Branch; readonly customer: Customer };

// CGST Rule 46(b), as the database has it for all numbers.
const NUMBER = /^[a-zA-Z1-9][a-zA-Z0-9/-]{0,15}$/;

const columns: Readonly<Record<string, ReadCell>> = {
  serviceCenter: words(20),
  number: (text) => {
    if (!NUMBER.test(text))
      throw new DomainError('document_number.invalid', `"${text}" is no number of a bill: sixteen letters, digits, "-" or "/".`);
    return text;
  },
  customerPhone: normaliseMobile,
  date: (text) => parseBusinessDay(text),
  dueDate: (text) => parseBusinessDay(text),
  amount: rupees,
};

/**
 * Takes in what customers owe from before the books begin here (IMP-01). Each is an opening balance: it stands in the statement and in
 * the ageing, is paid and given up like a bill, has no paper and no tax here, and is in no return, for the old books filed it.
 * It is known by its number under the GSTIN of its branch; what is in already is not changed by a file.
 * @throws DomainError `access.denied`, `period.locked`, `record.duplicate` when somebody else takes the same in at the same moment
 */
export const importReceivables =
  (deps: Deps): ImportBatch =>
  async ({ importId, rows, dryRun, serviceCenterId }, actor) => {
    permit(actor, 'import', { serviceCenterId: null });
    return deps.transact(actor, async (unit) => {
      const sieve = rowSieve();
      const today = businessDay(deps.clock.now());
      const read = rows.flatMap((row) => sieve.attempt(row.line, () => readRow(row, today)));
      const find = await lookUp(unit, read, serviceCenterId);
      const claim = onePerRecord();
      const planned = read.flatMap((row) =>
        sieve.attempt(row.line, () => {
          const opening = openingOf(deps, row, find(row));
          claim(keyOf(opening), row.line);
          return { row, opening };
        }),
      );
      const there = await openingsThere(
        unit,
        planned.map(({ opening }) => opening),
      );
      const fresh = planned.filter(({ opening }) => !there.has(keyOf(opening)));
      const same = planned.flatMap(({ row, opening }) => {
        const known = there.get(keyOf(opening));
        return known ? sieve.attempt(row.line, () => refuseOther(known, opening)) : [];
      });
      if (!dryRun && fresh.length > 0)
        keep(
          unit,
          importId,
          fresh.map(({ opening }) => opening),
        );
      return { created: fresh.length, changed: 0, unchanged: same.length, bad: sieve.bad() };
    });
  };

const readRow = ({ line, cells }: ImportRow, today: BusinessDay): Read => {
  refuseEmpty(importKinds.receivables.needed, cells);
  const read = readCells(columns, cells) as Cells;
  if (!read.amount.isPositive()) throw new DomainError('request.invalid', 'amount: what is still due has to be more than nothing.');
  if (read.date > today) throw new DomainError('request.invalid', 'date: an opening balance is not of the future.');
  if (read.dueDate !== undefined && read.dueDate < read.date)
    throw new DomainError('invoice.due_date', `dueDate: a bill of ${read.date} cannot have been due on ${read.dueDate}.`);
  return { ...read, line };
};

const lookUp = async (
  { customers, serviceCenters }: Unit,
  read: readonly Read[],
  usual: string | undefined,
): Promise<(row: Read) => Found> => {
  const named = read.map(({ serviceCenter }) => serviceCenter);
  const placeOf = await placesOf(serviceCenters, named, usual);
  const branches = new Map<string, Branch>();
  for (const id of placesNamed(placeOf, read)) branches.set(id, await serviceCenters.get(id, everywhere));
  const byPhone = new Map<string, Customer>();
  for (const { phone, customerId } of await customers.ownersByPhone([...new Set(read.map(({ customerPhone }) => customerPhone))]))
    byPhone.set(phone, await customers.get(customerId, everywhere));
  return ({ serviceCenter, customerPhone }) => {
    const customer = byPhone.get(customerPhone);
    if (!customer)
      throw new DomainError('request.invalid', `customerPhone: no customer has the phone ${customerPhone}. Import the customers first.`);
    return { branch: branches.get(placeOf(serviceCenter))!, customer };
  };
};

/** The branches that are found; who names none that there is, is refused with its row. */
const placesNamed = (placeOf: (serviceCenter: string | undefined) => string, read: readonly Read[]): ReadonlySet<string> => {
  const sieve = rowSieve();
  return new Set(read.flatMap(({ line, serviceCenter }) => sieve.attempt(line, () => placeOf(serviceCenter))));
};

const openingOf = ({ ids, clock }: Deps, { number, date, dueDate = date, amount }: Read, { branch, customer }: Found): Invoice => {
  const id = ids.next();
  const placeOfSupply = customer.stateCode ?? branch.stateCode;
  const none = Money.zero;
  const opening = new Invoice({
    ...{ id, kind: 'OPENING', serviceCenterId: branch.id, customerId: customer.id, sourceType: 'opening', sourceId: id },
    ...{ placeOfSupply, supplyType: placeOfSupply === branch.stateCode ? 'INTRA' : 'INTER' },
    ...{
      subtotal: amount,
      discount: none,
      taxable: amount,
      cgst: none,
      sgst: none,
      igst: none,
      tax: none,
      roundOff: none,
      totalAmount: amount,
    },
  });
  const numbered = { number, day: date, at: clock.now(), dueDate };
  const series = { gstin: branch.gstNumber, prefix: '', financialYear: financialYear(date).start };
  opening.issue({ ...numbered, ...series, document: freezeDocument(opening, { seller: branch, buyer: customer }, numbered) });
  return opening;
};

const keyOf = ({ gstin, financialYear: year, invoiceNumber }: Invoice): string => `${gstin} ${year} ${invoiceNumber!.toUpperCase()}`;

const openingsThere = async ({ invoices }: Unit, planned: readonly Invoice[]): Promise<ReadonlyMap<string, Invoice>> => {
  const gstins = [...new Set(planned.map(({ gstin }) => gstin!))];
  const there = await invoices.openings(
    gstins,
    planned.map(({ invoiceNumber }) => invoiceNumber!.toUpperCase()),
  );
  return new Map(there.map((opening) => [keyOf(opening), opening]));
};

const refuseOther = (known: Invoice, { customerId, totalAmount, documentDate, invoiceNumber }: Invoice): Invoice => {
  if (known.customerId === customerId && known.totalAmount.compare(totalAmount) === 0 && known.documentDate === documentDate) return known;
  const was = `₹${known.totalAmount} of ${known.documentDate}`;
  throw new DomainError('record.duplicate', `${invoiceNumber} is in the books already, with ${was}: it is settled there, and not changed.`);
};

const keep = ({ invoices, customers, record }: Unit & Recording, importId: string, fresh: readonly Invoice[]): void => {
  for (const opening of fresh) invoices.add(opening);
  customers.belong(fresh.map(({ customerId, serviceCenterId }) => ({ id: customerId!, serviceCenterId })));
  const total = Money.sum(fresh.map(({ totalAmount }) => totalAmount)).toString();
  record({ name: 'ReceivablesImported', entityId: importId, serviceCenterId: null, data: { created: fresh.map(({ id }) => id), total } });
};
