import type { Actor } from '../../shared/actor.ts';
import { absent } from '../../shared/errors.ts';
import type { Json } from '../../shared/events.ts';
import { permit } from '../../shared/permit.ts';
import type { Clock } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { configured, entryAt, valuesFrom } from '../configured.ts';
import { initialValue, type SettingKey, settingsByKey, type SettingValue } from '../known-settings.ts';
import type { Configured, SettingEntry, Settings } from '../ports.ts';

/** A key with what is in force, what is to come and what was. */
export type SettingInForce = {
  readonly key: string;
  readonly category: string;
  readonly description: string;
  /** What a value may look like, in words. */
  readonly form: string;
  readonly value: Json;
  /** Since when; null while it is as the product came. */
  readonly validFrom: Date | null;
  readonly initial: Json;
  /** Newest first. */
  readonly entries: readonly SettingEntry[];
};

/** What is configured, as this unit of work sees it. */
export const configuredIn = async (settings: Settings, clock: Clock): Promise<Configured> => configured(await settings.all(), clock);

/** What a key is now and what it will be. Nobody sets anything else until this unit of work ends. */
export const lockedFromNow = async <Key extends SettingKey>(settings: Settings, key: Key, clock: Clock): Promise<SettingValue<Key>[]> => {
  await settings.lock();
  return valuesFrom(key, await settings.all(), clock.now());
};

type Deps = { readonly transact: Transact<{ settings: Settings }>; readonly clock: Clock };

/** The key as it is at `now`, of the entries of this key. */
export const settingOf = (key: string, entries: readonly SettingEntry[], now: Date): SettingInForce => {
  const { category, description, form } = settingsByKey.get(key)!;
  const entry = entryAt(entries, now);
  const initial = initialValue(key);
  return {
    key,
    category,
    description,
    form: form.says,
    value: entry ? entry.value : initial,
    validFrom: entry?.validFrom ?? null,
    initial,
    entries: entries.toSorted((a, b) => b.validFrom.getTime() - a.validFrom.getTime()),
  };
};

/** Every key, in the order of their names, or those of one category. */
export const listSettings =
  ({ transact, clock }: Deps) =>
  async ({ category }: { readonly category?: string | undefined }, actor: Actor): Promise<SettingInForce[]> => {
    permit(actor, 'config.read', { serviceCenterId: null });
    const byKey = Map.groupBy(await transact(actor, ({ settings }) => settings.all()), ({ key }) => key);
    return [...settingsByKey]
      .filter(([, known]) => category === undefined || known.category === category)
      .map(([key]) => settingOf(key, byKey.get(key) ?? [], clock.now()))
      .toSorted((a, b) => (a.key < b.key ? -1 : 1));
  };

/** @throws DomainError `entity.absent` for a key there is not, `access.denied` */
export const readSetting =
  ({ transact, clock }: Deps) =>
  async (key: string, actor: Actor): Promise<SettingInForce> => {
    permit(actor, 'config.read', { serviceCenterId: null });
    if (!settingsByKey.has(key)) throw absent('setting');
    const entries = await transact(actor, ({ settings }) => settings.all());
    return settingOf(
      key,
      entries.filter((entry) => entry.key === key),
      clock.now(),
    );
  };
