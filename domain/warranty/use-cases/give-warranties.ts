import { everywhere } from '../../shared/actor.ts';
import type { BusinessDay } from '../../shared/calendar.ts';
import type { Ids } from '../../shared/ports.ts';
import { Quantity } from '../../shared/quantity.ts';
import type { Recording } from '../../shared/unit-of-work.ts';
import { inheritedTerm, termFrom } from '../coverage.ts';
import { warrantiesGiven } from '../events.ts';
import type { WarrantyRepositories } from '../ports.ts';
import { unitsOf } from '../units-of.ts';
import { Warranty } from '../warranty.ts';
import type { WarrantyTerms } from '../warranty-terms.ts';

export type BilledLine = {
  readonly id: string;
  readonly kind: string;
  readonly partId: string | null;
  readonly description: string;
  readonly hsn: string;
  readonly unit: string;
  readonly quantity: Quantity;
};

/** What a bill says of what it sells, and what was fitted whether billed or not. */
export type WarrantedBill = {
  readonly serviceCenterId: string;
  readonly customerId: string | null;
  readonly vehicleId: string | null;
  /** Kilometres, where a reading was taken. */
  readonly odometer: number | null;
  readonly sourceType: string;
  readonly sourceId: string;
  readonly invoiceId: string;
  readonly day: BusinessDay;
  readonly lines: readonly BilledLine[];
  readonly fitted: readonly { readonly partId: string; readonly quantity: Quantity; readonly serials?: readonly string[] | undefined }[];
};

/**
 * Gives each unit that a bill sells, and the work it bills, a warranty by the terms of that day, in the transaction of its issue.
 * A unit fitted in place of one under claim inherits what remained of it, and one with a serial number has it on its warranty (WAR-01).
 */
export const giveWarranties =
  ({ ids }: { readonly ids: Ids }) =>
  async (unit: WarrantyRepositories & Recording, bill: WarrantedBill): Promise<void> => {
    const plates: Plates = new Map(bill.fitted.map(({ partId, serials = [] }) => [partId, [...serials]]));
    const replacements = bill.sourceType === 'job' && bill.fitted.length > 0 ? await replacementsOn(ids, unit, bill, plates) : [];
    const sold = await freshWarranties(ids, unit, bill, { replacements, plates });
    const given = [...replacements, ...sold];
    for (const warranty of given) unit.warranties.add(warranty);
    if (given.length > 0) unit.record(warrantiesGiven(bill, given));
  };

/** The serial numbers of what was fitted that have no warranty yet, by part: each is given once. */
type Plates = Map<string, string[]>;
const plateOf = (plates: Plates, partId: string | null): string | null => plates.get(partId ?? '')?.shift() ?? null;

/** What the job fitted in place of units under claim. Claims, then warranties, are locked in the order of their ids. */
const replacementsOn = async (
  ids: Ids,
  { warrantyClaims, warranties }: WarrantyRepositories,
  bill: WarrantedBill,
  plates: Plates,
): Promise<Warranty[]> => {
  const claimIds = await warrantyClaims.repairedOn(bill.sourceId);
  const claims = [];
  for (const id of claimIds) claims.push(await warrantyClaims.getForChange(id, everywhere));
  const failedIds = [...new Set(claims.filter(({ isDenied }) => !isDenied).map(({ warrantyId }) => warrantyId))].sort();
  const left = new Map(bill.fitted.map(({ partId, quantity }) => [partId, quantity]));
  const replacements: Warranty[] = [];
  for (const id of failedIds) {
    const failed = await warranties.getForChange(id, everywhere);
    const available = left.get(failed.partId ?? '') ?? Quantity.zero;
    if (failed.replacedOn !== null || available.compare(failed.quantity) < 0) continue;
    left.set(failed.partId!, available.minus(failed.quantity));
    failed.replacedOn = bill.day;
    replacements.push(replacementOf(ids, failed, bill, plateOf(plates, failed.partId)));
  }
  return replacements;
};

