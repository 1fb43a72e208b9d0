import { leviesUnionTerritoryTax, type StateCode } from './states.ts';

/** Within one state (CGST and the state's half) or between states (IGST). */
export type SupplyType = 'INTRA' | 'INTER';

/** What the state's half of the tax is called on paper. */
export type StateTaxLabel = 'SGST' | 'UTGST';

/** Which taxes a document bears. The label exists only where a state tax is charged. */
export type TaxSplit = {
  readonly supplyType: SupplyType;
  readonly stateTaxLabel?: StateTaxLabel;
  readonly law: string;
};

/** Decides between CGST + SGST/UTGST and IGST (TAX-06). */
export const taxSplit = (supplierState: StateCode, placeOfSupply: StateCode, sez: boolean): TaxSplit => {
  if (sez) return { supplyType: 'INTER', law: 'IGST Act s. 7(5)(b)' };
  if (supplierState !== placeOfSupply) return { supplyType: 'INTER', law: 'IGST Act s. 7' };
  return leviesUnionTerritoryTax(placeOfSupply)
    ? { supplyType: 'INTRA', stateTaxLabel: 'UTGST', law: 'IGST Act s. 8, UTGST Act s. 7' }
    : { supplyType: 'INTRA', stateTaxLabel: 'SGST', law: 'IGST Act s. 8' };
};

/** Whether a supply is to a special economic zone as far as its tax tells: nothing else makes one within a state inter-state (TAX-06). */
export const isTaxedAsToZone = (supplierState: string, placeOfSupply: string, supplyType: SupplyType): boolean =>
  supplyType === 'INTER' && supplierState === placeOfSupply;
