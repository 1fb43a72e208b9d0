import { approvable } from '@dms/domain/approvals/approvable';
import type { EstimateLinks } from '@dms/domain/workshop/ports';
import type { WorkshopReads } from '@dms/domain/workshop/reads';
import { closeDelivered } from '@dms/domain/workshop/use-cases/close-delivered';
import { printGatePass } from '@dms/domain/workshop/use-cases/gate-pass-paper';
import { remindOfServices } from '@dms/domain/workshop/use-cases/remind-of-services';
import { reopenJobCard } from '@dms/domain/workshop/use-cases/reopen-job-card';
import { editJobCard } from '@dms/domain/workshop/use-cases/edit-job-card';
import { addTask, dropTask, editTask } from '@dms/domain/workshop/use-cases/change-tasks';
import { correctTimeLog, recordTime } from '@dms/domain/workshop/use-cases/keep-time';
import { readTimeLogs } from '@dms/domain/workshop/use-cases/read-time-logs';
import { readAvailability } from '@dms/domain/workshop/use-cases/read-availability';
import { assignEngineer } from '@dms/domain/workshop/use-cases/assign-engineer';
import { checkQuality } from '@dms/domain/workshop/use-cases/check-quality';
import { deliverVehicle } from '@dms/domain/workshop/use-cases/deliver-vehicle';
import { cancelParts } from '@dms/domain/workshop/use-cases/cancel-parts';
import { issueParts } from '@dms/domain/workshop/use-cases/issue-parts';
import { moveJobCard } from '@dms/domain/workshop/use-cases/move-job-card';
import { openJobCard } from '@dms/domain/workshop/use-cases/open-job-card';
import { explainJobCard } from '@dms/domain/workshop/use-cases/explain-job-card';
import { decideEstimate } from '@dms/domain/workshop/use-cases/decide-estimate';
import { inspectVehicle } from '@dms/domain/workshop/use-cases/inspect-vehicle';
import { listEstimates, readLinkedEstimate } from '@dms/domain/workshop/use-cases/read-estimates';
import { readInspection } from '@dms/domain/workshop/use-cases/read-inspections';
import { listJobCards, readJobCard, viewBoard, viewCalendar } from '@dms/domain/workshop/use-cases/read-job-cards';
import { recordCustomerApproval } from '@dms/domain/workshop/use-cases/record-customer-approval';
import { requestParts, reserveParts } from '@dms/domain/workshop/use-cases/request-parts';
import { offerExtraWork, reviseEstimate } from '@dms/domain/workshop/use-cases/revise-estimate';
import { sendEstimate } from '@dms/domain/workshop/use-cases/send-estimate';
import { returnParts } from '@dms/domain/workshop/use-cases/return-parts';
import { finishTask, pauseTask, startTask } from '@dms/domain/workshop/use-cases/work-on-task';
import { outboxFeed } from '../queue/outbox-feed.ts';
import type { ReadAggregate } from '../postgres/read-aggregate.ts';
import { postgresWorkshopReads } from '../postgres/reads/workshop.ts';
import { signedEstimateLinks } from '../security/estimate-links.ts';
import { translating } from '../postgres/translating.ts';
import type { Foundation } from './foundation.ts';

export const workshop = {
  workshopReads: ({ database, readAggregate }: Foundation & { readAggregate: ReadAggregate }): WorkshopReads =>
    translating(postgresWorkshopReads(database.pool, readAggregate)),
  /** What is published of job cards, for whoever has the board before them. */
  boardFeed: (deps: Foundation & { databaseUrl: string }) => outboxFeed(deps, 'JobCard'),
  openJobCard: approvable('openJobCard', openJobCard),
  moveJobCard: approvable('moveJobCard', moveJobCard),
  estimateLinks: ({ config }: Foundation): EstimateLinks => signedEstimateLinks(config.auth),
  recordCustomerApproval,
  reviseEstimate: approvable('reviseEstimate', reviseEstimate),
  offerExtraWork: approvable('offerExtraWork', offerExtraWork),
  sendEstimate,
  decideEstimate,
  listEstimates,
  readLinkedEstimate,
  inspectVehicle,
  readInspection,
  assignEngineer,
  requestParts,
  reserveParts,
  cancelParts,
  issueParts,
  returnParts,
  closeDelivered,
  remindOfServices,
  printGatePass,
  reopenJobCard: approvable('reopenJobCard', reopenJobCard),
  editJobCard,
  addTask,
  editTask,
  dropTask,
  recordTime: approvable('recordTime', recordTime),
  correctTimeLog: approvable('correctTimeLog', correctTimeLog),
  readTimeLogs,
  readAvailability,
  startTask,
  pauseTask,
  finishTask,
  checkQuality,
  deliverVehicle: approvable('deliverVehicle', deliverVehicle),
  listJobCards,
  viewBoard,
  viewCalendar,
  readJobCard,
  explainJobCard,
};
