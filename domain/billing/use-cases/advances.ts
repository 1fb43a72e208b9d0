import type { Customers } from '../../customers/ports.ts';
import type { Branch, ServiceCenters } from '../../service-centers/ports.ts';
import type { LimitUses } from '../../shared/access/limit-uses.ts';
import type { Actor } from '../../shared/actor.ts';
import { businessDay } from '../../shared/calendar.ts';
import { DomainError } from '../../shared/errors.ts';
import { expectVersion } from '../../shared/expect-version.ts';
import { type Buyer, placeFor } from '../../shared/gst/price-lines.ts';
import { paperLanguage } from '../../shared/languages.ts';
import { Money } from '../../shared/money.ts';
import { permitToday } from '../../shared/permit-today.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { taxInside } from '../advance-tax.ts';
import { countCash, countForInvoices } from '../cash-limit.ts';
import { advanceApplied, advanceReceived } from '../events.ts';
import { buyerCopy, sellerCopy } from '../freeze-document.ts';
import { type AdvanceSupply, Payment, type PaymentMethod } from '../payment.ts';
import type { CashTotals, Invoices, NumberSeries, Payments } from '../ports.ts';
import { type InvoiceShare, lockInvoices, refuseUnlessOneCustomer, type Share } from './lock-invoices.ts';
import { inMoney, receivedBy, settle } from './record-payment.ts';
import { writeReceipt } from './write-receipt.ts';

export type RecordAdvance = {
  readonly serviceCenterId: string;
  readonly customerId: string;
  readonly amount: Money;
  readonly method: PaymentMethod;
  readonly supply?: AdvanceSupply | undefined;
  /** Whole percent; 18 where it is not known yet (CGST Rule 50, proviso). */
  readonly taxRate?: string | undefined;
  readonly reference?: string | undefined;
  readonly notes?: string | undefined;
  readonly receivedAt?: Date | undefined;
};
export type ApplyAdvance = {
  readonly paymentId: string;
  readonly invoiceId?: string | undefined;
  /** By default as much as is due and left. */
  readonly amount?: Money | undefined;
  readonly allocations?: readonly Share[] | undefined;
  readonly version?: number | undefined;
};

type Deps = {
  readonly transact: Transact<{
    invoices: Invoices;
    payments: Payments;
    customers: Customers;
    serviceCenters: ServiceCenters;
    limitUses: LimitUses;
    numberSeries: NumberSeries;
    cashTotals: CashTotals;
  }>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly billing: { readonly receiptPattern: string; readonly cashLimit: Money };
};

const RATE_WHEN_UNKNOWN = '18';

/**
 * Takes money before there is a bill, and writes the voucher of CGST Rule 50. On services tax is due with the advance: rate and place of
 * supply are kept for Table 11 of GSTR-1. On goods none is (Notification 66/2017).
 * @throws DomainError `payment.refused`, `payment.cash_limit`, `customer.refused` for who was merged or erased, `entity.absent`, `service_center.closed`
 */
export const recordAdvance =
  ({ transact, clock, ids, billing }: Deps) =>
  (command: RecordAdvance, actor: Actor): Promise<Payment> =>
    transact(actor, async (unit) => {
      const now = clock.now();
      const { serviceCenterId, customerId, amount, method } = command;
      if (!amount.isPositive()) throw new DomainError('payment.refused', 'The amount has to be more than zero.');
      const at = receivedBy(command.receivedAt, now);
      const branch = await unit.serviceCenters.get(serviceCenterId, reach(actor, 'payment.read'));
      if (!branch.mayInvoice) throw new DomainError('service_center.closed', `${branch.name} is closed: it takes no money.`);
      const customer = await unit.customers.get(customerId, reach(actor, 'customer.read'));
      customer.refuseUnlessPresent();
      await permitToday(unit, now, actor, 'advance.create', {
        ...{ serviceCenterId, amountPaise: amount.paise, paidInCash: method === 'CASH' },
      });
      const advance = taxOn(branch, customer, command);
      const payment = new Payment({
        ...{ id: ids.next(), serviceCenterId, customerId, amount, method, receivedAt: at, businessDay: businessDay(at) },
        ...{ reference: command.reference ?? null, notes: command.notes ?? null },
        ...{ advanceFor: advance.supply, placeOfSupply: advance.placeOfSupply, taxRate: advance.taxRate },
      });
      if (method === 'CASH') await countCash({ billing })(unit, { customerId, receivedAt: at, amount, shares: [] });
      const parts = {
        ...{ gstin: branch.gstNumber, prefix: branch.invoicePrefix, seller: sellerCopy(branch), buyer: buyerCopy(customer) },
        language: paperLanguage(customer.language, branch.branding.language),
      };
      await writeReceipt({ clock, billing })(unit, payment, { ...parts, invoices: [], advance });
      unit.payments.add(payment);
      unit.record(advanceReceived(payment));
      return payment;
    });

