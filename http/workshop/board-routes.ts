import { DomainError } from '@dms/domain/shared/errors';
import { shownOnBoard } from '@dms/domain/workshop/use-cases/watch-board';
import type { Static } from '@sinclair/typebox';
import type { Cradle } from '../../adapters/container.ts';
import { events, ok } from '../answers.ts';
import { maskedByBranch } from '../masking.ts';
import { spanOf } from '../moments.ts';
import { type Call, route, type RoutesOf } from '../route.ts';
import { BoardEvents, JobCardQuery, JobCards, type views } from './board-schemas.ts';

type Query = Static<typeof JobCardQuery>;
type View = (typeof views)[number];
type Uses = Pick<Cradle, 'listJobCards' | 'viewBoard' | 'viewCalendar'>;

const asked = ({ status, engineerId, serviceCenterId, vehicleId, type, priority, late, ...query }: Query) => ({
  ...{ status, engineerId, serviceCenterId, vehicleId, type, priority, late },
  opened: spanOf('opened', query),
  promised: spanOf('promised', query),
});

/** What only a list has: its order is one, and so it can be cut into pages. */
const refuseUnlessList = ({ cursor, sort, count }: Query): void => {
  const named = Object.entries({ cursor, sort: sort === '-openedAt' ? undefined : sort, count: count || undefined });
  const errors = named.flatMap(([name, value]) =>
    value === undefined ? [] : [{ pointer: `/${name}`, message: 'is for the view "list"', in: 'query' }],
  );
  if (errors.length > 0)
    throw new DomainError(
      'request.invalid',
      'A board and a calendar are not read by pages: `next` of a column or day goes on in the list.',
      { errors },
    );
};

type Asked = Pick<Call<unknown, Query>, 'query' | 'actor'>;

/** What each view answers. */
const answering = ({ listJobCards, viewBoard, viewCalendar }: Uses): Readonly<Record<View, (call: Asked) => Promise<object>>> => ({
  list: async ({ query, actor }) => {
    const { limit, cursor, sort, count } = query;
    const { data, page } = await listJobCards(asked(query), { limit, cursor, sort, count }, actor);
    return { data: data.map(maskedByBranch(actor, 'job.read')), page };
  },
  kanban: async ({ query, actor }) => {
    refuseUnlessList(query);
    const shown = maskedByBranch(actor, 'job.read');
    const columns = await viewBoard(asked(query), query.limit, actor);
    return { columns: columns.map((column) => ({ ...column, cards: column.cards.map(shown) })) };
  },
  calendar: async ({ query, actor }) => {
    refuseUnlessList(query);
    const shown = maskedByBranch(actor, 'job.read');
    const days = await viewCalendar(asked(query), query.limit, actor);
    return { days: days.map((day) => ({ ...day, cards: day.cards.map(shown) })) };
  },
});

/** The job cards as the workshop looks at them. */
export const boardRoutes: RoutesOf = (useCases) => {
  const views = answering(useCases);
  return [
    route({
      method: 'GET',
      url: '/job-cards',
      permission: 'job.read',
      operationId: 'listJobCards',
      summary: 'Job cards: as a list, newest first, as a board by state, or as a calendar of promised days',
      tags: ['workshop'],
      query: JobCardQuery,
      answers: { 200: JobCards },
      handle: async ({ query, actor }) => ok(await views[query.view ?? 'list']({ query, actor })),
    }),
    route({
      method: 'GET',
      url: '/job-cards/stream',
      permission: 'job.read',
      operationId: 'watchJobCards',
      summary: 'What happens to the job cards of the board, as it happens',
      description:
        'Read the board after the event `ready`: what changes from then on comes. After `reset` read it anew. A broken connection goes on by `Last-Event-ID`.',
      tags: ['workshop'],
      answers: { 200: BoardEvents },
      refuses: ['rate.limited'],
      stream: true,
      handle: () => events(useCases.boardFeed, { name: 'job-card', shows: shownOnBoard }),
    }),
  ];
};
