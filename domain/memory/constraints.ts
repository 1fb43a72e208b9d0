import { makesAnew } from '../approvals/approval.ts';
import { remainderOf } from '../billing/credit-lines.ts';
import type { CreditNote } from '../billing/credit-note.ts';
import type { Invoice } from '../billing/invoice.ts';
import type { Payment } from '../billing/payment.ts';
import type { Customer } from '../customers/customer.ts';
import { statesAgree } from '../customers/customer-fields.ts';
import { serialKey } from '../inventory/serial-unit.ts';
import type { StockCount } from '../inventory/stock-count.ts';
import type { StockItem } from '../inventory/stock-item.ts';
import type { StockTransfer } from '../inventory/stock-transfer.ts';
import { addDays, type BusinessDay, daysBetween } from '../shared/calendar.ts';
import { DomainError, type ErrorCode } from '../shared/errors.ts';
import { documentNumberKey } from '../shared/gst/document-number.ts';
import { Money } from '../shared/money.ts';
import { Quantity } from '../shared/quantity.ts';
import { openStatuses } from '../workshop/job-card.states.ts';
import { openClaimStatuses } from '../warranty/warranty-claim.states.ts';
import type { JobCard } from '../workshop/job-card.ts';
import { isSame } from './copies.ts';
import { refuseLockedMonths } from './locked-months.ts';
import { refuseStrayCustomers } from './merged-customers.ts';
import type { RowOf, TableName, WorkingTables } from './tables.ts';
import type { Change, Row } from './working-table.ts';

/** What no two rows of a kind may have in common. A row has no key where the rule does not concern it, or several. */
type Unique<R> = { readonly keys: (row: R) => readonly (string | null)[]; readonly code: ErrorCode; readonly refusal: string };

/** What one row may not become. */
type Law<R> = (change: Change<R>) => DomainError | undefined;

const unique = <R>(refusal: string, key: (row: R) => string | null, code: ErrorCode = 'record.duplicate'): Unique<R> => ({
  keys: (row) => [key(row)],
  code,
  refusal,
});

/** One normal form for plates and VINs (SRC-02). */
const normalForm = (typed: string | null): string | null => typed && typed.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');

const daysOf = (from: BusinessDay, until: BusinessDay): BusinessDay[] =>
  Array.from({ length: daysBetween(from, until) + 1 }, (_, n) => addDays(from, n));

