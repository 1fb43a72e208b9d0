import { configured } from '@dms/domain/configuration/configured';
import { knownSettings } from '@dms/domain/configuration/known-settings';
import type { Configuration, Configured, SettingEntry } from '@dms/domain/configuration/ports';
import { DomainError } from '@dms/domain/shared/errors';
import type { Json } from '@dms/domain/shared/events';
import type { Clock } from '@dms/domain/shared/ports';
import { sql } from 'kysely';
import type { Config } from '../config.ts';
import type { Database, Executor } from './database.ts';

/** For so long a change may go unnoticed by a process that did not make it. */
const FRESH_MS = 2_000;

type Row = { id: string; key: string; value: Json; validFrom: Date; reason: string | null; setBy: string | null; setAt: Date };

/** What this installation was started with, where it differs from what the product comes with: it holds until somebody sets something. */
export const deployedSettings = ({ invoices: { defaultPrefix } }: Pick<Config, 'invoices'>): readonly SettingEntry[] => {
  const key = 'series.default-prefix';
  if (defaultPrefix === knownSettings[key].initial) return [];
  const ever = new Date(0);
  return [{ id: 'deployed', key, value: defaultPrefix, validFrom: ever, reason: 'INVOICE_PREFIX_DEFAULT', setBy: null, setAt: ever }];
};

export const allSettings = async (db: Executor, deployed: readonly SettingEntry[]): Promise<readonly SettingEntry[]> => {
  const { rows } = await sql<Row>`
    select id, key, value, valid_from as "validFrom", description as reason, created_by as "setBy", created_at as "setAt"
    from system_config`.execute(db);
  return [...deployed, ...rows];
};

/** What has held is never written over: it is in the figures of documents that were made under it. */
export const putSetting = async (db: Executor, { id, key, value, validFrom, reason, setBy, setAt }: SettingEntry): Promise<void> => {
  const { rows } = await sql`
    insert into system_config as c (id, key, value, description, valid_from, created_at, created_by)
    values (${id}, ${key}, ${JSON.stringify(value)}::jsonb, ${reason}, ${validFrom}, ${setAt}, ${setBy})
    on conflict (key, valid_from) do update
      set id = excluded.id, value = excluded.value, description = excluded.description, created_at = excluded.created_at, created_by = excluded.created_by
      where c.valid_from >= excluded.created_at
    returning id`.execute(db);
  if (rows.length === 0) throw new DomainError('record.duplicate', `${key} has a value from this instant on that has held already.`);
};

type Known = { readonly configured: Configured; readonly readAtMs: number };

/** Reads all entries at once, and remembers them for seconds: there are few, and every request asks. */
type Deps = { readonly database: Database; readonly clock: Clock; readonly deployed: readonly SettingEntry[] };

/** Something was changed just now: what was read before counts no more. */
export type Rereading = { reread(): Promise<void> };

export const postgresConfiguration = ({ database, clock, deployed }: Deps): Configuration & Rereading => {
  let known: Known = { configured: configured(deployed, clock), readAtMs: -Infinity };
  let generation = 0;
  let reading: Promise<Configured> | undefined;

  const read = async (): Promise<Configured> => {
    const asOf = generation;
    const found = configured(await allSettings(database.pool, deployed), clock);
    // What was read before a change is for who asked before it.
    if (asOf === generation) known = { configured: found, readAtMs: clock.now().getTime() };
    return found;
  };

  const forget = (): void => {
    generation += 1;
    known = { ...known, readAtMs: -Infinity };
    reading = undefined;
  };

  const readOnce = (): Promise<Configured> => {
    reading ??= read().finally(() => (reading = undefined));
    return reading;
  };

  return {
    current: () => (clock.now().getTime() - known.readAtMs < FRESH_MS ? known.configured : readOnce()),
    latest: () => known.configured,
    reread: async () => {
      // A change inside of a longer transaction, such as that of an approval, is there for nobody before its end.
      await database.run(async (_, { afterCommit }) => void afterCommit.push(forget));
      await readOnce();
    },
  };
};
