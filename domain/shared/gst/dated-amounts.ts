import type { BusinessDay } from '../calendar.ts';
import { Money } from '../money.ts';

/** Amounts of the law, each from a day on: thresholds change, and a document is judged by the one of its day. */
export type DatedAmount = { readonly from: BusinessDay; readonly amount: string };
export type DatedAmounts = readonly DatedAmount[];

/** From which value on an unregistered buyer in another state is reported by invoice: Notification 12/2024-CT, rule 59(4). */
export const b2clLimits: DatedAmounts = [
  { from: '2017-07-01', amount: '250000.00' },
  { from: '2024-08-01', amount: '100000.00' },
];

/** The aggregate turnover above which e-invoices are made: Notifications 13/2020, 88/2020, 5/2021, 1/2022, 17/2022 and 10/2023-CT. */
export const eInvoiceTurnovers: DatedAmounts = [
  { from: '2020-10-01', amount: '5000000000.00' },
  { from: '2021-01-01', amount: '1000000000.00' },
  { from: '2021-04-01', amount: '500000000.00' },
  { from: '2022-04-01', amount: '200000000.00' },
  { from: '2022-10-01', amount: '100000000.00' },
  { from: '2023-08-01', amount: '50000000.00' },
];

/** From which value of taxable supplies on an invoice names who is not registered with address and State (CGST Rule 46(e)). */
export const recipientValues: DatedAmounts = [{ from: '2017-07-01', amount: '50000.00' }];

/** The value of goods, with tax, above which an e-way bill goes with them from state to state (CGST Rule 138(1)). */
export const eWayBillLimits: DatedAmounts = [{ from: '2018-04-01', amount: '50000.00' }];

/** Shares in percent, each from a day on. */
export type DatedPercents = readonly { readonly from: BusinessDay; readonly percent: string }[];

/**
 * What a payer deducts at source at most of the value before GST: 2 % of a contract (Income-tax Act 2025 s. 393, formerly s. 194C), and
 * 2 % beside it where the payer is of the government (CGST Act s. 51).
 */
export const tdsLimits: DatedPercents = [{ from: '2017-07-01', percent: '4' }];

/** The percentage that holds on a day; nothing before the first. */
export const percentOn = (percents: DatedPercents, day: BusinessDay): string =>
  percents.filter(({ from }) => from <= day).toSorted((a, b) => (a.from < b.from ? 1 : -1))[0]?.percent ?? '0';

/** The amount that holds on a day; undefined before the first. */
export const amountOn = (amounts: DatedAmounts, day: BusinessDay): Money | undefined => {
  const held = amounts
    .filter(({ from }) => from <= day)
    .reduce<DatedAmount | undefined>((a, b) => (a && a.from > b.from ? a : b), undefined);
  return held && Money.parse(held.amount);
};
