import type { Role } from '../shared/actor.ts';
import type { New } from '../shared/entity.ts';

export const userStatuses = ['ACTIVE', 'INACTIVE', 'SUSPENDED'] as const;
export type UserStatus = (typeof userStatuses)[number];

/** The right of a user to work at a branch. */
export class ServiceCenterAssignment {
  readonly id!: string;
  readonly userId!: string;
  readonly serviceCenterId!: string;
  readonly assignedAt!: Date;
  readonly assignedBy: string | null = null;

  constructor(fields: New<ServiceCenterAssignment, 'id' | 'userId' | 'serviceCenterId' | 'assignedAt'>) {
    Object.assign(this, fields);
  }
}

/** Somebody who logs in. Deactivated, never deleted. */
export class User {
  readonly id!: string;
  readonly email!: string;
  readonly phone: string | null = null;
  /** The bcrypt hash, never the password. */
  password!: string;
  readonly firstName!: string;
  readonly lastName: string | null = null;
  role!: Role;
  status: UserStatus = 'ACTIVE';
  /** Raised to make every token issued before worthless. */
  tokenVersion: number = 1;
  locale: string = 'en';
  lastLoginAt: Date | null = null;
  passwordChangedAt: Date | null = null;
  lockedUntil: Date | null = null;
  assignments: readonly ServiceCenterAssignment[] = [];
  readonly version: number = 1;

  constructor(fields: New<User, 'id' | 'email' | 'password' | 'firstName' | 'role'>) {
    Object.assign(this, fields);
  }

  get name(): string {
    return this.lastName ? `${this.firstName} ${this.lastName}` : this.firstName;
  }

  get serviceCenterIds(): string[] {
    return this.assignments.map((assignment) => assignment.serviceCenterId);
  }

  mayLogIn(now: Date): boolean {
    return this.status === 'ACTIVE' && (this.lockedUntil === null || this.lockedUntil <= now);
  }

  isEngineerOf(serviceCenterId: string): boolean {
    return this.role === 'SERVICE_ENGINEER' && this.status === 'ACTIVE' && this.serviceCenterIds.includes(serviceCenterId);
  }
}
