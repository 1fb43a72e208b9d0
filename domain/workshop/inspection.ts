import type { New } from '../shared/entity.ts';
import { DomainError } from '../shared/errors.ts';

export const inspectionResults = ['PASS', 'ADVISORY', 'FAIL', 'NOT_CHECKED'] as const;
export type InspectionResult = (typeof inspectionResults)[number];
export const inspectionStatuses = ['draft', 'complete'] as const;
export type InspectionStatus = (typeof inspectionStatuses)[number];

/** One point of the vehicle, and how it was found. */
export class InspectionItem {
  readonly id!: string;
  readonly inspectionId!: string;
  readonly position!: number;
  /** Its name in the checklist; null for what is on none. */
  readonly key: string | null = null;
  readonly label!: string;
  readonly result!: InspectionResult;
  readonly note: string | null = null;
  readonly photoFileIds: readonly string[] = [];

  constructor(fields: New<InspectionItem, 'id' | 'inspectionId' | 'position' | 'label' | 'result'>) {
    Object.assign(this, fields);
  }
}

/** How many points were found how. What was not looked at has not passed. */
export type InspectionSummary = { readonly [Result in InspectionResult]: number } & {
  readonly allPassed: boolean;
  readonly sentence: string;
};

/** What somebody found on a vehicle: a whole checklist. It is never changed; whoever looks again adds the next revision. */
export class Inspection {
  readonly id!: string;
  readonly jobCardId!: string;
  readonly serviceCenterId!: string;
  readonly revision!: number;
  readonly status!: InspectionStatus;
  readonly note: string | null = null;
  readonly inspectedAt!: Date;
  readonly inspectedBy: string | null = null;
  readonly items!: readonly InspectionItem[];
  readonly version: number = 1;

  /** @throws DomainError `inspection.refused` for one that is said to be complete and is not */
  constructor(fields: New<Inspection, 'id' | 'jobCardId' | 'serviceCenterId' | 'revision' | 'status' | 'inspectedAt' | 'items'>) {
    Object.assign(this, fields);
    if (this.status === 'complete') this.refuseUnlessWhole();
  }

  get summary(): InspectionSummary {
    const of = (result: InspectionResult): number => this.items.filter((item) => item.result === result).length;
    const [PASS, ADVISORY, FAIL, NOT_CHECKED] = [of('PASS'), of('ADVISORY'), of('FAIL'), of('NOT_CHECKED')];
    const allPassed = PASS === this.items.length;
    const sentence = `${PASS} of ${this.items.length} passed, ${ADVISORY} to be watched, ${FAIL} failed, ${NOT_CHECKED} not checked.`;
    return { PASS, ADVISORY, FAIL, NOT_CHECKED, allPassed, sentence };
  }

  private refuseUnlessWhole(): void {
    const missing = this.items.filter(({ result }) => result === 'NOT_CHECKED').map(({ label }) => `"${label}" is not checked.`);
    if (missing.length > 0)
      throw new DomainError('inspection.refused', `An inspection is complete when every point was checked. ${missing.join(' ')}`, {
        missing,
      });
  }
}
