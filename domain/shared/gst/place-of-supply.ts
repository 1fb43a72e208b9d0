import { DomainError } from '../errors.ts';
import { OVERSEAS, type StateCode } from './states.ts';
import { taxSplit, type TaxSplit } from './tax-split.ts';

/** What the supply is; ANY for one document of labour and parts together, which has one place of supply (TAX-06). */
export type SupplyNature = 'GOODS' | 'SERVICE' | 'ANY';

export type RecipientType = 'REGISTERED' | 'UNREGISTERED' | 'SEZ' | 'OVERSEAS';

export type PlaceOfSupplyFacts = {
  readonly supply: SupplyNature;
  readonly recipient: RecipientType;
  readonly supplierState: StateCode;
  /** The state of the recipient's GSTIN; a registered or SEZ recipient must have it. */
  readonly recipientState?: StateCode;
  /** The state of an unregistered recipient's address on the document; the name of the State alone is enough. */
  readonly addressState?: StateCode;
  /** Where the goods are delivered to the recipient. */
  readonly deliveryState?: StateCode;
  /** Where a third person gets the goods on the direction of the recipient who is billed. */
  readonly shipToState?: StateCode;
  /** Somebody's decision against the rules below; it needs a reason, and whoever takes it is audited. */
  readonly override?: PlaceOverride;
};

export type PlaceOverride = { readonly state: StateCode; readonly reason: string };

export type PlaceOfSupply = TaxSplit & {
  readonly state: StateCode;
  /** The name of the rule that decided. */
  readonly rule: string;
  /** What decided the place; `law` says what follows for the tax. */
  readonly reason: string;
  /** Whether the supply may go without tax under a letter of undertaking (IGST Act s. 16). */
  readonly mayBeZeroRated: boolean;
};

type Rule = {
  readonly name: string;
  readonly reason: string;
  /** The place of supply if this rule is the one that applies. */
  readonly place: (facts: PlaceOfSupplyFacts) => StateCode | undefined;
};

const goods = ({ supply }: PlaceOfSupplyFacts): boolean => supply === 'GOODS';
const from = (recipient: RecipientType, facts: PlaceOfSupplyFacts): boolean => facts.recipient === recipient;

/** The first rule that names a place decides; the last one always does. */
const rules: readonly Rule[] = [
  {
    name: 'to a special economic zone',
    reason: 'IGST Act s. 7(5)(b), s. 16',
    place: (facts) => (from('SEZ', facts) ? facts.recipientState : undefined),
  },
  {
    name: 'export',
    reason: 'IGST Act s. 11, s. 16',
    place: (facts) => (from('OVERSEAS', facts) ? OVERSEAS : undefined),
  },
  {
    name: 'goods shipped to a third person',
    reason: 'IGST Act s. 10(1)(b): the principal place of business of whoever directs the delivery',
    place: (facts) => (goods(facts) && from('REGISTERED', facts) && facts.shipToState !== undefined ? facts.recipientState : undefined),
  },
  {
    name: 'goods to a registered person',
    reason: 'IGST Act s. 10(1)(a): where the movement ends',
    place: (facts) => (goods(facts) && from('REGISTERED', facts) ? (facts.deliveryState ?? facts.recipientState) : undefined),
  },
  {
    name: 'service to a registered person',
    reason: 'IGST Act s. 12(2)(a): where the recipient is registered',
    place: (facts) => (from('REGISTERED', facts) ? facts.recipientState : undefined),
  },
  {
    name: 'goods delivered to an unregistered person',
    reason: 'IGST Act s. 10(1)(ca), Circular 209/3/2024: the delivery address on the invoice',
    // Labour beside the goods goes with them: the document has one place.
    place: (facts) => (facts.supply === 'SERVICE' ? undefined : facts.deliveryState),
  },
  {
    name: 'goods to an unregistered person with an address',
    reason: 'IGST Act s. 10(1)(ca): the address on the invoice, the name of the State alone counting',
    place: (facts) => (goods(facts) ? facts.addressState : undefined),
  },
  {
    name: 'goods to an unregistered person without an address',
    reason: 'IGST Act s. 10(1)(ca): the location of the supplier',
    place: (facts) => (goods(facts) ? facts.supplierState : undefined),
  },
  {
    name: 'service to an unregistered person with an address',
    reason: 'IGST Act s. 12(2)(b)(i): the address on record',
    place: (facts) => facts.addressState,
  },
  {
    name: 'service to an unregistered person without an address',
    reason: 'IGST Act s. 12(2)(b)(ii): the location of the supplier',
    place: (facts) => facts.supplierState,
  },
];

/**
 * Decides the one place of supply of a document and the taxes that follow (TAX-06).
 * @throws DomainError `tax.invalid` when a registered recipient comes without its state, or an override without a reason
 */
export const placeOfSupply = (facts: PlaceOfSupplyFacts): PlaceOfSupply => {
  assertComplete(facts);
  const { state, rule, reason } = facts.override === undefined ? byRules(facts) : byOverride(facts.override);
  return {
    state,
    rule,
    reason,
    ...taxSplit(facts.supplierState, state, from('SEZ', facts)),
    mayBeZeroRated: from('SEZ', facts) || state === OVERSEAS,
  };
};

const assertComplete = (facts: PlaceOfSupplyFacts): void => {
  if ((from('REGISTERED', facts) || from('SEZ', facts)) && facts.recipientState === undefined) {
    throw new DomainError('tax.invalid', 'A registered recipient needs the state of its GSTIN to decide the place of supply.');
  }
  if (facts.override !== undefined && facts.override.reason.trim() === '') {
    throw new DomainError('tax.invalid', 'Setting the place of supply by hand needs a reason.');
  }
};

type Decision = { readonly state: StateCode; readonly rule: string; readonly reason: string };

const byOverride = ({ state, reason }: PlaceOverride): Decision => ({
  state,
  rule: 'override',
  reason,
});

const byRules = (facts: PlaceOfSupplyFacts): Decision => {
  for (const { name, reason, place } of rules) {
    const state = place(facts);
    if (state !== undefined) return { state, rule: name, reason };
  }
  throw new DomainError('tax.invalid', 'No rule decides the place of supply of this document.');
};
