import { Type } from '@sinclair/typebox';
import { masked } from '../masking.ts';
import { ok } from '../answers.ts';
import { route, type RoutesOf } from '../route.ts';
import { ById, DayText, Enumeration, Nullable, MoneyText, Page, pageQuery, SignedMoneyText, Uuid } from '../schemas.ts';

const tags = ['billing'] as const;
const Signed = Nullable(SignedMoneyText);
const Amount = Nullable(MoneyText);
const kinds = ['OPENING', 'INVOICE', 'DEBIT_NOTE', 'CREDIT_NOTE', 'CANCELLATION', 'WRITE_OFF', 'PAYMENT', 'REVERSAL', 'REFUND'] as const;

const StatementQuery = Type.Object({ from: Type.Optional(DayText), to: Type.Optional(DayText) });
const Statement = Type.Object(
  {
    customerId: Uuid,
    from: DayText,
    to: DayText,
    opening: Signed,
    entries: Type.Array(
      Type.Object({
        id: Uuid,
        kind: Enumeration(kinds, { examples: ['INVOICE'] }),
        day: DayText,
        number: Nullable(Type.String({ examples: ['BLR01/2627/00123'] })),
        serviceCenterId: Uuid,
        amount: Nullable(
          Type.Unsafe<string>({
            ...SignedMoneyText,
            description: 'Above zero what the customer owes by it, below zero what they owe less.',
          }),
        ),
        balance: Signed,
      }),
    ),
    closing: Signed,
  },
  { $id: 'Statement' },
);

const figures = { notDue: Amount, days1to30: Amount, days31to60: Amount, days61to90: Amount, over90: Amount, total: Amount };
const AgeingQuery = pageQuery(['customerId'], { asOf: Type.Optional(DayText), serviceCenterId: Type.Optional(Uuid) });
const AgeingRow = Type.Object(
  { customerId: Nullable(Uuid), customerName: Nullable(Type.String({ examples: ['Asha Rao'] })), ...figures },
  { $id: 'AgeingRow' },
);
const Ageing = Type.Object(
  { ...Page(AgeingRow).properties, asOf: DayText, totals: Type.Object(figures) },
  { $id: 'Ageing', description: 'By customer, by how many days it has been due; those without a customer are one row.' },
);

/** What customers owe: an account from day to day, and all that is due by its age. */
export const receivableRoutes: RoutesOf = (useCases) => [
  route({
    method: 'GET',
    url: '/customers/:id/statement',
    permission: 'statement.read',
    operationId: 'readStatement',
    summary: 'A customer’s account: every document and payment in order, with what is owed after each',
    tags,
    params: ById,
    query: StatementQuery,
    answers: { 200: Statement },
    handle: async ({ params, query, actor }) => {
      const statement = await useCases.readStatement({ ...query, customerId: params.id }, actor);
      return ok(masked(actor, 'statement.read', { serviceCenterIds: actor.serviceCenterIds }, statement));
    },
  }),
  route({
    method: 'GET',
    url: '/reports/receivables/ageing',
    permission: 'statement.read',
    operationId: 'ageReceivables',
    summary: 'What is due, by customer and by how long it has been due',
    tags,
    query: AgeingQuery,
    answers: { 200: Ageing },
    handle: async ({ query: { limit, cursor, sort, count, ...filter }, actor }) => {
      const report = await useCases.ageReceivables(filter, { limit, cursor, sort, count }, actor);
      return ok(masked(actor, 'statement.read', { serviceCenterIds: actor.serviceCenterIds }, report));
    },
  }),
];
