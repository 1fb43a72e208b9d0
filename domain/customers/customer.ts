import type { New } from '../shared/entity.ts';
import { DomainError } from '../shared/errors.ts';
import type { Money } from '../shared/money.ts';

export const customerTypes = ['PERSON', 'BUSINESS'] as const;
export type CustomerType = (typeof customerTypes)[number];

/** What a registered customer is to the tax: who is in a special economic zone is always supplied between states (IGST Act s. 7(5)(b)). */
export const gstCategories = ['REGULAR', 'SEZ'] as const;
export type GstCategory = (typeof gstCategories)[number];

/** By which ways a customer agreed to be written to, and whether to what sells something as well. */
export const consentNames = ['SMS', 'EMAIL', 'WHATSAPP', 'MARKETING'] as const;

/** What stands in place of a name that was erased. */
export const ERASED_NAME = 'Erased';

/** Who owns vehicles and pays bills. Erased in place, never deleted (CUS-02). */
export class Customer {
  readonly id!: string;
  readonly type: CustomerType = 'PERSON';
  readonly firstName!: string;
  readonly lastName: string | null = null;
  /** E.164, of one customer alone (CUS-01). Null once it is erased. */
  readonly phone!: string | null;
  readonly email: string | null = null;
  readonly address: string | null = null;
  readonly city: string | null = null;
  readonly state: string | null = null;
  /** GST state code of the address, which decides the place of supply of an unregistered customer. */
  readonly stateCode: string | null = null;
  readonly pincode: string | null = null;
  readonly gstin: string | null = null;
  /** Whether somebody confirmed that the GSTIN is of another state than the address (CUS-01). */
  readonly gstinConfirmed: boolean = false;
  /** Counts where there is a GSTIN. */
  readonly gstCategory: GstCategory = 'REGULAR';
  readonly legalName: string | null = null;
  readonly language: string = 'en';
  readonly consents: readonly string[] = [];
  readonly creditLimit: Money | null = null;
  readonly paymentTermsDays: number | null = null;
  readonly dateOfBirth: string | null = null;
  /** The customer that this one was merged into: from then on it is a name for that one (CUS-02). */
  aliasOf: string | null = null;
  erasedAt: Date | null = null;
  readonly version: number = 1;

  constructor(fields: New<Customer, 'id' | 'firstName' | 'phone'>) {
    Object.assign(this, fields);
  }

  /** What stands on a document: the legal name of a business, else the person's. */
  get displayName(): string {
    return this.legalName ?? (this.lastName ? `${this.firstName} ${this.lastName}` : this.firstName);
  }

  /** @throws DomainError `customer.refused` for one that was merged into another, or erased */
  refuseUnlessPresent(): void {
    if (this.aliasOf !== null) throw new DomainError('customer.refused', 'This customer was merged into another one: change that one.');
    if (this.erasedAt !== null) throw new DomainError('customer.refused', 'The personal data of this customer was erased.');
  }

  /** From now on it is another name of that customer (CUS-02). */
  mergeInto(survivorId: string): void {
    this.aliasOf = survivorId;
  }

  /**
   * Replaces what says who it is. What decides the tax of its documents stays, and so do the documents, which have their own
   * copy (CGST Act s. 36: 72 months).
   */
  erase(now: Date): void {
    Object.assign(this, { ...nothingPersonal, erasedAt: now });
  }
}

const nothingPersonal = {
  ...{ firstName: ERASED_NAME, lastName: null, legalName: null, phone: null, email: null, dateOfBirth: null },
  ...{ address: null, city: null, pincode: null, gstin: null, gstinConfirmed: false, gstCategory: 'REGULAR', consents: [] },
} satisfies Partial<Customer>;
