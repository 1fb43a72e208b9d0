import { type BusinessDay, businessDay, compareDays } from '../../shared/calendar.ts';
import { Percent } from '../../shared/gst/percent.ts';
import type { PlaceOfSupply } from '../../shared/gst/place-of-supply.ts';
import { type Buyer, placeFor } from '../../shared/gst/price-lines.ts';
import type { StateCode } from '../../shared/gst/states.ts';
import { type LineKind, priceDocument, type TaxTreatment } from '../../shared/gst/tax-engine.ts';
import type { RateOnDay, TaxRates } from '../../shared/gst/tax-rates.ts';
import { isTaxedAsToZone } from '../../shared/gst/tax-split.ts';
import { dayOfRate } from '../../shared/gst/time-of-supply.ts';
import { Money } from '../../shared/money.ts';
import { Quantity } from '../../shared/quantity.ts';
import { isServiceCode } from '../gst-document.ts';
import { type CountedAdvance, type Invoice, InvoiceLine } from '../invoice.ts';
import type { Payments } from '../ports.ts';

/** When a job came in, and when its work was done. */
export type JobTimes = { readonly openedAt: Date; readonly completedAt: Date | null };
type Unit = { readonly taxRates: Pick<TaxRates, 'on'>; readonly payments: Pick<Payments, 'openAdvances'> };
type Rates = ReadonlyMap<string, RateOnDay>;

/**
 * A draft is issued with the tax of that moment: at the rates of its time of supply (CGST Act s. 14, TAX-07), and at the place of supply
 * of the buyer that it is frozen with, who may have another registration or address by now (IGST Act s. 12, TAX-06). One that was set by
 * hand stays.
 */
export const taxAtIssue =
  (unit: Unit) =>
  async (invoice: Invoice, times: JobTimes, today: BusinessDay, supplierState: string, buyer: Buyer): Promise<void> => {
    const rates = await ratesOfSupply(unit, invoice, times, today);
    const place = placeOf(invoice, supplierState, buyer);
    const stays = place.state === invoice.placeOfSupply && place.supplyType === invoice.supplyType;
    if (rates !== undefined || !stays) retax(invoice, rates ?? invoice.lines, supplierState, place);
  };

/** Where the supplies of a draft take place: where somebody set it, or where the rules say (TAX-06). */
const placeOf = ({ placeOverride: state, placeOverrideReason: reason }: Invoice, supplierState: string, buyer: Buyer): PlaceOfSupply =>
  placeFor(supplierState, buyer, state === null ? undefined : { state: state as StateCode, reason: reason! });

/** Takes the place of supply of a draft anew; its rates stay. */
export const taxAtPlace = (invoice: Invoice, supplierState: string, buyer: Buyer): void =>
  retax(invoice, invoice.lines, supplierState, placeOf(invoice, supplierState, buyer));

type Taxed = { readonly taxRate: string; readonly treatment: string };

/**
 * The rates by line where the draft bears others: for services those of two of completion, invoice and payment, for goods those of the
 * invoice, as an advance for goods is no payment here (Notification 66/2017). A visit of one day was priced on that day: nothing is asked then.
 */
const ratesOfSupply = async (
  { taxRates, payments }: Unit,
  invoice: Invoice,
  { openedAt, completedAt }: JobTimes,
  today: BusinessDay,
): Promise<readonly Taxed[] | undefined> => {
  if (invoice.lines.length === 0 || businessDay(openedAt) === today) return undefined;
  const hsns = [...new Set(invoice.lines.map(({ hsn }) => hsn))];
  const now = await taxRates.on(today, hsns);
  if (invoice.lines.every((line) => bears(line, now))) return undefined;
  const supply = completedAt === null ? today : businessDay(completedAt);
  const payment = await paidAhead(payments, invoice, today);
  const day = dayOfRate({ supply, invoice: today, ...(payment !== undefined && { payment: payment.day }) });
  // Without a payment it would be today's.
  if (payment !== undefined && day !== today) invoice.rateBy(payment.counted);
  const ofServices = day === today ? now : await taxRates.on(day, hsns);
  return invoice.lines.map((line) => rated(line, isServiceCode(line.hsn) ? ofServices : now));
};

/** What is exempt by the part itself stays so, whatever the table says, and what is no supply. */
const rated = ({ hsn, partId, taxRate, treatment }: InvoiceLine, rates: Rates): Taxed => {
  const stays = treatment === 'NOT_A_SUPPLY' || (partId !== null && treatment !== 'TAXABLE');
  const known = stays ? undefined : rates.get(hsn);
  return known ? { taxRate: known.rate, treatment: known.treatment } : { taxRate, treatment };
};

const bears = (line: InvoiceLine, rates: Rates): boolean => {
  const { taxRate, treatment } = rated(line, rates);
  return treatment === line.treatment && Percent.parse(taxRate).tenThousandths === Percent.parse(line.taxRate).tenThousandths;
};

/**
 * The day on which open advances for services came to what the services of the bill come to, and what of each is counted for that; nothing
 * while they fall short.
 */
const paidAhead = async (
  payments: Unit['payments'],
  { customerId, serviceCenterId, lines }: Invoice,
  today: BusinessDay,
): Promise<{ readonly day: BusinessDay; readonly counted: readonly CountedAdvance[] } | undefined> => {
  if (customerId === null) return undefined;
  const services = lines.filter(({ hsn }) => isServiceCode(hsn));
  let due = Money.sum(services.flatMap(({ taxable, cgst, sgst, igst }) => [taxable, cgst, sgst, igst]));
  const counted: CountedAdvance[] = [];
  for (const { paymentId, day, open } of await payments.openAdvances(customerId, serviceCenterId)) {
    const taken = open.compare(due) < 0 ? open : due;
    counted.push({ paymentId, amount: taken.toString() });
    due = due.minus(taken);
    if (due.isZero()) return compareDays(day, today) > 0 ? undefined : { day, counted };
  }
  return undefined;
};

const ONE = Quantity.parse('1');

/**
 * The same lines at other rates, or at another place; what is taxed does not change, as prices are before tax. A line is priced by what it
 * comes to: that of a split one is a part in paise, which its quantity in thousandths times the price does not give again (TAX-08).
 */
const retax = (invoice: Invoice, rates: readonly Taxed[], supplierState: string, { state, supplyType }: PlaceOfSupply): void => {
  const figures = priceDocument({
    ...{ supplierState: supplierState as StateCode, placeOfSupply: state, priceIncludesTax: false },
    sez: isTaxedAsToZone(supplierState, state, supplyType),
    lines: invoice.lines.map(({ kind, hsn, gross, discount }, index) => ({
      ...{ kind: kind as LineKind, hsn, quantity: ONE, unitPrice: gross, discount: { type: 'AMOUNT', value: discount } },
      ...{ taxRate: rates[index]!.taxRate, treatment: rates[index]!.treatment as TaxTreatment },
    })),
  });
  const taxed = invoice.lines.map((line, index) => {
    const { cgst, sgst, igst } = figures.lines[index]!;
    const { taxRate, treatment } = rates[index]!;
    return new InvoiceLine({ ...line, taxRate, treatment, cgst, sgst, igst });
  });
  invoice.retax(figures, taxed, state);
};
