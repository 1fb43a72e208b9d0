import { financialYear, type BusinessDay } from '../calendar.ts';

/**
 * The last day a credit note may be declared with its tax: 30 November after the financial year of the supply
 * (CGST Act s. 34(2), TAX-10).
 */
export const creditNoteDeadline = (invoiceDay: BusinessDay): BusinessDay => `${financialYear(invoiceDay).start + 1}-11-30`;
