import type { ServiceCenters } from '../../service-centers/ports.ts';
import type { Actor } from '../../shared/actor.ts';
import { absent, DomainError } from '../../shared/errors.ts';
import type { Json } from '../../shared/events.ts';
import { assertSeriesFits } from '../../shared/gst/number-series.ts';
import type { SeriesPatterns } from '../../shared/gst/document-series.ts';
import { permit } from '../../shared/permit.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { entryAt, valuesFrom } from '../configured.ts';
import { initialValue, settingsByKey } from '../known-settings.ts';
import type { SettingEntry, Settings } from '../ports.ts';
import { type SettingInForce, settingOf } from './read-settings.ts';

export type SetSetting = {
  readonly key: string;
  readonly value: Json;
  /** From when on; by default from now. */
  readonly validFrom?: Date | undefined;
  readonly reason?: string | undefined;
};

type Unit = { readonly settings: Settings; readonly serviceCenters: ServiceCenters };
type Deps = {
  readonly transact: Transact<Unit>;
  readonly clock: Clock;
  readonly ids: Ids;
};

/** What else has to agree with a value before it can be set. */
type Others = { readonly entries: readonly SettingEntry[]; readonly now: Date; readonly serviceCenters: ServiceCenters };
const consequences: { readonly [key: string]: (value: unknown, others: Others) => Promise<void> } = {
  // INV-01: refused when it is configured rather than when a customer waits.
  'series.patterns': async (value, { entries, now, serviceCenters }) => {
    for (const prefix of [...(await serviceCenters.prefixes()), ...valuesFrom('series.default-prefix', entries, now)])
      for (const pattern of Object.values(value as SeriesPatterns)) assertSeriesFits(pattern, prefix);
  },
  'series.default-prefix': async (value, { entries, now }) => {
    for (const patterns of valuesFrom('series.patterns', entries, now))
      for (const pattern of Object.values(patterns)) assertSeriesFits(pattern, value as string);
  },
};

/**
 * Sets a threshold from an instant on (CFG-01). What has held stays as it was, so that it can be told at any time what was in
 * force when. In this process the value counts as soon as this returns, in others within seconds.
 * @throws DomainError `entity.absent` for a key there is not, `setting.invalid`, `document_number.invalid`, `record.duplicate`, `access.denied`
 */
export const setSetting =
  ({ transact, clock, ids }: Deps) =>
  async ({ key, value, validFrom, reason }: SetSetting, actor: Actor): Promise<SettingInForce> => {
    permit(actor, 'config.edit', { serviceCenterId: null });
    const known = settingsByKey.get(key);
    if (!known) throw absent('setting');
    const read = known.form.read(value);
    if (read === undefined) throw new DomainError('setting.invalid', `${key} has to be ${known.form.says}.`);
    return transact(actor, async (unit) => {
      await unit.settings.lock();
      const now = clock.now();
      if (validFrom && validFrom < now)
        throw new DomainError('setting.invalid', 'A setting holds from now or from later on: what was in force cannot be changed.');
      const all = await unit.settings.all();
      await consequences[key]?.(read, { entries: all, now, serviceCenters: unit.serviceCenters });
      const entries = all.filter((entry) => entry.key === key);
      const from = validFrom ?? now;
      const entry = { id: ids.next(), key, value, validFrom: from, reason: reason ?? null, setBy: actor.userId, setAt: now };
      await unit.settings.put(entry);
      const before = entryAt(entries, from)?.value ?? initialValue(key);
      unit.record({
        name: 'SettingChanged',
        entityId: entry.id,
        serviceCenterId: null,
        description: key,
        data: { key, from: before, to: value, validFrom: from.toISOString(), reason: entry.reason },
      });
      return settingOf(key, [...entries.filter((each) => each.validFrom.getTime() !== from.getTime()), entry], now);
    });
  };
