import type { New } from '../shared/entity.ts';
import type { EventName } from '../shared/event-catalogue.ts';

/** How long the secret before still signs beside the new one, so that a receiver can change over without losing anything. */
export const ROTATION_GRACE_MS = 24 * 3_600_000;

/** Somebody else's server that is told of what happens here (WHK-01). Switched off or taken away, it is kept with its deliveries. */
export class Webhook {
  readonly id!: string;
  url!: string;
  /** What it is told of; of everything where none is named. */
  events: readonly EventName[] = [];
  description: string | null = null;
  active: boolean = true;
  /** Which secret signs: the first, the second … None of them is kept anywhere. */
  secretNumber: number = 1;
  /** Until when the secret before signs as well. */
  formerSecretUntil: Date | null = null;
  deletedAt: Date | null = null;
  readonly version: number = 1;

  constructor(fields: New<Webhook, 'id' | 'url'>) {
    Object.assign(this, fields);
  }

  get isListening(): boolean {
    return this.active && this.deletedAt === null;
  }

  rotateSecret(now: Date): void {
    this.secretNumber += 1;
    this.formerSecretUntil = new Date(now.getTime() + ROTATION_GRACE_MS);
  }

  /** The numbers of the secrets that sign at an instant, the newest first. */
  secretsAt(now: Date): number[] {
    const former = this.formerSecretUntil !== null && now < this.formerSecretUntil ? [this.secretNumber - 1] : [];
    return [this.secretNumber, ...former];
  }

  remove(at: Date): void {
    this.active = false;
    this.deletedAt = at;
  }
}
