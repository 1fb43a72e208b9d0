import { Attribution } from '@dms/domain/workshop/attribution';
import { Estimate, EstimateLine } from '@dms/domain/workshop/estimate';
import { GatePass } from '@dms/domain/workshop/gate-pass';
import { Inspection, InspectionItem } from '@dms/domain/workshop/inspection';
import { JobCard } from '@dms/domain/workshop/job-card';
import { JobCardTransition } from '@dms/domain/workshop/job-card-transition';
import { JobPart } from '@dms/domain/workshop/job-part';
import { JobTask } from '@dms/domain/workshop/job-task';
import { TimeCorrection } from '@dms/domain/workshop/time-correction';
import { TimeLog } from '@dms/domain/workshop/time-log';
import { defineEntity } from '@mikro-orm/core';
import { flag, id, instant, integer, json, money, quantity, rate, ref, refs, text, version } from '../types/columns.ts';

export const JobCardSchema = defineEntity({
  class: JobCard,
  tableName: 'job_cards',
  properties: {
    id: id(),
    jobNumber: text(),
    serviceCenterId: ref(),
    customerId: ref(),
    vehicleId: ref(),
    serviceType: text(),
    priority: text(),
    description: text().nullable(),
    status: text(),
    assignedEngineerId: ref().nullable(),
    odometerIn: integer().nullable(),
    odometerOut: integer().nullable(),
    promisedAt: instant().nullable(),
    openedAt: instant(),
    completedAt: instant().nullable(),
    deliveredAt: instant().nullable(),
    closedAt: instant().nullable(),
    rework: flag(),
    comeback: flag(),
    forcedReason: text().nullable(),
    estimatedCost: money().nullable(),
    actualCost: money().nullable(),
    version: version(),
  },
});

export const JobTaskSchema = defineEntity({
  class: JobTask,
  tableName: 'job_tasks',
  properties: {
    id: id(),
    jobCardId: ref(),
    position: integer(),
    description: text(),
    status: text(),
    estimateLineId: ref().nullable(),
    soldHours: quantity().nullable(),
    billing: text(),
    droppedReason: text().nullable(),
    engineerId: ref().nullable(),
    startedAt: instant().nullable(),
    finishedAt: instant().nullable(),
  },
});

export const TimeLogSchema = defineEntity({
  class: TimeLog,
  tableName: 'time_logs',
  properties: {
    id: id(),
    jobCardId: ref(),
    taskId: ref(),
    engineerId: ref(),
    status: text(),
    spans: json(),
    pauseReason: text().nullable(),
  },
});

export const TimeCorrectionSchema = defineEntity({
  class: TimeCorrection,
  tableName: 'time_corrections',
  properties: {
    id: id(),
    jobCardId: ref(),
    timeLogId: ref(),
    engineerId: ref(),
    before: json(),
    after: json(),
    reason: text(),
    correctedAt: instant(),
    correctedBy: ref().nullable(),
  },
});

export const GatePassSchema = defineEntity({
  class: GatePass,
  tableName: 'gate_passes',
  properties: {
    id: id(),
    jobCardId: ref(),
    serviceCenterId: ref(),
    number: text(),
    transitionId: ref(),
    document: json(),
    issuedAt: instant(),
    issuedBy: ref().nullable(),
  },
});

export const AttributionSchema = defineEntity({
  class: Attribution,
  tableName: 'job_attributions',
  properties: {
    id: id(),
    jobCardId: ref(),
    kind: text(),
    engineerId: ref(),
    reason: text().nullable(),
    attributedAt: instant(),
    attributedBy: ref().nullable(),
  },
});

export const EstimateSchema = defineEntity({
  class: Estimate,
  tableName: 'job_estimates',
  properties: {
    id: id(),
    jobCardId: ref(),
    revision: integer(),
    status: text(),
    placeOfSupply: text(),
    subtotal: money(),
    discount: money(),
    taxable: money(),
    cgst: money(),
    sgst: money(),
    igst: money(),
    tax: money(),
    roundOff: money(),
    total: money(),
    invoiceDiscountType: text().nullable(),
    invoiceDiscountValue: text().nullable(),
    drawnUpAt: instant(),
    drawnUpBy: ref().nullable(),
    decidedAt: instant().nullable(),
    decisionChannel: text().nullable(),
    decisionNote: text().nullable(),
    decidedBy: ref().nullable(),
    declinedLineIds: refs(),
    linkExpiresAt: instant().nullable(),
  },
});

export const EstimateLineSchema = defineEntity({
  class: EstimateLine,
  tableName: 'job_estimate_lines',
  properties: {
    id: id(),
    jobCardId: ref(),
    estimateId: ref(),
    position: integer(),
    kind: text(),
    partId: ref().nullable(),
    description: text(),
    hsn: text(),
    unit: text(),
    quantity: quantity(),
    unitPrice: money(),
    discountType: text().nullable(),
    discountValue: text().nullable(),
    taxRate: rate(),
    treatment: text(),
    gross: money(),
    discount: money(),
    taxable: money(),
    cgst: money(),
    sgst: money(),
    igst: money(),
    inspectionItemId: ref().nullable(),
  },
});

export const InspectionSchema = defineEntity({
  class: Inspection,
  tableName: 'job_inspections',
  properties: {
    id: id(),
    jobCardId: ref(),
    serviceCenterId: ref(),
    revision: integer(),
    status: text(),
    note: text().nullable(),
    inspectedAt: instant(),
    inspectedBy: ref().nullable(),
    version: version(),
  },
});

export const InspectionItemSchema = defineEntity({
  class: InspectionItem,
  tableName: 'job_inspection_items',
  properties: {
    id: id(),
    inspectionId: ref(),
    position: integer(),
    key: text().nullable(),
    label: text(),
    result: text(),
    note: text().nullable(),
    photoFileIds: refs(),
  },
});

export const JobPartSchema = defineEntity({
  class: JobPart,
  tableName: 'job_parts',
  properties: {
    id: id(),
    jobCardId: ref(),
    partId: ref(),
    description: text(),
    status: text(),
    required: flag(),
    neededBy: instant().nullable(),
    requested: quantity(),
    issued: quantity(),
    consumed: quantity(),
    returned: quantity(),
    issuedValue: money(),
  },
});

export const JobCardTransitionSchema = defineEntity({
  class: JobCardTransition,
  tableName: 'job_card_transitions',
  properties: {
    id: id(),
    jobCardId: ref(),
    event: text(),
    fromStatus: text(),
    toStatus: text(),
    reason: text().nullable(),
    movedBy: ref().nullable(),
    movedAt: instant(),
  },
});
