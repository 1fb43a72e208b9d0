import { Customer } from '@dms/domain/customers/customer';
import { CustomerContact } from '@dms/domain/customers/contact';
import { FormerPlate } from '@dms/domain/customers/former-plate';
import { LegacyService } from '@dms/domain/customers/legacy-service';
import { OdometerReading } from '@dms/domain/customers/odometer-reading';
import { Ownership } from '@dms/domain/customers/ownership';
import { Vehicle } from '@dms/domain/customers/vehicle';
import { defineEntity } from '@mikro-orm/core';
import { day, flag, id, instant, integer, money, ref, text, texts, version } from '../types/columns.ts';

export const CustomerSchema = defineEntity({
  class: Customer,
  tableName: 'customers',
  properties: {
    id: id(),
    type: text(),
    firstName: text(),
    lastName: text().nullable(),
    phone: text().nullable(),
    email: text().nullable(),
    address: text().nullable(),
    city: text().nullable(),
    state: text().nullable(),
    stateCode: text().nullable(),
    pincode: text().nullable(),
    gstin: text().nullable(),
    gstinConfirmed: flag(),
    gstCategory: text(),
    legalName: text().nullable(),
    language: text(),
    consents: texts(),
    creditLimit: money().nullable(),
    paymentTermsDays: integer().nullable(),
    dateOfBirth: day().nullable(),
    aliasOf: ref().nullable(),
    erasedAt: instant().nullable(),
    version: version(),
  },
});

export const VehicleSchema = defineEntity({
  class: Vehicle,
  tableName: 'vehicles',
  properties: {
    id: id(),
    customerId: ref(),
    make: text(),
    model: text(),
    year: integer().nullable(),
    registration: text(),
    registrationType: text(),
    vin: text().nullable(),
    color: text().nullable(),
    fuelType: text().nullable(),
    odometer: integer().nullable(),
    nextServiceOn: day().nullable(),
    nextServiceOdometer: integer().nullable(),
    version: version(),
  },
});

export const CustomerContactSchema = defineEntity({
  class: CustomerContact,
  tableName: 'customer_contacts',
  properties: {
    id: id(),
    customerId: ref(),
    name: text(),
    role: text().nullable(),
    phone: text().nullable(),
    email: text().nullable(),
    language: text(),
    consents: texts(),
    active: flag(),
    version: version(),
  },
});

export const OwnershipSchema = defineEntity({
  class: Ownership,
  tableName: 'vehicle_ownerships',
  properties: {
    id: id(),
    vehicleId: ref(),
    customerId: ref(),
    ownedFrom: instant().nullable(),
    ownedUntil: instant().nullable(),
    note: text().nullable(),
    version: version(),
  },
});

export const OdometerReadingSchema = defineEntity({
  class: OdometerReading,
  tableName: 'odometer_readings',
  properties: {
    id: id(),
    vehicleId: ref(),
    odometer: integer(),
    readAt: instant(),
    source: text(),
    sourceId: ref().nullable(),
    forcedReason: text().nullable(),
    readBy: ref().nullable(),
  },
});

export const FormerPlateSchema = defineEntity({
  class: FormerPlate,
  tableName: 'former_plates',
  properties: {
    id: id(),
    vehicleId: ref(),
    registration: text(),
    heldFrom: day().nullable(),
    heldUntil: day(),
    createdAt: instant(),
    createdBy: ref().nullable(),
  },
});

export const LegacyServiceSchema = defineEntity({
  class: LegacyService,
  tableName: 'legacy_services',
  properties: {
    id: id(),
    vehicleId: ref(),
    serviceCenterId: ref().nullable(),
    servedOn: day(),
    number: text().nullable(),
    serviceType: text().nullable(),
    summary: text().nullable(),
    odometer: integer().nullable(),
    totalAmount: money().nullable(),
    createdAt: instant(),
    createdBy: ref().nullable(),
  },
});