const uniqueness: { readonly [Name in TableName]?: readonly Unique<RowOf<Name>>[] } = {
  users: [
    unique('There is a user with this e-mail address.', ({ email }) => email.toLowerCase()),
    unique('There is a user with this phone number.', ({ phone }) => phone),
  ],
  sessions: [unique('There is a session with this token.', ({ refreshTokenHash }) => refreshTokenHash)],
  oneTimeTokens: [unique('There is a link with this token.', ({ tokenHash }) => tokenHash)],
  serviceCenters: [unique('There is a branch with this code.', ({ code }) => code)],
  customers: [unique('There is a customer with this phone number.', ({ phone }) => phone)],
  contacts: [
    unique('The company has a contact with this phone number.', ({ customerId, phone, active }) =>
      active && phone !== null ? `${customerId} ${phone}` : null,
    ),
  ],
  ownerships: [
    unique(
      'The vehicle changed hands just now.',
      ({ vehicleId, ownedUntil }) => (ownedUntil === null ? vehicleId : null),
      'vehicle.refused',
    ),
  ],
  vehicles: [
    unique('There is a vehicle with this registration.', ({ registration }) => normalForm(registration)),
    unique('There is a vehicle with this VIN.', ({ vin }) => normalForm(vin)),
  ],
  parts: [unique('There is a part with this SKU.', ({ sku }) => sku.toUpperCase())],
  stockItems: [unique('The branch has a balance of this part.', ({ serviceCenterId, partId }) => `${serviceCenterId} ${partId}`)],
  serialUnits: [
    unique(
      'There is a unit of this part with this serial number.',
      ({ partId, serial }) => `${partId} ${serialKey(serial)}`,
      'serial.refused',
    ),
  ],
  stockTransfers: [
    unique('There is a transfer with this number.', ({ transferNumber }) => transferNumber),
    unique('There is a document with this number.', (transfer) => paperSlot(transfer)),
  ],
  templates: [
    unique(
      'There is a template of this kind for this way and language.',
      ({ type, channel, language }) => `${type} ${channel} ${language}`,
    ),
  ],
  warrantyTerms: [
    unique('There are terms of this part or work from this day on.', ({ partId, hsn, validFrom }) => `${partId} ${hsn} ${validFrom}`),
  ],
  warranties: [unique('This unit was replaced already.', ({ replacesId }) => replacesId)],
  warrantyClaims: [
    unique(
      'A claim for this unit is open already.',
      ({ warrantyId, status }) => (openClaimStatuses.includes(status) ? warrantyId : null),
      'warranty.claim_open',
    ),
  ],
  jobCards: [
    unique('There is a job card with this number.', ({ jobNumber }) => jobNumber),
    unique('The vehicle has an open job card at this branch.', (card) => openSlot(card), 'job.already_open'),
    {
      keys: (card) => card.runningTimeLogs.map(({ engineerId }) => engineerId),
      code: 'timelog.running',
      refusal: 'This engineer is at work on another task already.',
    },
  ],
  inspections: [unique('There is an inspection with this revision.', ({ jobCardId, revision }) => `${jobCardId} ${revision}`)],
  invoices: [
    unique('There is a document with this number.', (invoice) => numberSlot(invoice)),
    unique(
      'This transfer is invoiced already.',
      ({ kind, status, sourceType, sourceId }) =>
        kind === 'INVOICE' && status !== 'CANCELLED' && sourceType === 'transfer' ? sourceId : null,
      'invoice.nothing_to_bill',
    ),
  ],
  payments: [
    unique('This receipt number was given already.', ({ receiptNumber, gstin, financialYear }) =>
      receiptNumber === null ? null : `${gstin} ${financialYear} ${documentNumberKey(receiptNumber)}`,
    ),
  ],
  refunds: [
    unique('This voucher number was given already.', ({ voucherNumber, gstin, financialYear }) =>
      voucherNumber === null ? null : `${gstin} ${financialYear} ${documentNumberKey(voucherNumber)}`,
    ),
  ],
  creditNotes: [unique('There is a credit note with this number.', (note) => noteSlot(note))],
  delegations: [
    {
      keys: ({ fromUserId, toUserId, validFrom, validUntil, endedAt }) =>
        endedAt === null ? daysOf(validFrom, validUntil).map((day) => `${fromUserId} ${toUserId} ${day}`) : [],
      code: 'record.duplicate',
      refusal: 'There is a delegation to this user for some of these days.',
    },
  ],
  approvals: [
    unique('This is asked for already.', ({ status, requestedBy, payloadHash, entityType, entityId }) =>
      status === 'PENDING' && !makesAnew({ entityType, entityId }) ? `${requestedBy} ${payloadHash}` : null,
    ),
  ],
  files: [unique('There is a file under this key.', ({ key }) => key)],
  taxRates: [unique('There is a rate of this code from this day on.', ({ hsn, validFrom }) => `${hsn} ${validFrom}`)],
};

/** JOB-02: what only one card may hold, unless it was forced or came back. */
const openSlot = ({ forcedReason, comeback, status, vehicleId, serviceCenterId }: JobCard): string | null =>
  forcedReason === null && !comeback && openStatuses.includes(status) ? `${vehicleId} ${serviceCenterId}` : null;

/** TAX-09: per GSTIN, kind and financial year, without regard to case. */
const numberSlot = ({ invoiceNumber, gstin, kind, financialYear }: Invoice): string | null =>
  invoiceNumber === null ? null : `${gstin} ${kind} ${financialYear} ${documentNumberKey(invoiceNumber)}`;

const noteSlot = ({ noteNumber, gstin, financialYear }: CreditNote): string | null =>
  noteNumber === null ? null : `${gstin} ${financialYear} ${documentNumberKey(noteNumber)}`;

const paperSlot = ({ documentNumber, gstin, documentKind, financialYear }: StockTransfer): string | null =>
  documentNumber === null ? null : `${gstin} ${documentKind} ${financialYear} ${documentNumberKey(documentNumber)}`;

const writtenOnce: Law<Row> = ({ before }) =>
  before ? new DomainError('record.refused', 'A record of this kind is written once and never changed.') : undefined;

/** STK-03, behind the refusals of the item itself. */
const neverNegative: Law<StockItem> = ({ after: { onHand, reserved, available, inTransit, stockValue } }) =>
  [onHand, reserved, available, inTransit, stockValue].some((figure) => figure.isNegative())
    ? new DomainError('stock.insufficient', 'No balance of stock can be below zero.')
    : undefined;

/** STK-02: what jobs hold is part of what is reserved; the rest is held by transfers. */
const heldWithinReserved: Law<StockItem> = ({ after: { reserved, reservations } }) =>
  Quantity.sum(reservations.map((each) => each.reserved)).compare(reserved) > 0
    ? new DomainError('record.refused', 'More is held by reservations than is reserved.')
    : undefined;

