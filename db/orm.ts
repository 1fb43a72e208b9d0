import { MikroORM, type Options } from '@mikro-orm/postgresql';
import { InvoiceLineSchema, InvoiceSchema, PaymentAllocationSchema, PaymentSchema } from './schema/billing.ts';
import { CustomerSchema, VehicleSchema } from './schema/customers.ts';
import { StoredFileSchema } from './schema/files.ts';
import { OneTimeTokenSchema, ServiceCenterAssignmentSchema, SessionSchema, UserSchema } from './schema/identity.ts';
import { PartSchema, StockItemSchema, StockMovementSchema } from './schema/inventory.ts';
import { ServiceCenterSchema } from './schema/service-centers.ts';
import {
  EstimateLineSchema,
  EstimateSchema,
  JobCardSchema,
  JobCardTransitionSchema,
  JobPartSchema,
  JobTaskSchema,
  TimeLogSchema,
} from './schema/workshop.ts';

/** Every mapped class. The one place where a table, its columns and their types are said. */
export const schemas = [
  UserSchema,
  ServiceCenterAssignmentSchema,
  SessionSchema,
  OneTimeTokenSchema,
  ServiceCenterSchema,
  CustomerSchema,
  VehicleSchema,
  PartSchema,
  StockItemSchema,
  StockMovementSchema,
  JobCardSchema,
  JobTaskSchema,
  TimeLogSchema,
  EstimateSchema,
  EstimateLineSchema,
  JobPartSchema,
  JobCardTransitionSchema,
  InvoiceSchema,
  InvoiceLineSchema,
  PaymentSchema,
  PaymentAllocationSchema,
  StoredFileSchema,
];

export type OrmOptions = {
  readonly url: string;
  readonly poolSize: number;
  /** What the driver's pool is told beside its size. */
  readonly driverOptions?: object;
};

export const openOrm = ({ url, poolSize, driverOptions = {} }: OrmOptions, more: Options = {}): Promise<MikroORM> =>
  MikroORM.init({
    clientUrl: url,
    entities: schemas,
    pool: { min: 0, max: poolSize },
    driverOptions,
    discovery: { warnWhenNoEntities: false },
    ...more,
  } as Options);
