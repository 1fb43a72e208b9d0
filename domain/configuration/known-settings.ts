import { people, type ActionName } from '../shared/access/matrix.ts';
import { isActionName, matrixLimits, type LimitKey } from '../shared/access/rows.ts';
import { inWords } from '../shared/access/words.ts';
import type { Role } from '../shared/actor.ts';
import type { Json } from '../shared/events.ts';
import { isBusinessDay } from '../shared/calendar.ts';
import {
  b2clLimits,
  eInvoiceReportingTurnovers,
  eInvoiceTurnovers,
  eWayBillLimits,
  recipientValues,
  tdsLimits,
} from '../shared/gst/dated-amounts.ts';
import { usualLimitsWithinStates } from '../shared/gst/e-way-bill.ts';
import { isStateCode } from '../shared/gst/states.ts';
import { assertSeriesFits } from '../shared/gst/number-series.ts';
import { type RetainedName, retained, retainedNames } from '../shared/retained.ts';
import { type SeriesPatterns, seriesKinds, usualPatterns } from '../shared/gst/document-series.ts';
import { cron } from './cron-form.ts';
import { type Form, isObject, listOf, oneOf, shape, suchThat, textLike, timeOfDay, trueOrFalse, wholeNumber } from './forms.ts';
import { checklistsForm, usualChecklists } from './inspection-checklists.ts';
import { limitForm, writtenLimit } from './limit-figures.ts';
import { type ScheduleName, scheduleNames, schedules } from './schedules.ts';
import { type SwitchableModule, switchableModules, switchableNames } from './switchable-modules.ts';

/** A threshold of the product: what it is for, what it may be, and what it is until somebody decides otherwise. */
export type KnownSetting<Value = unknown> = {
  readonly category: string;
  readonly description: string;
  readonly form: Form<Value>;
  readonly initial: Value;
};

const known = <Value>(category: string, description: string, form: Form<Value>, initial: NoInfer<Value>): KnownSetting<Value> => ({
  category,
  description,
  form,
  initial,
});

const hours = wholeNumber(1, 2_000);
const target = suchThat(
  shape({ respond: hours, resolve: hours }),
  ({ respond, resolve }) => respond <= resolve,
  'and what is answered is settled no earlier',
);
const SHORT_PREFIX = 'BLR';

const fitsShortPrefix = (pattern: string): boolean => {
  try {
    assertSeriesFits(pattern, SHORT_PREFIX);
    return true;
  } catch {
    // What does not fit is not a pattern: whoever asked is told what one is.
    return false;
  }
};

const pattern: Form<string> = {
  says: 'a pattern of {prefix}, {FY4} or {FY}, and {n}, that leaves five digits of sixteen characters for the count',
  read: (json) => (typeof json === 'string' && fitsShortPrefix(json) ? json : undefined),
};

const everyPattern = shape(Object.fromEntries(seriesKinds.map((kind) => [kind, pattern]))) as unknown as Form<SeriesPatterns>;
// Refund vouchers came later: who set the others before leaves theirs to what is usual.
const patterns: Form<SeriesPatterns> = {
  ...everyPattern,
  read: (json) => everyPattern.read(isObject(json) ? { REFUND_VOUCHER: usualPatterns.REFUND_VOUCHER, ...json } : json),
};

const amount = textLike(/^\d{1,13}(\.\d{1,2})?$/, 'rupees as a decimal string, such as "50000.00"');
const businessDay: Form<string> = {
  says: 'a day such as "2026-11-22"',
  read: (json) => (typeof json === 'string' && isBusinessDay(json) ? json : undefined),
};
const stateCode: Form<string> = {
  says: 'a GST state code such as "29"',
  read: (json) => (typeof json === 'string' && isStateCode(json) ? json : undefined),
};
const datedAmounts = suchThat(
  listOf(shape({ from: businessDay, amount }), 20),
  (amounts) => amounts.length > 0 && new Set(amounts.map(({ from }) => from)).size === amounts.length,
  'one or more, each from another day on',
);

