import { ok } from '../answers.ts';
import { route, type RoutesOf } from '../route.ts';
import { ById } from '../schemas.ts';
import { EWayBillData } from './e-way-bill-schemas.ts';

const tags = ['billing'] as const;
const about = {
  method: 'GET',
  tags,
  params: ById,
  answers: { 200: EWayBillData },
  refuses: ['e_way_bill.refused'],
  description:
    'In the JSON of the e-way bill portal. `needed` says whether the law wants one; below the limit it may be made all the same.',
} as const;

/** What the e-way bill portal is told of goods on their way to another branch. */
export const transferEWayBillRoutes: RoutesOf = (useCases) => [
  route({
    ...about,
    url: '/stock-transfers/:id/e-way-bill',
    permission: 'part.cost',
    operationId: 'exportTransferEWayBill',
    summary: 'The e-way bill of goods on their way to another branch',
    handle: async ({ params, actor }) => ok(await useCases.exportTransferEWayBill(params.id, actor)),
  }),
];

/** What it is told of goods that were sold. */
export const invoiceEWayBillRoutes: RoutesOf = (useCases) => [
  route({
    ...about,
    url: '/invoices/:id/e-way-bill',
    permission: 'invoice.print',
    operationId: 'exportInvoiceEWayBill',
    summary: 'The e-way bill of the goods of an issued invoice',
    handle: async ({ params, actor }) => ok(await useCases.exportInvoiceEWayBill(params.id, actor)),
  }),
];
