import { serviceCenterStatuses } from '@dms/domain/service-centers/service-center';
import { weekdays } from '@dms/domain/shared/opening-hours';
import { paperLanguages } from '@dms/domain/shared/languages';
import { jobTypeNames } from '@dms/domain/workshop/job-types';
import { type Static, type TOptional, type TProperties, type TUnsafe, Type } from '@sinclair/typebox';
import { BytesOf, DayText, Enumeration, Nullable, Page, pageQuery, Uuid, Words } from '../schemas.ts';

const Code = Type.String({
  pattern: '^[A-Z0-9]{2,10}$',
  examples: ['BLR01'],
  'x-refusal': 'must be 2 to 10 capital letters and digits',
});
const figure = (places: number, example: string) =>
  Type.String({
    pattern: `^-?[0-9]{1,4}(\\.[0-9]{1,${places}})?$`,
    examples: [example],
    'x-refusal': `must be a decimal string with at most ${places} places`,
  });
const text = (maxLength: number, example: string) => Words(maxLength, { examples: [example] });
const Phone = Type.String({ pattern: '^\\+?[0-9][0-9 -]{5,18}$', examples: ['+918041234501'], 'x-refusal': 'must be a phone number' });
const Email = Type.String({
  minLength: 3,
  maxLength: 254,
  pattern: '^[^@\\s]+@[^@\\s]+$',
  examples: ['jayanagar@dms.example'],
  'x-refusal': 'must be an e-mail address',
});
const Time = Type.String({
  pattern: '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$',
  examples: ['09:30'],
  'x-refusal': 'must be a time such as "09:30"',
});

const MOST_SHIFTS = 4;
const Shifts = Type.Array(Type.Object({ from: Time, to: Time }), {
  maxItems: MOST_SHIFTS,
  examples: [
    [
      { from: '09:00', to: '13:00' },
      { from: '14:00', to: '18:30' },
    ],
  ],
});
const Hours = Type.Object(Object.fromEntries(weekdays.map((day) => [day, Type.Optional(Shifts)])), {
  description: 'The shifts of each weekday, in IST; a day that is not named is a day off.',
  examples: [
    {
      monday: [
        { from: '09:00', to: '13:00' },
        { from: '14:00', to: '18:30' },
      ],
    },
  ],
});
const Holidays = Type.Array(Type.Object({ day: DayText, name: Type.Optional(text(100, 'Republic Day')) }), { maxItems: 366 });
const Branding = Type.Object({
  accentColor: Type.Optional(
    Type.String({ pattern: '^#[0-9a-fA-F]{6}$', examples: ['#0b6e4f'], 'x-refusal': 'must be a colour such as "#0b6e4f"' }),
  ),
  tagline: Type.Optional(text(200, 'Care for every kilometre')),
  footer: Type.Optional(text(200, 'Visit us at sahyadri.example')),
  language: Type.Optional(
    Enumeration(paperLanguages, { description: 'Of papers for customers who want none of their own.', examples: ['hi'] }),
  ),
  terms: Type.Optional(Type.Array(text(500, 'Please collect the vehicle within 3 days.'), { maxItems: 20 })),
});
const BrandingShown = Type.Object({
  ...Branding.properties,
  logoHash: Type.Optional(Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 of the logo.', examples: ['9f'.repeat(32)] })),
});
export const Logo = BytesOf('image/png', 'image/jpeg');

const ServiceTypes = Type.Array(Enumeration(jobTypeNames), {
  maxItems: jobTypeNames.length,
  uniqueItems: true,
  examples: [['PERIODIC_SERVICE']],
});
const Capacity = Type.Integer({ minimum: 1, maximum: 10_000, description: 'Most job cards open at once.', examples: [40] });

/** Identifiers are judged by the domain, which says what is wrong with them. */
const identifier = (example: string) => Type.String({ minLength: 1, maxLength: 40, examples: [example] });

const needed = {
  name: text(200, 'Sahyadri Motors, Jayanagar'),
  legalName: text(200, 'Sahyadri Motors Private Limited'),
  address: text(500, '214, 11th Main Road, Jayanagar 4th Block'),
  city: text(100, 'Bengaluru'),
  pincode: identifier('560011'),
  gstNumber: identifier('29AABCS1429B1ZQ'),
};
const derived = { state: text(100, 'Karnataka'), stateCode: Type.String({ pattern: '^[0-9]{2}$', examples: ['29'] }) };
const kept = {
  invoicePrefix: Type.String({ minLength: 1, maxLength: 8, examples: ['BLR01'] }),
  homeServiceEnabled: Type.Boolean(),
  selfAssign: Type.Boolean(),
  hours: Hours,
  holidays: Holidays,
  branding: Branding,
  serviceTypes: ServiceTypes,
};
const erasable = {
  panNumber: identifier('AABCS1429B'),
  phone: Phone,
  email: Email,
  capacity: Capacity,
  serviceRadiusKm: figure(2, '15.00'),
  latitude: figure(6, '12.925450'),
  longitude: figure(6, '77.593790'),
  bankName: text(200, 'State Bank of India'),
  bankAccount: Type.String({ pattern: '^[0-9A-Za-z]{6,34}$', examples: ['38201456701'], 'x-refusal': 'must be an account number' }),
  bankIfsc: identifier('SBIN0003286'),
  upiId: Type.String({ minLength: 3, maxLength: 120, examples: ['sahyadri@oksbi'] }),
};

/** The fields of a change: any of them, or none. */
const optional = <const Of extends TProperties>(fields: Of) =>
  Object.fromEntries(Object.entries(fields).map(([name, schema]) => [name, Type.Optional(schema)])) as {
    [Name in keyof Of]: TOptional<Of[Name]>;
  };

const nullable = <const Of extends TProperties>(fields: Of) =>
  Object.fromEntries(Object.entries(fields).map(([name, schema]) => [name, Nullable(schema)])) as {
    [Name in keyof Of]: TUnsafe<Static<Of[Name]> | null>;
  };

const Status = Enumeration(serviceCenterStatuses);
const TechnicianCount = Type.Integer({ minimum: 0, description: 'The active engineers of the branch.', examples: [2] });

export const OpenServiceCenter = Type.Object({
  code: Code,
  ...needed,
  ...optional(derived),
  ...optional(kept),
  ...optional(nullable(erasable)),
});

export const EditServiceCenter = Type.Object({
  ...optional(needed),
  ...optional(derived),
  ...optional(kept),
  ...optional(nullable(erasable)),
  status: Type.Optional(Status),
});

export const ServiceCenter = Type.Object(
  {
    id: Uuid,
    code: Code,
    ...needed,
    ...derived,
    ...kept,
    branding: BrandingShown,
    ...nullable(erasable),
    status: Status,
    technicianCount: TechnicianCount,
    version: Type.Integer({ examples: [3] }),
  },
  { $id: 'ServiceCenter', description: 'Bank data is null for who may not read it.' },
);

export const ServiceCenterQuery = pageQuery(['code'], {
  status: Type.Optional(Status),
  city: Type.Optional(text(100, 'Bengaluru')),
  code: Type.Optional(Code),
});

export const ServiceCenterPage = Page(
  Type.Object(
    {
      id: Uuid,
      code: Code,
      name: needed.name,
      city: needed.city,
      state: derived.state,
      stateCode: derived.stateCode,
      pincode: needed.pincode,
      phone: Nullable(Phone),
      status: Status,
      homeServiceEnabled: kept.homeServiceEnabled,
      serviceTypes: ServiceTypes,
      technicianCount: TechnicianCount,
    },
    { $id: 'ServiceCenterRow' },
  ),
);