const percent = textLike(/^(100|\d{1,2}(\.\d{1,2})?)$/, 'a percentage such as "2"');
const datedPercents = suchThat(
  listOf(shape({ from: businessDay, percent }), 20),
  (percents) => percents.length > 0 && new Set(percents.map(({ from }) => from)).size === percents.length,
  'one or more, each from another day on',
);

type ScheduleSettings = { readonly [Name in ScheduleName as `schedules.${Name}`]: KnownSetting<string> };

/** When each schedule is due: a setting for every line of their table. */
const scheduleSettings = Object.fromEntries(
  scheduleNames.map((name) => [
    `schedules.${name}`,
    known('schedules', `When what ${schedules[name].does} is due, in the business zone.`, cron, schedules[name].cron),
  ]),
) as unknown as ScheduleSettings;

type FeatureSettings = { readonly [Name in SwitchableModule as `features.${Name}`]: KnownSetting<boolean> };

/** Whether a module is on: a setting for every line of the table of those that can be off (CFG-02). */
const featureSettings = Object.fromEntries(
  switchableNames.map((name) => [
    `features.${name}`,
    known('features', `Whether there are ${switchableModules[name].what}.`, trueOrFalse, true),
  ]),
) as unknown as FeatureSettings;

type RetentionSettings = { readonly [Name in RetainedName as `retention.${Name}`]: KnownSetting<number> };

/** For how long each kind is kept: a setting for every line of their table (RET-01). */
const retentionSettings = Object.fromEntries(
  retainedNames.map((name) => [
    `retention.${name}`,
    known('retention', `Days for which is kept: ${retained[name].what}.`, wholeNumber(1, 3_650), retained[name].days),
  ]),
) as unknown as RetentionSettings;

