import { Vehicle } from '@dms/domain/customers/vehicle';
import { normaliseRegistration } from '@dms/domain/shared/identifiers/vehicle-registration';
import { normaliseVin } from '@dms/domain/shared/identifiers/vin';
import type { Ids } from '@dms/domain/shared/ports';
import type { BranchCode } from './branches.ts';
import type { DemoCustomer } from './customers.ts';

export type DemoVehicle = { readonly vehicle: Vehicle; readonly knownAt: readonly BranchCode[] };

/** Make, model, fuel, and how the chassis numbers of the model begin. */
const MODELS = [
  ['Maruti Suzuki', 'Swift', 'PETROL', 'MA3FHEB1S'], ['Maruti Suzuki', 'Baleno', 'PETROL', 'MA3EWB22S'],
  ['Maruti Suzuki', 'Wagon R', 'CNG', 'MA3JMTB1S'], ['Maruti Suzuki', 'Brezza', 'PETROL', 'MA3NYFB1S'],
  ['Hyundai', 'Creta', 'DIESEL', 'MALPC813L'], ['Hyundai', 'i20', 'PETROL', 'MALBM51BL'], ['Hyundai', 'Venue', 'PETROL', 'MALFC81BL'],
  ['Tata', 'Nexon', 'PETROL', 'MAT627175'], ['Tata', 'Nexon EV', 'ELECTRIC', 'MAT627501'], ['Tata', 'Punch', 'PETROL', 'MAT632101'],
  ['Mahindra', 'XUV700', 'DIESEL', 'MA1NE2ZU7'], ['Mahindra', 'Scorpio N', 'DIESEL', 'MA1TB2YR2'], ['Mahindra', 'Bolero', 'DIESEL', 'MA1PA2GHK'],
  ['Honda', 'City', 'PETROL', 'MAKGN266E'], ['Honda', 'Amaze', 'PETROL', 'MAKDF154K'], ['Toyota', 'Innova Crysta', 'DIESEL', 'MBJGB8EM5'],
  ['Kia', 'Seltos', 'PETROL', 'MZBEP813L'], ['Skoda', 'Kushaq', 'PETROL', 'MEXA3CFGX'],
] as const; // prettier-ignore
const COLORS = ['White', 'Silver', 'Grey', 'Red', 'Blue', 'Black'] as const;
/** The tenth character of a chassis number says the year of the model. */
const YEARS = [[2019, 'K'], [2020, 'L'], [2021, 'M'], [2022, 'N'], [2023, 'P'], [2024, 'R'], [2025, 'S']] as const; // prettier-ignore

const OFFICES: Readonly<Record<BranchCode, readonly string[]>> = {
  BLR01: ['KA01', 'KA02', 'KA05', 'KA41'],
  BLR02: ['KA03', 'KA53', 'KA51', 'KA04'],
  PUN01: ['MH12', 'MH14'],
};
const SERIES = ['MA', 'MB', 'MC', 'MD', 'ME', 'MF', 'MG', 'MH', 'MJ', 'MK', 'ML'] as const;
const STEP = 37; // prime to 9000, so that no two vehicles have one number

const every = (count: number, index: number): boolean => index % count === count - 1;
const pick = <Item>(items: readonly Item[], index: number): Item => items[index % items.length]!;

const plateOf = (index: number, branch: BranchCode): string => {
  const number = ((index * STEP) % 9000) + 1000;
  if (every(40, index)) return `${22 + (index % 4)}BH${number}AA`;
  return `${pick(OFFICES[branch], index)}${pick(SERIES, index)}${number}`;
};

const vehicleOf = (ids: Ids, { customer, knownAt }: DemoCustomer, index: number): DemoVehicle => {
  const [make, model, fuelType, chassis] = pick(MODELS, index);
  const [year, yearLetter] = pick(YEARS, index * 3);
  const { normalised, type } = normaliseRegistration(plateOf(index, knownAt[0]!));
  const vehicle = new Vehicle({
    id: ids.next(),
    customerId: customer.id,
    make,
    model,
    year,
    registration: normalised,
    registrationType: type,
    // Not every paper shows it, and then it is not made up (VEH-01).
    vin: every(15, index) ? null : normaliseVin(`${chassis}${yearLetter}A${100_000 + index}`),
    color: pick(COLORS, index),
    fuelType,
    odometer: ((index * 613) % 90_000) + 1500,
  });
  return { vehicle, knownAt };
};

const carOfAsha = (ids: Ids, { customer, knownAt }: DemoCustomer): DemoVehicle => ({
  vehicle: new Vehicle({
    id: ids.next(),
    customerId: customer.id,
    make: 'Mahindra',
    model: 'Thar',
    year: 2024,
    registration: normaliseRegistration('KA 01 AB 1234').normalised,
    vin: normaliseVin('MA1TA2AB3C4D56789'),
    color: 'Red',
    fuelType: 'DIESEL',
    odometer: 10_042,
  }),
  knownAt,
});

/** How many a customer has: a firm keeps a fleet, every fourth household a second car. */
const countOf = ({ customer }: DemoCustomer, index: number): number => {
  if (customer.type === 'BUSINESS') return 3;
  return every(4, index) ? 2 : 1;
};

/** The car of Asha Rao first. */
export const demoVehicles = (ids: Ids, [asha, ...others]: readonly DemoCustomer[]): readonly DemoVehicle[] => {
  const owners = others.flatMap((owner, index) => Array.from({ length: countOf(owner, index) }, () => owner));
  return [carOfAsha(ids, asha!), ...owners.map((owner, index) => vehicleOf(ids, owner, index))];
};
