import { Part } from '@dms/domain/inventory/part';
import { Money } from '@dms/domain/shared/money';
import type { Ids } from '@dms/domain/shared/ports';
import { Quantity } from '@dms/domain/shared/quantity';

/** A part, and how much of it each branch gets at first. */
export type DemoPart = { readonly part: Part; readonly stock: Quantity; readonly cost: Money };

type Row = readonly [sku: string, name: string, hsn: string, unit: string, unitPrice: string, stock: string, mrp?: string];

/** By category. Prices are without tax, the MRP with it. Of what `dms demo` takes there is enough for hundreds of runs. */
const catalogue: Readonly<Record<string, readonly Row[]>> = {
  Lubricants: [
    ['OIL-5W30', 'Engine oil 5W-30, synthetic', '27101980', 'LTR', '650.00', '2000', '820.00'],
    ['OIL-10W40', 'Engine oil 10W-40', '27101980', 'LTR', '420.00', '400', '520.00'],
    ['OIL-15W40', 'Engine oil 15W-40, diesel', '27101980', 'LTR', '380.00', '400', '460.00'],
    ['OIL-GEAR-75W90', 'Gear oil 75W-90', '27101980', 'LTR', '540.00', '120', '660.00'],
    ['OIL-ATF', 'Automatic transmission fluid', '27101980', 'LTR', '720.00', '100', '890.00'],
    ['GRS-LITH', 'Lithium grease', '34031900', 'KGS', '460.00', '60', '560.00'],
  ],
  Fluids: [
    ['FLD-BRK-DOT4', 'Brake fluid DOT 4', '38190010', 'LTR', '390.00', '150', '480.00'],
    ['FLD-COOL', 'Coolant, ready to use', '38200000', 'LTR', '260.00', '300', '320.00'],
    ['FLD-WASH', 'Windscreen washer fluid', '34029099', 'LTR', '120.00', '200', '150.00'],
  ],
  Filters: [
    ['FLT-OIL-01', 'Oil filter', '84212300', 'PCS', '420.00', '1000'],
    ['FLT-OIL-02', 'Oil filter, diesel', '84212300', 'PCS', '510.00', '150'],
    ['FLT-FUEL-01', 'Fuel filter, petrol', '84212300', 'PCS', '640.00', '80'],
    ['FLT-FUEL-02', 'Fuel filter, diesel', '84212300', 'PCS', '1180.00', '80'],
    ['FLT-AIR-01', 'Air filter element', '84213100', 'PCS', '515.50', '200'],
    ['FLT-AIR-02', 'Air filter element, sport utility', '84213100', 'PCS', '690.00', '120'],
    ['FLT-CAB-01', 'Cabin filter', '84219900', 'PCS', '450.00', '150'],
  ],
  Brakes: [
    ['BRK-PAD-01', 'Front brake pad set', '87083000', 'PCS', '1850.00', '200'],
    ['BRK-PAD-02', 'Rear brake pad set', '87083000', 'SET', '1620.00', '80'],
    ['BRK-SHOE-01', 'Rear brake shoe set', '87083000', 'SET', '1240.00', '60'],
    ['BRK-DISC-01', 'Front brake disc', '87083000', 'PCS', '2450.00', '40'],
    ['BRK-DRUM-01', 'Rear brake drum', '87083000', 'PCS', '1980.00', '30'],
    ['BRK-HOSE-01', 'Brake hose', '40093100', 'PCS', '380.00', '50'],
    ['BRK-LIN-01', 'Brake lining, unmounted', '68132010', 'SET', '620.00', '40'],
  ],
  Clutch: [
    ['CLU-KIT-01', 'Clutch disc and cover set', '87089300', 'SET', '5400.00', '25'],
    ['CLU-BRG-01', 'Clutch release bearing', '84821020', 'PCS', '980.00', '40'],
    ['CLU-CAB-01', 'Clutch cable', '87089300', 'PCS', '640.00', '40'],
  ],
  Electrical: [
    ['BAT-35AH', 'Battery 12 V 35 Ah', '85071000', 'PCS', '3600.00', '40', '4400.00'],
    ['BAT-45AH', 'Battery 12 V 45 Ah', '85071000', 'PCS', '4500.00', '30', '5500.00'],
    ['PLG-SPARK-01', 'Spark plug, iridium', '85111000', 'PCS', '560.00', '300'],
    ['PLG-GLOW-01', 'Glow plug', '85118000', 'PCS', '720.00', '80'],
    ['ALT-12V-90', 'Alternator 90 A', '85115000', 'PCS', '9800.00', '8'],
    ['STR-12V', 'Starter motor', '85114000', 'PCS', '7600.00', '8'],
    ['LMP-H4', 'Halogen bulb H4', '85392120', 'PCS', '240.00', '200', '295.00'],
    ['LMP-LED-STOP', 'LED stop lamp', '85122010', 'PCS', '880.00', '40'],
    ['LMP-HEAD-L', 'Head lamp, left', '85122010', 'PCS', '4300.00', '12'],
    ['LMP-HEAD-R', 'Head lamp, right', '85122010', 'PCS', '4300.00', '12'],
    ['HRN-SET', 'Horn set', '85123010', 'SET', '780.00', '40'],
    ['WIP-BLADE-22', 'Wiper blade 22 in', '85124000', 'PCS', '340.00', '150', '415.00'],
    ['WIP-BLADE-16', 'Wiper blade 16 in', '85124000', 'PCS', '290.00', '150', '355.00'],
    ['FUS-BLADE-10', 'Blade fuse 10 A', '85361010', 'PCS', '12.00', '800', '15.00'],
    ['REL-12V-40', 'Relay 12 V 40 A', '85364100', 'PCS', '210.00', '100'],
    ['WIR-SET-01', 'Wiring set, engine bay', '85443000', 'SET', '3200.00', '6'],
  ],
  Suspension: [
    ['SUS-SHK-F', 'Front shock absorber', '87088000', 'PCS', '3150.00', '30'],
    ['SUS-SHK-R', 'Rear shock absorber', '87088000', 'PCS', '2380.00', '30'],
    ['SUS-BSH-01', 'Control arm bush', '40169990', 'PCS', '310.00', '100'],
    ['SUS-BALL-01', 'Lower ball joint', '87088000', 'PCS', '890.00', '50'],
    ['STE-TIE-01', 'Tie rod end', '87089400', 'PCS', '760.00', '50'],
    ['WHL-BRG-F', 'Front wheel bearing', '84821020', 'PCS', '1340.00', '40'],
    ['WHL-BRG-R', 'Rear wheel bearing', '84821020', 'PCS', '1180.00', '40'],
  ],
  Engine: [
    ['BLT-TIM-01', 'Timing belt', '40103290', 'PCS', '1680.00', '30'],
    ['BLT-AUX-01', 'Accessory belt', '40103190', 'PCS', '740.00', '60'],
    ['PMP-WATER-01', 'Water pump', '84133020', 'PCS', '2260.00', '20'],
    ['PMP-FUEL-01', 'Fuel pump', '84133010', 'PCS', '4650.00', '10'],
    ['GSK-HEAD-01', 'Cylinder head gasket', '84841010', 'PCS', '1120.00', '25'],
    ['PST-SET-01', 'Piston set', '84099113', 'SET', '6900.00', '6'],
    ['RAD-01', 'Radiator', '87089100', 'PCS', '5850.00', '8'],
    ['AC-COMP-01', 'Compressor of the air conditioner', '84152010', 'PCS', '14800.00', '4'],
  ],
  Tyres: [
    ['TYR-165-80-14', 'Tyre 165/80 R14', '40111010', 'PCS', '4150.00', '40', '5100.00'],
    ['TYR-195-55-16', 'Tyre 195/55 R16', '40111010', 'PCS', '6300.00', '40', '7800.00'],
    ['TYR-215-60-17', 'Tyre 215/60 R17', '40111010', 'PCS', '8400.00', '24', '10300.00'],
    ['TUB-14', 'Tube 14 in', '40131010', 'PCS', '520.00', '30', '640.00'],
  ],
  Body: [
    ['GLS-WIND-01', 'Windscreen, laminated', '70072190', 'PCS', '7200.00', '6'],
    ['MIR-L', 'Outside mirror, left', '70091010', 'PCS', '2150.00', '10'],
    ['MIR-R', 'Outside mirror, right', '70091010', 'PCS', '2150.00', '10'],
    ['BMP-F', 'Front bumper', '87081090', 'PCS', '6400.00', '6'],
    ['PNT-WHITE', 'Paint, pearl white', '32081090', 'LTR', '1850.00', '30'],
    ['PUT-BODY', 'Body putty', '32149010', 'KGS', '480.00', '40'],
    ['BLT-M8', 'Bolt M8, zinc plated', '73181500', 'PCS', '9.50', '2000', '12.00'],
    ['POL-01', 'Body polish', '34053000', 'LTR', '690.00', '30', '840.00'],
  ],
};

