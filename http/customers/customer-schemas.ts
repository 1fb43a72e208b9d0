import { consentNames, customerTypes, gstCategories } from '@dms/domain/customers/customer';
import { paperLanguages } from '@dms/domain/shared/languages';
import { Type } from '@sinclair/typebox';
import { DayText, Enumeration, InstantText, MoneyText, Nullable, Page, pageQuery, Uuid, Words } from '../schemas.ts';

const text = (maxLength: number, example: string) => Words(maxLength, { examples: [example] });
const maybe = (maxLength: number, example: string) => Type.Optional(Nullable(text(maxLength, example)));

const Phone = Type.String({ minLength: 10, maxLength: 20, examples: ['+919845012345'], description: 'An Indian mobile number.' });
const Email = Type.String({
  minLength: 3,
  maxLength: 254,
  pattern: '^[^@\\s]+@[^@\\s]+$',
  examples: ['asha.rao@example.com'],
  'x-refusal': 'must be an e-mail address',
});
const StateCode = Type.String({ pattern: '^[0-9]{2}$', examples: ['29'], 'x-refusal': 'must be a state code of two digits' });
const Pincode = Type.String({ pattern: '^[1-9][0-9]{5}$', examples: ['560041'], 'x-refusal': 'must be six digits' });
const Gstin = Type.String({ minLength: 15, maxLength: 15, examples: ['29AABCS1429B1ZQ'], description: 'Its check character is verified.' });
const Language = Enumeration(paperLanguages, { examples: ['en'] });
const Consents = Type.Array(Enumeration(consentNames), {
  maxItems: consentNames.length,
  uniqueItems: true,
  description: 'The ways by which the customer agreed to be written to; MARKETING is what sells something.',
  examples: [['SMS', 'EMAIL']],
});
const Confirmed = Type.Optional(Type.Boolean({ description: 'That the GSTIN is of another state than the address.', examples: [false] }));

const GstCategory = Enumeration(gstCategories, {
  description: 'SEZ for a unit or developer of a special economic zone, which is always supplied under IGST.',
  examples: ['REGULAR'],
});

const fields = {
  lastName: maybe(100, 'Rao'),
  email: Type.Optional(Nullable(Email)),
  address: maybe(300, '14, 3rd Cross, Jayanagar'),
  city: maybe(100, 'Bengaluru'),
  state: maybe(100, 'Karnataka'),
  stateCode: Type.Optional(Nullable(StateCode)),
  pincode: Type.Optional(Nullable(Pincode)),
  gstin: Type.Optional(Nullable(Gstin)),
  gstCategory: Type.Optional(GstCategory),
  legalName: maybe(200, 'Asha Rao'),
  language: Type.Optional(Language),
  consents: Type.Optional(Consents),
  dateOfBirth: Type.Optional(Nullable(DayText)),
  confirmed: Confirmed,
};
const Name = text(100, 'Asha');
const CustomerType = Enumeration(customerTypes, { examples: ['PERSON'] });

export const NewCustomer = Type.Object({ type: CustomerType, firstName: Name, phone: Phone, ...fields });
export const CreateCustomer = Type.Object({ ...NewCustomer.properties, serviceCenterId: Type.Optional(Uuid) });
export const EditCustomer = Type.Partial(
  Type.Object({
    ...NewCustomer.properties,
    creditLimit: Type.Optional(Nullable(MoneyText)),
    paymentTermsDays: Type.Optional(Nullable(Type.Integer({ minimum: 0, maximum: 365, examples: [30] }))),
  }),
  { minProperties: 1 },
);

export const Customer = Type.Object(
  {
    id: Uuid,
    type: CustomerType,
    firstName: Type.String({ examples: ['Asha'] }),
    lastName: Nullable(Type.String({ examples: ['Rao'] })),
    phone: Nullable(
      Type.String({
        description: 'Masked outside the branches of the caller: `98****2345`. Null once erased.',
        examples: ['+919845012345'],
      }),
    ),
    email: Nullable(Type.String({ examples: ['asha.rao@example.com'] })),
    address: Nullable(Type.String({ examples: ['14, 3rd Cross, Jayanagar'] })),
    city: Nullable(Type.String({ examples: ['Bengaluru'] })),
    state: Nullable(Type.String({ examples: ['Karnataka'] })),
    stateCode: Nullable(Type.String({ examples: ['29'] })),
    pincode: Nullable(Type.String({ examples: ['560041'] })),
    gstin: Nullable(Type.String({ examples: ['29AABCS1429B1ZQ'] })),
    gstinConfirmed: Type.Boolean({ description: 'Whether it was confirmed that the GSTIN is of another state than the address.' }),
    gstCategory: GstCategory,
    legalName: Nullable(Type.String({ examples: ['Asha Rao'] })),
    language: Type.String({ examples: ['en'] }),
    consents: Type.Array(Type.String({ examples: ['SMS'] })),
    creditLimit: Nullable(MoneyText),
    paymentTermsDays: Nullable(Type.Integer({ examples: [30] })),
    dateOfBirth: Nullable(DayText),
    erasedAt: Nullable(InstantText),
    serviceCenterIds: Type.Array(Uuid, { description: 'The branches that the customer is inside of.' }),
    version: Type.Integer({ minimum: 1, examples: [1] }),
  },
  { $id: 'Customer' },
);
export const CustomerPage = Page(Customer);
export const CustomerQuery = pageQuery(['-createdAt'], {
  phone: Type.Optional(Type.String({ minLength: 3, maxLength: 20, examples: ['98450 12345'] })),
  gstin: Type.Optional(Type.String({ minLength: 15, maxLength: 15, examples: ['29AABCS1429B1ZQ'] })),
  email: Type.Optional(Type.String({ minLength: 3, maxLength: 254, examples: ['asha.rao@example.com'] })),
  type: Type.Optional(Enumeration(customerTypes, { examples: ['BUSINESS'] })),
  serviceCenterId: Type.Optional(Uuid),
});

export const MergeCustomers = Type.Object({
  mergeId: { ...Uuid, description: 'The customer that becomes another name of this one.' },
});

const contactFields = {
  role: maybe(100, 'Fleet manager'),
  email: Type.Optional(Nullable(Email)),
  language: Type.Optional(Language),
  consents: Type.Optional(Consents),
};
export const AddContact = Type.Object({ name: text(100, 'Vikram Shah'), phone: Phone, ...contactFields });
export const EditContact = Type.Partial(
  Type.Object({ ...AddContact.properties, active: Type.Optional(Type.Boolean({ examples: [true] })) }),
  { minProperties: 1 },
);
export const OfContact = Type.Object({ id: Uuid, contactId: Uuid });
export const Contact = Type.Object(
  {
    id: Uuid,
    customerId: Uuid,
    name: Type.String({ examples: ['Vikram Shah'] }),
    role: Nullable(Type.String({ examples: ['Fleet manager'] })),
    phone: Nullable(Type.String({ examples: ['+919845098765'] })),
    email: Nullable(Type.String({ examples: ['vikram.shah@example.com'] })),
    language: Type.String({ examples: ['en'] }),
    consents: Type.Array(Type.String({ examples: ['SMS'] })),
    active: Type.Boolean({ examples: [true] }),
    version: Type.Integer({ minimum: 1, examples: [1] }),
  },
  { $id: 'Contact' },
);
export const ContactQuery = pageQuery(['createdAt'], {});
export const ContactPage = Page(Contact);
