import type { New } from '../shared/entity.ts';
import type { PaperLanguage } from '../shared/languages.ts';
import type { Holiday, OpeningHours } from '../shared/opening-hours.ts';

export const serviceCenterStatuses = ['ACTIVE', 'INACTIVE', 'MAINTENANCE'] as const;
export type ServiceCenterStatus = (typeof serviceCenterStatuses)[number];

/** How the branch presents itself on paper. */
export type Branding = {
  readonly accentColor?: string;
  readonly tagline?: string;
  /** What stands at the foot of every page. */
  readonly footer?: string;
  /** Of papers for those who want none of their own. */
  readonly language?: PaperLanguage;
  /** SHA-256 of the PNG or JPEG, which is kept in storage under it. */
  readonly logoHash?: string;
  readonly terms?: readonly string[];
};

/** One site of the network: what it is called in law, where it is, when it is open, and what its documents carry. */
export class ServiceCenter {
  readonly id!: string;
  name!: string;
  readonly code!: string;
  legalName!: string;
  address!: string;
  city!: string;
  state!: string;
  /** GST state code: the first two characters of the GSTIN. */
  stateCode!: string;
  pincode!: string;
  gstNumber!: string;
  invoicePrefix!: string;
  panNumber: string | null = null;
  phone: string | null = null;
  email: string | null = null;
  status: ServiceCenterStatus = 'ACTIVE';
  /** Most job cards open at once. */
  capacity: number | null = null;
  serviceRadiusKm: string | null = null;
  homeServiceEnabled: boolean = false;
  /** Whether engineers take jobs that nobody has (SCN-03). */
  selfAssign: boolean = false;
  latitude: string | null = null;
  longitude: string | null = null;
  hours: OpeningHours = {};
  holidays: readonly Holiday[] = [];
  bankName: string | null = null;
  bankAccount: string | null = null;
  bankIfsc: string | null = null;
  upiId: string | null = null;
  branding: Branding = {};
  serviceTypes: readonly string[] = [];
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
