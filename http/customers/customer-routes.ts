import type { CustomerContact } from '@dms/domain/customers/contact';
import type { CustomerRow } from '@dms/domain/customers/directory';
import { factsOfKnown } from '@dms/domain/customers/use-cases/customer-facts';
import type { Actor } from '@dms/domain/shared/actor';
import { Money } from '@dms/domain/shared/money';
import { created, ok } from '../answers.ts';
import { masked } from '../masking.ts';
import { route, type RoutesOf } from '../route.ts';
import { ById } from '../schemas.ts';
import {
  AddContact,
  Contact,
  ContactPage,
  ContactQuery,
  CreateCustomer,
  Customer,
  CustomerPage,
  CustomerQuery,
  EditContact,
  EditCustomer,
  MergeCustomers,
  OfContact,
} from './customer-schemas.ts';

const tags = ['customers'] as const;
const unfit = ['record.duplicate', 'phone.invalid', 'gstin.invalid', 'customer.gstin_state'] as const;

const present = (customer: CustomerRow, actor: Actor) => {
  const { engineerIds: _, aliasOf: __, createdAt: ___, ...body } = customer;
  return masked(actor, 'customer.read', factsOfKnown(customer), body);
};
const presentContact = (contact: CustomerContact, customer: CustomerRow, actor: Actor) =>
  masked(actor, 'customer.read', factsOfKnown(customer), { ...contact });

/** Who owns vehicles and pays bills. */
export const customerRoutes: RoutesOf = (useCases) => {
  /** As it is now, with the branches that it is inside of. */
  const shown = async (id: string, actor: Actor) => {
    const customer = await useCases.readCustomer(id, actor);
    // Which branches and engineers know them comes with their jobs.
    return ok(present(customer, actor), { etag: customer.version, holdsMore: true });
  };
  return [
    route({
      method: 'POST',
      url: '/customers',
      permission: 'customer.create',
      operationId: 'createCustomer',
      summary: 'Takes down a customer',
      description: 'A phone number belongs to one customer. Credit limit and terms of payment are set afterwards, by who may.',
      tags,
      body: CreateCustomer,
      answers: { 201: Customer },
      refuses: unfit,
      handle: async ({ body, actor }) => {
        const { id, version } = await useCases.createCustomer(body, actor);
        return created(`/customers/${id}`, present(await useCases.readCustomer(id, actor), actor), { etag: version });
      },
    }),
    route({
      method: 'GET',
      url: '/customers',
      permission: 'customer.read',
      operationId: 'listCustomers',
      summary: 'Customers, the latest first',
      tags,
      query: CustomerQuery,
      answers: { 200: CustomerPage },
      handle: async ({ query: { limit, cursor, sort, count, ...filter }, actor }) => {
        const { data, page } = await useCases.listCustomers(filter, { limit, cursor, sort, count }, actor);
        return ok({ data: data.map((customer) => present(customer, actor)), page });
      },
    }),
    route({
      method: 'GET',
      url: '/customers/:id',
      permission: 'customer.read',
      operationId: 'readCustomer',
      summary: 'One customer',
      description: 'One that was merged into another is answered as that one.',
      tags,
      params: ById,
      answers: { 200: Customer },
      handle: ({ params, actor }) => shown(params.id, actor),
    }),
    route({
      method: 'PATCH',
      url: '/customers/:id',
      permission: 'customer.edit',
      operationId: 'editCustomer',
      summary: 'Changes a customer',
      description:
        'GSTIN, credit limit and terms of payment are `customer.edit-tax`; who may only ask for them, asks for them on their own.',
      tags,
      params: ById,
      body: EditCustomer,
      answers: { 200: Customer },
      mayAsk: true,
      refuses: [...unfit, 'customer.refused'],
      handle: async ({ params, body: { creditLimit, ...words }, ifMatch, actor }) => {
        const limit = creditLimit === undefined ? {} : { creditLimit: creditLimit === null ? null : Money.parse(creditLimit) };
        await useCases.editCustomer({ ...words, ...limit, customerId: params.id, version: ifMatch }, actor);
        return shown(params.id, actor);
      },
    }),
    route({
      method: 'POST',
      url: '/customers/:id/merge',
      permission: 'customer.merge',
      operationId: 'mergeCustomers',
      summary: 'Makes another customer the same as this one',
      description: 'Everything of the other is this one’s from then on. Issued documents keep the name and address they were issued to.',
      tags,
      params: ById,
      body: MergeCustomers,
      answers: { 200: Customer },
      mayAsk: true,
      refuses: ['customer.refused'],
      conditional: true,
      handle: async ({ params, body, ifMatch, actor }) => {
        await useCases.mergeCustomers({ ...body, customerId: params.id, version: ifMatch }, actor);
        return shown(params.id, actor);
      },
    }),
    route({
      method: 'POST',
      url: '/customers/:id/erase',
      permission: 'customer.erase',
      operationId: 'eraseCustomer',
      summary: 'Forgets who a customer is',
      description: 'Personal data is replaced in place; documents of tax stay as they were issued.',
      tags,
      params: ById,
      answers: { 200: Customer },
      mayAsk: true,
      refuses: ['customer.refused'],
      conditional: true,
      handle: async ({ params, ifMatch, actor }) => {
        await useCases.eraseCustomer({ customerId: params.id, version: ifMatch }, actor);
        return shown(params.id, actor);
      },
    }),
    route({
      method: 'POST',
      url: '/customers/:id/contacts',
      permission: 'customer.edit',
      operationId: 'addContact',
      summary: 'Takes down whom to speak to at a company',
      tags,
      params: ById,
      body: AddContact,
      answers: { 201: Contact },
      refuses: ['customer.refused', 'record.duplicate', 'phone.invalid'],
      handle: async ({ params, body, actor }) => {
        const contact = await useCases.addContact({ ...body, customerId: params.id }, actor);
        const location = `/customers/${params.id}/contacts/${contact.id}`;
        return created(location, presentContact(contact, await useCases.readCustomer(params.id, actor), actor), { etag: contact.version });
      },
    }),
    route({
      method: 'GET',
      url: '/customers/:id/contacts',
      permission: 'customer.read',
      operationId: 'listContacts',
      summary: 'Whom to speak to at a company, the first known first',
      tags,
      params: ById,
      query: ContactQuery,
      answers: { 200: ContactPage },
      handle: async ({ params, query, actor }) => {
        const { customer, data, page } = await useCases.listContacts(params.id, query, actor);
        return ok({ data: data.map((contact) => presentContact(contact, customer, actor)), page });
      },
    }),
    route({
      method: 'PATCH',
      url: '/customers/:id/contacts/:contactId',
      permission: 'customer.edit',
      operationId: 'editContact',
      summary: 'Changes a contact of a company',
      tags,
      params: OfContact,
      body: EditContact,
      answers: { 200: Contact },
      refuses: ['customer.refused', 'record.duplicate', 'phone.invalid'],
      handle: async ({ params: { id, contactId }, body, ifMatch, actor }) => {
        const contact = await useCases.editContact({ ...body, customerId: id, contactId, version: ifMatch }, actor);
        return ok(presentContact(contact, await useCases.readCustomer(id, actor), actor), { etag: contact.version });
      },
    }),
  ];
};
