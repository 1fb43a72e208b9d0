import { OneTimeToken } from '@dms/domain/identity/one-time-token';
import { Session } from '@dms/domain/identity/session';
import { ServiceCenterAssignment, User } from '@dms/domain/identity/user';
import { defineEntity } from '@mikro-orm/core';
import { flag, id, instant, integer, json, quantity, ref, text, texts, version } from '../types/columns.ts';

export const UserSchema = defineEntity({
  class: User,
  tableName: 'users',
  properties: {
    id: id(),
    email: text(),
    phone: text().nullable(),
    password: text().nullable(),
    firstName: text(),
    lastName: text().nullable(),
    role: text(),
    status: text(),
    suspendedUntil: instant().nullable(),
    suspensionReason: text().nullable(),
    tokenVersion: integer(),
    locale: text(),
    skills: texts(),
    dailyHours: quantity().nullable(),
    leave: json(),
    lastLoginAt: instant().nullable(),
    invitedAt: instant().nullable(),
    passwordChangedAt: instant().nullable(),
    failedLogins: integer(),
    firstFailureAt: instant().nullable(),
    lockedUntil: instant().nullable(),
    version: version(),
  },
});

export const ServiceCenterAssignmentSchema = defineEntity({
  class: ServiceCenterAssignment,
  tableName: 'service_center_assignments',
  properties: { id: id(), userId: ref(), serviceCenterId: ref(), assignedAt: instant(), assignedBy: ref().nullable() },
});

export const SessionSchema = defineEntity({
  class: Session,
  tableName: 'sessions',
  properties: {
    id: id(),
    userId: ref(),
    family: ref(),
    predecessorId: ref().nullable(),
    refreshTokenHash: text(),
    ipAddress: text().nullable(),
    userAgent: text().nullable(),
    remembered: flag(),
    expiresAt: instant(),
    lastUsedAt: instant().nullable(),
    revokedAt: instant().nullable(),
    version: version(),
  },
});

export const OneTimeTokenSchema = defineEntity({
  class: OneTimeToken,
  tableName: 'one_time_tokens',
  properties: {
    id: id(),
    userId: ref(),
    kind: text(),
    tokenHash: text(),
    expiresAt: instant(),
    usedAt: instant().nullable(),
    version: version(),
  },
});
