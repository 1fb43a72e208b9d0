import { ServiceCenter } from '@dms/domain/service-centers/service-center';
import { panOfGstin } from '@dms/domain/shared/identifiers/gstin';
import type { Ids } from '@dms/domain/shared/ports';
import { gstinOf } from './gstins.ts';

const PAN = 'AABCS1429B';
const karnataka = { state: 'Karnataka', stateCode: '29', gstNumber: gstinOf('29', PAN) };
const maharashtra = { state: 'Maharashtra', stateCode: '27', gstNumber: gstinOf('27', PAN) };

const everywhere = {
  legalName: 'Sahyadri Motors Private Limited',
  panNumber: panOfGstin(karnataka.gstNumber),
  bankName: 'State Bank of India',
  homeServiceEnabled: true,
};

const brandingIn = (city: string, accentColor: string) => ({
  accentColor,
  tagline: 'Care for every kilometre',
  terms: [
    'Parts carry a warranty of 6 months or 10,000 km, whichever comes first.',
    'Please collect the vehicle within 3 days of the notice that it is ready.',
    `Subject to the jurisdiction of the courts of ${city}.`,
  ],
});

const mechanical = ['PERIODIC_SERVICE', 'GENERAL_REPAIR', 'DIAGNOSIS', 'TYRE_BATTERY', 'FREE_SERVICE', 'WARRANTY', 'RECALL', 'PDI', 'WASH'];
const body = ['ACCIDENT_REPAIR', 'BODY_PAINT'];

const branches = [
  {
    ...everywhere,
    ...karnataka,
    code: 'BLR01',
    name: 'Sahyadri Motors, Jayanagar',
    address: '214, 11th Main Road\nJayanagar 4th Block',
    city: 'Bengaluru',
    pincode: '560011',
    invoicePrefix: 'BLR01',
    phone: '+918041234501',
    email: 'jayanagar@dms.example',
    capacity: 40,
    serviceRadiusKm: '15.00',
    latitude: '12.925450',
    longitude: '77.593790',
    bankAccount: '38201456701',
    bankIfsc: 'SBIN0003286',
    upiId: 'sahyadri.blr01@oksbi',
    branding: brandingIn('Bengaluru', '#0b6e4f'),
    serviceTypes: [...mechanical, ...body],
  },
  {
    ...everywhere,
    ...karnataka,
    code: 'BLR02',
    name: 'Sahyadri Motors, Whitefield',
    address: '7, ITPL Main Road\nWhitefield',
    city: 'Bengaluru',
    pincode: '560066',
    invoicePrefix: 'BLR02',
    phone: '+918041234502',
    email: 'whitefield@dms.example',
    capacity: 25,
    serviceRadiusKm: '12.50',
    latitude: '12.969820',
    longitude: '77.749970',
    bankAccount: '38201456702',
    bankIfsc: 'SBIN0011343',
    upiId: 'sahyadri.blr02@oksbi',
    branding: brandingIn('Bengaluru', '#0b6e4f'),
    serviceTypes: mechanical,
  },
  {
    ...everywhere,
    ...maharashtra,
    code: 'PUN01',
    name: 'Sahyadri Motors, Kothrud',
    address: '42, Karve Road\nKothrud',
    city: 'Pune',
    pincode: '411038',
    invoicePrefix: 'PUN01',
    phone: '+912041234503',
    email: 'kothrud@dms.example',
    capacity: 30,
    serviceRadiusKm: '20.00',
    latitude: '18.507400',
    longitude: '73.807660',
    bankAccount: '38201456703',
    bankIfsc: 'SBIN0001110',
    upiId: 'sahyadri.pun01@oksbi',
    branding: brandingIn('Pune', '#8a3b12'),
    serviceTypes: [...mechanical, ...body],
  },
] as const;

export type BranchCode = (typeof branches)[number]['code'];

/** Two branches in Karnataka under one GSTIN, and one in Maharashtra. */
export const demoBranches = (ids: Ids): readonly ServiceCenter[] =>
  branches.map((fields) => new ServiceCenter({ id: ids.next(), ...fields }));
