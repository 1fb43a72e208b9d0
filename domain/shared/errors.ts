/** How a refusal is to be understood by whoever asked; every code below belongs to exactly one kind. */
export type ErrorKind =
  | 'invalid' // the request itself is wrong
  | 'unauthenticated'
  | 'denied'
  | 'absent' // not there, or not in the asker's scope: the two are not told apart
  | 'conflict' // right in itself, but not in the present state
  | 'stale' // the asker saw an older version
  | 'unprocessable'
  | 'too-large'
  | 'unsupported'
  | 'too-many'
  | 'unavailable'
  | 'unexpected';

type Entry = { readonly kind: ErrorKind; readonly title: string; readonly help: string };
const entry = (kind: ErrorKind, title: string, help: string): Entry => ({ kind, title, help });

/** The closed set of problem codes. The API documents each of them under `/problems/:code` from this very table. */
export const errorCatalogue = {
  'request.invalid': entry(
    'invalid',
    'The request is not valid',
    'See `errors`: each entry points at one field and says what is wrong with it.',
  ),
  'request.malformed': entry('invalid', 'The request cannot be read', 'The body is not the JSON document that its headers announce.'),
  'request.too_large': entry(
    'too-large',
    'The request is too large',
    'Send less at once: bodies may have 1 MiB, files have their own limit.',
  ),
  'request.unsupported_type': entry(
    'unsupported',
    'The content type is not supported',
    'Send `application/json`; where a file is wanted, one of the types that the route names.',
  ),
  'request.timeout': entry('unavailable', 'The request took too long', 'Nothing was changed. Try again, with the same Idempotency-Key.'),
  'route.unknown': entry('absent', 'There is no such route', 'See `/docs` for the routes there are.'),
  'rate.limited': entry('too-many', 'Too many requests', 'Wait for as long as `Retry-After` says.'),
  'money.malformed': entry('invalid', 'Not an amount of money', 'Write rupees as a decimal string with two places, such as "1180.00".'),
  'quantity.malformed': entry('invalid', 'Not a quantity', 'Write a decimal string with at most three places, such as "3.500".'),
  'day.malformed': entry('invalid', 'Not a day of the calendar', 'Write days as YYYY-MM-DD.'),
  'tax.invalid': entry('invalid', 'The tax figures cannot be computed', 'The detail names the line and the figure that does not fit.'),
  'gstin.invalid': entry('invalid', 'Not a GSTIN', 'A GSTIN has 15 characters, begins with a state code and ends with a check character.'),
  'pan.invalid': entry('invalid', 'Not a PAN', 'A PAN is five letters, four digits and a letter, in capitals.'),
  'ifsc.invalid': entry('invalid', 'Not an IFSC', 'An IFSC is four letters, a zero and six letters or digits.'),
  'pincode.invalid': entry('invalid', 'Not a pincode', 'A pincode has six digits and does not begin with 0.'),
  'phone.invalid': entry('invalid', 'Not an Indian mobile number', 'Ten digits beginning with 6 to 9, with or without +91 or 0.'),
  'registration.invalid': entry(
    'invalid',
    'Not a known registration',
    'Known are state, BH, vintage and diplomatic plates; others need the type TEMPORARY or OTHER.',
  ),
  'vin.invalid': entry('invalid', 'Not a VIN', 'A VIN has 17 letters and digits, without I, O and Q.'),
  'upi.invalid': entry('invalid', 'Not a UPI id', 'A UPI id looks like name@bank.'),
  'document_number.invalid': entry(
    'invalid',
    'Not a document number',
    'At most 16 letters, digits, "-" and "/", not beginning with 0, "-" or "/" (CGST Rule 46(b)).',
  ),
  'auth.required': entry('unauthenticated', 'Please log in', 'Send `Authorization: Bearer` with a valid access token.'),
  'auth.invalid_credentials': entry(
    'unauthenticated',
    'Login failed',
    'The name or the password is wrong, or the account is locked for a while.',
  ),
  'auth.invalid_token': entry('unauthenticated', 'The token is not valid', 'It has expired or was revoked. Refresh it, or log in again.'),
  'auth.link_invalid': entry('invalid', 'The link is not valid any more', 'Ask for a new letter: each link works once, and not for long.'),
  'file.link_invalid': entry(
    'denied',
    'The link to the file is not valid any more',
    'Read the file anew: its `downloadUrl` is good for five minutes.',
  ),
  'file.too_many': entry(
    'conflict',
    'The record has as many files as it may',
    'Delete one that is not needed, or have `files.most-per-record` raised.',
  ),
  'auth.foreign_origin': entry(
    'denied',
    'The request comes from another site',
    'The cookie of a session is taken only from pages of this API or of the origins that are configured.',
  ),
  'password.refused': entry(
    'invalid',
    'The password is not good enough',
    'See `errors` for the reason. A sentence of four words is a good one.',
  ),
  'access.denied': entry('denied', 'You may not do this', 'See `explanation`: the rule that refuses, and the roles that could.'),
  'approval.unavailable': entry(
    'denied',
    'This needs an approval',
    'The action is above your limit, or one you may only ask for. See `explanation` for the roles that may do it themselves.',
  ),
  'approval.transition': entry(
    'conflict',
    'The approval cannot be changed so now',
    'See `missing`: somebody may have decided on it already.',
  ),
  'delegation.refused': entry(
    'conflict',
    'The delegation cannot be given or ended so',
    'See the detail: who may stand in for whom, and on which days.',
  ),
  'approval.stale': entry(
    'conflict',
    'What was asked for cannot be carried out any more',
    'See the detail: something changed since it was asked for. Nothing was done; ask anew.',
  ),
  'entity.absent': entry('absent', 'Not found', 'There is no such record, or it is not in your branches.'),
  'version.stale': entry('stale', 'Somebody changed this in the meantime', 'Read it again and repeat what you want on what you then see.'),
  'idempotency.key_required': entry(
    'invalid',
    'An Idempotency-Key is required',
    'Send a fresh key of 1 to 255 visible characters with each new intent, and the same key with each retry.',
  ),
  'idempotency.key_malformed': entry('invalid', 'The Idempotency-Key is malformed', 'Use 1 to 255 visible ASCII characters.'),
  'idempotency.key_reused': entry(
    'unprocessable',
    'The Idempotency-Key belongs to another request',
    'Use a fresh key: this one was used with another body.',
  ),
  'idempotency.in_progress': entry(
    'conflict',
    'The first request with this key is still running',
    'Wait for as long as `Retry-After` says, then send the same request again.',
  ),
  'record.duplicate': entry('conflict', 'There is one already', 'The detail names what must be unique.'),
  'record.referenced': entry('conflict', 'Something refers to this', 'What other records refer to cannot be removed or pointed elsewhere.'),
  'record.refused': entry('conflict', 'The change would break a rule of the data', 'The detail names the rule.'),
  'service_center.closed': entry(
    'conflict',
    'The branch does not take this now',
    'A branch in MAINTENANCE takes no new job cards, an INACTIVE one neither stock nor invoices.',
  ),
  'service_center.invalid': entry('invalid', 'The branch cannot be kept like this', 'The detail names what does not fit.'),
  'service_center.not_empty': entry(
    'conflict',
    'There is still something open at the branch',
    'See `missing`: a branch becomes INACTIVE when its jobs are over, its stock is gone and its invoices are paid.',
  ),
  'service_center.full': entry(
    'conflict',
    'The branch has as many open jobs as it has room for',
    'Finish one first, raise the capacity, or let the configuration warn instead (`workshop.capacity`).',
  ),
  'module.off': entry(
    'conflict',
    'The module is switched off',
    'What was asked for of a module waits, until it expires, for an administrator to switch the module on: see `features.<module>` of the configuration.',
  ),
  'setting.invalid': entry('invalid', 'The value does not fit this setting', 'See `form` of the setting for what a value looks like.'),
  'user.branches': entry(
    'invalid',
    'Role and branches do not fit together',
    'Super administrators, administrators and call centre agents have no branch; everybody else needs one or more.',
  ),
  'user.transition': entry('conflict', 'The account cannot be changed so now', 'See the detail for what stands in the way.'),
  'user.last_super_admin': entry(
    'conflict',
    'This is the last active super administrator',
    'Make somebody else a super administrator first: without one nobody could change the configuration any more.',
  ),
  'vehicle.not_of_customer': entry(
    'conflict',
    'The vehicle belongs to somebody else',
    'Check the owner, or record the transfer of ownership first.',
  ),
  'customer.refused': entry(
    'conflict',
    'The customer cannot be changed so now',
    'See `missing` or the detail: one that was merged is another name of the one that is left, and open business comes before forgetting.',
  ),
  'customer.gstin_state': entry(
    'conflict',
    'GSTIN and address are of different states',
    'The first two digits of a GSTIN are its state. Correct one of them, or send `confirmed` if that is how it is.',
  ),
  'vehicle.refused': entry('conflict', 'The vehicle cannot be changed so now', 'See `missing` or the detail for what stands in the way.'),
  'vehicle.odometer': entry(
    'conflict',
    'The odometer reading is lower than the last one',
    'Check it. If it is right, send `force` with a reason, such as that the odometer was replaced.',
  ),
  'job.already_open': entry('conflict', 'The vehicle has an open job card here', 'Continue that card, or send `force` with a reason.'),
  'job.transition': entry('conflict', 'The job card cannot move there now', 'See `missing`: what has to be done first.'),
  'estimate.closed': entry(
    'conflict',
    'The estimate cannot be decided on',
    'See the detail: it was decided on already, a newer one has taken its place, or it is not up for decision.',
  ),
  'estimate.link_invalid': entry(
    'absent',
    'The link to the estimate is not valid',
    'It is none of ours, or its time is over. Ask the branch for a new one.',
  ),
  'inspection.refused': entry(
    'conflict',
    'The inspection cannot be taken down so',
    'See `missing` or the detail: what was not checked is never taken for passed.',
  ),
  'job.task': entry('conflict', 'The task cannot be changed so now', 'See the detail for what stands in the way.'),
  'job.engineer': entry('conflict', 'This engineer cannot be assigned', 'Choose an active engineer of the branch of the job card.'),
  'job.odometer': entry('conflict', 'The odometer reading does not fit', 'A reading may not be lower than the one before.'),
  'timelog.running': entry(
    'conflict',
    'A time log is already running',
    'An engineer works on one task at a time: pause or finish the other one first.',
  ),
  'timelog.refused': entry(
    'conflict',
    'The time cannot be kept so',
    'Spans of time lie in the past and within the visit, one after the other, and nobody was in two places at once.',
  ),
  'parts.refused': entry('conflict', 'These parts cannot be moved for the job now', 'Parts are issued from `assigned` until `completed`.'),
  'part.inactive': entry('conflict', 'The part is discontinued', 'Choose a substitute.'),
  'part.refused': entry('conflict', 'The part cannot be changed so now', 'See the detail for what stands in the way.'),
  'serial.refused': entry(
    'conflict',
    'These serial numbers do not fit',
    'A part that is tracked by serial number moves by unit: name one serial number for each, of units that are where they are taken from.',
  ),
  'stock.insufficient': entry('conflict', 'There is not enough stock', 'See `shortages` for what is available of each part.'),
  'count.refused': entry(
    'conflict',
    'The count cannot be changed or posted so now',
    'See `missing`: a part whose books were corrected after it was counted has to be counted again.',
  ),
  'transfer.transition': entry(
    'conflict',
    'The transfer cannot move there now',
    'See `missing`. Before the dispatch a transfer is cancelled, after it recalled.',
  ),
  'transfer.refused': entry(
    'conflict',
    'This does not fit what was sent',
    'Good, short and damaged together cannot be more than is still on the way; each variance is decided once.',
  ),
  'warranty.expired': entry(
    'conflict',
    'This is not under warranty',
    'The detail says what ended it: the date or the distance, with figures.',
  ),
  'warranty.claim_open': entry('conflict', 'A claim for this unit is open already', 'Go on with that claim: a unit has one at a time.'),
  'warranty.transition': entry('conflict', 'The warranty claim cannot move there now', 'See `missing`: what stands in the way.'),
  'invoice.nothing_to_bill': entry('conflict', 'There is nothing to bill', 'Everything the customer approved is already on an invoice.'),
  'invoice.share': entry('conflict', 'The line cannot be split so', 'See the detail: which line, and how much of it remains to be billed.'),
  'invoice.payer': entry(
    'conflict',
    'This cannot be billed to that payer',
    'OEM_WARRANTY and INSURER need `payerCustomerId`, a customer with a GSTIN; the others are billed to the customer of the job.',
  ),
  'invoice.recipient': entry(
    'conflict',
    'The invoice has to say more of its buyer',
    'See `missing`: add it to the customer, or their GSTIN (CGST Rule 46(e)).',
  ),
  'invoice.transition': entry('conflict', 'The invoice cannot be changed so now', 'See the detail for what stands in the way.'),
  'invoice.due_date': entry('conflict', 'An invoice cannot be due then', 'It is due on the day it bears at the earliest.'),
  'creditnote.refused': entry(
    'conflict',
    'The credit note cannot be made so',
    'It names an issued invoice and each of its lines once, by quantity or by amount, and is applied to invoices of the same customer.',
  ),
  'creditnote.exceeds': entry('conflict', 'More than remains', 'See the detail: how much of the line, or of the credit note, remains.'),
  'creditnote.too_late': entry(
    'conflict',
    'It is too late for a credit note',
    'Tax can be credited until 30 November after the financial year of the invoice (CGST Act s. 34(2)).',
  ),
  'debitnote.refused': entry(
    'conflict',
    'The debit note cannot be made so',
    'It names an issued invoice and each of its lines once, by quantity or by amount above zero.',
  ),
  'creditnote.transition': entry('conflict', 'The credit note cannot be changed so now', 'See `missing`: what stands in the way.'),
  'payment.exceeds_balance': entry('conflict', 'The amount is above the balance', 'See `balance` for what is still due.'),
  'payment.refused': entry('conflict', 'The payment cannot be recorded', 'See the detail for what stands in the way.'),
  'callback.refused': entry('invalid', 'The callback is not taken', 'It has to be signed by a provider that is configured, and just now.'),
  'period.locked': entry(
    'conflict',
    'The month is locked',
    'Its books are closed: nothing is written that bears a day of it. Use a day of an open month, or have the month unlocked.',
  ),
  'period.transition': entry(
    'conflict',
    'The month cannot be changed so now',
    'It is locked, or open, already; or see `missing` for what has to come to its end before it is locked.',
  ),
  'payment.cash_limit': entry(
    'conflict',
    'That is too much cash',
    'Two lakh rupees or more may not be taken in cash from one person in a day, or for one bill (Income-tax Act 2025 s. 186): take it by another method.',
  ),
  'payment.transition': entry('conflict', 'The payment cannot be changed so now', 'See `missing`: what stands in the way.'),
  'refund.transition': entry('conflict', 'The refund cannot be changed so now', 'See `missing`: what stands in the way.'),
  'tax_rate.differs': entry(
    'conflict',
    'The tax rate is another one',
    'Rates come from the dated table. Leave `taxRate` out, or send the one that holds.',
  ),
  'price.undercut': entry(
    'conflict',
    'The price is below the catalogue',
    'Sell at the catalogue price and give a discount, which has its limits.',
  ),
  'e_invoice.portal_missing': entry(
    'unavailable',
    'No registration portal is connected',
    'An invoice is registered by the portal of the government alone. Connect one; nothing was registered.',
  ),
  'e_invoice.refused': entry(
    'conflict',
    'The document has no e-invoice',
    'See `errors` for every field that the registration portal would refuse. E-invoices are for registered buyers, SEZ and exports.',
  ),
  'e_invoice.too_late': entry(
    'conflict',
    'The registration is cancelled no more',
    'The portal cancels within 24 hours of its acknowledgement. Correct the document by a credit note.',
  ),
  'e_way_bill.refused': entry(
    'conflict',
    'The goods have no e-way bill',
    'See `errors` for every field that the e-way bill portal would refuse. It is for goods that were sent off or invoiced.',
  ),
  'tax_rate.in_use': entry(
    'conflict',
    'Documents were issued at another rate since then',
    'A rate begins after the last document that bears the code: what was issued is never computed anew (CGST Act s. 34).',
  ),
  'tax_rate.unknown': entry('conflict', 'No tax rate is known for this HSN or SAC', 'Have the code added to the table of rates.'),
  'price.above_mrp': entry(
    'conflict',
    'The price is above the maximum retail price',
    'With tax, one unit may not cost more than the MRP printed on it.',
  ),
  'series.exhausted': entry(
    'conflict',
    'The number series is used up',
    'Five digits are spent for this financial year: configure another prefix.',
  ),
  'series.date_order': entry(
    'conflict',
    'The date is before the last one of the series',
    'Numbers are consecutive in time: a document may not be dated before the one issued last.',
  ),
  'template.invalid': entry(
    'invalid',
    'The template cannot be used like this',
    'See `errors`: what it inserts and does not declare, what nothing gives, and what its channel does not have.',
  ),
  'broadcast.audience': entry(
    'conflict',
    'The broadcast does not go to whom it was shown to go to',
    'Ask without `recipients` for how many it goes to, and send that figure back.',
  ),
  'webhook.refused': entry(
    'conflict',
    'The webhook cannot be set up or told so',
    'See the detail. A target is an https:// URL outside of private networks, unless one is allowed by configuration.',
  ),
  'job_run.failed': entry('conflict', 'The work in the background failed', 'See its last error; an administrator can retry it.'),
  'service.unavailable': entry(
    'unavailable',
    'Not available for the moment',
    'A part of the system is restarting. Nothing was changed by this request; try again.',
  ),
  'internal.unexpected': entry(
    'unexpected',
    'Something went wrong on our side',
    'It was logged under the `requestId`. Nothing was changed.',
  ),
} as const satisfies Record<string, Entry>;

export type ErrorCode = keyof typeof errorCatalogue;

/** One violated field of a request: a JSON pointer, and what is wrong in the language of the business. */
export type FieldFault = { readonly pointer: string; readonly message: string };

/** Members a refusal adds to its answer, beside the sentence itself. */
export type ErrorDetails = {
  readonly errors?: readonly FieldFault[];
  readonly missing?: readonly string[];
  readonly shortages?: readonly { readonly partId: string; readonly requested: string; readonly available: string }[];
  readonly balance?: string;
  readonly explanation?: object;
  readonly retryAfterSeconds?: number;
};

/**
 * The one error of the domain: a code of the closed set, a sentence in the language of the business, and what helps to go on.
 * Whoever faces the outside maps the kind of the code to an answer.
 */
export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message);
    this.name = 'DomainError';
    this.code = code;
    this.details = details;
  }

  get kind(): ErrorKind {
    return errorCatalogue[this.code].kind;
  }
}

/** What to throw when a record is not there or outside the asker's scope. */
export const absent = (what: string): DomainError => new DomainError('entity.absent', `There is no such ${what} in your branches.`);