/** The tax inside an advance, as Rule 50 has the voucher say it: of the kind that its bill would bear today (TAX-06). */
const taxOn = (branch: Branch, buyer: Buyer, { amount, supply = 'SERVICE', taxRate = RATE_WHEN_UNKNOWN }: RecordAdvance) => {
  const { state: placeOfSupply, supplyType } = placeFor(branch.stateCode, buyer);
  const rate = supply === 'GOODS' ? '0' : taxRate;
  const { taxable, cgst, sgst, igst } = taxInside(amount, { sellerState: branch.stateCode, placeOfSupply, supplyType }, rate);
  const said = { taxable: taxable.toString(), cgst: cgst.toString(), sgst: sgst.toString(), igst: igst.toString() };
  return { supply, placeOfSupply, taxRate: rate, ...said };
};

/**
 * Uses the customer's credit for invoices: an advance, or what another payment left over. The payment is locked before the invoices, so
 * of two who apply the same money one gets it.
 * @throws DomainError `payment.exceeds_balance`, `payment.refused` beyond what is left, `payment.cash_limit`, `invoice.transition`
 */
export const applyAdvance =
  ({ transact, clock, ids, billing }: Deps) =>
  (command: ApplyAdvance, actor: Actor): Promise<Payment> =>
    transact(actor, async (unit) => {
      const payment = await unit.payments.getForChange(command.paymentId, reach(actor, 'payment.read'));
      const { serviceCenterId, customerId, method } = payment;
      permit(actor, 'advance.apply', { serviceCenterId, paidInCash: false, amountPaise: 0n, dayTotalPaise: 0n });
      expectVersion(payment, command.version);
      const asked = askedOf(command);
      const locked = await lockInvoices(unit, asked, actor, 'advance.apply');
      refuseUnlessOneCustomer(locked, customerId, payment.gstin);
      const shares = locked.map((share) => ((command.amount ?? command.allocations) ? share : mostOf(share, payment)));
      const before = shares.map(({ invoice }) => invoice.status);
      settle(payment, shares, { at: clock.now(), ids });
      if (method === 'CASH') await countForInvoices(unit, inMoney(payment, shares), billing.cashLimit);
      unit.record(advanceApplied(payment, shares, before));
      return payment;
    });

/** @throws DomainError `request.invalid`, `payment.refused` */
const askedOf = ({ invoiceId, amount, allocations }: ApplyAdvance): readonly Share[] => {
  if ((invoiceId === undefined) === (allocations === undefined) || (allocations !== undefined && amount !== undefined))
    throw new DomainError('request.invalid', 'Name either one invoice or allocations.');
  const shares = allocations ?? [{ invoiceId: invoiceId!, amount: amount ?? Money.zero }];
  if ((amount ?? allocations) && shares.some((share) => !share.amount.isPositive()))
    throw new DomainError('payment.refused', 'The amount has to be more than zero.');
  return shares;
};

const mostOf = ({ invoice }: InvoiceShare, { unallocated }: Payment): InvoiceShare => ({
  invoice,
  amount: invoice.balance.compare(unallocated) < 0 ? invoice.balance : unallocated,
});
