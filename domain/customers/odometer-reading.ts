import type { New } from '../shared/entity.ts';

export const readingSources = ['MANUAL', 'JOB_ARRIVAL', 'JOB_DELIVERY'] as const;
export type ReadingSource = (typeof readingSources)[number];

/** What the odometer of a vehicle showed, when, and where it was read (VEH-02). Written once. */
export class OdometerReading {
  readonly id!: string;
  readonly vehicleId!: string;
  /** Kilometres. */
  readonly odometer!: number;
  readonly readAt!: Date;
  readonly source!: ReadingSource;
  /** The job card that it was read for. */
  readonly sourceId: string | null = null;
  /** Why it was taken although it is lower than the one before. */
  readonly forcedReason: string | null = null;
  readonly readBy: string | null = null;

  constructor(fields: New<OdometerReading, 'id' | 'vehicleId' | 'odometer' | 'readAt' | 'source'>) {
    Object.assign(this, fields);
  }
}
