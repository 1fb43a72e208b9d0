import type { BrandingCopy } from './branding-copy.ts';

/** A branch as a paper names it, with everything that can change later frozen. */
export type PlaceCopy = {
  readonly legalName: string;
  readonly branchName: string;
  readonly branchCode: string;
  readonly lines: readonly string[];
  readonly city: string;
  readonly state: string;
  readonly stateCode: string;
  readonly pincode: string;
  readonly gstin: string;
};

/** What of a branch is copied, and how it presents itself. */
export type Place = {
  readonly legalName: string;
  readonly name: string;
  readonly code: string;
  readonly address: string;
  readonly city: string;
  readonly state: string;
  readonly stateCode: string;
  readonly pincode: string;
  readonly gstNumber: string;
  readonly branding: BrandingCopy & { readonly language?: string };
};

export const placeCopy = ({ legalName, name, code, address, city, state, stateCode, pincode, gstNumber }: Place): PlaceCopy => ({
  legalName,
  branchName: name,
  branchCode: code,
  lines: address.split('\n').map((line) => line.trim()),
  city,
  state,
  stateCode,
  pincode,
  gstin: gstNumber,
});
