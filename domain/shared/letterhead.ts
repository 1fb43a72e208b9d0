import type { BrandingCopy } from './branding-copy.ts';

/** The branch whose paper it is, as it was when the paper was made; what is not known is left out. */
export type Letterhead = {
  readonly legalName: string;
  readonly tradeName?: string;
  readonly branchName: string;
  readonly branchCode: string;
  readonly lines: readonly string[];
  readonly city?: string;
  readonly state?: string;
  readonly stateCode?: string;
  readonly pincode?: string;
  readonly gstin: string;
  readonly pan?: string;
  readonly phone?: string;
  readonly email?: string;
  readonly branding?: BrandingCopy;
};
