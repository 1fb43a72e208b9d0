import type { New } from '../shared/entity.ts';
import { ERASED_NAME } from './customer.ts';

/** A person to speak to at a company (CUS-04). */
export class CustomerContact {
  readonly id!: string;
  readonly customerId!: string;
  readonly name!: string;
  /** What they do there, such as "Fleet manager". */
  readonly role: string | null = null;
  /** E.164. Several companies may have one person. Null once it is erased. */
  readonly phone!: string | null;
  readonly email: string | null = null;
  readonly language: string = 'en';
  readonly consents: readonly string[] = [];
  /** Somebody who left the company is kept, and no more written to. */
  readonly active: boolean = true;
  readonly version: number = 1;

  constructor(fields: New<CustomerContact, 'id' | 'customerId' | 'name' | 'phone'>) {
    Object.assign(this, fields);
  }

  erase(): void {
    Object.assign(this, { name: ERASED_NAME, phone: null, email: null, consents: [], active: false });
  }
}
