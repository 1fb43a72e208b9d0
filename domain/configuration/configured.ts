import type { Limit } from '../shared/access/cell.ts';
import type { LimitKey } from '../shared/access/rows.ts';
import type { Clock } from '../shared/ports.ts';
import { knownSettings, type SettingKey, settingsByKey, type SettingValue } from './known-settings.ts';
import type { Configured, SettingEntry } from './ports.ts';

/** The entry of a key in force at an instant, of entries in any order. */
export const entryAt = (entries: readonly SettingEntry[], at: Date): SettingEntry | undefined =>
  entries
    .filter(({ validFrom }) => validFrom <= at)
    .reduce<SettingEntry | undefined>((last, entry) => (last && last.validFrom >= entry.validFrom ? last : entry), undefined);

/** What a key is from now on, one after the other: the value in force, and those that are to come. */
export const valuesFrom = <Key extends SettingKey>(key: Key, entries: readonly SettingEntry[], now: Date): SettingValue<Key>[] => {
  const dated = entries.filter((entry) => entry.key === key);
  const read = (entry: SettingEntry | undefined): unknown => entry && settingsByKey.get(key)?.form.read(entry.value);
  const toCome = dated.filter(({ validFrom }) => validFrom > now).map(read);
  const values = [read(entryAt(dated, now)) ?? knownSettings[key].initial, ...toCome];
  return values.filter((value) => value !== undefined) as SettingValue<Key>[];
};

/** What the entries say, each from its instant on, without anything being read again. A value that is no more of the form of its key is passed over. */
export const configured = (entries: readonly SettingEntry[], clock: Clock): Configured => {
  // Every request asks: what can be done once is done here, and the value in force is mostly the first of its key.
  const dated = entries
    .map(({ key, value, validFrom }) => ({ key, value: settingsByKey.get(key)?.form.read(value), fromMs: validFrom.getTime() }))
    .toSorted((a, b) => b.fromMs - a.fromMs);
  const byKey = Map.groupBy(dated, ({ key }) => key);
  const read = (key: string): unknown => {
    const ofKey = byKey.get(key);
    if (ofKey === undefined) return undefined;
    const nowMs = clock.now().getTime();
    return ofKey.find(({ fromMs }) => fromMs <= nowMs)?.value;
  };
  return {
    of: (key) => (read(key) ?? knownSettings[key].initial) as never,
    limits: (key: LimitKey) => read(key) as Limit | undefined,
  };
};
