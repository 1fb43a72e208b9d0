import { DomainError } from '../../shared/errors.ts';
import type { Ids } from '../../shared/ports.ts';
import type { Quantity } from '../../shared/quantity.ts';
import type { Part } from '../part.ts';
import type { Serials } from '../ports.ts';
import { serialKey, SerialUnit } from '../serial-unit.ts';
import type { Location, LocationType } from '../stock-movement.ts';

type Tracked = Pick<Part, 'id' | 'sku' | 'serialTracked'>;
export type Journey = {
  readonly part: Tracked;
  readonly quantity: Quantity;
  /** One for each unit of a part that is tracked; none for any other. */
  readonly serials?: readonly string[] | undefined;
  readonly from: Location;
  readonly to: Location;
};

const refused = (sentence: string): DomainError => new DomainError('serial.refused', sentence);

/** Where units come from that nobody here has seen before, or that had left for good. */
const fromOutside: readonly LocationType[] = ['SUPPLIER', 'ADJUSTMENT'];
/** Where a unit is somebody's to hand on, so that it cannot come in a second time. */
const inHand: readonly LocationType[] = ['STORE', 'IN_TRANSIT', 'JOB'];

/**
 * Moves the units of a part that is tracked by serial number from one place to another; asks nothing of any other part. Called where
 * the movement of the quantity is written, after the balances are locked (STK-04).
 * @throws DomainError `quantity.malformed` for a part of a unit, `serial.refused` unless there is one serial for each unit, and each is where it is taken from
 */
export const moveSerials =
  ({ ids }: { readonly ids: Ids }) =>
  async ({ serials: units }: { readonly serials: Serials }, { part, quantity, serials = [], from, to }: Journey): Promise<void> => {
    refuseUnfit(part, quantity, serials);
    if (!part.serialTracked) return;
    const known = new Map((await units.lock(part.id, serials)).map((unit) => [serialKey(unit.serial), unit]));
    for (const serial of serials) {
      const unit = known.get(serialKey(serial));
      refuseElsewhere(part, serial, unit, from);
      if (unit) unit.moveTo(to);
      else units.add(new SerialUnit({ id: ids.next(), partId: part.id, serial: serial.trim(), locationType: to.type, locationId: to.id }));
    }
  };

/** What can be said before anything is loaded: as many serials as units, and none of them twice. */
export const refuseUnfit = ({ sku, serialTracked }: Tracked, quantity: Quantity, serials: readonly string[]): void => {
  if (!serialTracked && serials.length > 0) throw refused(`${sku} is not tracked by serial number: leave the serial numbers out.`);
  if (!serialTracked) return;
  if (quantity.thousandths % 1000n !== 0n)
    throw new DomainError('quantity.malformed', `${sku} is tracked by serial number and moves by whole units.`);
  if (BigInt(serials.length) * 1000n !== quantity.thousandths)
    throw refused(`${sku} is tracked by serial number: ${quantity} and ${serials.length} serial numbers do not fit.`);
  if (new Set(serials.map(serialKey)).size < serials.length) throw refused(`${sku}: a serial number is named twice.`);
};

const refuseElsewhere = ({ sku }: Tracked, serial: string, unit: SerialUnit | undefined, from: Location): void => {
  if (fromOutside.includes(from.type)) {
    if (unit && inHand.includes(unit.locationType)) throw refused(`${sku} ${serial} is here already: ${words[unit.locationType]}.`);
    return;
  }
  if (!unit) throw refused(`There is no unit ${serial} of ${sku}.`);
  if (!unit.isAt(from)) throw refused(`${sku} ${serial} is not there to be taken: it is ${words[unit.locationType]}.`);
};

const words: Readonly<Record<LocationType, string>> = {
  STORE: 'in a store',
  IN_TRANSIT: 'on its way between two branches',
  JOB: 'on a job',
  SUPPLIER: 'back with the supplier',
  CUSTOMER: 'with a customer',
  ADJUSTMENT: 'written off',
  SCRAP: 'scrapped',
};
