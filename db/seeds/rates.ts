/** 1 July 2017, the first day of GST. */
const BEGINNING = '2017-07-01';
/** 22 September 2025: nearly everything on and around a car went to 18 % (Notification 9/2025-Central Tax (Rate)). */
const REFORM = '2025-09-22';

type Rate = {
  readonly codes: readonly string[];
  readonly description: string;
  readonly rate: string;
  readonly since: string;
  /** The rate until the day before. */
  readonly before?: string;
};

/**
 * What a service centre sells, by HSN and SAC. The dealer's accountant approves it.
 *
 * Not in it is what its code does not tell apart: tractor parts and tyres (5 % within 8708 and 4011), new cars and two-wheelers
 * (by engine, length and drive within 8703 and 8711), used vehicles (on the margin), renting and leasing (9966, 9973: several
 * rates, or that of the goods), and motor fuels, which are outside GST. An extended warranty has no code of its own, and a
 * maintenance contract has that of repair.
 */
export const rates: readonly Rate[] = [
  { codes: ['8708'], description: 'Parts and accessories of motor vehicles', rate: '18', since: REFORM, before: '28' },
  { codes: ['8714'], description: 'Parts of motorcycles and scooters', rate: '18', since: REFORM, before: '28' },
  { codes: ['8407', '8408', '8409'], description: 'Engines and engine parts', rate: '18', since: REFORM, before: '28' },
  { codes: ['841330'], description: 'Fuel, oil and coolant pumps of engines', rate: '18', since: REFORM, before: '28' },
  { codes: ['841520'], description: 'Air conditioners of cars', rate: '18', since: REFORM, before: '28' },
  { codes: ['842123', '842131', '842199'], description: 'Oil, fuel and air filters', rate: '18', since: '2017-11-15' },
  { codes: ['8481', '8482', '8484'], description: 'Valves, bearings, gaskets', rate: '18', since: BEGINNING },
  { codes: ['8483'], description: 'Shafts, gearboxes, pulleys, clutches', rate: '18', since: '2019-01-01' },
  { codes: ['8507'], description: 'Batteries other than lithium-ion', rate: '18', since: REFORM, before: '28' },
  { codes: ['85076000'], description: 'Lithium-ion batteries', rate: '18', since: '2018-07-27' },
  { codes: ['8511'], description: 'Starters, alternators, plugs, ignition', rate: '18', since: REFORM, before: '28' },
  { codes: ['8512'], description: 'Lamps, horns, wipers', rate: '18', since: '2017-11-15' },
  { codes: ['8536', '8544'], description: 'Fuses, relays, wiring sets', rate: '18', since: '2017-11-15' },
  { codes: ['8539'], description: 'Bulbs', rate: '18', since: '2017-11-15' },
  { codes: ['4009', '4010', '4016'], description: 'Hoses, belts, rubber parts and mats', rate: '18', since: '2017-11-15' },
  { codes: ['4011'], description: 'New tyres of cars, two-wheelers, buses, lorries', rate: '18', since: REFORM, before: '28' },
  { codes: ['4012'], description: 'Retreaded tyres', rate: '18', since: '2019-01-01' },
  { codes: ['4013'], description: 'Tubes of motor vehicles', rate: '18', since: REFORM, before: '28' },
  { codes: ['2710'], description: 'Engine and gear oil; not motor fuels, which are outside GST', rate: '18', since: BEGINNING },
  { codes: ['3403'], description: 'Lubricating preparations, grease', rate: '18', since: '2017-11-15' },
  { codes: ['3819'], description: 'Brake fluid', rate: '18', since: '2017-11-15' },
  { codes: ['3820'], description: 'Coolant, antifreeze', rate: '18', since: '2017-11-15' },
  { codes: ['3208', '3209', '3210', '3214'], description: 'Paints, varnish, putty', rate: '18', since: '2018-07-27' },
  { codes: ['3402', '3405', '3506'], description: 'Shampoo, polish, adhesives', rate: '18', since: '2017-11-15' },
  { codes: ['6813'], description: 'Brake and clutch lining, unmounted', rate: '18', since: '2017-11-15' },
  { codes: ['7007'], description: 'Windscreens and safety glass', rate: '18', since: '2017-11-15' },
  { codes: ['700910'], description: 'Rear-view mirrors', rate: '18', since: '2017-11-15' },
  { codes: ['7318'], description: 'Nuts, bolts, screws', rate: '18', since: BEGINNING },
  { codes: ['940120'], description: 'Seats of vehicles', rate: '18', since: REFORM, before: '28' },
  { codes: ['5703', '5705'], description: 'Textile car mats (the classification is disputed)', rate: '5', since: REFORM, before: '12' },
  { codes: ['8702', '8704'], description: 'Buses, goods vehicles, ambulances', rate: '18', since: REFORM, before: '28' },
  { codes: ['7204', '8549'], description: 'Metal scrap, battery scrap', rate: '18', since: BEGINNING },
  {
    codes: ['998714'],
    description: 'Repair and maintenance of motor vehicles, with body repair, painting, washing, alignment',
    rate: '18',
    since: BEGINNING,
  },
  { codes: ['998729'], description: 'Repair of other goods; not of motor vehicles', rate: '18', since: BEGINNING },
  { codes: ['996744'], description: 'Towing', rate: '18', since: BEGINNING },
  { codes: ['996749'], description: 'Roadside assistance plans', rate: '18', since: BEGINNING },
  { codes: ['997134'], description: 'Motor insurance', rate: '18', since: BEGINNING },
];

/** A row of the table for each code and each day from which a rate holds. */
export const datedRates = rates.flatMap(({ codes, description, rate, since, before }) =>
  codes.flatMap((hsn) => [
    ...(before === undefined ? [] : [{ hsn, description, rate: before, treatment: 'TAXABLE', validFrom: BEGINNING }]),
    { hsn, description, rate, treatment: 'TAXABLE', validFrom: since },
  ]),
);
