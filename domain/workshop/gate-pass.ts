import { type BrandingCopy, brandingCopy } from '../shared/branding-copy.ts';
import { type BusinessDay, businessDay } from '../shared/calendar.ts';
import { type PaperLanguage, paperLanguage } from '../shared/languages.ts';
import { type Place, type PlaceCopy, placeCopy } from '../shared/place-copy.ts';

/** The frozen copy of a gate pass, as JSON: which vehicle may leave, since when, and why it may. It names no person. */
export type GatePassDocument = {
  readonly template: { readonly version: 1; readonly language: PaperLanguage };
  readonly title: 'Gate Pass';
  readonly number: string;
  readonly date: BusinessDay;
  /** The instant of the delivery, ISO 8601. */
  readonly issuedAt: string;
  readonly seller: PlaceCopy & { readonly branding?: BrandingCopy };
  readonly jobNumber: string;
  readonly vehicle: {
    readonly registration: string;
    readonly make: string;
    readonly model: string;
    readonly vin?: string;
    readonly color?: string;
  };
  /** Kilometres. */
  readonly odometer: number;
  /** The numbers of the bills of the visit. */
  readonly invoices: readonly string[];
};

/** What lets a vehicle out of the gate: one for each delivery, whose paper is the same however often it is printed. */
export class GatePass {
  readonly id!: string;
  readonly jobCardId!: string;
  readonly serviceCenterId!: string;
  readonly number!: string;
  /** The step of the card by which the vehicle was delivered. */
  readonly transitionId!: string;
  readonly document!: GatePassDocument;
  readonly issuedAt!: Date;
  readonly issuedBy!: string | null;

  constructor(fields: GatePass) {
    Object.assign(this, fields);
  }
}

export type GatePasses = {
  add(pass: GatePass): void;
  /** @throws DomainError `entity.absent` */
  get(id: string): Promise<GatePass>;
  /** The next `GP-…` of the branch and financial year. Unique; gaps are allowed. */
  nextNumber(branchCode: string, financialYear: string): Promise<string>;
};

/** What a vehicle is known by at the gate. */
export type VehicleAtGate = {
  readonly registration: string;
  readonly make: string;
  readonly model: string;
  readonly vin: string | null;
  readonly color: string | null;
};

type LetOut = {
  readonly number: string;
  readonly at: Date;
  readonly branch: Place;
  readonly jobNumber: string;
  readonly vehicle: VehicleAtGate;
  readonly odometer: number;
  readonly invoices: readonly string[];
};

/** Freezes a pass under its number, in the language of the branch: it is for the guard at its gate. */
export const freezeGatePass = ({ number, at, branch, jobNumber, vehicle, odometer, invoices }: LetOut): GatePassDocument => {
  const { registration, make, model, vin, color } = vehicle;
  return {
    template: { version: 1, language: paperLanguage(branch.branding.language) },
    title: 'Gate Pass',
    number,
    date: businessDay(at),
    issuedAt: at.toISOString(),
    seller: { ...placeCopy(branch), branding: brandingCopy(branch.branding) },
    jobNumber,
    vehicle: { registration, make, model, ...(vin !== null && { vin }), ...(color !== null && { color }) },
    odometer,
    invoices,
  };
};
