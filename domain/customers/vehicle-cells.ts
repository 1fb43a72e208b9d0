import type { ImportRow } from '../shared/import-batch.ts';
import { oneOf, type ReadCell, readCells, whole, words } from '../shared/import-cells.ts';
import { normaliseMobile } from '../shared/identifiers/mobile.ts';
import { registrationTypes } from '../shared/identifiers/vehicle-registration.ts';
import type { GivenVehicle } from './vehicle-fields.ts';

/** How the cell of each column is read; what a plate and a VIN are, the fields themselves know. */
const columns: Readonly<Record<string, ReadCell>> = {
  serviceCenter: words(20),
  ownerPhone: normaliseMobile,
  registration: words(20),
  registrationType: oneOf(registrationTypes),
  vin: words(30),
  make: words(60),
  model: words(60),
  year: whole(1900, 2100),
  color: words(40),
  fuelType: words(40),
  odometer: whole(0, 9_999_999),
};

/** What a row says of a vehicle, where it belongs, whose it is and what its odometer shows. */
export type VehicleCells = {
  readonly given: GivenVehicle;
  readonly serviceCenter: string | undefined;
  readonly ownerPhone: string;
  readonly odometer: number | undefined;
};

/** @throws DomainError with the column in its sentence */
export const vehicleOfCells = (cells: ImportRow['cells']): VehicleCells => {
  const { serviceCenter, ownerPhone, odometer, ...given } = readCells(columns, cells);
  return {
    given,
    serviceCenter: serviceCenter as VehicleCells['serviceCenter'],
    ownerPhone: ownerPhone as VehicleCells['ownerPhone'],
    odometer: odometer as VehicleCells['odometer'],
  };
};
