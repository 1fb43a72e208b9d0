import type { Limits } from '../shared/access/limits.ts';
import type { Json } from '../shared/events.ts';
import type { SettingKey, SettingValue } from './known-settings.ts';

/** A value of a key from an instant on. */
export type SettingEntry = {
  readonly id: string;
  readonly key: string;
  readonly value: Json;
  readonly validFrom: Date;
  /** Why, in the words of who set it. */
  readonly reason: string | null;
  readonly setBy: string | null;
  readonly setAt: Date;
};

/** What was configured when, inside a unit of work. */
export type Settings = {
  /** Nobody else sets anything, or decides on what has to agree with a setting, until this unit ends. */
  lock(): Promise<void>;
  all(): Promise<readonly SettingEntry[]>;
  /**
   * Adds the entry; one of the same key and instant that did not hold yet before `entry.setAt` gives way to it.
   * @throws DomainError `record.duplicate` when an entry has held from that instant on
   */
  put(entry: SettingEntry): Promise<void>;
};

/** Everything that is configured, as it is at the moment of asking. */
export type Configured = {
  of<Key extends SettingKey>(key: Key): SettingValue<Key>;
  readonly limits: Limits;
};

/** CFG-01: the one port through which thresholds are read. */
export type Configuration = {
  /** Seconds old at most in a process that did not make the change, and never in the one that did. */
  current(): Configured | Promise<Configured>;
  /** What `current` last gave, for who cannot wait and follows somebody who has. */
  latest(): Configured;
};