/** CFG-01: the one table of what can be configured, beside the limits of the access matrix. A module adds its lines here. */
export const knownSettings = {
  'series.patterns': known('billing', 'How the numbers of statutory documents are made, by kind.', patterns, usualPatterns),
  'series.default-prefix': known(
    'billing',
    'The prefix of a new branch that names none.',
    textLike(/^[A-Z1-9][A-Z0-9/-]{0,7}$/, 'at most eight capital letters, digits, "-" or "/"'),
    'SC',
  ),
  'billing.payment-terms-days': known('billing', 'Days to pay for a customer without terms of their own.', wholeNumber(0, 365), 15),
  'billing.cash-limit': known(
    'billing',
    'Rupees that may not be reached in cash from one person in a day, or for one bill (Income-tax Act 2025 s. 186).',
    wholeNumber(1, 10_000_000),
    200_000,
  ),
  'billing.cash-refund-limit': known('billing', 'Rupees of a payment that go back in cash at most.', wholeNumber(0, 10_000_000), 10_000),
  'billing.bounce-charge': known('billing', 'Rupees charged for a cheque that is not honoured.', wholeNumber(0, 100_000), 0),
  'billing.tds-limits': known(
    'billing',
    'Percent of the value before GST, by the day from which it holds, that a registered payer deducts at source at most.',
    datedPercents,
    tdsLimits,
  ),
  'billing.reminder-days': known(
    'billing',
    'Days from the due date on which a reminder goes out; negative before it.',
    listOf(wholeNumber(-60, 365), 20),
    [-1, 0, 3, 7, 15],
  ),
  'gst.b2cl-limits': known(
    'gst',
    'The value, by the day from which it holds, above which a supply to an unregistered buyer in another state is reported by invoice.',
    datedAmounts,
    b2clLimits,
  ),
  'gst.aggregate-turnover': known(
    'gst',
    'Rupees of aggregate turnover in the best financial year since 2017-18, over all registrations; "0" where nobody said.',
    amount,
    '0',
  ),
  'gst.e-invoice-turnovers': known(
    'gst',
    'The aggregate turnover, by the day from which it holds, above which e-invoices are registered (CGST Rule 48(4)).',
    datedAmounts,
    eInvoiceTurnovers,
  ),
  'gst.e-invoice-reporting-turnovers': known(
    'gst',
    'The aggregate turnover, by the day from which it holds, from which on they are registered within 30 days.',
    datedAmounts,
    eInvoiceReportingTurnovers,
  ),
  'gst.recipient-values': known(
    'gst',
    'The value before tax, by the day from which it holds, from which on an invoice names an unregistered buyer with address and State.',
    datedAmounts,
    recipientValues,
  ),
  'gst.e-way-bill-limits': known(
    'gst',
    'The value of goods with tax, by the day from which it holds, above which an e-way bill goes with them.',
    datedAmounts,
    eWayBillLimits,
  ),
  'gst.e-way-bill-limits-within-states': known(
    'gst',
    'The same for goods that stay within one of the states named, each by its GST code.',
    suchThat(
      listOf(shape({ states: listOf(stateCode, 38), limits: datedAmounts }), 38),
      (groups) => new Set(groups.flatMap(({ states }) => states)).size === groups.flatMap(({ states }) => states).length,
      'no state twice',
    ),
    usualLimitsWithinStates,
  ),
  'security.failed-logins': known(
    'security',
    'After how many failures within how many minutes an account is locked, for as long, and an address has to wait.',
    shape({ perAccount: wholeNumber(3, 20), perAddress: wholeNumber(10, 100_000), minutes: wholeNumber(1, 1_440) }),
    { perAccount: 5, perAddress: 100, minutes: 15 },
  ),
  'security.reset-letters': known(
    'security',
    'How many letters with a code for a new password an account is sent within how many minutes.',
    shape({ perAccount: wholeNumber(1, 20), minutes: wholeNumber(1, 1_440) }),
    { perAccount: 3, minutes: 15 },
  ),
  'security.session-days': known(
    'security',
    'Days from the login after which a session is over, however often it was refreshed.',
    wholeNumber(1, 365),
    30,
  ),
  'workshop.capacity': known(
    'workshop',
    'What happens when a branch has as many open jobs as its capacity: a warning, or a refusal.',
    oneOf('WARN', 'REFUSE'),
    'WARN',
  ),
  'workshop.engineer-capacity': known(
    'workshop',
    'What happens when an engineer is given more hours than they have until the work is promised: a warning, or a refusal.',
    oneOf('WARN', 'REFUSE'),
    'WARN',
  ),
  'workshop.engineer-hours': known('workshop', 'Hours an engineer works a day, where nothing else is said of them.', wholeNumber(1, 24), 8),
  'workshop.close-after-days': known('workshop', 'Days after the delivery on which a job card is closed by itself.', wholeNumber(1, 90), 7),
  'workshop.service-intervals': known(
    'workshop',
    'After a job of which type the next service is due after how many months or kilometres, whichever comes first.',
    suchThat(
      listOf(
        shape({
          type: textLike(/^[A-Z][A-Z_]{1,39}$/, 'a type of job'),
          months: wholeNumber(1, 60),
          kilometres: wholeNumber(100, 200_000),
        }),
        50,
      ),
      (intervals) => new Set(intervals.map(({ type }) => type)).size === intervals.length,
      'no type twice',
    ),
    [
      { type: 'PERIODIC_SERVICE', months: 6, kilometres: 10_000 },
      { type: 'FREE_SERVICE', months: 6, kilometres: 10_000 },
    ],
  ),
  'workshop.service-reminder': known(
    'workshop',
    'How many days or kilometres before it is due customers are reminded of a service, whichever comes first.',
    shape({ days: wholeNumber(0, 90), kilometres: wholeNumber(0, 10_000) }),
    { days: 7, kilometres: 500 },
  ),
  'workshop.estimate-links': known(
    'workshop',
    'For how many days a customer can decide on an estimate by its link, and the page that shows it: the token stands where it says {token}.',
    shape({
      days: wholeNumber(1, 90),
      page: textLike(
        /^https?:\/\/[^\s{}]+\{token\}[^\s{}]*$/,
        'an address with {token} in it, such as "https://dms.example/estimates/{token}"',
      ),
    }),
    { days: 7, page: 'https://dms.example/estimates/{token}' },
  ),
  'workshop.inspection-checklists': known(
    'workshop',
    'What is looked at when a vehicle is inspected, by the type of the job.',
    checklistsForm,
    usualChecklists,
  ),
  'inventory.reorder-days': known(
    'inventory',
    'Over how many days the average daily demand of a part is taken, and for how many days a reorder lasts where a branch has no greatest level.',
    shape({ demand: wholeNumber(7, 730), cover: wholeNumber(1, 365) }),
    { demand: 90, cover: 30 },
  ),
  'notifications.quiet-hours': known(
    'notifications',
    'The hours in IST in which nobody is disturbed.',
    suchThat(shape({ from: timeOfDay, to: timeOfDay }), ({ from, to }) => from !== to, 'two different times'),
    { from: '21:00', to: '09:00' },
  ),
  'notifications.warranty-days': known(
    'notifications',
    'Days before the end of a warranty from which a customer is told of it.',
    wholeNumber(1, 365),
    30,
  ),
  ...featureSettings,
  ...scheduleSettings,
  ...retentionSettings,
  'retention.audit-months': known(
    'retention',
    'Months of the audit trail, before the one that runs, that stay in the database when those before them are archived.',
    wholeNumber(1, 1_200),
    24,
  ),
  'files.most-per-record': known('files', 'Photos and papers that are added to one record at most.', wholeNumber(1, 10_000), 200),
  'approvals.expiry-days': known('approvals', 'Days after which what nobody decided on expires.', wholeNumber(1, 90), 7),
  'sla.approvals': known('sla', 'Business hours to answer and to decide an approval.', target, { respond: 4, resolve: 8 }),
  'sla.service-requests': known('sla', 'Business hours to answer and to settle a service request.', target, { respond: 2, resolve: 8 }),
  'sla.complaints': known(
    'sla',
    'Business hours to answer and to resolve a complaint, by severity.',
    shape({ LOW: target, MEDIUM: target, HIGH: target, CRITICAL: target }),
    {
      LOW: { respond: 8, resolve: 40 },
      MEDIUM: { respond: 4, resolve: 24 },
      HIGH: { respond: 2, resolve: 8 },
      CRITICAL: { respond: 1, resolve: 4 },
    },
  ),
} as const;

