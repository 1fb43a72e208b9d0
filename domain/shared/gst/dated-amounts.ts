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

/** The value of goods, with tax, above which an e-way bill goes with them from state to state (CGST Rule 138(1)). */
export const eWayBillLimits: DatedAmounts = [{ from: '2018-04-01', amount: '50000.00' }];

/** The amount that holds on a day; undefined before the first. */
export const amountOn = (amounts: DatedAmounts, day: BusinessDay): Money | undefined => {
  const held = amounts
    .filter(({ from }) => from <= day)
    .reduce<DatedAmount | undefined>((a, b) => (a && a.from > b.from ? a : b), undefined);
  return held && Money.parse(held.amount);
};
