type Schedule = {
  /** The use case that is called, by its name in the container: a `Scheduled`. */
  readonly use: string;
  /** Minute, hour, day of month, month, day of week in the business zone, until `schedules.<name>` is set. */
  readonly cron: string;
  readonly does: string;
};

/** The one table of schedules. A module adds a line here, and its use case to the container; the setting follows by itself. */
export const schedules = {
  'approvals-expiry': { use: 'expireApprovals', cron: '*/15 * * * *', does: 'closes approvals that nobody decided on in time' },
  'close-delivered': { use: 'closeDelivered', cron: '30 2 * * *', does: 'closes job cards whose vehicles were delivered some days ago' },
  'service-reminders': { use: 'remindOfServices', cron: '30 9 * * *', does: 'reminds customers of services that are soon due' },
  'stray-files': {
    use: 'clearStrays',
    cron: '30 2 * * *',
    does: 'clears storage of uploads that were cut off and files that were deleted',
  },
  'low-stock': { use: 'tellLowStock', cron: '0 9 * * *', does: 'tells of stock that is low without anybody having been told' },
  'warranty-reminders': { use: 'tellOfEndingWarranties', cron: '30 9 * * *', does: 'tells customers of warranties that end' },
  birthdays: { use: 'wishBirthdays', cron: '30 10 * * *', does: 'wishes customers well on their birthday' },
  'payment-reminders': { use: 'remindOfPayments', cron: '0 10 * * *', does: 'reminds customers of invoices that are due or overdue' },
  retention: { use: 'forgetWhatIsOver', cron: '30 2 * * *', does: 'forgets what was kept for as long as it is configured' },
} as const satisfies Record<string, Schedule>;

export type ScheduleName = keyof typeof schedules;
export type ScheduledUse = (typeof schedules)[ScheduleName]['use'];

export const scheduleNames = Object.keys(schedules) as readonly ScheduleName[];
