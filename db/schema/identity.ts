import { Session } from '@dms/domain/identity/session';
import { ServiceCenterAssignment, User } from '@dms/domain/identity/user';
import { defineEntity } from '@mikro-orm/core';
import { id, instant, integer, ref, text, version } from '../types/columns.ts';

export const UserSchema = defineEntity({
  class: User,
  tableName: 'users',
  properties: {
    id: id(),
    email: text(),
    phone: text().nullable(),
    password: text(),
    firstName: text(),
    lastName: text().nullable(),
    role: text(),
    status: text(),
    tokenVersion: integer(),
    locale: text(),
    lastLoginAt: instant().nullable(),
    passwordChangedAt: instant().nullable(),
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
    expiresAt: instant(),
    lastUsedAt: instant().nullable(),
    revokedAt: instant().nullable(),
    version: version(),
  },
});
