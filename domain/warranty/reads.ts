import type { Scope } from '../shared/actor.ts';
import type { BusinessDay } from '../shared/calendar.ts';
import type { Money } from '../shared/money.ts';
import type { Page, PageRequest } from '../shared/page.ts';
import type { Quantity } from '../shared/quantity.ts';
import type { WarrantyClaim } from './warranty-claim.ts';

export type WarrantyTermsRow = {
  readonly id: string;
  readonly partId: string | null;
  readonly hsn: string | null;
  readonly months: number;
  readonly kilometres: number | null;
  readonly validFrom: BusinessDay;
};

export type WarrantyRow = {
  readonly id: string;
  readonly serviceCenterId: string;
  readonly vehicleId: string | null;
  readonly kind: string;
  readonly partId: string | null;
  readonly description: string;
  readonly serial: string | null;
  readonly quantity: Quantity;
  readonly sourceType: string;
  readonly sourceId: string;
  readonly invoiceId: string;
  readonly invoiceLineId: string | null;
  readonly months: number;
  readonly kilometres: number | null;
  readonly startsOn: BusinessDay;
  readonly endsOn: BusinessDay;
  readonly startOdometer: number | null;
  readonly endOdometer: number | null;
  readonly replacesId: string | null;
  readonly replacedOn: BusinessDay | null;
};

export type WarrantyClaimRow = {
  readonly id: string;
  readonly warrantyId: string;
  readonly serviceCenterId: string;
  readonly vehicleId: string | null;
  readonly partId: string | null;
  readonly status: string;
  readonly failedOn: BusinessDay;
  readonly claimedAmount: Money;
  readonly approvedAmount: Money;
  readonly settledAmount: Money | null;
};

export type WarrantyTermsFilter = { readonly partId?: string | undefined; readonly hsn?: string | undefined };
export type WarrantyClaimFilter = {
  readonly status?: string | undefined;
  readonly serviceCenterId?: string | undefined;
  readonly vehicleId?: string | undefined;
  readonly warrantyId?: string | undefined;
};

export type WarrantyReads = {
  terms(filter: WarrantyTermsFilter, page: PageRequest): Promise<Page<WarrantyTermsRow>>;
  /**
   * The warranties of a vehicle, the last ones first, with the vehicle's last reading in kilometres.
   * @throws DomainError `entity.absent`
   */
  ofVehicle(vehicleId: string, page: PageRequest): Promise<Page<WarrantyRow> & { readonly odometer: number | null }>;
  claims(filter: WarrantyClaimFilter, scope: Scope, page: PageRequest): Promise<Page<WarrantyClaimRow>>;
  /** @throws DomainError `entity.absent` */
  claim(id: string, scope: Scope): Promise<WarrantyClaim>;
};
