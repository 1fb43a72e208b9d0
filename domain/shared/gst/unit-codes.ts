/** The unit quantity codes (UQC) of GST returns and e-invoices. Services have none. */
export const unitCodes = [
  'BAG',
  'BAL',
  'BDL',
  'BKL',
  'BOU',
  'BOX',
  'BTL',
  'BUN',
  'CAN',
  'CBM',
  'CCM',
  'CMS',
  'CTN',
  'DOZ',
  'DRM',
  'GGK',
  'GMS',
  'GRS',
  'GYD',
  'KGS',
  'KLR',
  'KME',
  'LTR',
  'MLT',
  'MTR',
  'MTS',
  'NOS',
  'OTH',
  'PAC',
  'PCS',
  'PRS',
  'QTL',
  'ROL',
  'SET',
  'SQF',
  'SQM',
  'SQY',
  'TBS',
  'TGM',
  'THD',
  'TON',
  'TUB',
  'UGS',
  'UNT',
  'YDS',
] as const;

export type UnitCode = (typeof unitCodes)[number];

/** Whether the text is one of the 45 codes. */
export const isUnitCode = (text: string): text is UnitCode => (unitCodes as readonly string[]).includes(text);

/** Codes of what is measured rather than counted: nobody can tell one litre of a filling from the next, and half of one is some too. */
export const measuredUnits: readonly string[] = 'LTR MLT KLR KGS GMS QTL TON MTR CMS KME SQM SQF CBM'.split(' ');

export const isMeasured = (unit: string): boolean => measuredUnits.includes(unit);