const settledWithinTotal: Law<Invoice> = ({ after: { balance, paidAmount, creditedAmount, writtenOffAmount } }) =>
  [balance, paidAmount, creditedAmount, writtenOffAmount].some((figure) => figure.isNegative())
    ? new DomainError('payment.exceeds_balance', 'An invoice cannot be paid beyond its total.')
    : undefined;

const usedWithinWorth: Law<Payment> = ({ after: { worth, allocatedAmount, refundAmount, refundedAmount } }) =>
  [allocatedAmount, refundAmount, refundedAmount].some((figure) => figure.isNegative()) ||
  allocatedAmount.plus(refundedAmount).compare(worth) > 0 ||
  refundedAmount.compare(refundAmount) > 0
    ? new DomainError('payment.refused', 'No more of a payment is used than came in.')
    : undefined;
const postedOnce: Law<StockCount> = ({ before }) =>
  before?.status === 'posted' ? new DomainError('record.refused', 'A count that is posted is never changed.') : undefined;

/** INV-02: what of an issued invoice may still change. */
const settlement = [
  'status',
  'paidAmount',
  'creditedAmount',
  'writtenOffAmount',
  'paidAt',
  'cancelledAt',
  'cancellationAskedAt',
  'cancellationStalledAt',
  'cancellationRefusal',
  'writtenOffOn',
] satisfies (keyof Invoice)[];
// Whose it is may follow a merge: `refuseStrayCustomers` sees to that.
const staysOpen: readonly string[] = [...settlement, 'dueDate', 'customerId', 'version'];
const frozenPart = (invoice: Invoice): object =>
  Object.fromEntries(Object.entries(invoice).filter(([field]) => !staysOpen.includes(field)));

const frozenOnceIssued: Law<Invoice> = ({ before, after }) =>
  before && before.status !== 'DRAFT' && !isSame(frozenPart(before), frozenPart(after))
    ? new DomainError('record.refused', 'An issued invoice is never changed: correct it by a credit or debit note.')
    : undefined;

const usedUp: readonly string[] = [
  'status',
  'appliedAmount',
  'refundAmount',
  'refundedAmount',
  'applications',
  'customerId',
  'version',
] satisfies (keyof CreditNote)[];
const frozenPartOf = (note: CreditNote): object => Object.fromEntries(Object.entries(note).filter(([field]) => !usedUp.includes(field)));

const noteFrozenOnceIssued: Law<CreditNote> = ({ before, after }) =>
  before && before.status !== 'draft' && !isSame(frozenPartOf(before), frozenPartOf(after))
    ? new DomainError('record.refused', 'An issued credit note is never changed.')
    : undefined;

/** TRF-02: the paper of a dispatch is fast, like an invoice. */
const paperFrozen: Law<StockTransfer> = ({ before, after }) =>
  before && before.documentNumber !== null && !isSame(paperOf(before), paperOf(after))
    ? new DomainError('record.refused', 'The document of a transfer is never changed.')
    : undefined;
const paperOf = ({
  documentKind,
  documentNumber,
  documentDate,
  gstin,
  seriesPrefix,
  financialYear,
  invoiceId,
  challan,
}: StockTransfer): object => ({
  ...{ documentKind, documentNumber, documentDate, gstin, seriesPrefix, financialYear, invoiceId, challan },
});

/** TRF-01: what was sent is on the road, received, returned or written off, to the thousandth and to the paisa. */
const nothingLost: Law<StockTransfer> = ({ after: { lines } }) =>
  lines.every(
    (line) =>
      line.dispatchedValue.equals(Money.sum([line.transitValue, line.receivedValue, line.returnedValue, line.writtenOffValue])) &&
      [Quantity.zero, line.quantity].some((sent) =>
        sent.equals(Quantity.sum([line.inTransit, line.received, line.returned, line.writtenOff])),
      ),
  )
    ? undefined
    : new DomainError('transfer.refused', 'What was sent and what became of it do not add up.');

/** CUS-01 */
const ofOneState: Law<Customer> = ({ after }) =>
  statesAgree(after) || after.gstinConfirmed
    ? undefined
    : new DomainError('customer.gstin_state', 'The GSTIN is of another state than the address.');

const oneStep: Law<Customer> = ({ after: { id, aliasOf } }) =>
  id === aliasOf ? new DomainError('record.refused', 'A customer is no other name of itself.') : undefined;