export type SettingKey = keyof typeof knownSettings;
export type SettingValue<Key extends SettingKey> = (typeof knownSettings)[Key] extends KnownSetting<infer Value> ? Value : never;

const limitParts = (key: LimitKey): readonly [ActionName, Role] => {
  const [, action, role] = /^limits\.(.+)\.([A-Z_]+)$/.exec(key) ?? [];
  if (action === undefined || !isActionName(action)) throw new Error(`${key} is no key of a limit.`);
  return [action, role as Role];
};

const limitSetting = (key: LimitKey): KnownSetting => {
  const cell = matrixLimits.get(key)!;
  const [action, role] = limitParts(key);
  const description = `How far ${people[role]} may ${inWords(action)} before somebody else decides.`;
  return { category: 'limits', description, form: limitForm(cell), initial: writtenLimit(cell) };
};

/** Every key there is, with the limits of the matrix (ACC-07). */
export const settingsByKey: ReadonlyMap<string, KnownSetting> = new Map<string, KnownSetting>([
  ...[...matrixLimits.keys()].map((key): [string, KnownSetting] => [key, limitSetting(key)]),
  ...Object.entries(knownSettings).map(([key, setting]): [string, KnownSetting] => [key, setting as KnownSetting]),
]);

/** The initial value as it is written: limits are written in decimals, the others are what they are. */
export const initialValue = (key: string): Json => settingsByKey.get(key)?.initial as Json;
