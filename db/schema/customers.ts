import { Customer } from '@dms/domain/customers/customer';
import { Vehicle } from '@dms/domain/customers/vehicle';
import { defineEntity } from '@mikro-orm/core';
import { day, id, integer, money, ref, text, version } from '../types/columns.ts';

export const CustomerSchema = defineEntity({
  class: Customer,
  tableName: 'customers',
  properties: {
    id: id(),
    type: text(),
    firstName: text(),
    lastName: text().nullable(),
    phone: text(),
    email: text().nullable(),
    address: text().nullable(),
    city: text().nullable(),
    state: text().nullable(),
    stateCode: text().nullable(),
    pincode: text().nullable(),
    gstin: text().nullable(),
    legalName: text().nullable(),
    language: text(),
    creditLimit: money().nullable(),
    paymentTermsDays: integer().nullable(),
    dateOfBirth: day().nullable(),
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
    version: version(),
  },
});