const laws: { readonly [Name in TableName]?: readonly Law<RowOf<Name>>[] } = {
  stockMovements: [writtenOnce],
  lostDemand: [writtenOnce],
  timeCorrections: [writtenOnce],
  attributions: [writtenOnce],
  gatePasses: [writtenOnce],
  inspections: [writtenOnce],
  stockItems: [neverNegative, heldWithinReserved],
  customers: [ofOneState, oneStep],
  odometerReadings: [writtenOnce],
  formerPlates: [writtenOnce],
  goodsReceipts: [writtenOnce],
  stockAdjustments: [writtenOnce],
  stockCounts: [postedOnce],
  stockTransfers: [paperFrozen, nothingLost],
  creditNotes: [noteFrozenOnceIssued],
  invoices: [settledWithinTotal, frozenOnceIssued],
  payments: [usedWithinWorth],
};

/**
 * Refuses what a database would refuse by its constraints, whatever the use cases overlooked.
 * @throws DomainError `record.duplicate`, `record.refused`, `job.already_open`, `timelog.running`, `invoice.nothing_to_bill`, …
 */
export const refuseBroken = (tables: WorkingTables): void => {
  refuseLockedMonths(tables);
  refuseStrayCustomers(tables);
  for (const name of Object.keys(tables) as TableName[]) refuseBrokenIn(tables, name);
  refuseBilledTwice(tables);
  refuseCreditedBeyond(tables);
  refuseTwoPlaces(tables);
};

const FOREVER = '9999';

/** JOB-04: no engineer is at work on two tasks at once, whichever cards they are on. */
const refuseTwoPlaces = ({ jobCards }: WorkingTables): void => {
  if (jobCards.changes().length === 0) return;
  const logs = jobCards.rows().flatMap(({ timeLogs }) => timeLogs);
  for (const theirs of Map.groupBy(logs, ({ engineerId }) => engineerId).values()) {
    const spans = theirs.flatMap((log) => log.spans).filter(({ from, to }) => from !== to);
    const inOrder = spans.toSorted((a, b) => (a.from < b.from ? -1 : 1));
    if (inOrder.some(({ from }, index) => index > 0 && (inOrder[index - 1]!.to ?? FOREVER) > from))
      throw new DomainError('timelog.refused', 'This engineer was at work on another task at that time.');
  }
};

/** CRN-01: never more than remains of a line of the invoice. */
const refuseCreditedBeyond = ({ creditNotes, invoices }: WorkingTables): void => {
  if (creditNotes.changes().length === 0) return;
  const given = Map.groupBy(
    creditNotes
      .rows()
      .filter(({ status }) => status !== 'discarded')
      .flatMap(({ lines }) => lines),
    ({ invoiceLineId }) => invoiceLineId,
  );
  for (const line of invoices.rows().flatMap(({ lines }) => lines)) {
    const left = remainderOf(line, given.get(line.id) ?? []);
    if ([left.quantity, left.discount, left.taxable, left.cgst, left.sgst, left.igst].some((figure) => figure.isNegative()))
      throw new DomainError('creditnote.exceeds', 'More than remains of a line cannot be credited.');
  }
};

/** INV-04: no stretch of a line is on two bills. */
const refuseBilledTwice = ({ billedShares }: WorkingTables): void => {
  if (billedShares.changes().length === 0) return;
  const held = billedShares.rows().filter(({ releasedAt }) => releasedAt === null);
  for (const shares of Map.groupBy(held, ({ sourceLineId }) => sourceLineId).values()) {
    const inOrder = shares.toSorted((a, b) => a.startsAt.compare(b.startsAt));
    if (inOrder.some(({ startsAt }, index) => index > 0 && startsAt.compare(inOrder[index - 1]!.endsAt) < 0))
      throw new DomainError('invoice.nothing_to_bill', 'This was billed just now by somebody else.');
  }
};

const refuseBrokenIn = <Name extends TableName>(tables: WorkingTables, name: Name): void => {
  const table = tables[name];
  const changes = table.changes() as Change<RowOf<Name>>[];
  if (changes.length === 0) return;
  for (const law of (laws[name] ?? []) as readonly Law<RowOf<Name>>[]) {
    for (const refusal of changes.map(law)) if (refusal) throw refusal;
  }
  for (const rule of (uniqueness[name] ?? []) as readonly Unique<RowOf<Name>>[]) refuseTwice(rule, table.rows() as RowOf<Name>[]);
};

const refuseTwice = <R>({ keys, code, refusal }: Unique<R>, rows: readonly R[]): void => {
  const held = rows.flatMap((row) => keys(row)).filter((key) => key !== null);
  if (new Set(held).size < held.length) throw new DomainError(code, refusal);
};
