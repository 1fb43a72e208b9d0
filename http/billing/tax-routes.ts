import type { KnownRate } from '@dms/domain/shared/gst/tax-rates';
import type { StateCode } from '@dms/domain/shared/gst/states';
import { Quantity } from '@dms/domain/shared/quantity';
import { created, ok } from '../answers.ts';
import { route, type RoutesOf } from '../route.ts';
import { QuotedTax, SetTaxRate, TaxQuote, TaxRate, TaxRatePage, TaxRateQuery } from './tax-schemas.ts';

const tags = ['billing'] as const;

const present = ({ rate, ...row }: KnownRate) => ({ ...row, taxRate: rate });

/** What any lines cost, and the rates that say so. */
export const taxRoutes: RoutesOf = (useCases) => [
  route({
    method: 'POST',
    url: '/tax/quote',
    permission: 'tax.quote',
    operationId: 'quoteTax',
    summary: 'Prices any lines by the rules of invoices, and keeps nothing',
    tags,
    body: TaxQuote,
    answers: { 200: QuotedTax },
    refuses: ['tax.invalid', 'money.malformed', 'tax_rate.unknown'],
    idempotency: 'none',
    handle: async ({ body: { supplierState, placeOfSupply, lines, ...rest }, actor }) => {
      const quote = {
        ...rest,
        supplierState: supplierState as StateCode,
        placeOfSupply: placeOfSupply as StateCode,
        lines: lines.map((line) => ({ ...line, quantity: Quantity.parse(line.quantity) })),
      };
      const { supplyType: _, ...priced } = await useCases.quoteTax(quote, actor);
      return ok(priced);
    },
  }),
  route({
    method: 'GET',
    url: '/tax/rates',
    permission: 'tax.read',
    operationId: 'listTaxRates',
    summary: 'Rates by HSN and SAC with the days they hold from',
    tags,
    query: TaxRateQuery,
    answers: { 200: TaxRatePage },
    handle: async ({ query: { limit, cursor, sort, count, ...filter }, actor }) => {
      const { data, page } = await useCases.listTaxRates(filter, { limit, cursor, sort, count }, actor);
      return ok({ data: data.map(present), page });
    },
  }),
  route({
    method: 'POST',
    url: '/tax/rates',
    permission: 'tax.edit',
    operationId: 'setTaxRate',
    summary: 'Says at which rate a code is taxed from a day on',
    description: 'What was issued keeps its rate. A rate that has not come into force gives way to another one for the same day.',
    tags,
    body: SetTaxRate,
    answers: { 201: TaxRate },
    refuses: ['tax.invalid', 'day.malformed', 'tax_rate.in_use', 'record.duplicate'],
    handle: async ({ body, actor }) => {
      const rate = await useCases.setTaxRate(body, actor);
      return created(`/tax/rates?hsn=${rate.hsn}`, present(rate));
    },
  }),
];
