import { Customer } from '@dms/domain/customers/customer';
import { stateName, type StateCode } from '@dms/domain/shared/gst/states';
import { normaliseMobile } from '@dms/domain/shared/identifiers/mobile';
import type { Ids } from '@dms/domain/shared/ports';
import type { BranchCode } from './branches.ts';
import { gstinOf } from './gstins.ts';

/** A customer, and the branches that know them (CUS-03). */
export type DemoCustomer = { readonly customer: Customer; readonly knownAt: readonly BranchCode[] };

const FIRST_NAMES = [
  'Aarav', 'Aditi', 'Ajay', 'Ananya', 'Arjun', 'Bhavana', 'Chetan', 'Divya', 'Ganesh', 'Harini', 'Ishaan', 'Jyoti',
  'Karthik', 'Lata', 'Mahesh', 'Nandini', 'Omkar', 'Pooja', 'Rahul', 'Sahana', 'Tejas', 'Usha', 'Vikram', 'Zoya',
] as const; // prettier-ignore
const LAST_NAMES = [
  'Acharya', 'Bhat', 'Chavan', 'Deshpande', 'Fernandes', 'Gupta', 'Hegde', 'Iyer', 'Joshi', 'Kulkarni', 'Khan',
  'Menon', 'Nair', 'Pai', 'Qureshi', 'Rao', 'Reddy', 'Sharma', 'Shetty', 'Thomas', 'Verma', 'Yadav', 'Singh',
] as const; // prettier-ignore
const DEVANAGARI_NAMES = [
  ['आशा', 'कुलकर्णी'], ['विक्रम', 'सिंह'], ['श्रद्धा', 'देशपांडे'], ['ज्ञानेश्वर', 'पाटील'], ['लक्ष्मी', 'शर्मा'],
  ['हृषिकेश', 'जोशी'], ['प्रिया', 'क्षीरसागर'], ['राजेंद्र', 'त्रिपाठी'],
] as const; // prettier-ignore

type City = { readonly city: string; readonly stateCode: StateCode; readonly areas: readonly (readonly [string, string])[] };

const bengaluru: City = {
  city: 'Bengaluru',
  stateCode: '29',
  areas: [
    ['Indiranagar', '560038'], ['Jayanagar', '560011'], ['Koramangala', '560034'], ['Whitefield', '560066'],
    ['Malleshwaram', '560003'], ['HSR Layout', '560102'], ['Basavanagudi', '560004'],
  ],
}; // prettier-ignore
const pune: City = {
  city: 'Pune',
  stateCode: '27',
  areas: [['Kothrud', '411038'], ['Aundh', '411007'], ['Hadapsar', '411028'], ['Baner', '411045'], ['Shivajinagar', '411005']],
}; // prettier-ignore
const homes: Readonly<Record<BranchCode, City>> = { BLR01: bengaluru, BLR02: bengaluru, PUN01: pune };
/** Who is on the road far from home, and is billed with IGST. */
const visitorsFrom: City = {
  city: 'Hyderabad',
  stateCode: '36',
  areas: [
    ['Banjara Hills', '500034'],
    ['Gachibowli', '500032'],
  ],
};

const BRANCHES = ['BLR01', 'BLR02', 'PUN01'] as const;
const PERSONS = 200;
const OPERATORS = ['98440', '99000', '97400', '96320', '70190'] as const;
const STEP = 7919; // prime, so that no two of the five last digits are the same

const every = (count: number, index: number): boolean => index % count === count - 1;
const pick = <Item>(items: readonly Item[], index: number): Item => items[index % items.length]!;

const phoneOf = (index: number): string =>
  normaliseMobile(`${pick(OPERATORS, index)}${String((index * STEP + 1234) % 100_000).padStart(5, '0')}`);

const addressIn = ({ city, stateCode, areas }: City, index: number) => {
  const [area, pincode] = pick(areas, index);
  return {
    address: `${(index % 180) + 1}, ${(index % 9) + 1}th Cross, ${area}`,
    city,
    stateCode,
    state: stateName(stateCode),
    pincode,
  };
};

