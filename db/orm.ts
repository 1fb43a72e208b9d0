import { MikroORM, type Options } from '@mikro-orm/postgresql';
import { ApprovalSchema, DelegationSchema } from './schema/approvals.ts';
import {
  BilledShareSchema,
  InvoiceLineSchema,
  InvoiceSchema,
  PaymentAllocationSchema,
  PaymentSchema,
  PeriodSchema,
  RefundSchema,
} from './schema/billing.ts';
import { CreditNoteApplicationSchema, CreditNoteLineSchema, CreditNoteSchema } from './schema/credit-notes.ts';
import {
  CustomerContactSchema,
  CustomerSchema,
  FormerPlateSchema,
  LegacyServiceSchema,
  OdometerReadingSchema,
  OwnershipSchema,
  VehicleSchema,
} from './schema/customers.ts';
import { StoredFileSchema } from './schema/files.ts';
import { OneTimeTokenSchema, ServiceCenterAssignmentSchema, SessionSchema, UserSchema } from './schema/identity.ts';
import { LostDemandSchema, PartSchema, ReservationSchema, StockItemSchema, StockMovementSchema } from './schema/inventory.ts';
import { BroadcastSchema, TemplateSchema, TemplateVersionSchema } from './schema/notifications.ts';
import { ServiceCenterSchema } from './schema/service-centers.ts';
import {
  GoodsReceiptLineSchema,
  GoodsReceiptSchema,
  SerialUnitSchema,
  StockAdjustmentSchema,
  StockCountLineSchema,
  StockCountSchema,
} from './schema/stock-documents.ts';
import { StockTransferSchema, TransferLineSchema, TransferTransitionSchema, TransferVarianceSchema } from './schema/transfers.ts';
import { WebhookSchema } from './schema/webhooks.ts';
import {
  WarrantyClaimLineSchema,
  WarrantyClaimSchema,
  WarrantyClaimTransitionSchema,
  WarrantySchema,
  WarrantyTermsSchema,
} from './schema/warranty.ts';
import {
  AttributionSchema,
  EstimateLineSchema,
  EstimateSchema,
  GatePassSchema,
  InspectionItemSchema,
  InspectionSchema,
  JobCardSchema,
  JobCardTransitionSchema,
  JobPartSchema,
  JobTaskSchema,
  TimeCorrectionSchema,
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
  CustomerContactSchema,
  OwnershipSchema,
  OdometerReadingSchema,
  LegacyServiceSchema,
  FormerPlateSchema,
  PartSchema,
  StockItemSchema,
  StockMovementSchema,
  ReservationSchema,
  LostDemandSchema,
  GoodsReceiptSchema,
  GoodsReceiptLineSchema,
  SerialUnitSchema,
  StockAdjustmentSchema,
  StockCountSchema,
  StockCountLineSchema,
  StockTransferSchema,
  TransferLineSchema,
  TransferVarianceSchema,
  TransferTransitionSchema,
  JobCardSchema,
  JobTaskSchema,
  TimeLogSchema,
  TimeCorrectionSchema,
  GatePassSchema,
  AttributionSchema,
  EstimateSchema,
  EstimateLineSchema,
  InspectionSchema,
  InspectionItemSchema,
  JobPartSchema,
  JobCardTransitionSchema,
  InvoiceSchema,
  InvoiceLineSchema,
  BilledShareSchema,
  CreditNoteSchema,
  CreditNoteLineSchema,
  CreditNoteApplicationSchema,
  PaymentSchema,
  PaymentAllocationSchema,
  PeriodSchema,
  RefundSchema,
  WarrantyTermsSchema,
  WarrantySchema,
  WarrantyClaimSchema,
  WarrantyClaimLineSchema,
  WarrantyClaimTransitionSchema,
  TemplateSchema,
  TemplateVersionSchema,
  BroadcastSchema,
  WebhookSchema,
  StoredFileSchema,
  ApprovalSchema,
  DelegationSchema,
];

export type OrmOptions = {
  readonly url: string;
  readonly poolSize: number;
  /** What the driver's pool is told beside its size. */
  readonly driverOptions?: object;
};

export const openOrm = async ({ url, poolSize, driverOptions = {} }: OrmOptions, more: Options = {}): Promise<MikroORM> => {
  const orm = await MikroORM.init({
    clientUrl: url,
    entities: schemas,
    pool: { min: 0, max: poolSize },
    driverOptions,
    discovery: { warnWhenNoEntities: false },
    ...more,
  } as Options);
  for (const { prototype, props } of orm.getMetadata().getAll().values())
    unwatch(
      prototype as object,
      props.map(({ name }) => name),
    );
  return orm;
};

/**
 * Takes off the setters by which MikroORM's unit of work would notice changes: it is not used (ADR 1), and with them each
 * column of each loaded row goes through a defineProperty.
 */
const unwatch = (prototype: object, properties: readonly string[]): void => {
  for (const name of properties) if (Object.getOwnPropertyDescriptor(prototype, name)?.set) Reflect.deleteProperty(prototype, name);
};
