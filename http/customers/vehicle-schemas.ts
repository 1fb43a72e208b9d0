import { customerTypes } from '@dms/domain/customers/customer';
import { readingSources } from '@dms/domain/customers/odometer-reading';
import { registrationTypes } from '@dms/domain/shared/identifiers/vehicle-registration';
import { Type } from '@sinclair/typebox';
import { DayText, Enumeration, InstantText, Nullable, Page, pageQuery, Uuid, Words } from '../schemas.ts';
import { NewCustomer } from './customer-schemas.ts';

const text = (maxLength: number, example: string) => Words(maxLength, { examples: [example] });
const Odometer = Type.Integer({ minimum: 0, maximum: 9_999_999, description: 'Kilometres.', examples: [20_150] });
const RegistrationType = Enumeration(registrationTypes, { examples: ['STANDARD'] });

const VehicleFields = Type.Object({
  make: text(60, 'Maruti Suzuki'),
  model: text(60, 'Swift'),
  registration: Words(20, { description: 'The plate, in any way of writing it.', examples: ['KA 01 AB 1234'] }),
  registrationType: Type.Optional({
    ...RegistrationType,
    description: 'Read off the plate if left out; a plate of no known shape needs TEMPORARY or OTHER.',
  }),
  year: Type.Optional(Nullable(Type.Integer({ minimum: 1900, maximum: 2100, examples: [2024] }))),
  vin: Type.Optional(Nullable(Words(30, { description: '17 letters and digits without I, O and Q.', examples: ['MA1TA2AB3C4D56789'] }))),
  color: Type.Optional(Nullable(text(40, 'white'))),
  fuelType: Type.Optional(Nullable(text(40, 'PETROL'))),
});

export const NewVehicle = Type.Object({ ...VehicleFields.properties });
export const CreateVehicle = Type.Object({
  ...VehicleFields.properties,
  customerId: Type.Optional({ ...Uuid, description: 'The owner; or `newCustomer`.' }),
  newCustomer: Type.Optional(NewCustomer),
  serviceCenterId: Type.Optional(Uuid),
});
export const EditVehicle = Type.Partial(VehicleFields, { minProperties: 1 });

export const VehicleBody = Type.Object(
  {
    id: Uuid,
    customerId: Uuid,
    customer: Type.Object({
      id: Uuid,
      type: Enumeration(customerTypes, { examples: ['PERSON'] }),
      firstName: Type.String({ examples: ['Asha'] }),
      lastName: Nullable(Type.String({ examples: ['Rao'] })),
      legalName: Nullable(Type.String({ examples: ['Asha Rao'] })),
      phone: Nullable(Type.String({ description: 'Masked outside the branches of the caller.', examples: ['+919845012345'] })),
    }),
    make: Type.String({ examples: ['Maruti Suzuki'] }),
    model: Type.String({ examples: ['Swift'] }),
    year: Nullable(Type.Integer({ examples: [2024] })),
    registration: Type.String({ examples: ['KA01AB1234'] }),
    registrationType: RegistrationType,
    vin: Nullable(Type.String({ examples: ['MA1TA2AB3C4D56789'] })),
    color: Nullable(Type.String({ examples: ['white'] })),
    fuelType: Nullable(Type.String({ examples: ['PETROL'] })),
    odometer: Nullable({ ...Odometer, description: 'The last reading, in kilometres.' }),
    nextServiceOn: Nullable({ ...DayText, description: 'When the next service is due, unless its kilometres come first.' }),
    nextServiceOdometer: Nullable({
      ...Odometer,
      description: 'At how many kilometres the next service is due, unless its day comes first.',
    }),
    formerPlates: Type.Array(
      Type.Object({ registration: Type.String({ examples: ['KA01AB1234'] }), from: Nullable(DayText), until: DayText }),
      { description: 'Plates it had before, the last first.' },
    ),
    serviceCenterIds: Type.Array(Uuid, { description: 'The branches that the vehicle is inside of.' }),
    version: Type.Integer({ minimum: 1, examples: [1] }),
  },
  { $id: 'Vehicle' },
);
export const VehiclePage = Page(VehicleBody);
export const VehicleQuery = pageQuery(['-createdAt'], {
  customerId: Type.Optional(Uuid),
  registration: Type.Optional(Type.String({ minLength: 3, maxLength: 20, examples: ['ka-01-ab-1234'] })),
  vin: Type.Optional(Type.String({ minLength: 3, maxLength: 30, examples: ['MA1TA2AB3C4D56789'] })),
  serviceCenterId: Type.Optional(Uuid),
});

export const RecordOdometer = Type.Object({
  odometer: Odometer,
  force: Type.Optional(Type.Boolean({ description: 'Takes a reading that is lower than the last one.', examples: [false] })),
  reason: Type.Optional(Words(300, { examples: ['the odometer was replaced'] })),
});
export const Reading = Type.Object(
  {
    id: Uuid,
    vehicleId: Uuid,
    odometer: Odometer,
    readAt: InstantText,
    source: Enumeration(readingSources, { examples: ['MANUAL'] }),
    sourceId: Nullable({ ...Uuid, description: 'The job card that it was read for.' }),
    forcedReason: Nullable(Type.String({ examples: ['the odometer was replaced'] })),
    readBy: Nullable(Uuid),
  },
  { $id: 'OdometerReading' },
);
export const ReadingQuery = pageQuery(['-readAt'], {});
export const ReadingPage = Page(Reading);

export const TransferVehicle = Type.Object({
  customerId: { ...Uuid, description: 'The new owner.' },
  note: Type.Optional(Words(300, { examples: ['sold, RC transferred'] })),
});
