import type { Branch } from '../../service-centers/ports.ts';
import { addDays, businessDay, financialYear } from '../../shared/calendar.ts';
import { renderDocumentNumber } from '../../shared/gst/number-series.ts';
import { priceLines } from '../../shared/gst/price-lines.ts';
import type { TaxTreatment } from '../../shared/gst/tax-engine.ts';
import type { TaxRates } from '../../shared/gst/tax-rates.ts';
import { Money } from '../../shared/money.ts';
import type { Ids } from '../../shared/ports.ts';
import { Quantity } from '../../shared/quantity.ts';
import { divideRounded } from '../../shared/rounding.ts';
import type { Recording } from '../../shared/unit-of-work.ts';
import { invoiceDrafted, invoiceIssued } from '../events.ts';
import { freezeDocument } from '../freeze-document.ts';
import { Invoice, invoiceFigures, InvoiceLine } from '../invoice.ts';
import type { Invoices, NumberSeries } from '../ports.ts';
import { lineFigures } from './draft-invoice.ts';

/** What invoicing a transfer needs of a unit of work. */
export type TransferInvoicing = { invoices: Invoices; numberSeries: NumberSeries; taxRates: TaxRates };

type Deps = { readonly ids: Ids; readonly billing: { readonly numberPattern: string; readonly paymentTermsDays: number } };

export type TransferBill = {
  readonly transferId: string;
  readonly transferNumber: string;
  readonly from: Branch;
  readonly to: Branch;
  readonly lines: readonly TransferBillLine[];
  readonly at: Date;
};

export type TransferBillLine = {
  readonly sourceLineId: string;
  readonly partId: string;
  readonly description: string;
  readonly hsn: string;
  readonly unit: string;
  readonly taxTreatment: string;
  readonly quantity: Quantity;
  /** What the whole quantity cost the sender. */
  readonly value: Money;
};

/**
 * The tax invoice that goods travel with between two registrations of the company: drawn up and issued in the unit that sends them off,
 * under a number of the sender's series (TRF-02). It is valued at cost, which the second proviso to CGST Rule 28(1) accepts where the
 * receiver has full input tax credit, and taxed by the place of supply.
 * @throws DomainError `tax_rate.unknown`, `series.date_order`, `series.exhausted`
 */
export const invoiceTransfer =
  ({ ids, billing }: Deps) =>
  async (unit: TransferInvoicing & Recording, bill: TransferBill): Promise<Invoice> => {
    const { from, to, transferNumber, at } = bill;
    const invoice = await drawnUp(ids, unit, bill);
    unit.invoices.add(invoice);
    unit.record(invoiceDrafted(invoice));
    // Lines are taken for a draft alone, and the row of the series is the last lock (INV-01).
    await unit.flush();

    const day = businessDay(at);
    const series = { gstin: from.gstNumber, prefix: from.invoicePrefix, financialYear: financialYear(day).start };
    const n = await unit.numberSeries.take({ ...series, kind: 'INVOICE' }, day);
    const number = renderDocumentNumber(billing.numberPattern, series.prefix, day, n);
    const dueDate = addDays(day, billing.paymentTermsDays);
    const parties = { seller: from, buyer: buyerCopy(to), transfer: { number: transferNumber } };
    invoice.issue({ number, ...series, day, at, dueDate, document: freezeDocument(invoice, parties, { number, day, at, dueDate }) });
    unit.record(invoiceIssued(invoice));
    return invoice;
  };

const ONE = Quantity.parse('1');

const drawnUp = async (ids: Ids, unit: TransferInvoicing, { transferId, from, to, lines, at }: TransferBill): Promise<Invoice> => {
  const toPrice = lines.map((line) => ({
    kind: 'PART' as const,
    hsn: line.hsn,
    // As a whole, so that what is billed is what left the books: the cost of one, rounded, times so many need not be.
    quantity: ONE,
    unitPrice: line.value,
    // A part that is taxed like others leaves it to the table of rates, which may know better.
    ...(line.taxTreatment !== 'TAXABLE' && { treatment: line.taxTreatment as TaxTreatment }),
  }));
  const receiver = { gstin: to.gstNumber, stateCode: to.stateCode };
  const { figures, rates, place } = await priceLines(unit)(at, from.stateCode, receiver, toPrice);
  const id = ids.next();
  return new Invoice({
    id,
    serviceCenterId: from.id,
    sourceType: 'transfer',
    sourceId: transferId,
    payer: 'INTERNAL',
    placeOfSupply: place.state,
    supplyType: figures.supplyType,
    ...invoiceFigures(figures),
    lines: lines.map(
      ({ sourceLineId, partId, description, hsn, unit: code, quantity }, index) =>
        new InvoiceLine({
          ...{
            id: ids.next(),
            invoiceId: id,
            position: index + 1,
            sourceLineId,
            kind: 'PART',
            partId,
            description,
            hsn,
            unit: code,
            quantity,
          },
          unitPrice: unitCost(lines[index]!),
          ...rates[index]!,
          ...lineFigures(figures.lines[index]!),
        }),
    ),
  });
};

/** Of one unit, to the paisa: what the invoice declares as its price. */
const unitCost = ({ value, quantity }: TransferBillLine): Money => Money.ofPaise(divideRounded(value.paise * 1000n, quantity.thousandths));

const buyerCopy = ({ legalName, name, phone, address, city, state, stateCode, pincode, gstNumber }: Branch) => ({
  displayName: `${legalName}, ${name}`,
  phone,
  address,
  city,
  state,
  stateCode,
  pincode,
  gstin: gstNumber,
});
