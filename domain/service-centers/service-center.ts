import type { New } from '../shared/entity.ts';

export const serviceCenterStatuses = ['ACTIVE', 'INACTIVE', 'MAINTENANCE'] as const;
export type ServiceCenterStatus = (typeof serviceCenterStatuses)[number];

/** How the branch presents itself on paper. */
export type Branding = { readonly accentColor?: string; readonly tagline?: string; readonly terms?: readonly string[] };

/** One site of the network: what it is called in law, where it is, and what its documents carry. */
export class ServiceCenter {
  readonly id!: string;
  readonly name!: string;
  readonly code!: string;
  readonly legalName!: string;
  readonly address!: string;
  readonly city!: string;
  readonly state!: string;
  /** GST state code: the first two characters of the GSTIN. */
  readonly stateCode!: string;
  readonly pincode!: string;
  readonly gstNumber!: string;
  readonly invoicePrefix!: string;
  readonly panNumber: string | null = null;
  readonly phone: string | null = null;
  readonly email: string | null = null;
  readonly status: ServiceCenterStatus = 'ACTIVE';
  /** Most job cards open at once. */
  readonly capacity: number | null = null;
  readonly serviceRadiusKm: string | null = null;
  readonly homeServiceEnabled: boolean = false;
  readonly latitude: string | null = null;
  readonly longitude: string | null = null;
  readonly bankName: string | null = null;
  readonly bankAccount: string | null = null;
  readonly bankIfsc: string | null = null;
  readonly upiId: string | null = null;
  readonly branding: Branding = {};
  readonly serviceTypes: readonly string[] = [];
  readonly version: number = 1;

  constructor(fields: New<ServiceCenter, Needed>) {
    Object.assign(this, fields);
  }

  /** SCN-02: a branch in MAINTENANCE finishes what is open but takes nothing new. */
  get takesNewWork(): boolean {
    return this.status === 'ACTIVE';
  }

  get mayInvoice(): boolean {
    return this.status !== 'INACTIVE';
  }
}

type Needed = 'id' | 'name' | 'code' | 'legalName' | 'address' | 'city' | 'state' | 'stateCode' | 'pincode' | 'gstNumber' | 'invoicePrefix';
