import type { BusinessDay } from '../shared/calendar.ts';
import { DomainError } from '../shared/errors.ts';
import { amountOn, type DatedAmounts } from '../shared/gst/dated-amounts.ts';
import { Money } from '../shared/money.ts';
import { isUntaxed } from './gst-document.ts';
import type { Invoice } from './invoice.ts';

type Recipient = {
  readonly gstin: string | null;
  readonly address: string | null;
  readonly stateCode: string | null;
};

/**
 * From a value of taxable supplies on, an invoice to who is not registered bears their address and State with its code (CGST Rule 46(e));
 * below it they are there if the buyer asks, which is whenever they are known.
 * @param recipient none where nobody knows the buyer
 * @throws DomainError `invoice.recipient` with what is missing
 */
export const refuseUnlessNamed = (invoice: Invoice, recipient: Recipient | undefined, day: BusinessDay, values: DatedAmounts): void => {
  if (recipient?.gstin) return;
  const from = amountOn(values, day);
  const taxed = invoice.lines.filter((line) => !isUntaxed(line));
  if (from === undefined || Money.sum(taxed.map(({ taxable }) => taxable)).compare(from) < 0) return;
  const missing = [
    ...(recipient?.address ? [] : ['The address of the buyer.']),
    ...(recipient?.stateCode ? [] : ['The State of the buyer, by its code.']),
  ];
  if (missing.length === 0) return;
  throw new DomainError(
    'invoice.recipient',
    `From ₹${from} before tax on an invoice to a buyer without a GSTIN needs more: ${missing.join(' ')}`,
    { missing },
  );
};
