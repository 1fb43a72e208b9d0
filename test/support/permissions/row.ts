import type { Role } from '@dms/domain/shared/actor';
import type { Answer } from '../client.ts';
import type { World } from '../world.ts';
import type { Records } from './records.ts';

/** `other-section` may run reports, and not these. `other-fields` may change others of it. `unfit` may do it, and is not somebody whom it can be done to. */
export type Outcome = 'may' | 'asks' | 'denied' | 'unseen' | 'unfit' | 'other-section' | 'other-fields';

/** As the table of access.md has it for a job of BLR01 on which `engineer` works; `elsewhere` manages another branch. */
export type Expected = readonly [
  SA: Outcome,
  AD: Outcome,
  CC: Outcome,
  AV: Outcome,
  MG: Outcome,
  ST: Outcome,
  EN: Outcome,
  EN2: Outcome,
  elsewhere: Outcome,
];

export const [M, A, D, U, N, S, F] = ['may', 'asks', 'denied', 'unseen', 'unfit', 'other-section', 'other-fields'] as const;

/** Whom `World.as` knows for each role: the first of its kind, at BLR01 where the role has a branch. */
export const byRole = {
  SUPER_ADMIN: 'superAdmin',
  ADMIN: 'admin',
  CALL_CENTER: 'callCenter',
  SERVICE_ADVISOR: 'advisor',
  SC_MANAGER: 'manager',
  SC_STAFF: 'staff',
  SERVICE_ENGINEER: 'engineer',
} as const satisfies Record<Role, Parameters<World['as']>[0]>;

/** In the order of `Expected`. */
export const persons = [...Object.values(byRole), 'engineer2', 'elsewhere'] as const;
export type Person = (typeof persons)[number];

/** What is asked about a record of its own: the path where the route has parameters, and what is sent. */
export type Subject = {
  readonly path?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

/** The same, where the path is known. */
export type SubjectAt = Subject & { readonly path: string };

/** How a real record comes to be, where the route needs one, and what each person gets. */
export type Row = { readonly subject?: () => Promise<Subject>; readonly expected: Expected };

/** By method and URL, as in `POST /job-cards`. */
export type Rows = Readonly<Record<string, Row>>;

/** What a part of the table exports: the rows of a module's routes. */
export type RowsOf = (world: World, records: Records) => Rows;

/** Whether an answer is what the outcome says. */
export const isAnswered: Readonly<Record<Outcome, (answer: Answer) => boolean>> = {
  may: ({ status }) => status >= 200 && status < 300,
  asks: ({ status, headers }) => status === 202 && headers.get('location')?.startsWith('/approvals/') === true,
  denied: ({ status, problem }) => status === 403 && problem.code === 'access.denied' && problem.explanation !== undefined,
  unseen: ({ status, problem }) => status === 404 && problem.code === 'entity.absent',
  unfit: ({ problem }) => problem.code === 'job.engineer' || problem.code === 'entity.absent',
  'other-fields': ({ status, problem }) => status === 403 && problem.code === 'access.denied',
  'other-section': ({ status, problem }) => status === 403 && problem.explanation?.action === 'report.run',
};
