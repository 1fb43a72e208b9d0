import { ServiceCenter } from '@dms/domain/service-centers/service-center';
import { defineEntity } from '@mikro-orm/core';
import { decimal, flag, id, integer, json, text, texts, version } from '../types/columns.ts';

export const ServiceCenterSchema = defineEntity({
  class: ServiceCenter,
  tableName: 'service_centers',
  properties: {
    id: id(),
    name: text(),
    code: text(),
    legalName: text(),
    address: text(),
    city: text(),
    state: text(),
    stateCode: text(),
    pincode: text(),
    gstNumber: text(),
    invoicePrefix: text(),
    panNumber: text().nullable(),
    phone: text().nullable(),
    email: text().nullable(),
    status: text(),
    capacity: integer().nullable(),
    serviceRadiusKm: decimal(8, 2).nullable(),
    homeServiceEnabled: flag(),
    latitude: decimal(9, 6).nullable(),
    longitude: decimal(9, 6).nullable(),
    bankName: text().nullable(),
    bankAccount: text().nullable(),
    bankIfsc: text().nullable(),
    upiId: text().nullable(),
    branding: json(),
    serviceTypes: texts(),
    version: version(),
  },
});
