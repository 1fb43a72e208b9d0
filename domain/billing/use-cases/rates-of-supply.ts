import { type BusinessDay, businessDay, compareDays } from '../../shared/calendar.ts';
import { Percent } from '../../shared/gst/percent.ts';
import type { StateCode } from '../../shared/gst/states.ts';
import { type LineKind, priceDocument, type TaxTreatment } from '../../shared/gst/tax-engine.ts';
import type { RateOnDay, TaxRates } from '../../shared/gst/tax-rates.ts';
import { dayOfRate } from '../../shared/gst/time-of-supply.ts';
import { Money } from '../../shared/money.ts';
import { isServiceCode } from '../gst-document.ts';
import { type Invoice, InvoiceLine } from '../invoice.ts';
import type { Payments } from '../ports.ts';

/** When a job came in, and when its work was done. */
export type JobTimes = { readonly openedAt: Date; readonly completedAt: Date | null };
type Unit = { readonly taxRates: Pick<TaxRates, 'on'>; readonly payments: Pick<Payments, 'openAdvances'> };
type Rates = ReadonlyMap<string, RateOnDay>;

/**
 * A draft that is issued after a change of rate takes the rates of its time of supply (CGST Act s. 14, TAX-07): for services those of two
 * of completion, invoice and payment, for goods those of the invoice, as an advance for goods is no payment here (Notification 66/2017).
 * A visit of one day was priced on that day: nothing is asked then.
 */
export const takeRatesOfSupply =
  ({ taxRates, payments }: Unit) =>
  async (invoice: Invoice, { openedAt, completedAt }: JobTimes, today: BusinessDay, supplierState: string): Promise<void> => {
    if (invoice.lines.length === 0 || businessDay(openedAt) === today) return;
    const hsns = [...new Set(invoice.lines.map(({ hsn }) => hsn))];
    const now = await taxRates.on(today, hsns);
    if (invoice.lines.every((line) => bears(line, now))) return;
    const supply = completedAt === null ? today : businessDay(completedAt);
    const payment = await paidAhead(payments, invoice, today);
    const day = dayOfRate({ supply, invoice: today, ...(payment !== undefined && { payment }) });
    const ofServices = day === today ? now : await taxRates.on(day, hsns);
    retax(
      invoice,
      invoice.lines.map((line) => rated(line, isServiceCode(line.hsn) ? ofServices : now)),
      supplierState,
    );
  };

/** What is exempt by the part itself stays so, whatever the table says. */
const rated = ({ hsn, partId, taxRate, treatment }: InvoiceLine, rates: Rates) => {
  const known = partId !== null && treatment !== 'TAXABLE' ? undefined : rates.get(hsn);
  return known ? { taxRate: known.rate, treatment: known.treatment } : { taxRate, treatment };
};

const bears = (line: InvoiceLine, rates: Rates): boolean => {
  const { taxRate, treatment } = rated(line, rates);
  return treatment === line.treatment && Percent.parse(taxRate).tenThousandths === Percent.parse(line.taxRate).tenThousandths;
};

/** The day on which open advances for services came to what the services of the bill come to; nothing while they fall short. */
const paidAhead = async (
  payments: Unit['payments'],
  { customerId, serviceCenterId, lines }: Invoice,
  today: BusinessDay,
): Promise<BusinessDay | undefined> => {
  if (customerId === null) return undefined;
  const services = lines.filter(({ hsn }) => isServiceCode(hsn));
  const due = Money.sum(services.flatMap(({ taxable, cgst, sgst, igst }) => [taxable, cgst, sgst, igst]));
  let paid = Money.zero;
  for (const { day, open } of await payments.openAdvances(customerId, serviceCenterId)) {
    paid = paid.plus(open);
    if (paid.compare(due) >= 0) return compareDays(day, today) > 0 ? undefined : day;
  }
  return undefined;
};

/** The same lines at other rates; what is taxed does not change, as prices are before tax. */
const retax = (
  invoice: Invoice,
  rates: readonly { readonly taxRate: string; readonly treatment: string }[],
  supplierState: string,
): void => {
  const { lines, placeOfSupply } = invoice;
  const figures = priceDocument({
    ...{ supplierState: supplierState as StateCode, placeOfSupply: placeOfSupply as StateCode, priceIncludesTax: false },
    lines: lines.map(({ kind, hsn, quantity, unitPrice, discount }, index) => ({
      ...{ kind: kind as LineKind, hsn, quantity, unitPrice, discount: { type: 'AMOUNT', value: discount } },
      ...{ taxRate: rates[index]!.taxRate, treatment: rates[index]!.treatment as TaxTreatment },
    })),
  });
  const taxed = lines.map((line, index) => {
    const { cgst, sgst, igst } = figures.lines[index]!;
    return new InvoiceLine({ ...line, ...rates[index]!, cgst, sgst, igst });
  });
  invoice.retax(figures, taxed);
};
