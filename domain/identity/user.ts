import type { Role } from '../shared/actor.ts';
import type { New } from '../shared/entity.ts';
import type { Leave } from '../shared/leave.ts';
import type { Quantity } from '../shared/quantity.ts';
import { isLocked, type LoginState } from './login-state.ts';

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
export class User implements LoginState {
  readonly id!: string;
  email!: string;
  phone: string | null = null;
  /** The bcrypt hash, never the password. Null while an invitation waits to be accepted. */
  password: string | null = null;
  firstName!: string;
  lastName: string | null = null;
  role!: Role;
  status: UserStatus = 'ACTIVE';
  /** AUT-08: when a suspension is over by itself; null where only activating lifts it. */
  suspendedUntil: Date | null = null;
  suspensionReason: string | null = null;
  /** Raised to make every token issued before worthless. */
  tokenVersion: number = 1;
  locale: string = 'en';
  /** The types of job that they can do; none named is all of them (JOB-09). */
  skills: readonly string[] = [];
  /** Hours they work a day; null is as many as are usual. */
  dailyHours: Quantity | null = null;
  leave: readonly Leave[] = [];
  lastLoginAt: Date | null = null;
  invitedAt: Date | null = null;
  passwordChangedAt: Date | null = null;
  failedLogins: number = 0;
  firstFailureAt: Date | null = null;
  lockedUntil: Date | null = null;
  assignments: readonly ServiceCenterAssignment[] = [];
  readonly version: number = 1;

  constructor(fields: New<User, 'id' | 'email' | 'firstName' | 'role'>) {
    Object.assign(this, fields);
  }

  get name(): string {
    return this.lastName ? `${this.firstName} ${this.lastName}` : this.firstName;
  }

  get serviceCenterIds(): string[] {
    return this.assignments.map((assignment) => assignment.serviceCenterId);
  }

  get isActive(): boolean {
    return this.status === 'ACTIVE';
  }

  /** Whether they may be at work: not gone, and not suspended, or not any longer (AUT-08). */
  isAtWork(now: Date): boolean {
    return this.isActive || this.isSuspensionOver(now);
  }

  mayLogIn(now: Date): boolean {
    return this.isAtWork(now) && !isLocked(this, now);
  }

  /** AUT-08: keeps somebody out until then, or until they are activated. */
  suspend(reason: string, until: Date | null): void {
    this.status = 'SUSPENDED';
    this.suspensionReason = reason;
    this.suspendedUntil = until;
  }

  /** Whether a suspension for a time has run out: the next login lifts it. */
  isSuspensionOver(now: Date): boolean {
    return this.status === 'SUSPENDED' && this.suspendedUntil !== null && this.suspendedUntil <= now;
  }

  activate(): void {
    this.moveTo('ACTIVE');
  }

  /** For who has left. */
  deactivate(): void {
    this.moveTo('INACTIVE');
  }

  private moveTo(status: 'ACTIVE' | 'INACTIVE'): void {
    this.status = status;
    this.suspensionReason = null;
    this.suspendedUntil = null;
  }

  /** Whether what was compared with `known` a moment ago still is the password: at most its hash was made anew since. */
  hasPasswordOf(known: Pick<User, 'password' | 'tokenVersion'>): boolean {
    return this.password === known.password || this.tokenVersion === known.tokenVersion;
  }

  isEngineerOf(serviceCenterId: string): boolean {
    return this.role === 'SERVICE_ENGINEER' && this.isActive && this.serviceCenterIds.includes(serviceCenterId);
  }

  /** Takes a new hash. Whoever proves who they are by a link or the old password is not locked out any longer. */
  changePassword(hash: string, at: Date): void {
    this.password = hash;
    this.passwordChangedAt = at;
    this.failedLogins = 0;
    this.firstFailureAt = null;
    this.lockedUntil = null;
  }
}
