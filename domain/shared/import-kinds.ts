import { readMobile } from './identifiers/mobile.ts';
import { readRegistration } from './identifiers/vehicle-registration.ts';

/** A column that no two rows may share, and the one form of what stands in it. */
export type KeyColumn = {
  readonly column: string;
  readonly form: (text: string) => string;
  /** Columns that may tell two such rows apart. */
  readonly within?: readonly string[];
};

type Kind = {
  /** The use case that takes a batch, by its name in the container: an `ImportBatch`. */
  readonly use: string;
  /** The columns that say which record a row is about, and that make a second import of it a change of the first. */
  readonly keys: readonly KeyColumn[];
  readonly needed: readonly string[];
  readonly optional: readonly string[];
};

const compact = (text: string): string => text.replaceAll(/[^A-Za-z0-9]/g, '').toUpperCase();
const phone = (text: string): string => readMobile(text) ?? text;
const plate = (text: string): string => readRegistration(text)?.key ?? compact(text);

/** What can be imported: the columns of each file. A module adds a line here, and its use case to the container. */
export const importKinds = {
  customers: {
    use: 'importCustomers',
    keys: [
      { column: 'phone', form: phone },
      { column: 'gstin', form: compact },
    ],
    needed: ['firstName', 'phone'],
    optional: [
      'serviceCenter',
      'type',
      'lastName',
      'legalName',
      'email',
      'address',
      'city',
      'state',
      'stateCode',
      'pincode',
      'gstin',
      'gstinConfirmed',
      'language',
      'consents',
      'creditLimit',
      'paymentTermsDays',
      'dateOfBirth',
    ],
  },
  vehicles: {
    use: 'importVehicles',
    keys: [
      { column: 'registration', form: plate },
      { column: 'vin', form: compact },
    ],
    needed: ['registration', 'ownerPhone', 'make', 'model'],
    optional: ['serviceCenter', 'registrationType', 'vin', 'year', 'color', 'fuelType', 'odometer'],
  },
  parts: {
    use: 'importParts',
    keys: [{ column: 'sku', form: (text) => text.toUpperCase() }],
    needed: ['sku', 'name', 'hsn', 'unit', 'unitPrice'],
    optional: [
      'description',
      'category',
      'manufacturer',
      'supplier',
      'barcode',
      'taxTreatment',
      'cost',
      'mrp',
      'reorderLevel',
      'serialTracked',
      'active',
    ],
  },
  'opening-stock': {
    use: 'importOpeningStock',
    keys: [{ column: 'sku', form: (text) => text.toUpperCase(), within: ['serviceCenter'] }],
    needed: ['sku', 'quantity', 'unitCost'],
    optional: ['serviceCenter'],
  },
  receivables: {
    use: 'importReceivables',
    keys: [{ column: 'number', form: (text) => text.toUpperCase(), within: ['serviceCenter'] }],
    needed: ['number', 'customerPhone', 'date', 'amount'],
    optional: ['serviceCenter', 'dueDate'],
  },
  'service-history': {
    use: 'importServiceHistory',
    keys: [{ column: 'registration', form: plate, within: ['date', 'number'] }],
    needed: ['registration', 'date'],
    optional: ['serviceCenter', 'number', 'serviceType', 'summary', 'odometer', 'amount'],
  },
} as const satisfies Record<string, Kind>;

export type ImportKind = keyof typeof importKinds;
export type ImportUse = (typeof importKinds)[ImportKind]['use'];
