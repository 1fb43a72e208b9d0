import { type Form, listOf, shape, suchThat, textLike } from './forms.ts';

type Item = { readonly key: string; readonly label: string };
export type InspectionChecklist = { readonly serviceTypes: readonly string[]; readonly items: readonly Item[] };

const MOST_ITEMS = 100;
const MOST_CHECKLISTS = 20;

const isDistinct = (values: readonly string[]): boolean => new Set(values).size === values.length;

const item = shape({
  key: textLike(/^[a-z][a-z0-9-]{0,39}$/, 'a name of small letters, digits and hyphens'),
  label: textLike(/^\S.{0,119}$/, 'a label of at most 120 characters'),
});
const items = suchThat(
  listOf(item, MOST_ITEMS),
  (all) => all.length > 0 && isDistinct(all.map(({ key }) => key)),
  'one or more, each under a key of its own',
);
const serviceTypes = listOf(textLike(/^[A-Z][A-Z_]{0,39}$/, 'a type of job'), MOST_CHECKLISTS);

/** Which points of a vehicle are looked at, by the type of the job; the checklist that names no type is for all others. */
export const checklistsForm: Form<readonly InspectionChecklist[]> = suchThat(
  listOf(shape({ serviceTypes, items }), MOST_CHECKLISTS),
  (all) => isDistinct(all.flatMap((each) => each.serviceTypes)) && all.filter((each) => each.serviceTypes.length === 0).length === 1,
  'no type twice, and one checklist of no type for all others',
);

const labels = {
  lights: 'Lights and indicators',
  horn: 'Horn',
  wipers: 'Wipers and washer',
  mirrors: 'Mirrors and glass',
  'brakes-front': 'Brakes, front',
  'brakes-rear': 'Brakes, rear',
  'parking-brake': 'Parking brake',
  'tyres-front': 'Tyres, front',
  'tyres-rear': 'Tyres, rear',
  'spare-wheel': 'Spare wheel and tools',
  alignment: 'Wheels and alignment',
  battery: 'Battery and terminals',
  'engine-oil': 'Engine oil',
  coolant: 'Coolant and hoses',
  'brake-fluid': 'Brake fluid',
  belts: 'Belts',
  leaks: 'Leaks under the vehicle',
  suspension: 'Suspension',
  steering: 'Steering',
  'air-conditioning': 'Air conditioning',
  'warning-lights': 'Warning lights on the dashboard',
  body: 'Body and paint',
  interior: 'Interior and seat belts',
  underbody: 'Underbody and frame',
  documents: 'Documents and keys',
} as const;
type Key = keyof typeof labels;

const of = (...keys: readonly Key[]): Item[] => keys.map((key) => ({ key, label: labels[key] }));
const allBut = (...left: readonly Key[]): Item[] => of(...(Object.keys(labels) as Key[]).filter((key) => !left.includes(key)));

/** What is looked at until somebody decides otherwise. */
export const usualChecklists: readonly InspectionChecklist[] = [
  { serviceTypes: [], items: allBut('underbody', 'documents') },
  { serviceTypes: ['PDI'], items: allBut() },
  {
    serviceTypes: ['ACCIDENT_REPAIR', 'BODY_PAINT'],
    items: of('lights', 'mirrors', 'alignment', 'leaks', 'body', 'interior', 'underbody'),
  },
  { serviceTypes: ['TYRE_BATTERY'], items: of('tyres-front', 'tyres-rear', 'spare-wheel', 'alignment', 'battery', 'suspension') },
  { serviceTypes: ['WASH'], items: of('mirrors', 'body', 'interior') },
];
