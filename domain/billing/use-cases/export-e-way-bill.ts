import type { Configuration } from '../../configuration/ports.ts';
import { factsOf } from '../../inventory/use-cases/transfer-facts.ts';
import { type Actor, everywhere, type Scope } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import type { EWayBillLimits } from '../../shared/gst/e-way-bill.ts';
import type { Money } from '../../shared/money.ts';
import { permit, reach } from '../../shared/permit.ts';
import {
  type Carrier,
  type ChallanCopy,
  challanConsignment,
  type Consignment,
  type EWayBill,
  eWayBill,
  eWayBillFaults,
  eWayBillNeed,
  invoiceConsignment,
} from '../e-way-bill.ts';
import type { Invoice } from '../invoice.ts';
import type { BillingReads } from '../reads.ts';
import { permitCosts } from '../transfer-costs.ts';

/** A transfer as far as its goods need an e-way bill. */
type SentTransfer = Parameters<typeof factsOf>[0] & {
  readonly challan: ChallanCopy | null;
  readonly invoiceId: string | null;
  readonly vehicleNumber: string | null;
  readonly transporter: string | null;
};

type Deps = {
  readonly transferReads: { transfer(id: string, scope: Scope): Promise<SentTransfer> };
  readonly billingReads: Pick<BillingReads, 'invoice'>;
  readonly configuration: Configuration;
};

/** What the portal is told, and whether the law wants it told: below the limit an e-way bill may be made all the same. */
export type EWayBillData = { readonly needed: boolean; readonly value: Money; readonly limit: Money | null; readonly bill: EWayBill };

/**
 * The e-way bill of goods that were sent to another branch, by the paper they travel with (CGST Rule 138, TAX-12).
 * @throws DomainError `e_way_bill.refused` with every fault by field, or before the dispatch; `entity.absent`, `access.denied`
 */
export const exportTransferEWayBill =
  ({ transferReads, billingReads, configuration }: Deps) =>
  async (transferId: string, actor: Actor): Promise<EWayBillData> => {
    const transfer = await transferReads.transfer(transferId, reach(actor, 'transfer.read'));
    permit(actor, 'part.cost', factsOf(transfer));
    const { challan, invoiceId, vehicleNumber, transporter } = transfer;
    const carrier = { vehicleNumber: vehicleNumber ?? undefined, transporter: transporter ?? undefined };
    if (challan !== null) return data(challanConsignment(challan), await limitsIn(configuration));
    if (invoiceId === null) throw new DomainError('e_way_bill.refused', 'Goods have an e-way bill from their dispatch on.');
    return data(issuedConsignment(await billingReads.invoice(invoiceId, everywhere), carrier), await limitsIn(configuration));
  };

/**
 * The e-way bill of the goods of an invoice. Errors as `exportTransferEWayBill`; a bill of services alone has none.
 */
export const exportInvoiceEWayBill =
  ({ billingReads, configuration }: Deps) =>
  async (invoiceId: string, actor: Actor): Promise<EWayBillData> => {
    const invoice = await billingReads.invoice(invoiceId, reach(actor, 'invoice.read'));
    permit(actor, 'invoice.print', { serviceCenterId: invoice.serviceCenterId, source: invoice.sourceType });
    permitCosts(actor, invoice);
    return data(issuedConsignment(invoice, {}), await limitsIn(configuration));
  };

const issuedConsignment = ({ document, status, lines }: Invoice, carrier: Carrier): Consignment => {
  if (document === null || status === 'CANCELLED')
    throw new DomainError('e_way_bill.refused', 'Only an issued invoice that stands has an e-way bill.');
  return invoiceConsignment(document, lines, carrier);
};

const limitsIn = async (configuration: Configuration): Promise<EWayBillLimits> => {
  const settings = await configuration.current();
  const within = settings.of('gst.e-way-bill-limits-within-states');
  return {
    interState: settings.of('gst.e-way-bill-limits'),
    byState: Object.fromEntries(within.flatMap(({ states, limits }) => states.map((state) => [state, limits]))),
  };
};

const data = (consignment: Consignment, limits: EWayBillLimits): EWayBillData => {
  const bill = eWayBill(consignment);
  const faults = eWayBillFaults(bill);
  if (faults.length === 0) return { ...eWayBillNeed(consignment, limits), bill };
  throw new DomainError('e_way_bill.refused', `The portal would refuse it: ${faults[0]!.pointer} ${faults[0]!.message}.`, {
    errors: faults,
  });
};
