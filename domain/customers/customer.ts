import type { New } from '../shared/entity.ts';
import type { Money } from '../shared/money.ts';

export const customerTypes = ['PERSON', 'BUSINESS'] as const;
export type CustomerType = (typeof customerTypes)[number];

/** Who owns vehicles and pays bills. Erased in place, never deleted (CUS-02). */
export class Customer {
  readonly id!: string;
  readonly type: CustomerType = 'PERSON';
  readonly firstName!: string;
  readonly lastName: string | null = null;
  /** E.164. */
  readonly phone!: string;
  readonly email: string | null = null;
  readonly address: string | null = null;
  readonly city: string | null = null;
  readonly state: string | null = null;
  /** GST state code of the address, which decides the place of supply of an unregistered customer. */
  readonly stateCode: string | null = null;
  readonly pincode: string | null = null;
  readonly gstin: string | null = null;
  readonly legalName: string | null = null;
  readonly language: string = 'en';
  readonly creditLimit: Money | null = null;
  readonly paymentTermsDays: number | null = null;
  readonly dateOfBirth: string | null = null;
  readonly version: number = 1;

  constructor(fields: New<Customer, 'id' | 'firstName' | 'phone'>) {
    Object.assign(this, fields);
  }

  /** What stands on a document: the legal name of a business, else the person's. */
  get displayName(): string {
    return this.legalName ?? (this.lastName ? `${this.firstName} ${this.lastName}` : this.firstName);
  }
}
