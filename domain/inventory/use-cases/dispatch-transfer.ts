import type { NumberSeries } from '../../billing/ports.ts';
import { invoiceTransfer, type TransferInvoicing } from '../../billing/use-cases/invoice-transfer.ts';
import type { Branch, ServiceCenters } from '../../service-centers/ports.ts';
import { type Actor, everywhere } from '../../shared/actor.ts';
import { businessDay, financialYear } from '../../shared/calendar.ts';
import { renderDocumentNumber } from '../../shared/gst/number-series.ts';
import type { Money } from '../../shared/money.ts';
import { permit } from '../../shared/permit.ts';
import type { Recording } from '../../shared/unit-of-work.ts';
import { freezeChallan } from '../delivery-challan.ts';
import type { Part } from '../part.ts';
import type { Parts } from '../ports.ts';
import { refuseUnfit } from '../serial-unit.ts';
import type { By, NamedUnits, StockTransfer, TransferDocument, Transport } from '../stock-transfer.ts';
import type { TransferLine } from '../transfer-line.ts';
import { changeTransfer, roadOf, type ToTransfer, type TransferDeps } from './change-transfer.ts';
import { refuseClosed } from './create-transfer.ts';
import { sendOff } from './move-in-transit.ts';
import { factsOf } from './transfer-facts.ts';

export type DispatchTransfer = ToTransfer & {
  readonly vehicleNumber?: string | undefined;
  readonly transporter?: string | undefined;
  /** Which units go, of the parts that are tracked by serial number. */
  readonly items?: readonly NamedUnits[] | undefined;
};

type Others = { serviceCenters: ServiceCenters; parts: Parts; numberSeries: NumberSeries } & TransferInvoicing;
type Billing = { readonly numberPattern: string; readonly challanPattern: string; readonly paymentTermsDays: number };
type Deps = TransferDeps<Others> & { readonly billing: Billing };

/** What leaves: each part as the catalogue has it now, what it cost, and who carries it. */
type Consignment = {
  readonly from: Branch;
  readonly to: Branch;
  readonly lines: readonly { readonly line: TransferLine; readonly part: Part; readonly value: Money }[];
  readonly transport: Transport;
};

/**
 * Sends the goods off at the sending branch (ACC-05): from its store onto the road, with the paper that they travel with. Its number is
 * the last lock (INV-01), in the transaction of the movement. A part discontinued since can still leave (STK-10), and one that is
 * tracked by serial number leaves by the units that are named (STK-04).
 * @throws DomainError `transfer.transition`, `service_center.closed`, `tax_rate.unknown`, `series.date_order`, `series.exhausted`, `serial.refused`,
 * `transfer.refused` for units of a part that is not on it, `access.denied`
 */
export const dispatchTransfer =
  (deps: Deps) =>
  (command: DispatchTransfer, actor: Actor): Promise<StockTransfer> =>
    changeTransfer<Others>(deps)(command, actor, async (transfer, by, unit) => {
      permit(actor, 'transfer.dispatch', factsOf(transfer));
      transfer.refuseUnlessApproved();
      const from = await unit.serviceCenters.get(transfer.fromServiceCenterId, everywhere);
      const to = await unit.serviceCenters.get(transfer.toServiceCenterId, everywhere);
      refuseClosed(from, to);
      const catalogue = new Map((await unit.parts.getMany(transfer.lines.map(({ partId }) => partId))).map((part) => [part.id, part]));
      transfer.nameUnits(command.items ?? []);
      for (const { partId, quantity, serials } of transfer.lines) refuseUnfit(catalogue.get(partId)!, quantity, serials);
      const values = await sendOff(deps)(unit, roadOf(transfer), transfer.lines, actor);
      const transport = { vehicleNumber: command.vehicleNumber ?? null, transporter: command.transporter ?? null };
      const lines = transfer.lines.map((line) => ({ line, part: catalogue.get(line.partId)!, value: values.get(line.partId)! }));
      const paper = from.gstNumber === to.gstNumber ? challanFor : invoiceFor;
      const document = await paper(deps, unit, transfer, { from, to, lines, transport }, by);
      return transfer.dispatch(by, values, transport, document);
    });

type Paper = (deps: Deps, unit: Others & Recording, transfer: StockTransfer, consignment: Consignment, by: By) => Promise<TransferDocument>;

/** Within one registration goods move without a supply: a challan, CGST Rule 55(1)(c). */
const challanFor: Paper = async ({ billing }, unit, transfer, { from, to, lines, transport }, { now: at }) => {
  await unit.flush();
  const day = businessDay(at);
  const series = { gstin: from.gstNumber, prefix: from.invoicePrefix, financialYear: financialYear(day).start };
  const n = await unit.numberSeries.take({ ...series, kind: 'CHALLAN' }, day);
  const number = renderDocumentNumber(billing.challanPattern, series.prefix, day, n);
  const { transferNumber, reason } = transfer;
  const carried = lines.map(({ line: { description, quantity }, part: { sku, hsn, unit: code }, value }) => ({
    ...{ sku, description, hsn, unit: code, quantity, value },
  }));
  const challan = freezeChallan(
    { transferNumber, consignor: from, consignee: to, reason, lines: carried, ...transport },
    { number, day, at },
  );
  return { kind: 'CHALLAN', number, day, ...series, invoiceId: null, challan };
};

/** Two registrations are distinct persons (CGST Act s. 25(4)): what goes between them is supplied, Schedule I para 2. */
const invoiceFor: Paper = async (deps, unit, transfer, { from, to, lines }, { now: at }) => {
  const billed = lines.map(({ line: { id: sourceLineId, partId, description, quantity }, part, value }) => {
    const { hsn, unit: code, taxTreatment } = part;
    return { sourceLineId, partId, description, hsn, unit: code, taxTreatment, quantity, value };
  });
  const { id, transferNumber } = transfer;
  const invoice = await invoiceTransfer(deps)(unit, { transferId: id, transferNumber, from, to, lines: billed, at });
  return {
    kind: 'INVOICE',
    number: invoice.invoiceNumber!,
    day: invoice.documentDate!,
    gstin: invoice.gstin!,
    prefix: invoice.seriesPrefix!,
    financialYear: invoice.financialYear!,
    invoiceId: invoice.id,
    challan: null,
  };
};
