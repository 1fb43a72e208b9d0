type JobType = { readonly needsEstimate: boolean };

/** What a visit is for; serviceTypes of a branch are of the same list. */
export const jobTypes = {
  PERIODIC_SERVICE: { needsEstimate: true },
  GENERAL_REPAIR: { needsEstimate: true },
  ACCIDENT_REPAIR: { needsEstimate: true },
  DIAGNOSIS: { needsEstimate: true },
  TYRE_BATTERY: { needsEstimate: true },
  BODY_PAINT: { needsEstimate: true },
  FREE_SERVICE: { needsEstimate: false },
  WARRANTY: { needsEstimate: false },
  RECALL: { needsEstimate: false },
  PDI: { needsEstimate: false },
  WASH: { needsEstimate: false },
} as const satisfies Record<string, JobType>;

export type JobTypeName = keyof typeof jobTypes;
export const jobTypeNames = Object.keys(jobTypes) as JobTypeName[];

export const needsEstimate = (type: string): boolean => jobTypes[type as JobTypeName]?.needsEstimate ?? true;

export const priorities = ['LOW', 'NORMAL', 'HIGH', 'URGENT'] as const;
export type Priority = (typeof priorities)[number];
