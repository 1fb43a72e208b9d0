import type { Configuration } from '../configuration/ports.ts';
import { type BusinessDay, businessDay } from '../shared/calendar.ts';
import { amountOn, type DatedAmounts } from '../shared/gst/dated-amounts.ts';
import { OVERSEAS } from '../shared/gst/states.ts';
import { Money } from '../shared/money.ts';
import type { Clock } from '../shared/ports.ts';
import { isSupply, isUntaxed } from './gst-document.ts';
import type { Invoice } from './invoice.ts';

/** Whose documents are registered, and how soon: the company's turnover, and the turnovers of the law by the day from which they hold. */
export type EInvoiceDuty = {
  /** Rupees in the best financial year since 2017-18; nothing where nobody said. */
  readonly turnover: Money;
  readonly makers: DatedAmounts;
  readonly reporters: DatedAmounts;
};

/** What a document is judged by on the day it is registered. */
export type RegistrationDay = {
  readonly today: BusinessDay;
  /** Days from that of the document; undefined where none are set. */
  readonly withinDays: number | undefined;
};

// Days from that of the document on which the portal still takes it.
const REPORTING_DAYS = 30;

export const eInvoiceDuty = async (configuration: Configuration): Promise<EInvoiceDuty> => {
  const settings = await configuration.current();
  return {
    turnover: Money.parse(settings.of('gst.aggregate-turnover')),
    makers: settings.of('gst.e-invoice-turnovers'),
    reporters: settings.of('gst.e-invoice-reporting-turnovers'),
  };
};

export const registrationDay = async ({
  clock,
  configuration,
}: {
  readonly clock: Clock;
  readonly configuration: Configuration;
}): Promise<RegistrationDay> => {
  const today = businessDay(clock.now());
  const { turnover, reporters } = await eInvoiceDuty(configuration);
  const limit = amountOn(reporters, today);
  return { today, withinDays: limit && turnover.compare(limit) >= 0 ? REPORTING_DAYS : undefined };
};

/**
 * Whether the law wants an issued invoice or debit note registered, CGST Rule 48(4): by the turnover that held on its day, and only for a
 * registered buyer, a special economic zone or an export, of something that bears a rate. Without it, it is no invoice (Rule 48(5)).
 */
export const mustBeRegistered = (
  { document, lines, placeOfSupply, gstin }: Pick<Invoice, 'document' | 'lines' | 'placeOfSupply' | 'gstin'>,
  { turnover, makers }: EInvoiceDuty,
): boolean => {
  if (document === null) return false;
  const limit = amountOn(makers, document.date);
  if (limit === undefined || turnover.compare(limit) <= 0) return false;
  const { gstin: buyer } = document.buyer;
  const toBusiness = placeOfSupply === OVERSEAS || (buyer !== undefined && buyer !== gstin);
  return toBusiness && lines.some((line) => isSupply(line) && !isUntaxed(line));
};
