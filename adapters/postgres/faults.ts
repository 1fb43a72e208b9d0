import { DomainError, type ErrorCode } from '@dms/domain/shared/errors';

/** What PostgreSQL and its driver put on an error. */
type DatabaseFault = Error & { readonly code?: string; readonly constraint?: string; readonly detail?: string };

/** Constraints that say something about the business: the code and the sentence of their refusal. */
const constraints: Record<string, readonly [ErrorCode, string]> = {
  time_logs_one_running: ['timelog.running', 'This engineer is at work on another task already.'],
  time_spans_apart: ['timelog.refused', 'This engineer was at work on another task at that time.'],
  job_cards_one_open: ['job.already_open', 'Another job card was opened for this vehicle just now.'],
  job_estimates_one_open: ['record.refused', 'One revision of an estimate at the most waits for a decision.'],
  job_inspections_revision_unique: ['record.duplicate', 'Somebody else looked the vehicle over just now. Try again.'],
  job_cards_odometer_out: ['job.odometer', 'The odometer cannot read less at delivery than at arrival.'],
  inventory_on_hand_not_negative: ['stock.insufficient', 'There is not enough stock.'],
  inventory_available_not_negative: ['stock.insufficient', 'There is not enough stock.'],
  inventory_branch_part_unique: [
    'record.duplicate',
    'The part was received at this branch for the first time by somebody else just now. Try again.',
  ],
  stock_reservations_within_reserved: ['record.refused', 'More is held by reservations than is reserved.'],
  lost_demand_once: ['record.duplicate', 'This demand is kept already.'],
  stock_transfers_document_unique: ['record.duplicate', 'This challan number was given already.'],
  stock_transfers_approved_by_another: ['access.denied', 'Whoever asked for a transfer does not approve it.'],
  stock_transfer_items_nothing_lost: ['transfer.refused', 'What was sent and what became of it do not add up.'],
  warranty_terms_unique: ['record.duplicate', 'There are terms of this part or work from this day on.'],
  warranties_replaces_unique: ['record.duplicate', 'This unit was replaced already.'],
  warranty_claims_one_open: ['warranty.claim_open', 'A claim for this unit is open already.'],
  templates_once: ['record.duplicate', 'There is a template of this kind for this way and language.'],
  billed_shares_once: ['invoice.nothing_to_bill', 'This was billed just now by somebody else.'],
  billed_shares_one_whole: ['invoice.nothing_to_bill', 'This was billed otherwise just now by somebody else.'],
  credit_note_lines_within_line: ['creditnote.exceeds', 'More than remains of a line cannot be credited.'],
  credit_notes_used_within_total: ['creditnote.exceeds', 'More than is open of a credit note cannot be used.'],
  credit_notes_number_unique: ['record.duplicate', 'This credit note number was given already.'],
  e_invoices_irn_unique: ['record.duplicate', 'This invoice reference number belongs to another document.'],
  invoices_charge_once: ['record.duplicate', 'The charge of this cheque is billed already.'],
  invoices_transfer_unique: ['invoice.nothing_to_bill', 'This transfer is invoiced already.'],
  invoices_settled_within_total: ['payment.exceeds_balance', 'The amount is above the balance.'],
  period_locked: ['period.locked', 'The books of this month are closed: nothing is written that bears a day of it.'],
  periods_month_unique: ['period.transition', 'Somebody else decided on this month just now.'],
  payments_used_within_worth: ['payment.refused', 'No more of a payment is used than came in.'],
  refunds_voucher_unique: ['record.duplicate', 'This voucher number was given already.'],
  payments_receipt_unique: ['record.duplicate', 'This receipt number was given already.'],
  refunds_decided_by_another: ['access.denied', 'Whoever asked for a refund does not decide on it.'],
  invoices_number_unique: ['record.duplicate', 'This invoice number was given already.'],
  approval_delegations_once: ['record.duplicate', 'There is a delegation to this user for some of these days.'],
  approvals_open_unique: ['record.duplicate', 'This is asked for already.'],
  users_email_unique: ['record.duplicate', 'There is a user with this e-mail address.'],
  users_phone_unique: ['record.duplicate', 'There is a user with this phone number.'],
  customers_phone_unique: ['record.duplicate', 'There is a customer with this phone number.'],
  customers_gstin_state: ['customer.gstin_state', 'The GSTIN is of another state than the address.'],
  customer_contacts_phone_unique: ['record.duplicate', 'The company has a contact with this phone number.'],
  vehicle_ownerships_one_present: ['vehicle.refused', 'The vehicle changed hands just now.'],
  customers_not_erased: ['customer.refused', 'The personal data of this customer was erased.'],
  customers_not_merged: ['customer.refused', 'This customer was merged into another one. Go on with that one.'],
  vehicle_ownerships_apart: ['vehicle.refused', 'The vehicle changed hands just now.'],
  vehicles_registration_unique: ['record.duplicate', 'There is a vehicle with this registration.'],
  vehicles_vin_unique: ['record.duplicate', 'There is a vehicle with this VIN.'],
  parts_sku_unique: ['record.duplicate', 'There is a part with this SKU.'],
  inventory_levels: ['record.refused', 'The least level is not above the greatest, and none is below zero.'],
  stock_serials_unique: ['serial.refused', 'A unit with this serial number came in just now.'],
  tax_rates_unique: ['record.duplicate', 'There is a rate of this code from this day on.'],
  service_centers_takes_this: ['service_center.closed', 'The branch does not take this now.'],
  service_centers_code_unique: ['record.duplicate', 'There is a branch with this code.'],
};

/** By SQLSTATE, for constraints without a sentence of their own. */
const classes: Record<string, readonly [ErrorCode, string]> = {
  // Data exceptions: what the schemas let through and the column cannot hold.
  '22': ['request.invalid', 'A value is beyond what can be kept.'],
  '57014': ['request.timeout', 'The database took too long for this, and gave it up.'],
  '55P03': ['request.timeout', 'Somebody else holds what this needs for too long.'],
  '23505': ['record.duplicate', 'Such a record exists already.'],
  '23503': ['record.referenced', 'Something this refers to is not there, or is still referred to.'],
  '23514': ['record.refused', 'The change would break a rule of the data.'],
  '23P01': ['record.refused', 'It overlaps with another record.'],
  '23001': ['record.refused', 'Records of this kind are written once and cannot be changed.'],
};

/** Worth another try from the start: a deadlock, or two transactions that cannot be put in an order. */
export const mayRunAgain = (error: unknown): boolean => ['40P01', '40001'].includes((error as DatabaseFault | undefined)?.code ?? '');

/** The database is not there for the moment: it restarts, is full of connections, or the network is gone. */
const isOutage = ({ code = '', message }: DatabaseFault): boolean =>
  /^(08|57P0|53)/.test(code) ||
  ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'ENOENT'].includes(code) ||
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable|server closed the connection/i.test(
    message,
  );

/** What the database refused, in the language of the business; anything else stays the error it was. */
export const translated = (error: unknown): unknown => {
  if (error instanceof DomainError || !(error instanceof Error)) return error;
  const fault = error as DatabaseFault;
  // Its finder starts anew.
  if (fault.constraint === 'idempotency_keys_pkey') return error;
  const refusal = constraints[fault.constraint ?? ''] ?? classes[fault.code ?? ''] ?? classes[fault.code?.slice(0, 2) ?? ''];
  if (refusal) return new DomainError(refusal[0], refusal[1]);
  if (isOutage(fault))
    return new DomainError('service.unavailable', 'The database is not available for the moment.', { retryAfterSeconds: 2 });
  return error;
};
