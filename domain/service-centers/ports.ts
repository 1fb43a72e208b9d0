import type { Repository } from '../shared/repository.ts';
import type { ServiceCenter } from './service-center.ts';

export type ServiceCenters = Repository<ServiceCenter>;