const nameOf = (index: number) => {
  if (every(12, index)) {
    const [firstName, lastName] = pick(DEVANAGARI_NAMES, Math.floor(index / 12));
    return { firstName, lastName, language: 'hi' };
  }
  const firstName = pick(FIRST_NAMES, index);
  const lastName = pick(LAST_NAMES, index);
  const email = every(3, index) ? null : `${firstName}.${lastName}@customers.example`.toLowerCase();
  return { firstName, lastName, email };
};

const person = (ids: Ids, index: number): DemoCustomer => {
  const branch = pick(BRANCHES, index);
  const home = every(25, index) ? visitorsFrom : homes[branch];
  const customer = new Customer({ id: ids.next(), phone: phoneOf(index), ...nameOf(index), ...addressIn(home, index) });
  return { customer, knownAt: every(20, index) ? [branch, pick(BRANCHES, index + 1)] : [branch] };
};

const businesses: readonly (readonly [string, StateCode, string, BranchCode])[] = [
  ['Deccan Couriers Private Limited', '29', 'AADCD4521K', 'BLR01'],
  ['Namma Cabs LLP', '29', 'AAFFN7310C', 'BLR01'],
  ['Cauvery Dairy Products Private Limited', '29', 'AACCC8842P', 'BLR01'],
  ['Coromandel Logistics Private Limited', '33', 'AABCC1175H', 'BLR01'],
  ['Charminar Tours and Travels', '36', 'AAKFC6093M', 'BLR01'],
  ['Whitefield Tech Park Association', '29', 'AAATW2264E', 'BLR02'],
  ['Garuda Office Supplies', '29', 'AANFG5187Q', 'BLR02'],
  ['Malabar Spices Trading Company', '32', 'AAQFM3348B', 'BLR02'],
  ['Kaveri Foods Private Limited', '29', 'AAECK9056L', 'BLR02'],
  ['Sinhagad Constructions Private Limited', '27', 'AAGCS2719R', 'PUN01'],
  ['Mula Mutha Engineering Works', '27', 'AAHFM8420D', 'PUN01'],
  ['Peshwa Caterers', '27', 'AAMFP6631J', 'PUN01'],
  ['Sabarmati Textiles Private Limited', '24', 'AACCS7704N', 'PUN01'],
  ['Konkan Fisheries Private Limited', '30', 'AAFCK1928G', 'PUN01'],
];

const business = (ids: Ids, index: number): DemoCustomer => {
  const [legalName, stateCode, pan, branch] = businesses[index]!;
  const home = homes[branch];
  const contact = pick(FIRST_NAMES, index * 5);
  const customer = new Customer({
    id: ids.next(),
    type: 'BUSINESS',
    firstName: contact,
    lastName: pick(LAST_NAMES, index * 3 + 1),
    phone: phoneOf(PERSONS + index),
    email: `accounts@${legalName.split(' ')[0]!.toLowerCase()}${index}.example`,
    // The fleet stands here; what decides the place of supply is the state of the registration (IGST Act s. 10(1)(ca), 12(2)).
    ...addressIn(home, index),
    gstin: gstinOf(stateCode, pan),
    gstinConfirmed: stateCode !== home.stateCode,
    legalName,
    paymentTermsDays: 30,
  });
  return { customer, knownAt: [branch] };
};

const asha = (ids: Ids): DemoCustomer => ({
  customer: new Customer({
    id: ids.next(),
    firstName: 'Asha',
    lastName: 'Rao',
    phone: normaliseMobile('98450 12345'),
    email: 'asha.rao@customers.example',
    address: '12, 3rd Cross, Indiranagar',
    city: 'Bengaluru',
    state: 'Karnataka',
    stateCode: '29',
    pincode: '560038',
  }),
  knownAt: ['BLR01'],
});

/** Asha Rao first, then two hundred other people, then firms, some of them registered in another state. */
export const demoCustomers = (ids: Ids): readonly DemoCustomer[] => [
  asha(ids),
  ...Array.from({ length: PERSONS }, (_, index) => person(ids, index)),
  ...businesses.map((_, index) => business(ids, index)),
];
