import type { Retention } from '@dms/domain/retention/ports';
import { forgetWhatIsOver } from '@dms/domain/retention/use-cases/forget-what-is-over';
import { postgresRetention } from '../postgres/retention.ts';
import { translating } from '../postgres/translating.ts';
import type { Foundation } from './foundation.ts';

export const retention = {
  retention: ({ database }: Foundation): Retention => translating(postgresRetention({ database })),
  forgetWhatIsOver,
};
