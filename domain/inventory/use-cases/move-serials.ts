import type { Ids } from '../../shared/ports.ts';
import type { Quantity } from '../../shared/quantity.ts';
import type { Serials } from '../ports.ts';
import { refuseUnfit, serialKey, serialRefused, SerialUnit, type Tracked } from '../serial-unit.ts';
import type { Location, LocationType } from '../stock-movement.ts';

export type Journey = {
  readonly part: Tracked;
  readonly quantity: Quantity;
  /** One for each unit of a part that is tracked; none for any other. */
  readonly serials?: readonly string[] | undefined;
  readonly from: Location;
  readonly to: Location;
};

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

/** Several journeys, in the order of part ids, so that two who name the same units wait for each other in one order (STK-03). */
export const moveEachSerial =
  (deps: { readonly ids: Ids }) =>
  async (unit: { readonly serials: Serials }, journeys: readonly Journey[]): Promise<void> => {
    for (const journey of journeys.toSorted((one, other) => (one.part.id < other.part.id ? -1 : 1))) await moveSerials(deps)(unit, journey);
  };

/** Every unit that is in one place goes to another, as those of a job that is billed or called off. Says which they are. */
export const moveEverySerial = async (
  { serials }: { readonly serials: Serials },
  { from, to }: Pick<Journey, 'from' | 'to'>,
): Promise<readonly SerialUnit[]> => {
  const units = await serials.allAt(from);
  for (const unit of units) unit.moveTo(to);
  return units;
};

type Named = { readonly partId: string; readonly quantity: Quantity; readonly serials?: readonly string[] | undefined };

/**
 * As `refuseUnfit`, for all that one request names: nor is a unit named by two of its items.
 * @throws DomainError `quantity.malformed`, `serial.refused`
 */
export const refuseUnfitItems = (catalogue: ReadonlyMap<string, Tracked>, items: readonly Named[]): void => {
  const named = new Set<string>();
  for (const { partId, quantity, serials = [] } of items) {
    const part = catalogue.get(partId)!;
    refuseUnfit(part, quantity, serials);
    for (const serial of serials) {
      const key = `${partId} ${serialKey(serial)}`;
      if (named.has(key)) throw serialRefused(`${part.sku}: a serial number is named twice.`);
      named.add(key);
    }
  }
};

const refuseElsewhere = ({ sku }: Tracked, serial: string, unit: SerialUnit | undefined, from: Location): void => {
  if (fromOutside.includes(from.type)) {
    if (unit && inHand.includes(unit.locationType)) throw serialRefused(`${sku} ${serial} is here already: ${words[unit.locationType]}.`);
    return;
  }
  if (!unit) throw serialRefused(`There is no unit ${serial} of ${sku}.`);
  if (unit.isAt(from)) return;
  const where = unit.locationType === from.type ? (elsewhere[from.type] ?? words[from.type]) : words[unit.locationType];
  throw serialRefused(`${sku} ${serial} is not there to be taken: it is ${where}.`);
};

/** Where a unit is that is at another place of the same kind. */
const elsewhere: Partial<Record<LocationType, string>> = {
  STORE: 'in the store of another branch',
  IN_TRANSIT: 'on its way to another branch',
  JOB: 'on another job',
  CUSTOMER: 'with another customer',
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