const MAKERS = ['Sahyadri Genuine Parts', 'Vindhya Auto Components', 'Nilgiri Industries'] as const;

/** What the dealer pays: seven tenths of the price. */
const costOf = (price: Money): Money => Money.ofPaise((price.paise * 7n) / 10n);

/** A tenth of the first stock. */
const reorderLevelOf = (stock: Quantity): Quantity => Quantity.ofThousandths(stock.thousandths / 10n);

const partOf = (ids: Ids, category: string, [sku, name, hsn, unit, price, stock, mrp]: Row, index: number): DemoPart => {
  const unitPrice = Money.parse(price);
  const cost = costOf(unitPrice);
  const quantity = Quantity.parse(stock);
  const part = new Part({
    id: ids.next(),
    sku,
    name,
    category,
    hsn,
    unit,
    unitPrice,
    cost,
    mrp: mrp === undefined ? null : Money.parse(mrp),
    manufacturer: MAKERS[index % MAKERS.length]!,
    reorderLevel: reorderLevelOf(quantity),
  });
  return { part, stock: quantity, cost };
};

/** The catalogue of the demo. Every code in it has a rate of 18 % now. */
export const demoParts = (ids: Ids): readonly DemoPart[] =>
  Object.entries(catalogue).flatMap(([category, rows]) => rows.map((row, index) => partOf(ids, category, row, index)));
