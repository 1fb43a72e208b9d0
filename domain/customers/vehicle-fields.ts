import { DomainError } from '../shared/errors.ts';
import { normaliseRegistration, type RegistrationType } from '../shared/identifiers/vehicle-registration.ts';
import { normaliseVin } from '../shared/identifiers/vin.ts';
import type { Vehicle } from './vehicle.ts';

/** What a person may say of a vehicle. */
export type VehicleFields = Pick<Vehicle, 'make' | 'model' | 'year' | 'registration' | 'vin' | 'color' | 'fuelType'> & {
  readonly registrationType: RegistrationType;
};
export type VehicleField = keyof VehicleFields;
export type GivenVehicle = { readonly [Field in VehicleField]?: VehicleFields[Field] | undefined };

const tidy = (value: unknown): unknown => (typeof value === 'string' ? value.trim() || null : value);

/**
 * A plate as typed, but for digits left out: GJ5AB1 is GJ05AB0001, and one vehicle has one of them (VEH-01). Says of which series it is.
 * @throws DomainError `registration.invalid` also for another series than the one named
 */
export const plateOf = (typed: string, declared?: RegistrationType): Pick<VehicleFields, 'registration' | 'registrationType'> => {
  const { type, key, normalised } = normaliseRegistration(typed, declared);
  if (declared !== undefined && declared !== type)
    throw new DomainError('registration.invalid', `"${typed}" is of the type ${type}, not ${declared}.`);
  return { registration: key === normalised ? typed.trim() : key, registrationType: type };
};

/**
 * In the forms they are kept in. What was not given stays out; a plate brings its type along.
 * @throws DomainError `registration.invalid`, `vin.invalid`
 */
export const normalVehicle = (given: GivenVehicle, before?: Pick<Vehicle, 'registration'>): Partial<VehicleFields> => {
  const { registration, registrationType, vin, ...words } = given;
  const plate = registration ?? (registrationType === undefined ? undefined : before?.registration);
  return {
    ...Object.fromEntries(
      Object.entries(words)
        .filter(([, value]) => value !== undefined)
        .map(([field, value]) => [field, tidy(value)]),
    ),
    ...(vin !== undefined && { vin: vin === null || vin.trim() === '' ? null : normaliseVin(vin) }),
    ...(plate !== undefined && plateOf(plate, registrationType)),
  };
};
