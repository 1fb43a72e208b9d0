import { JobCard } from '@dms/domain/workshop/job-card';
import type { WorkshopReads } from '@dms/domain/workshop/reads';
import type { Executor } from '../database.ts';
import type { ReadAggregate } from '../read-aggregate.ts';
import { readBoard, readCalendar } from './board.ts';
import { type CardOrder, cardList } from './job-card-list.ts';
import { readPage } from './page.ts';

export const postgresWorkshopReads = (db: Executor, readAggregate: ReadAggregate): WorkshopReads => ({
  jobCards: (filter, whose, page) => readPage(db, cardList(filter, whose, page.sort as CardOrder), page),
  board: (filter, whose, most) => readBoard(db, filter, whose, most),
  calendar: (days, filter, whose, most) => readCalendar(db, days, filter, whose, most),
  jobCard: (id, scope) => readAggregate(JobCard, id, scope),
});