const replacementOf = (ids: Ids, failed: Warranty, bill: WarrantedBill, serial: string | null): Warranty => {
  const { startsOn, endsOn, endOdometer } = inheritedTerm(failed, bill.day);
  const { kind, partId, description, quantity, months, kilometres } = failed;
  return new Warranty({
    id: ids.next(),
    ...placeOf(bill),
    ...{ kind, partId, description, serial, quantity, months, kilometres },
    ...{ startsOn, endsOn, endOdometer, startOdometer: bill.odometer, replacesId: failed.id },
  });
};

const freshWarranties = async (
  ids: Ids,
  { warrantyTerms }: WarrantyRepositories,
  bill: WarrantedBill,
  { replacements, plates }: { readonly replacements: readonly Warranty[]; readonly plates: Plates },
): Promise<Warranty[]> => {
  if (bill.lines.length === 0) return [];
  const partIds = [...new Set(bill.lines.flatMap(({ partId }) => partId ?? []))];
  const hsns = [...new Set(bill.lines.flatMap(({ partId, hsn }) => (partId === null ? [hsn] : [])))];
  const known = await warrantyTerms.on(bill.day, { partIds, hsns });
  const termsOf = ({ partId, hsn }: BilledLine) =>
    known.find((terms) => (partId === null ? terms.hsn === hsn : terms.partId === partId) && terms.months > 0);
  const inherited = inheritedAmongBilled(bill, replacements);
  return bill.lines.flatMap((line) => {
    const quantity = withoutInherited(line, inherited);
    const terms = termsOf(line);
    if (!terms) return [];
    // Work is warranted as a whole, however many hours it took.
    const units = line.partId === null ? [quantity] : unitsOf(quantity, line.unit);
    return units.map((each) => warrantyOf(ids, bill, line, terms, { quantity: each, serial: plateOf(plates, line.partId) }));
  });
};

/** How much of each part on the bill's lines has a warranty by inheritance: what was fitted and not billed is taken for it first. */
const inheritedAmongBilled = (bill: WarrantedBill, replacements: readonly Warranty[]): Map<string, Quantity> => {
  const inherited = new Map<string, Quantity>();
  for (const { partId, quantity } of bill.fitted) {
    const replacing = Quantity.sum(replacements.filter((one) => one.partId === partId).map((one) => one.quantity));
    const billed = Quantity.sum(bill.lines.filter((line) => line.partId === partId).map((line) => line.quantity));
    const beyond = replacing.minus(quantity.minus(billed));
    inherited.set(partId, beyond.isPositive() ? beyond : Quantity.zero);
  }
  return inherited;
};

const withoutInherited = ({ partId, quantity }: BilledLine, inherited: Map<string, Quantity>): Quantity => {
  const taken = partId === null ? Quantity.zero : (inherited.get(partId) ?? Quantity.zero).min(quantity);
  if (partId !== null) inherited.set(partId, (inherited.get(partId) ?? Quantity.zero).minus(taken));
  return quantity.minus(taken);
};

const warrantyOf = (
  ids: Ids,
  bill: WarrantedBill,
  line: BilledLine,
  terms: WarrantyTerms,
  { quantity, serial }: Pick<Warranty, 'quantity' | 'serial'>,
): Warranty => {
  const { months, kilometres } = terms;
  const { startsOn, endsOn, endOdometer } = termFrom(bill.day, bill.odometer, terms);
  return new Warranty({
    id: ids.next(),
    ...placeOf(bill),
    kind: line.partId === null ? 'LABOUR' : 'PART',
    ...{ partId: line.partId, description: line.description, serial, quantity, invoiceLineId: line.id },
    ...{ months, kilometres, startsOn, endsOn, startOdometer: bill.odometer, endOdometer },
  });
};

const placeOf = ({ serviceCenterId, customerId, vehicleId, sourceType, sourceId, invoiceId }: WarrantedBill) => ({
  serviceCenterId,
  customerId,
  vehicleId,
  sourceType,
  sourceId,
  invoiceId,
});
