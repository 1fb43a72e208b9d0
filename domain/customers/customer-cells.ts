import type { ImportRow } from '../shared/import-batch.ts';
import { flag, mailAddress, oneOf, type ReadCell, readCells, rupees, someOf, whole, words } from '../shared/import-cells.ts';
import { paperLanguages } from '../shared/languages.ts';
import { consentNames, customerTypes } from './customer.ts';
import type { GivenCustomer } from './customer-fields.ts';

/** How the cell of each column is read; what a phone, a GSTIN, a pincode and a day are, the fields themselves know. */
const columns: Readonly<Record<string, ReadCell>> = {
  serviceCenter: words(20),
  type: oneOf(customerTypes),
  firstName: words(100),
  lastName: words(100),
  legalName: words(200),
  phone: words(20),
  email: mailAddress,
  address: words(300),
  city: words(100),
  state: words(100),
  stateCode: words(2),
  pincode: words(6),
  gstin: words(15),
  gstinConfirmed: flag,
  language: oneOf(paperLanguages),
  consents: someOf(consentNames),
  creditLimit: rupees,
  paymentTermsDays: whole(0, 365),
  dateOfBirth: words(10),
};

/** What a row says of a customer, where it belongs, and whether a GSTIN of another state is meant. */
export type CustomerCells = {
  readonly given: GivenCustomer;
  readonly serviceCenter: string | undefined;
  readonly confirmed: boolean | undefined;
};

/** @throws DomainError with the column in its sentence */
export const customerOfCells = (cells: ImportRow['cells']): CustomerCells => {
  const { serviceCenter, gstinConfirmed, ...given } = readCells(columns, cells);
  return {
    given,
    serviceCenter: serviceCenter as CustomerCells['serviceCenter'],
    confirmed: gstinConfirmed as CustomerCells['confirmed'],
  };
};
