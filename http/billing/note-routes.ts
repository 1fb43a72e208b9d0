import type { AskedNote } from '@dms/domain/billing/note-lines';
import type { Printed } from '@dms/domain/files/use-cases/print-paper';
import type { ActionName } from '@dms/domain/shared/access/matrix';
import type { Actor } from '@dms/domain/shared/actor';
import type { ErrorCode } from '@dms/domain/shared/errors';
import { Money } from '@dms/domain/shared/money';
import type { Page, PageRequest } from '@dms/domain/shared/page';
import { Quantity } from '@dms/domain/shared/quantity';
import type { Static, TObject, TSchema } from '@sinclair/typebox';
import { created, ok } from '../answers.ts';
import { maskedByBranch } from '../masking.ts';
import { CopyQuery, paperAnswers, printedPaper } from '../papers.ts';
import { type Route, route } from '../route.ts';
import { ById } from '../schemas.ts';
import { DiscardDraft, type DraftNote } from './note-schemas.ts';

type Step = 'draft' | 'list' | 'read' | 'print' | 'issue' | 'discard';
type Told = { readonly version: number | undefined };
type Copy = Static<typeof CopyQuery>;

/** What tells one kind of note from another: where it is, who may, in which words, and the use cases behind it. */
export type NoteKind<Note extends { readonly id: string; readonly version: number }, Query extends TObject> = {
  readonly path: `/${string}-notes`;
  readonly operations: { readonly [Of in Step]: string };
  readonly permissions: { readonly [Of in Exclude<Step, 'list' | 'print'>]: ActionName };
  readonly summaries: { readonly [Of in Step]: string };
  readonly printing: string;
  readonly refuses: { readonly [Of in 'draft' | 'issue' | 'discard']: readonly ErrorCode[] };
  readonly schemas: { readonly draft: DraftNote; readonly note: TSchema; readonly page: TSchema; readonly query: Query };
  readonly uses: {
    draft(asked: AskedNote, actor: Actor): Promise<Note>;
    list(
      filter: Omit<Static<Query>, keyof PageRequest>,
      page: PageRequest,
      actor: Actor,
    ): Promise<Page<{ readonly serviceCenterId: string }>>;
    read(id: string, actor: Actor): Promise<Note>;
    print(id: string, copy: Copy, actor: Actor): Promise<Printed>;
    issue(id: string, told: Told, actor: Actor): Promise<Note>;
    discard(id: string, told: Told & Static<typeof DiscardDraft>, actor: Actor): Promise<Note>;
  };
  readonly present: (note: Note, actor: Actor) => object;
};

const tags = ['billing'] as const;

const askedLines = (lines: Static<DraftNote>['lines']): AskedNote['lines'] =>
  lines.map(({ lineId, quantity, amount }) => ({
    lineId,
    ...(quantity !== undefined && { quantity: Quantity.parse(quantity) }),
    ...(amount !== undefined && { amount: Money.parse(amount) }),
  }));

/** What every kind of note on an invoice goes through: drawn up by line, read, printed, issued, or discarded. */
export const noteRoutes = <Note extends { readonly id: string; readonly version: number }, Query extends TObject>(
  kind: NoteKind<Note, Query>,
): readonly Route[] => {
  const { path, operations, permissions, summaries, refuses, schemas, uses, present } = kind;
  const shown = (note: Note, actor: Actor) => ok(present(note, actor), { etag: note.version });
  return [
    route({
      method: 'POST',
      url: path,
      permission: permissions.draft,
      operationId: operations.draft,
      mayAsk: true,
      summary: summaries.draft,
      tags,
      body: schemas.draft,
      answers: { 201: schemas.note },
      refuses: refuses.draft,
      idempotency: 'required',
      handle: async ({ body: { invoiceId, reason, lines }, actor }) => {
        const note = await uses.draft({ invoiceId, reason, lines: askedLines(lines) }, actor);
        return created(`${path}/${note.id}`, present(note, actor), { etag: note.version });
      },
    }),
    route({
      method: 'GET',
      url: path,
      permission: permissions.read,
      operationId: operations.list,
      summary: summaries.list,
      tags,
      query: schemas.query,
      answers: { 200: schemas.page },
      handle: async ({ query, actor }) => {
        const { limit, cursor, sort, count, ...filter } = query as Static<Query> & PageRequest;
        const { data, page } = await uses.list(filter, { limit, cursor, sort, count }, actor);
        return ok({ data: data.map(maskedByBranch(actor, permissions.read)), page });
      },
    }),
    route({
      method: 'GET',
      url: `${path}/:id`,
      permission: permissions.read,
      operationId: operations.read,
      summary: summaries.read,
      tags,
      params: ById,
      answers: { 200: schemas.note },
      handle: async ({ params, actor }) => shown(await uses.read(params.id, actor), actor),
    }),
    route({
      method: 'GET',
      url: `${path}/:id/pdf`,
      permission: permissions.read,
      operationId: operations.print,
      summary: summaries.print,
      description: kind.printing,
      tags,
      params: ById,
      query: CopyQuery,
      answers: paperAnswers,
      handle: async ({ params, query, actor }) => printedPaper(await uses.print(params.id, query, actor)),
    }),
    route({
      method: 'POST',
      url: `${path}/:id/issue`,
      permission: permissions.issue,
      operationId: operations.issue,
      mayAsk: true,
      summary: summaries.issue,
      tags,
      params: ById,
      answers: { 200: schemas.note },
      refuses: refuses.issue,
      conditional: true,
      handle: async ({ params, ifMatch, actor }) => shown(await uses.issue(params.id, { version: ifMatch }, actor), actor),
    }),
    route({
      method: 'POST',
      url: `${path}/:id/discard`,
      permission: permissions.discard,
      operationId: operations.discard,
      summary: summaries.discard,
      tags,
      params: ById,
      body: DiscardDraft,
      answers: { 200: schemas.note },
      refuses: refuses.discard,
      conditional: true,
      handle: async ({ params, body, ifMatch, actor }) => shown(await uses.discard(params.id, { ...body, version: ifMatch }, actor), actor),
    }),
  ];
};
