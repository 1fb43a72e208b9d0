import { approvable } from '@dms/domain/approvals/approvable';
import type { ServiceCenterReads } from '@dms/domain/service-centers/reads';
import { editServiceCenter } from '@dms/domain/service-centers/use-cases/edit-service-center';
import { openServiceCenter } from '@dms/domain/service-centers/use-cases/open-service-center';
import { setLogo } from '@dms/domain/service-centers/use-cases/set-logo';
import { listServiceCenters, readServiceCenter } from '@dms/domain/service-centers/use-cases/read-service-centers';
import { isDrawable } from '../pdf/drawable.ts';
import type { ReadAggregate } from '../postgres/read-aggregate.ts';
import { postgresServiceCenterReads } from '../postgres/reads/service-centers.ts';
import { translating } from '../postgres/translating.ts';
import type { Foundation } from './foundation.ts';

export const serviceCenters = {
  serviceCenterReads: ({ database, readAggregate }: Foundation & { readAggregate: ReadAggregate }): ServiceCenterReads =>
    translating(postgresServiceCenterReads(database.pool, readAggregate)),
  openServiceCenter,
  editServiceCenter: approvable('editServiceCenter', editServiceCenter),
  setLogo,
  isDrawable: () => isDrawable,
  readServiceCenter,
  listServiceCenters,
};
